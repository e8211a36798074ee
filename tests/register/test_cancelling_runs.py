"""An assessment that waits for nothing any more is cancelled by the department, and its files can be read by nobody."""

import shutil

import pytest

from algorithms.people import Role
from assessments.data.uploads import Receipt
from assessments.runs import commands, queries
from assessments.runs.run import RunState, RunStateError
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from builders import NOW
from city import City
from conftest import settings_for
from logged import lines, notes_of
from register.jobs.assessments import Clock, _or_fail
from register.jobs.worker import Task
from register.settings import Settings
from register.shell.check import examine
from second_run import Run

BUTTON = "Avbryt bedömningen"


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        running.as_(Role.EDITOR)
        yield running


def cancel(run: Run) -> None:
    run.client.get(run.address)
    run.client.submit(BUTTON)


def keys(city: City, run: Run) -> list[bytes | None]:
    second = run.second
    return [city.call(queries.wrapped_key, upload) for upload in (run.id, *((second.id,) if second else ()))]


@pytest.mark.storage
def test_a_run_whose_file_was_lost_is_cancelled_on_its_page_and_forgotten_by_the_worker(settings: Settings) -> None:
    with City(settings) as city:
        city.as_(Role.EDITOR)
        run = Run(city).read()
        run.plan("kön")
        run.save(margin="5", **{"reference-0": "1"}, primary=["selection_rate"], sensitive=[])
        run.client.submit("Starta bedömningen")
        shutil.rmtree(city.settings.data_dir / "uploads")
        city.work()
        assert run.state is RunState.QUEUED
        cancel(run)
        assert "Bedömningen avbröts" in run.words
        assert BUTTON not in run.words
        city.work()
        assert (run.state, keys(city, run)) == (RunState.CANCELLED, [None, None])
        assert len(notes_of(city, "cancel-assessment")) == 2
        assert city.call(examine, None).faults == ()


def test_the_files_of_a_cancelled_run_are_destroyed_and_the_history_has_their_receipts(city: City) -> None:
    run = Run(city).read()
    assert len(run.stored_files) == 2
    cancel(run)
    assert run.stored_files == set()
    assert keys(city, run) == [None, None]
    receipts = [particulars for _, particulars in notes_of(city, "cancel-assessment")]
    assert {receipt["file"] for receipt in receipts} == {"ärenden.csv", "grupper.csv"}
    assert all(one["sha256"] in run.words for one in receipts)
    run.client.get(f"/workspace/versions/{run.version}/history")
    assert "Avbröt en bedömning" in run.words


def test_a_run_in_any_state_before_its_end_is_cancelled_and_none_after_it(city: City) -> None:
    run = Run(city)
    city.call(commands.cancel, run.id, receipt=Receipt("", 0, NOW), at=NOW)
    run.client.get(run.address)
    assert BUTTON not in run.words
    form = {"_csrf_token": dict(run.client.page.form(0).values)["_csrf_token"]}
    assert run.client.post(f"{run.address}/cancel", form).status_code == 422
    assert "Bedömningen har kommit längre" in run.words
    with pytest.raises(RunStateError):
        city.call(commands.start, run.id)


@pytest.mark.parametrize("stranger", [(Role.AUDITOR, "social"), (Role.EDITOR, "school"), (Role.DPO, "social")])
def test_nobody_else_cancels_it(city: City, stranger) -> None:
    run = Run(city)
    if stranger == (Role.EDITOR, "school"):
        city.add_person(*stranger)
    client = city.as_(*stranger)
    client.get(run.address)
    assert BUTTON not in client.page.text
    client.get("/workspace/account")
    form = {"_csrf_token": dict(client.page.form(0).values)["_csrf_token"]}
    assert client.post(f"{run.address}/cancel", form).status_code in {403, 404, 422}
    assert (run.state, notes_of(city, "cancel-assessment")) == (RunState.INVENTORIED, [])
    assert len(run.stored_files) == 1


def test_a_worker_that_finds_a_fault_in_a_file_that_is_cancelled_meanwhile_lets_it_be(city: City) -> None:
    run = Run(city)

    async def reads(_settings: Settings, _clock: Clock, task: Task) -> None:
        await commands.cancel(task.subject, receipt=None, at=NOW)
        raise EvaluationDataError(Message("The file has no rows."))

    city.call(_or_fail, city.settings, city.clock, reads, Task(run.id))
    assert (run.state, lines(city, action="fail-run")) == (RunState.CANCELLED, [])
