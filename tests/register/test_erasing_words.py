"""A decision on records erases one text for good: the decision stands there, and all else still proves."""

import json
from uuid import UUID

import pytest
from click.testing import CliRunner

from algorithms.editing.erase_commands import erase_words
from algorithms.evidence.commands import record_words
from algorithms.people import Role
from algorithms.sealing.tables import SealedPartRow
from algorithms.tables import EventRow, EvidenceRow, OpinionRow, TextRow
from assessments.plan.names.finding_words import FindingWords
from assessments.results.signing import check
from assessments.tables import RunRow
from builders import NOW
from city import City
from conftest import settings_for
from logged import lines, notes_of
from register.settings import Settings
from register.shell.check import examine
from register.shell.cli import main
from register.signing_key import signing_key
from register.storage.database import ConstraintError
from sealed import (
    COORDINATOR,
    EDITOR,
    STEPS,
    a_draft,
    a_finished_run,
    departments,
    publish,
    publish_again,
    publish_with_run,
)
from tampering import inside, open_up, sql

CARD = "/sv/algorithms/urval"
DECISION = "Gallringsbeslut KS 2026/7, 2026-11-30"
WORDS = "Någon kan bli kontrollerad utan anledning"


@pytest.fixture
def settings(sqlite_url, tmp_path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.version = running.call(a_draft, "Urval")
        running.call(publish_with_run, settings, running.version)
        yield running


def erase(city: City, key: str = "1/text/risks/sv", decision: str = DECISION) -> int:
    city.as_(Role.COORDINATOR).get(f"/workspace/versions/{city.version}/masking")
    return city.client.submit("Radera texten för alltid", text=key, decision=decision).status_code


def places(city: City) -> list[str]:
    return [fault.place for fault in city.call(examine, None).faults]


def test_an_erased_text_is_in_no_version_and_no_file_and_the_decision_stands_there(city: City) -> None:
    second: UUID = city.call(publish_again, city.version)
    assert WORDS in city.client.get(CARD).text
    assert erase(city) == 200
    for address in (CARD, f"{CARD}/versions/1"):
        assert WORDS not in city.client.get(address).text
        assert f"(Raderat: {DECISION})" in city.client.page.text
    assert "Somebody may be checked" in city.client.get(CARD.replace("/sv/", "/en/")).text
    assert city.client.get("/sv/algorithms?q=kontrollerad+anledning").status_code == 200
    folder = city.settings.data_dir
    assert [path for path in folder.glob("insyn.sqlite*") if WORDS.encode() in path.read_bytes()] == []
    assert {row["version"] for row in city.call(EventRow.select().where(EventRow.action == "erase-words").run)} == {
        city.version,
        second,
    }
    assert [words for words, _ in notes_of(city, "erase-words")] == [DECISION] * 2
    assert DECISION in city.as_(Role.EDITOR).get(f"/workspace/versions/{city.version}/history").text


def test_all_else_still_proves_and_check_names_the_erasure_by_its_decision(city: City) -> None:
    address = f"{CARD}/assessments/1/signed.json"
    before, file = city.call(SealedPartRow.select().run), city.client.get(address).json()
    erase(city)
    after = {row["name"]: row for row in city.call(SealedPartRow.select().run)}
    erased = {name: row for name, row in after.items() if row["erased"] is not None}
    assert list(erased) == ["text/risks/sv"]
    assert erased["text/risks/sv"]["salt"] is None
    assert {row["name"]: row["hash"] for row in before} == {name: row["hash"] for name, row in after.items()}
    report = city.call(examine, None)
    assert report.faults == ()
    (named,) = report.erased
    assert (named.values["part"], named.values["of"]) == ("text/risks/sv", "urval/1")
    assert named.values["decision"] == DECISION
    later = city.client.get(address).json()
    assert later["content"] == file["content"]
    assert check(later, signing_key(city.settings).public_key()).is_intact


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE version_text SET words = 'x' WHERE name = 'risks' AND language = 'sv'", "text/risks/sv"),
        ("DELETE FROM version_text WHERE name = 'risks' AND language = 'sv'", "text/risks/sv"),
        ("UPDATE sealed_part SET erased = NULL WHERE erased IS NOT NULL", "text/risks/sv"),
        ("UPDATE sealed_part SET erased = 3, salt = NULL WHERE name = 'text/purpose/sv'", "text/purpose/sv"),
        ("UPDATE event SET note = replace(note, 'KS 2026/7', 'KS 2026/8')", "event/"),
        ("UPDATE log SET before = NULL WHERE action = 'erase-words'", "text/risks/sv"),
    ],
)
def test_nobody_makes_or_changes_an_erasure_past_insyn(city: City, statement: str, place: str) -> None:
    erase(city)
    assert places(city) == []

    async def work() -> None:
        await open_up()
        await sql(statement)

    city.call(work)
    assert [at for at in places(city) if place in at], places(city)


def test_only_the_coordinator_erases_and_only_by_a_decision(city: City) -> None:
    assert "Radera texten" not in city.as_(Role.EDITOR).get(f"/workspace/versions/{city.version}/masking").text
    for key, decision in (("", DECISION), ("1/text/risks/sv", " ")):
        assert erase(city, key, decision) == 422
        assert ("decision", decision.strip()) in [value for form in city.client.page.forms for value in form.values]
    assert WORDS in city.client.get(CARD).text
    assert lines(city, action="erase-words") == []


