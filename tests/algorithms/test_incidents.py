"""What a report of an incident holds: the day and what happened, who was informed and when, and a word at the end."""

from dataclasses import replace
from datetime import date

import pytest

from algorithms.entries.event_details import Particular
from algorithms.incidents.rules import LONGEST, IncidentError, Party, as_comment, closing, read
from builders import NOW

FORM = {"happened-on": "2026-11-20", "what": "Alla ansökningar från en skola föll bort."}


def wrong(**typed: str) -> set[str]:
    with pytest.raises(IncidentError) as refused:
        read({**FORM, **{name.replace("_", "-"): words for name, words in typed.items()}}, NOW)
    return set(refused.value.errors)


def test_the_day_and_what_happened_are_enough_to_begin_with() -> None:
    account = read(FORM, NOW)

    assert (account.happened_on, account.harmed, account.informed) == (date(2026, 11, 20), "", {})


def test_informed_party_has_a_day_between_the_incident_and_today() -> None:
    account = read({**FORM, "provider-on": "2026-11-20", "data-protection-on": "2026-11-24"}, NOW)

    assert account.informed == {Party.PROVIDER: date(2026, 11, 20), Party.DATA_PROTECTION: date(2026, 11, 24)}
    for day in ("2026-11-19", "2026-11-26", "i går", "2026-11"):
        assert wrong(market_surveillance_on=day) == {"market-surveillance-on"}


@pytest.mark.parametrize("day", ["", "24 november", "2026-11-26", "2026-13-01"])
def test_an_incident_happened_on_a_day_that_has_been(day: str) -> None:
    assert wrong(happened_on=day) == {"happened-on"}


def test_incident_text_is_required_and_limited_in_length() -> None:
    assert wrong(what=" ") == {"what"}
    for name in ("what", "harmed", "done"):
        assert wrong(**{name: "x" * (LONGEST + 1)}) == {name}


@pytest.mark.parametrize("outcome", ["", "  ", "x" * (LONGEST + 1)])
def test_no_incident_is_closed_without_a_word(outcome: str) -> None:
    with pytest.raises(IncidentError):
        closing(outcome)


def test_the_history_keeps_all_of_it() -> None:
    account = read({**FORM, "harmed": "Elva familjer", "done": "Vi ringde dem", "provider-on": "2026-11-21"}, NOW)

    record = as_comment(account)
    assert record.texts == {"sv": f"{FORM['what']}\nElva familjer\nVi ringde dem"}
    assert record.particulars == {Particular.HAPPENED_ON: "2026-11-20", Particular.PROVIDER_ON: "2026-11-21"}


def test_every_party_has_a_day_in_the_history() -> None:
    informed = {party: date(2026, 11, 21) for party in Party}
    assert len(as_comment(replace(read(FORM, NOW), informed=informed)).particulars) == 1 + len(Party)
