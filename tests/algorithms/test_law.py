"""The facts of the law: each says where it stands and when it was read, and what is not sure says so."""

from datetime import date
from pathlib import Path

import pytest

from algorithms.law import facts as law
from algorithms.law.facts import FACTS, FILES, FactSource, LawError, fact, read_facts, read_sources

SOURCES = read_sources(
    """
    [act]
    name = { sv = "Lagen", en = "The Act" }
    address = "https://law.example"
    """
)
WHOLE = {
    "key": '"act.1"',
    "source": '"act"',
    "place": '{ sv = "1 §", en = "section 1" }',
    "text": '{ sv = "Så är det.", en = "So it is." }',
    "checked": '"text"',
    "as_of": "2026-11-26",
}
NOTE = '{ sv = "Osäkert.", en = "Not sure." }'


def written(**changes: str | None) -> str:
    """One fact as a file would have it, with these changes; None leaves a line out."""
    lines = {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}
    return "[[fact]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items())


def test_a_whole_fact_is_read_and_cited_in_both_languages() -> None:
    (law_fact,) = read_facts(written(applies_from="2027-12-02"), "act.toml", SOURCES)

    assert (law_fact.cited("sv"), law_fact.cited("en")) == ("Lagen, 1 §", "The Act, section 1")
    assert (law_fact.as_of, law_fact.applies_from, law_fact.checked) == (
        date(2026, 11, 26),
        date(2027, 12, 2),
        FactSource.TEXT,
    )
    assert (law_fact.amended_by, law_fact.note) == (None, None)


@pytest.mark.parametrize("name", WHOLE)
def test_a_fact_without_source_date_or_words_is_refused_by_name(name: str) -> None:
    with pytest.raises(LawError, match=rf"^act\.toml: (act\.1|fact 1) lacks {name}"):
        read_facts(written(**{name: None}), "act.toml", SOURCES)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": '{ en = "So it is." }'}, "has no text in the first language"),
        ({"place": '{ sv = "1 §", en = "" }'}, "has no place in the first language, or an empty one"),
        ({"note": '{ en = "Not sure." }'}, "has no note in the first language"),
        ({"as_of": '"2026"'}, "has as_of '2026', which is no day"),
        ({"as_of": "2026-11-26T09:00:00"}, "which is no day"),
        ({"applies_from": '"soon"'}, "has applies_from 'soon', which is no day"),
        ({"source": '"rumour"'}, "names 'rumour', which is not in sources.toml"),
        ({"amended_by": '"rumour"'}, "names 'rumour', which is not in sources.toml"),
        ({"checked": '"unconfirmed"'}, "is unconfirmed and lacks the note"),
        ({"checked": '"secondary"', "amended_by": '"act"'}, "has been amended in words that were not read"),
        ({"applies_from": "2027-12-02", "disputed_from": "2026-08-02"}, "has a disputed day and lacks the note"),
        ({"applies_from": "2027-12-02", "disputed_from": "2028-08-02", "note": NOTE}, "that is not before the day"),
        ({"disputed_from": "2026-08-02", "note": NOTE}, "that is not before the day"),
        ({"checked": '"guessed"', "note": NOTE}, "is checked 'guessed', which is no way of knowing"),
        ({"aplies_from": "2027-12-02"}, "says aplies_from, which nobody reads"),
    ],
)
def test_a_fact_that_may_not_be_used_as_it_stands_is_refused_with_the_reason(changes, complaint) -> None:
    with pytest.raises(LawError, match=r"^act\.toml: act\.1 ") as refused:
        read_facts(written(**changes), "act.toml", SOURCES)
    assert complaint in str(refused.value)


def test_a_source_has_a_name_in_the_first_language_and_an_address() -> None:
    for text in (
        '[act]\nname = { en = "The act" }\naddress = "https://law.example"',
        '[act]\nname = { sv = "L", en = "A" }',
    ):
        with pytest.raises(LawError, match="act lacks its name"):
            read_sources(text)


