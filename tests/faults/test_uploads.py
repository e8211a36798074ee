"""What an interrupted upload leaves behind is removed, and nothing that is still needed or on its way."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest

from algorithms import commands
from algorithms.entry import Topic
from algorithms.people import Role
from builders import NOW, a_department
from city import City
from register.accounts import queries as accounts
from register.settings import Settings


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_only_strays_that_are_old_are_swept(city: City) -> None:
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    version = city.call(
        commands.create_entry, name="Prov", department=a_department().id, topic=Topic.WORK_AND_MONEY, by=editor, at=NOW
    )
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/evidence/new")
    client.submit("Ladda upp", file=("a.csv", b"a,b\n1,2\n"))
    folder = city.settings.data_dir / "uploads"
    (needed,) = folder.iterdir()
    old, cut_short, young = folder / str(uuid4()), folder / f"{uuid4()}.part", folder / f"{uuid4()}.part"
    for path, age in ((needed, 9), (old, 9), (cut_short, 9), (young, 1)):
        path.touch()
        moment = (NOW - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))

    city.work()

    assert set(folder.iterdir()) == {needed, young}
