"""Public entries are read as a set, and what is withheld or was withdrawn is shown by nothing that reads them."""

import pytest

import many
from algorithms.cards import changes as public_changes
from algorithms.editing.commands import take_step
from algorithms.editing.entry_commands import stop_withholding, withhold
from algorithms.entries.entry import VersionState
from algorithms.published import queries
from algorithms.redaction.withholding import GROUNDS
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from builders import NOW
from city import City
from conftest import settings_for
from metering import Meter
from public_readers import public_addresses, readers_with
from register.settings import Settings
from sealed import COORDINATOR, a_draft, mask, publish, publish_again, publish_with_run

CARD = "/sv/algorithms/urval"
FEEDS = {"/sv/feed.atom", "/sv/departments/social/feed.atom", f"{CARD}/feed.atom"}
READERS = {CARD, f"{CARD}/versions/1", "/sv/algorithms", "paper in sv", "entry", "entries", "changes", "index"}


def test_fifty_entries_are_read_with_as_many_statements_as_one(sqlite_url, tmp_path, monkeypatch) -> None:
    settings, meter = settings_for(sqlite_url, tmp_path), Meter(monkeypatch)
    with City(settings) as city:
        for place in range(3):
            city.call(publish_with_run, settings, city.call(a_draft, f"Urval {place}"), place + 1)
        city.call(many.fill, city.department.id, 47, VersionState.PUBLISHED)
        slugs = city.call(queries.addresses)
        tested = next(entry.slug for entry in city.call(queries.entries, slugs) if entry.assessments)

        small, large = (meter.of_call(city, queries.entries, those) for those in ([tested], slugs))
        assert (len(slugs), large.statements) == (50, small.statements)
        small, large = (meter.of_call(city, work) for work in (_entry_changes, public_changes.newest))
        assert large.statements <= small.statements

        assert [len(part) for part in city.call(_in_parts)] == [20, 20, 10]


@pytest.mark.storage
def test_an_entry_read_among_others_is_the_one_that_is_read_alone(settings: Settings) -> None:
    with City(settings) as city:
        version = city.call(a_draft, "Urval")
        city.call(publish_with_run, settings, version)
        city.call(mask, version, "utan anledning")
        city.call(publish_again, version)
        city.call(publish, city.call(a_draft, "Skolval"))
        together = {entry.slug: entry for entry in city.call(queries.entries, ["urval", "skolval", "finns-inte"])}
        assert {slug: city.call(queries.entry, slug) for slug in ("urval", "skolval")} == together
        assert [version.number for version in city.call(queries.history, "urval")] == [2, 1]
        assert [mask.ground for mask in together["urval"].masks] == ["gdpr.5-1-c"]


def test_no_reader_shows_what_is_withheld_or_was_withdrawn(sqlite_url, tmp_path) -> None:
    settings, risk, summary = settings_for(sqlite_url, tmp_path), "kontrollerad utan anledning", "föreslår vilka som"
    with City(settings) as city:
        version = city.call(a_draft, "Urval")
        city.call(publish_with_run, settings, version)
        own = [at for at in public_addresses("urval") if "/urval" in at or at.endswith(("feed.atom", "/algorithms"))]
        shown = readers_with(city, "urval", risk, summary, addresses=own)
        assert {*READERS, *FEEDS} - shown == set()

        city.call(withhold, version, GROUNDS[0].key, "Skäl.", by=COORDINATOR, at=NOW)
        assert readers_with(city, "urval", risk, summary, addresses=own) == set()
        city.call(stop_withholding, version, by=COORDINATOR, at=NOW)

        words = StepComment(typed={"sv": "Den var fel.", "en": "It was wrong."})
        city.call(take_step, version, Action.WITHDRAW, by=COORDINATOR, at=NOW, words=words)
        assert readers_with(city, "urval", risk, summary, addresses=own) == set()
        with_reason = readers_with(city, "urval", "den var fel", addresses=[CARD, "/sv/feed.atom"])
        assert {CARD, "/sv/feed.atom", "entry", "changes"} - with_reason == set()


async def _entry_changes() -> object:
    return await public_changes.newest(slug="urval-0")


async def _in_parts() -> list[tuple[object, ...]]:
    return [part async for part in queries.all_entries(20)]