def test_every_fact_and_source_stands_in_swedish_and_english() -> None:
    texts = [words for law_fact in FACTS.values() for words in (law_fact.text, law_fact.place, law_fact.source.name)]
    texts += [law_fact.note for law_fact in FACTS.values() if law_fact.note]
    assert [words for words in texts if not {"sv", "en"} <= set(words)] == []


def test_duplicate_fact_stops_the_program(monkeypatch) -> None:
    monkeypatch.setattr(law, "FILES", (FILES[0], FILES[0]))

    with pytest.raises(LawError, match="is said twice"):
        law.load()


def test_the_files_are_all_read() -> None:
    assert {file.name for file in Path(law.__file__).parent.glob("*.toml")} == {*FILES, "sources.toml"}


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("ai-act.5", date(2025, 2, 2)),
        ("ai-act.4", date(2025, 2, 2)),
        ("ai-act.50-1", date(2026, 8, 2)),
        ("ai-act.50-3", date(2026, 8, 2)),
        ("ai-act.5-2026", date(2026, 12, 2)),
        ("ai-act.111-4", date(2026, 12, 2)),
        ("ai-act.applies-annex-iii", date(2027, 12, 2)),
        ("ai-act.applies-annex-i", date(2028, 8, 2)),
        ("ai-act.111-2", date(2030, 8, 2)),
    ],
)
def test_the_days_are_those_of_the_amended_ai_act(key: str, day: date) -> None:
    assert fact(key).applies_from == day


def test_fact_moved_by_the_amendment_is_not_marked_as_read_in_the_law_itself() -> None:
    moved = [law_fact for law_fact in FACTS.values() if law_fact.amended_by is not None]

    assert len(moved) >= 9
    assert {fact.checked for fact in moved} == {FactSource.SECONDARY}


def test_whatever_is_in_doubt_is_known_to_be_so_and_says_why() -> None:
    doubtful = {key for key, law_fact in FACTS.items() if law_fact.checked is FactSource.UNCONFIRMED}

    assert doubtful == {
        "ai-act.43",
        "ai-act.72-3",
        "ai-act.73",
        "ai-act.77",
        "cameras.act",
        "press.2-12",
        "secrecy.24-8",
        "ai-act.49-1",
        "ai-act.49-2",
        "ai-act.49-3",
        "ai-act.49-4",
        "ai-act.49-5",
        "ai-act.86",
        "accessibility.services",
        "secrecy.17-1",
        "secrecy.17-2",
        "secrecy.18-13",
    }
    assert all(FACTS[key].note for key in doubtful)


HIGH_RISK_ARTICLES = {
    "6-1",
    "6-2",
    "6-3",
    "6-4",
    "annex-iii",
    "16",
    "25-1",
    "43",
    "86",
    *(f"26-{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9, 11, 12)),
    *(f"27-{n}" for n in (1, 3, 4)),
    *(f"49-{n}" for n in (1, 2, 3, 4, 5)),
}


def test_no_rule_on_high_risk_is_without_the_later_day_from_which_it_applies() -> None:
    first = {fact(f"ai-act.{place}").applies_from for place in HIGH_RISK_ARTICLES}

    assert first == {date(2027, 12, 2), date(2028, 8, 2)}
    assert not [key for key, law_fact in FACTS.items() if key.startswith("ai-act.") and law_fact.applies_from is None]


DISPUTED = ("43", "49-1", "49-2", "49-3", "49-4", "49-5", "72-3", "73", "77", "86")


def test_both_days_stand_in_the_data_where_the_day_is_disputed() -> None:
    disputed = {law_fact.key: law_fact.disputed_from for law_fact in FACTS.values() if law_fact.disputed_from}

    assert set(disputed) == {f"ai-act.{place}" for place in DISPUTED}
    assert set(disputed.values()) == {date(2026, 8, 2)}
