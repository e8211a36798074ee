"""Files as people really send them: each is read, or comes back with a sentence that says what to do. Never a fault."""

import hashlib
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.people import Role
from assessments.runs import commands as commands_of_runs
from assessments.runs import queries as runs
from assessments.runs.run import RunState, RunStateError
from builders import NOW, a_department
from city import City
from logged import lines
from register.accounts.people import queries as accounts
from register.settings import Settings

ROWS = "utfall;beslut;kön;belopp\n" + "ja;nej;kvinna;1,5\nnej;ja;man;2,25\n" * 20
READABLE = {
    "Swedish Excel with semicolons and decimal commas": ROWS.encode("windows-1252"),
    "UTF-8 with a byte order mark": ROWS.encode("utf-8-sig"),
    "UTF-16 as Excel calls Unicode": ROWS.replace(";", "\t").encode("utf-16"),
    "lines that end as on Windows": ROWS.replace("\n", "\r\n").encode(),
    "a value with a line break in quotation marks": (ROWS + '"ja";nej;"kvin\nna";1\n').encode(),
    "a column with sixty values": b"a,b\n" + b"".join(b"%d,1\n" % n for n in range(60)),
}
UNREADABLE = {
    "nothing but blanks": (b" \n\n", "tom"),
    "names but no rows": (b"utfall,beslut\n", "inga rader"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "bild"),
    "a workbook": (b"PK\x03\x04" + bytes(200), "Excel"),
    "a web page": (b"<!doctype html><p>Hej</p>", "webbsida"),
    "JSON": (b'{"a": [1, 2]}', "JSON"),
    "a row with a field too many": (b"a,b\n1,2\n1,2,3\n", "Rad 3"),
    "a row with a field too few": (b"a,b,c\n1,2,3\n1,2\n", "Rad 3"),
    "two columns of one name": (b"a,a\n1,2\n", "Två kolumner"),
    "a column without a name": (b"a,\n1,2\n", "Kolumn 2"),
    "bytes that are no text": (b"a,b\n1,\x002\n", "Rad 2"),
    "a quotation mark that is never closed": (b'a,b\n1,"2\n3,4\n', "citattecken"),
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def upload(city: City, content: bytes, name: str = "data.csv") -> UUID:
    """Send a file to a new draft as its editor; the answer is the run."""
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    version = city.call(
        commands.create_entry, name="Prov", department=a_department().id, topic=Topic.WORK_AND_MONEY, by=editor, at=NOW
    )
    client = city.client
    client.get(f"/workspace/versions/{version}/evidence/new")
    client.submit("Ladda upp", file=(name, content))
    return UUID(client.url.rpartition("/")[2])


def left_behind(city: City) -> list[Path]:
    return [path for path in (city.settings.data_dir / "uploads").rglob("*") if path.is_file()]


def test_files_as_people_save_them_are_read(city: City) -> None:
    city.as_(Role.EDITOR)
    for about, content in READABLE.items():
        run = upload(city, content)
        city.work()
        inventory = city.call(runs.inventory, run)
        assert inventory is not None, about
        assert inventory.sha256 == hashlib.sha256(content).hexdigest()
        if "kön" in inventory.names:
            assert {"kvinna", "man"} <= set(inventory.column("kön").levels), about
            assert inventory.column("belopp").levels[:1] != (), about
        city.client.get(city.client.url)
        city.client.click("Gör testplanen")
    assert "Fler än 50 olika värden" in city.client.page.text


def test_files_that_cannot_be_read_come_back_with_what_to_do_and_are_destroyed(city: City) -> None:
    city.as_(Role.EDITOR)
    for about, (content, message) in UNREADABLE.items():
        run = upload(city, content)
        city.work()
        answer = city.client.get(city.client.url)

        assert answer.status_code == 200, about
        assert message.lower() in city.client.page.text.lower(), f"{about}: {city.client.page.text}"
        assert city.client.page.link("Ladda upp en rättad fil")
        stored_run = city.call(runs.runs, [run])[run]
        assert (stored_run.state, stored_run.destroyed_at is not None) == (RunState.FAILED, True), about
        assert city.call(runs.wrapped_key, run) is None
        assert left_behind(city) == [], about
        (line,) = lines(city, action="fail-run", object=str(run))
        assert (line["by"], line["before"]) == (None, hashlib.sha256(content).hexdigest()), about


@pytest.mark.storage
def test_the_worker_goes_on_after_a_file_that_cannot_be_read(city: City) -> None:
    city.as_(Role.EDITOR)
    wrong, right = upload(city, b"a,b\n1\n"), upload(city, b"a,b\n1,2\n")

    city.work()

    stored_runs = city.call(runs.runs, [wrong, right])
    assert (stored_runs[wrong].state, stored_runs[right].state) == (RunState.FAILED, RunState.INVENTORIED)


def test_a_second_file_waits_until_the_first_has_been_read(city: City) -> None:
    city.as_(Role.EDITOR)
    run = upload(city, ROWS.encode())
    address = city.client.url

    assert "/second-file" not in city.client.get(address).text
    assert city.client.get(f"{address}/second-file").status_code == 303
    file = {"file_name": "grupper.csv", "size": 1, "sha256": "0" * 64, "wrapped_key": b"key", "by": uuid4(), "at": NOW}
    with pytest.raises(RunStateError):
        city.call(commands_of_runs.receive_second, uuid4(), run, **file)
    assert city.call(runs.runs, [run])[run].state is RunState.RECEIVED


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 300 + ".csv", "räkna ö.csv", "x\u202etxt.csv"])
def test_the_name_of_a_file_is_shown_but_never_used(city: City, name: str) -> None:
    city.as_(Role.EDITOR)

    run = upload(city, b"a,b\n1,2\n", name)

    assert [path.name for path in left_behind(city)] == [str(run)]


def test_without_a_file_the_page_asks_for_one(city: City) -> None:
    city.as_(Role.EDITOR)
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    version = city.call(
        commands.create_entry, name="Prov", department=a_department().id, topic=Topic.WORK_AND_MONEY, by=editor, at=NOW
    )
    city.client.get(f"/workspace/versions/{version}/evidence/new")

    answer = city.client.submit("Ladda upp", file=("", b""))

    assert answer.status_code == 422
    assert "Välj en fil" in city.client.page.text
    assert left_behind(city) == []


def test_no_word_of_a_file_lies_readable_anywhere(city: City) -> None:
    city.as_(Role.EDITOR)
    secret = "hemligvärdesort"
    content = f"utfall,beslut,ort,löpnummer\nja,nej,norr,{secret}\n".encode() + b"nej,ja,syd,x\n" * 30

    upload(city, ROWS.encode())
    city.work()
    city.client.get(f"{city.client.url}/second-file")
    city.client.submit("Ladda upp", file=("grupper.csv", content))
    upload(city, content)

    assert len(left_behind(city)) == 3
    assert not readable(city, secret)


def readable(city: City, word: str) -> list[Path]:
    folder = city.settings.data_dir
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
