"""Who writes past Insyn into a result takes that result away from its readers, and nothing else."""

import json
from itertools import cycle
from uuid import UUID

import pytest

from algorithms.editing import commands
from algorithms.evidence.commands import ReceivedFile, receive
from algorithms.people import Role
from algorithms.storage import queries
from assessments.runs.proof import AlteredError, SignedColumns, public_as_signed
from assessments.tables import RunRow
from assessments.text.complaints import EvaluationDataError
from builders import NOW, an_id
from city import City
from conftest import settings_for
from odd_json import ODD, at, positions, replaced
from register.jobs.assessments import _related_results
from register.shell.check import examine
from register.signing_key import signing_key
from sealed import COORDINATOR, EDITOR, a_draft, publish_with_run
from tampering import rewrite_run

CARD = "/sv/algorithms/urval"
COLUMNS = ("result", "public_result", "signed_content", "signed_words", "signature")
HUGE = '{"size": 1' + "0" * 5_000 + "}"
SHAPES = ("", "x", "null", "1", "[]", "{}", '"x"', "[" * 100_000, '{"groups": {}}', "NaN", HUGE)
NOT_SHOWN = "Det här resultatet kan inte visas. Det som är sparat är inte det som publicerades."
ELSEWHERE = (
    "/sv/",
    "/sv/algorithms",
    "/sv/search?q=urval",
    "/sv/statistics",
    "/feed.atom",
    "/sv/feed.atom",
    "/sitemap.xml",
    f"{CARD}/history",
    f"{CARD}/feed.atom",
    f"{CARD}/versions/1",
    f"{CARD}/questions",
    f"{CARD}/card.pdf",
    f"{CARD}/assessments/1?attribute=x&group=y&with=z",
    "/sv/departments/social",
    "/workspace",
    "/workspace/entries",
    "/workspace/report",
    "/workspace/changes",
    "/workspace/due",
)


@pytest.fixture(scope="module")
def published(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("altered")
    path = folder / "insyn.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    settings = settings_for(f"sqlite://{path}", folder)
    with City(settings) as city:
        city.version = city.call(a_draft, "Urval")
        city.run = city.call(publish_with_run, settings, city.version)
        city.row = city.call(RunRow.select().where(RunRow.id == city.run).first().run)
        yield city


@pytest.fixture
def city(published):
    yield published
    store(published, **{column: published.row[column] for column in COLUMNS})


def store(city, **columns: str | None) -> None:
    city.call(RunRow.update(columns).where(RunRow.id == city.run).run)


@pytest.mark.parametrize("stored", SHAPES, ids=range(len(SHAPES)))
def test_a_card_says_that_a_result_is_not_what_was_published_and_stands_otherwise(city, stored) -> None:
    store(city, public_result=stored)
    answer = city.client.get(CARD)
    assert answer.status_code == 200
    assert NOT_SHOWN in city.client.page.text
    for words in ("Systemet läser ansökningar", "Risker, och vad som görs åt dem", "Ställ en fråga"):
        assert words in city.client.page.text
    assert city.client.get(f"{CARD}/assessments/1").status_code == 200
    assert NOT_SHOWN in city.client.page.text
    assert city.client.get(f"{CARD}/assessments/1/signed.json").status_code == 503
    assert "This result cannot be shown." in city.client.get(CARD.replace("/sv/", "/en/")).text


def test_a_figure_that_was_changed_is_not_shown_either(city) -> None:
    store(city, public_result=city.row["public_result"].replace('"size": ', '"size": 1', 1))
    city.client.get(CARD)
    assert NOT_SHOWN in city.client.page.text


def test_a_result_that_is_gone_or_that_nobody_signed_is_not_shown(city) -> None:
    for columns in ({"public_result": None}, {"signed_content": None}, {"signed_content": "[]"}):
        store(city, **{"public_result": city.row["public_result"], **columns})
        city.client.get(CARD)
        assert NOT_SHOWN in city.client.page.text


@pytest.mark.parametrize("column", ["public_result", "result"])
def test_no_page_falls_with_an_altered_result(city, column) -> None:
    staff = city.as_(Role.COORDINATOR)
    for stored in ("x", "{}"):
        store(city, **{column: stored})
        for address in ELSEWHERE:
            assert staff.get(address).status_code in {200, 301, 302, 404, 503}, address
        for address in (f"/workspace/versions/{city.version}", f"/workspace/versions/{city.version}/preview"):
            assert staff.get(address).status_code == 200
        assert (column == "result") != (NOT_SHOWN in staff.page.text)
        assert staff.get(f"/workspace/versions/{city.version}/evidence/{city.run}").status_code == 200
        assert NOT_SHOWN in staff.page.text


def test_no_decision_is_made_on_what_may_be_shown_next_to_an_altered_result(city) -> None:
    """The next assessment of the entry ends in words, not in an error of the worker's."""
    store(city, public_result="x")

    async def another_run() -> UUID:
        entry = (await queries.version(city.version, seen_by=COORDINATOR)).entry.id
        newer = await commands.new_version(entry, by=EDITOR, at=NOW)
        file = ReceivedFile(id=an_id("another run"), name="nya.csv", size=10, sha256="0" * 64, wrapped_key=b"key")
        await receive(newer, file, titles={"sv": "Nytt"}, by=EDITOR, at=NOW)
        return file.id

    with pytest.raises(EvaluationDataError):
        city.call(_related_results, city.call(another_run))


def test_no_node_of_a_public_result_can_be_anything_else(city) -> None:
    row = city.row
    public, odd = json.loads(row["public_result"]), cycle(ODD)
    signed = SignedColumns(*(row[name] for name in SignedColumns._fields))
    key = signing_key(city.settings).public_key()
    assert public_as_signed(row["public_result"], signed, key).to_dict() == public
    for path in (
        position for position in positions(public) if not any(isinstance(key, int) and key > 1 for key in position)
    ):
        value = next(candidate for candidate in odd if json.dumps(candidate) != json.dumps(at(public, path)))
        stored = json.dumps(replaced(public, path, value))
        with pytest.raises(AlteredError):
            public_as_signed(stored, signed, key)


def test_a_consistent_rewrite_is_shown_nowhere_named_by_the_check_and_never_signed(city) -> None:
    """He changes figures, full result, findings, what was signed and every plain hash; he lacks the secret."""
    row = city.row
    city.call(rewrite_run, city.run)
    assert city.call(RunRow.select(RunRow.public_result).run)[0]["public_result"] != row["public_result"]
    for address in (CARD, f"{CARD}/assessments/1"):
        city.client.get(address)
        assert NOT_SHOWN in city.client.page.text
    assert city.client.get(f"{CARD}/assessments/1/signed.json").status_code == 503
    assert f"run/{city.run.hex}" in [fault.place for fault in city.call(examine, None).faults]
