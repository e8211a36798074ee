"""Groups in a second file, through the pages: put together with the cases, counted as one file, destroyed as one."""

import asyncio
import hashlib
from threading import Event
from time import sleep

import pytest

from algorithms.people import Role
from assessments.data.inventory import together
from assessments.data.uploads import Receipt
from assessments.results.result import Result
from assessments.runs import commands, queries
from assessments.runs.run import RunState, RunStateError
from assessments.storage import transaction
from builders import NOW, damaged
from city import City
from compas import compas_csv
from conftest import settings_for
from register.settings import Settings
from second_run import FEW_CASES, FEW_GROUPS, Run, csv

JOINED = [row.split(",") for row in compas_csv().decode().splitlines()[1:]]
NUMBERED = [(f"2025-{place:05d}", *row) for place, row in enumerate(JOINED)]
CASES = [(number, outcome, score) for number, _, outcome, score in NUMBERED]
GROUPS = [(number, race) for number, race, _, _ in reversed(NUMBERED)]
PEOPLE = "ärende;personnummer\n" + "".join(f"A-{n};19121212-1212\n" for n in range(90))
WRONG = {
    "identity numbers": (PEOPLE.encode(), "personnummer"),
    "identity numbers as the key": (PEOPLE.replace("ärende;personnummer", "kön;ärende").encode(), "personnummer"),
    "no column in common": (b"nummer;k\xc3\xb6n\nA-1;man\n", "ingen kolumn gemensam"),
    "nothing new": (b"\xc3\xa4rende\nA-1\nA-2\n", "ingen kolumn som inte redan finns"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "bild"),
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def assess(city: City, cases: bytes, groups: bytes | None) -> tuple[Run, Result]:
    """The COMPAS test, from one file or from two."""
    run = Run(city, cases)
    if groups is not None:
        run.client.get(run.address)
        run.client.click("Ladda upp en andra fil")
        run.client.submit("Ladda upp", file=("grupper.csv", groups))
        assert "Den andra filen läses" in run.words
        city.work()
    run.plan(
        "race", key="ärende" if groups else "", outcome="two_year_recid", decision="score_text", yes_means="burden"
    )
    fields = {"decision-0": "yes", "decision-1": "no", "decision-2": "yes", "margin": "5", "reference-0": "2"}
    run.client.submit(
        "Spara testplanen", **fields, primary=["false_positive_rate", "false_negative_rate"], sensitive=[]
    )
    run.finish()
    return run, city.call(queries.full_result, run.id)


def test_two_files_give_the_full_result_of_one_joined_file_and_say_where_the_groups_came_from(city: City) -> None:
    header = "ärende;two_year_recid;score_text"
    cases, groups = csv(header, CASES), csv("ärende;race", GROUPS)
    joined = csv(f"{header};race", [(number, outcome, score, race) for number, race, outcome, score in NUMBERED])
    _, joined_result = assess(city, joined, None)
    run, two = assess(city, cases, groups)

    actual, expected = two.to_dict(), joined_result.to_dict()
    for made in (actual, expected):
        del made["data"], made["plan"], made["salt"]
    assert actual == expected
    assert (two.plan.key, two.plan.joined_columns, two.plan.groups) == ("ärende", ("race",), ("race",))
    hashes = [hashlib.sha256(content).hexdigest() for content in (cases, groups)]
    assert (two.data.sha256, two.data.rows) == (together(*hashes), 7214)

    for words in ("805/1 795 44,85 %", "Grupperna i race kom från en andra fil.", "Grupper: grupper.csv", *hashes):
        assert words in run.words
    assert run.stored_files == set()
    assert run.second.destroyed_at is not None
    assert [city.call(queries.wrapped_key, upload) for upload in (run.id, run.second.id)] == [None, None]


@pytest.mark.parametrize("about", WRONG)
def test_a_second_file_that_cannot_be_used_is_destroyed_alone_and_says_why(city: City, about: str) -> None:
    content, message = WRONG[about]
    run = Run(city).read(content)

    assert message in run.words.partition("Den andra filen går inte att använda")[2]
    assert (run.state, run.stored_files) == (RunState.INVENTORIED, {str(run.id)})
    assert run.second.destroyed_at is not None
    assert city.call(queries.wrapped_key, run.second.id) is None
    run.read()
    assert "kön" in str(run.plan("kön").text)
    assert run.stored_files == {str(run.id), str(run.second.id)}


def test_a_plan_may_be_made_without_a_second_file_that_was_refused(city: City) -> None:
    run = Run(city, FEW_CASES.replace(b"behov", b"grupp")).read(PEOPLE.encode())
    run.plan("grupp", key="", outcome="")
    run.client.submit("Spara testplanen", **{"decision-0": "yes", "decision-1": "no"})

    assert "går inte att använda" not in run.words
    run.finish()
    assert (run.state, run.stored_files) == (RunState.DONE, set())


@pytest.mark.storage
def test_a_stored_second_file_that_has_been_damaged_is_refused_alone(city: City) -> None:
    run = Run(city).add()
    path = city.settings.data_dir / "uploads" / str(run.second.id)
    path.write_bytes(damaged(path.read_bytes()))
    city.work()
    run.client.get(run.address)

    assert "skadad" in run.words
    assert (run.state, run.stored_files) == (RunState.INVENTORIED, {str(run.id)})


def test_the_plan_offers_the_columns_of_each_file_by_its_name_and_keeps_what_was_chosen(city: City) -> None:
    run = Run(city).read()
    page = run.plan("kön")
    assert "Från den andra filen" in page.text
    run.save()
    assert run.state is RunState.PLANNED
    assert "kön. Ärendena paras ihop med kolumnen ärende." in run.words

    run.client.get(f"{run.address}/plan")
    form = run.client.page.form("Fortsätt")
    assert "Grupper i den andra filen, grupper.csv" in run.words
    assert ("key", "ärende") in form.values
    assert ("groups", "kön") in form.values
    assert "kön" not in {value for name, value in form.values if name in ("decision", "outcome", "stratum")}


def test_what_does_not_go_together_comes_back_as_a_sentence(city: City) -> None:
    run = Run(city).read(csv("ärende;kön;ort;beslut", [(f"A-{n}", "man", "norr", "ja") for n in range(90)]))
    for groups, key, message in (
        (["kön"], "", "Välj den kolumn som visar var varje ärende finns"),
        (["kön"], "beslut", "samma värde på flera rader"),
        (["behov"], "ärende", "Ingen av grupperna finns i den andra filen."),
    ):
        page = run.plan(*groups, key=key, outcome="")
        assert message in page.text
        assert [value for name, value in page.form("Fortsätt").values if name == "groups"] == groups
    run.plan("kön", "beslut", decision="behov", outcome="")
    assert "Båda filerna har en kolumn ”beslut”." in run.words
    plan_address = f"{run.address}/plan?decision=beslut&groups=kön&key=behov"
    assert run.client.get(plan_address).status_code == 422
    assert "Kolumnen ”behov” finns inte i båda filerna" in run.words
    assert run.client.get(f"{run.address}/plan?decision=kön&groups=ort&key=ärende").status_code == 422


def test_removed_second_file_is_gone_with_its_key_and_the_plan_is_made_again(city: City) -> None:
    run = Run(city).read()
    second = run.second
    run.plan("kön")
    run.save()
    run.client.submit("Ta bort den")

    assert (run.second, run.state, run.stored_files) == (None, RunState.INVENTORIED, {str(run.id)})
    assert city.call(queries.wrapped_key, second.id) is None
    assert "Grupperna finns i en annan fil" in run.words
    run.client.get(f"{run.address}/plan")
    assert "key" not in run.client.page.form("Fortsätt").names
    run.client.get(f"/workspace/versions/{run.version}/history")
    for text in ("Fil: grupper.csv", f"SHA-256: {second.file_sha256}"):
        assert text in run.words


def test_a_new_second_file_takes_the_place_of_the_one_before(city: City) -> None:
    run = Run(city).read()
    before = run.second.id
    run.plan("kön")
    run.save()
    run.client.get(f"{run.address}/second-file")
    assert "Den ersätter grupper.csv, som förstörs." in run.words
    run.read(FEW_GROUPS.replace("kön".encode(), b"grupp"), "nya.csv")

    assert (run.second.file_name, run.state) == ("nya.csv", RunState.INVENTORIED)
    assert run.stored_files == {str(run.id), str(run.second.id)}
    assert city.call(queries.wrapped_key, before) is None
    assert "grupp" in run.plan("grupp").text


def test_no_plan_is_made_while_the_second_file_is_being_read(city: City) -> None:
    run = Run(city, FEW_CASES.replace(b"behov", b"grupp"))
    run.plan("grupp", key="", outcome="")
    filled = run.client.page.form("Spara testplanen").fill({"decision-0": "yes", "decision-1": "no"}).fields
    run.add()
    run.client.get(f"{run.address}/plan", follow=True)
    assert run.client.url == run.address

    answer = run.client.post(f"{run.address}/plan", filled)
    assert (answer.status_code, "Den andra filen läses just nu" in run.words) == (422, True)
    assert run.state is RunState.INVENTORIED


def test_once_it_is_queued_the_second_file_stays_what_it_is(city: City) -> None:
    run = Run(city).read()
    run.plan("kön")
    run.save()
    token = dict(run.client.page.form("Ta bort den").values)["_csrf_token"]
    run.client.submit("Starta bedömningen")

    run.client.get(f"{run.address}/second-file", follow=True)
    assert run.client.url == run.address
    files = {"file": ("ny.csv", FEW_GROUPS)}
    assert run.client.post(f"{run.address}/second-file", {"_csrf_token": token}, files=files).status_code == 422
    assert run.client.post(f"{run.address}/second-file/remove", {"_csrf_token": token}).status_code == 422
    assert (run.second.file_name, run.stored_files) == ("grupper.csv", {str(run.id), str(run.second.id)})


def test_a_run_that_is_started_while_a_second_file_is_on_its_way_keeps_the_one_it_has(postgres_url, tmp_path) -> None:
    """On PostgreSQL, where a writer holds one row. On SQLite nobody gets past the session while somebody writes."""
    begun = Event()

    def until_the_file_is_there() -> None:
        begun.set()
        for _ in range(1000):
            if len([name for name in run.stored_files if not name.endswith(".part")]) == 3:
                break
            sleep(0.01)

    async def start_meanwhile() -> None:
        async with transaction():
            await commands.queue(run.id)
            await asyncio.to_thread(until_the_file_is_there)

    with City(settings_for(postgres_url, tmp_path)) as city:
        city.as_(Role.EDITOR)
        run = Run(city).read()
        run.plan("kön")
        run.save()
        run.client.get(f"{run.address}/second-file")
        starting = run.client.soon(start_meanwhile)
        assert begun.wait(10)
        answer = run.client.submit("Ladda upp", file=("sen.csv", FEW_GROUPS))
        starting.result(20)

        assert (answer.status_code, "har kommit längre" in run.words) == (422, True)
        assert (run.state, run.second.file_name) == (RunState.QUEUED, "grupper.csv")
        assert run.stored_files == {str(run.id), str(run.second.id)}


def test_a_file_is_read_once_and_never_over_a_plan_that_has_been_made_since(city: City) -> None:
    run = Run(city).read()
    run.plan("kön")
    run.save()
    files = city.call(queries.files, run.id)
    with pytest.raises(RunStateError):
        city.call(commands.store_inventory, run.id, files.cases)
    with pytest.raises(RunStateError):
        city.call(commands.store_second_inventory, run.second.id, files.groups, at=NOW)
    assert run.state is RunState.PLANNED


def test_a_second_file_that_is_not_used_is_destroyed_with_the_first(city: City) -> None:
    run = Run(city, FEW_CASES.replace(b"behov", b"grupp")).read()
    run.plan("grupp", key="", outcome="")
    run.client.submit("Spara testplanen", **{"decision-0": "yes", "decision-1": "no"})
    assert "Testplanen använder den inte." in run.words
    run.finish()

    assert (run.state, run.stored_files) == (RunState.DONE, set())
    assert "Den andra filen förstördes" in run.words
    assert "kom från en andra fil" not in run.words


def test_a_run_that_fails_on_its_second_file_destroys_both(city: City) -> None:
    run = Run(city).read(FEW_GROUPS + b"\nA-7;kvinna")
    run.plan("kön")
    run.save()
    run.finish()

    assert "samma värde på flera rader, till exempel “A-7”" in run.words
    assert (run.state, run.stored_files) == (RunState.FAILED, set())
    assert "Den andra filen förstördes" in run.words
    assert [city.call(queries.wrapped_key, upload) for upload in (run.id, run.second.id)] == [None, None]


def test_a_cancelled_run_forgets_both_keys_and_nothing_of_it_is_kept(city: City) -> None:
    run = Run(city).add()
    second, stored_run = run.second, city.call(queries.runs, [run.id])[run.id]
    receipt = Receipt(stored_run.file_sha256 or "", stored_run.file_bytes or 0, NOW)
    city.call(commands.cancel, run.id, receipt=receipt, at=NOW)

    assert [city.call(queries.wrapped_key, upload) for upload in (run.id, second.id)] == [None, None]
    assert city.call(queries.with_files) == set()
    city.work()  # nobody reads what can no longer be opened
    assert (run.second.read_at, run.second.destroyed_at) == (None, NOW)


def test_without_a_file_the_page_asks_for_one_and_no_second_file_is_left(city: City) -> None:
    run = Run(city)
    run.client.get(f"{run.address}/second-file")
    answer = run.client.submit("Ladda upp", file=("", b""))

    assert (answer.status_code, "Välj en fil" in run.words) == (422, True)
    assert (run.second, run.stored_files) == (None, {str(run.id)})
