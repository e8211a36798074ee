"""What a finding is called belongs to the citation: reviewers better it without a new run, and the history shows it."""

from uuid import UUID

import pytest

from algorithms.people import Role
from algorithms.sealing import collecting
from algorithms.storage import queries
from algorithms.tables import VersionRow
from assessments.runs import queries as runs
from builders import an_id
from city import City
from conftest import settings_for
from sealed import COORDINATOR, STEPS, a_draft, a_finished_run, publish


@pytest.fixture
def reviewed(sqlite_url, tmp_path):
    settings = settings_for(sqlite_url, tmp_path)
    with City(settings) as city:
        version: UUID = city.call(a_draft, "Urval")
        city.call(publish, version, STEPS[:1])
        city.call(a_finished_run, settings, version)
        yield city, version


def test_reviewers_better_the_words_without_a_new_run_and_the_card_says_them(reviewed) -> None:
    city, version = reviewed
    before = city.call(runs.full_result, an_id("run 1"))
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{version}/evidence/{an_id('run 1')}/words")
    client.submit("Spara orden", **{"yes-sv": "fick sitt förstahandsval", "yes-en": "got their first choice"})
    assert "fick sitt förstahandsval" in client.page.text
    (evidence,) = city.call(queries.version, version, seen_by=COORDINATOR).evidence
    assert evidence.words.phrase("yes", "sv") == "fick sitt förstahandsval"
    assert evidence.words.phrase("should", "sv") == ""  # what was left as it was stays the usual words
    assert city.call(runs.full_result, an_id("run 1")) == before
    events = city.call(queries.events, evidence_entry(city, version), seen_by=COORDINATOR)
    (changed,) = [event for event in events if event.action == "record-words"]
    assert "fick sitt förstahandsval" in changed.note["sv"]
    city.call(publish, version, STEPS[1:])
    client.get("/sv/algorithms/urval")
    assert "fick sitt förstahandsval" in client.page.text


def test_the_words_are_sealed_with_the_evidence(reviewed) -> None:
    city, version = reviewed
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{version}/evidence/{an_id('run 1')}/words")
    client.submit("Spara orden", **{"counted-sv": "barn"})
    names = city.call(_parts, version)
    assert "evidence/1/words" in names


def test_words_that_are_too_long_are_refused_and_nothing_typed_is_lost(reviewed) -> None:
    city, version = reviewed
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{version}/evidence/{an_id('run 1')}/words")
    refused = client.submit("Spara orden", **{"yes-sv": "x" * 200})
    assert refused.status_code == 422
    assert "x" * 200 in refused.text


def evidence_entry(city: City, version: UUID) -> UUID:
    entry: UUID = city.call(queries.version, version, seen_by=COORDINATOR).entry.id
    return entry


async def _parts(version: UUID) -> list[str]:
    rows = await VersionRow.select().where(VersionRow.id == version)
    parts = await collecting.of_versions(rows)
    return [part.name for part in parts[version]]
