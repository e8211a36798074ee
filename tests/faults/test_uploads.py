"""What an interrupted upload leaves behind is removed, and nothing that is still needed or on its way."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest

from algorithms.people import Role
from assessments.runs import commands
from assessments.runs.run import RunState
from builders import NOW
from city import City
from register.jobs.assessments import handlers
from register.jobs.tables import JobRow
from register.jobs.worker import Task
from register.settings import Settings
from second_run import Run


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_only_strays_that_are_old_are_swept(city: City) -> None:
    city.as_(Role.EDITOR)
    run = Run(city).add()
    folder = city.settings.data_dir / "uploads"
    needed = set(folder.iterdir())
    assert {path.name for path in needed} == {str(run.id), str(run.second.id)}
    old, cut_short, young = folder / str(uuid4()), folder / f"{uuid4()}.part", folder / f"{uuid4()}.part"
    for path, age in (*((path, 9) for path in needed), (old, 9), (cut_short, 9), (young, 1)):
        path.touch()
        moment = (NOW - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))

    city.work()

    assert set(folder.iterdir()) == {*needed, young}


@pytest.mark.storage
def test_both_files_of_an_interrupted_run_are_swept(city: City) -> None:
    city.as_(Role.EDITOR)
    run = Run(city).read()
    city.call(commands.cancel, run.id, receipt=None, at=NOW)
    folder = city.settings.data_dir / "uploads"
    for path in folder.iterdir():
        moment = (NOW - timedelta(hours=9)).timestamp()
        os.utime(path, (moment, moment))

    city.work()

    assert list(folder.iterdir()) == []


def test_a_second_file_on_which_the_program_failed_several_times_is_given_up_alone(city: City) -> None:
    city.as_(Role.EDITOR)
    run = Run(city).add()
    failed = {"kind": "second-file", "subject": run.second.id, "state": "failed", "not_before": NOW, "created_at": NOW}
    city.call(JobRow(id=uuid4(), **failed).save)

    city.work()
    run.client.get(run.address)

    assert "Programmet misslyckades flera gånger med filen" in run.words
    assert (run.state, run.stored_files) == (RunState.INVENTORIED, {str(run.id)})
    assert run.second.destroyed_at is not None


def test_a_worker_that_comes_late_and_fails_leaves_what_another_has_read(city: City) -> None:
    city.as_(Role.EDITOR)
    run = Run(city).read()
    (city.settings.data_dir / "uploads" / str(run.second.id)).write_bytes(b"damaged since")

    city.call(handlers(city.settings, city.clock)["second-file"], Task(run.second.id))

    assert str(run.second.id) in run.stored_files
    assert (run.second.complaints, run.second.destroyed_at) == ((), None)