def test_the_command_erases_too_and_says_what_is_not_there(settings: Settings, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(settings.data_dir))
    with City(settings) as city:
        city.call(publish_with_run, settings, city.call(a_draft, "Urval"))
    run = CliRunner().invoke
    for arguments in (["okänd", "1", "text/risks/sv"], ["urval", "1", "text/risks/de"]):
        refused = run(main, ["erase", *arguments, "--decision", DECISION])
        assert (refused.exit_code, refused.output != "") == (1, True)
    done = run(main, ["erase", "urval", "1", "text/risks/sv", "--decision", DECISION])
    assert done.exit_code == 0, done.output
    checked = json.loads(run(main, ["check", "--json"]).output)
    assert (checked["intact"], DECISION in checked["erased"][0]) == (True, True)
    assert DECISION in run(main, ["check"]).output
    rows = inside(settings, lambda: TextRow.select(TextRow.words).where(TextRow.name == "risks"))
    assert WORDS not in str(rows)


@pytest.mark.parametrize(
    ("key", "words", "table"),
    [
        ("1/opinion/text", "Se över gallringen", OpinionRow),
        ("1/opinion/answer", "Det är gjort", OpinionRow),
        ("1/measure/1/what", "Gränsen höjs", EvidenceRow),
    ],
)
def test_words_of_opinions_and_measures_go_from_the_history_too(city: City, key: str, words: str, table: type) -> None:
    city.call(publish_again, city.version)
    assert words in str(city.call(EventRow.select().run))
    assert erase(city, key) == 200
    assert words not in str(city.call(table.select().run)) + str(city.call(EventRow.select().run))
    folder = city.settings.data_dir
    assert [path for path in folder.glob("insyn.sqlite*") if words.encode() in path.read_bytes()] == []
    assert places(city) == []
    assert lines(city, action="erase-note") != []
    assert words not in city.as_(Role.COORDINATOR).get(f"/workspace/versions/{city.version}/history").text


@pytest.mark.storage
def test_the_database_takes_no_change_of_an_event_that_its_last_line_does_not_tell_of(database_url, tmp_path) -> None:
    settings = settings_for(database_url, tmp_path)

    async def work() -> tuple[object, ...]:
        await departments()
        version = await a_draft("Urval")
        await publish_with_run(settings, version)
        await erase_words(version, "1/opinion/text", DECISION, by=COORDINATOR, at=NOW)
        seq = (await EventRow.select(EventRow.seq).where(EventRow.note.like("%Raderat%")).first())["seq"]
        with pytest.raises(ConstraintError):
            await EventRow.update({EventRow.note: "x"}).where(EventRow.seq == seq)
        with pytest.raises(ConstraintError):
            await EventRow.delete().where(EventRow.seq == seq)
        return (await examine(None)).faults

    assert inside(settings, work) == ()


def test_a_title_goes_from_the_signed_file_too_and_the_rest_of_it_still_verifies(city: City, tmp_path) -> None:
    title, address = "Test av urvalet", f"{CARD}/assessments/1/signed.json"
    before = city.client.get(address).json()
    assert title in [words for _, words in before["words"].values()]
    assert erase(city, "1/title/1/sv") == 200
    after = city.client.get(address).json()
    assert (after["content"], after["signature"]) == (before["content"], before["signature"])
    assert after["words"] == {key: pair for key, pair in before["words"].items() if pair[1] != title}
    assert check(after, signing_key(city.settings).public_key()).is_intact
    assert f"(Raderat: {DECISION})" in city.client.get(CARD).text
    assert title not in city.client.page.text
    for table in (RunRow, EventRow):
        assert title not in str(city.call(table.select().run))
    report = city.call(examine, None)
    assert (report.faults, [named.values["part"] for named in report.erased]) == ((), ["title/sv"])


def test_no_word_of_a_signed_result_is_erased_past_insyn(city: City) -> None:
    async def forge(hashed: str) -> None:
        row = await RunRow.select().first()
        words = {**json.loads(row["signed_words"]), hashed: ["", "(Raderat: nej)"]}
        titles = row["title"].replace("Test av urvalet", "(Raderat: nej)")
        await RunRow.update({RunRow.signed_words: json.dumps(words), RunRow.title: titles}, force=True)

    words = city.client.get(f"{CARD}/assessments/1/signed.json").json()["words"]
    city.call(forge, next(key for key, pair in words.items() if pair[1] == "Test av urvalet"))
    assert [place for place in places(city) if place.startswith("run/")]


def test_what_a_finding_is_called_can_be_erased_and_the_usual_words_take_its_place(settings: Settings) -> None:
    words = FindingWords(phrases={"yes": {"sv": "fick hjälp av Anna Andersson", "en": "got help"}}, things=True)

    async def work() -> tuple[object, ...]:
        await departments()
        version = await a_draft("Urval")
        await publish(version, STEPS[:1])
        run = await a_finished_run(settings, version, 1)
        await record_words(version, run, words, by=EDITOR, at=NOW)
        await publish(version, STEPS[1:])
        await erase_words(version, "1/evidence/1/words", DECISION, by=COORDINATOR, at=NOW)
        row = await EvidenceRow.select(EvidenceRow.words).first()
        report = await examine(None)
        erased = [named.values["part"] for named in report.erased]
        return report.faults, erased, FindingWords.read(row["words"]), str(await EventRow.select())

    faults, erased, left, history = inside(settings, work)
    assert (faults, erased) == ((), ["evidence/1/words"])
    assert left == FindingWords(things=True, erased=f"(Raderat: {DECISION})")
    assert "Anna Andersson" not in history
