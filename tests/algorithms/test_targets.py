"""How far the register has come with each goal: shares that are never rounded up, and no share of nothing."""

from dataclasses import replace
from datetime import date

import pytest

from algorithms.entry import State, Version, Withheld
from algorithms.reporting.targets import Goal, Progress, Target, progress, read
from algorithms.texts import Text
from builders import FULL_ANSWERS, FULL_TEXTS, NOW, a_version, an_id, some_evidence

TODAY = date(2026, 11, 24)


def an_entry(name: str, state: State = State.PUBLISHED, department: str = "social", **more: object) -> Version:
    version = a_version(state, published_at=NOW, **more)
    entry = replace(version.entry, id=an_id(name), department=an_id(department))
    return replace(version, id=an_id(f"version {name}"), entry=entry)


def reached(*versions: Version) -> dict[Goal, tuple[int, int]]:
    public = [one for one in versions if one.state is State.PUBLISHED]
    found = progress(versions, public, [an_id("social"), an_id("school")], {}, TODAY)
    return {one.goal: (one.reached, one.of) for one in found}


def test_each_goal_counts_what_its_name_says():
    swedish = {key: words for key, words in FULL_TEXTS.items() if key[1] == "sv"}
    found = reached(
        an_entry("tested", evidence=(some_evidence(),)),
        an_entry("untested in Swedish", texts=swedish),
        an_entry("about no people", answers=replace(FULL_ANSWERS, personal_data=False)),
        an_entry("unclassified", choices={}),
        an_entry("late", answers=replace(FULL_ANSWERS, next_review="2026-01")),
        an_entry("draft", State.DRAFT, "school"),
    )

    assert found == {
        Goal.PUBLISHED: (5, 6),
        Goal.CLASSIFIED: (4, 5),
        Goal.TESTED: (1, 4),
        Goal.REVIEWED: (4, 5),
        Goal.BILINGUAL: (4, 5),
        Goal.DEPARTMENTS: (1, 2),
    }


def test_an_entry_with_a_draft_of_its_next_version_is_one_published_entry():
    first = an_entry("one")
    draft = replace(first, id=an_id("draft"), state=State.DRAFT, number=2)
    found = progress([draft], [first], [], {}, TODAY)
    assert (found[0].reached, found[0].of) == (1, 1)


def test_what_is_withheld_is_neither_reached_nor_missing():
    version = an_entry("one")
    hidden = replace(version, entry=replace(version.entry, withheld=Withheld("secrecy.17-1", "skäl", NOW)))
    assert reached(hidden)[Goal.PUBLISHED] == (0, 0)


def test_optional_texts_need_no_english():
    texts = {key: words for key, words in FULL_TEXTS.items() if key != (Text.LICENCE, "en")}
    assert reached(an_entry("one", texts=texts))[Goal.BILINGUAL] == (1, 1)


@pytest.mark.parametrize(
    ("counted", "percent", "met"), [((199, 200), 99, False), ((200, 200), 100, True), ((0, 0), None, None)]
)
def test_a_target_is_not_met_before_it_is(counted, percent, met):
    one = Progress(Goal.TESTED, *counted, Target(100, "2027-06"))
    assert (one.percent, one.met) == (percent, met)


def test_a_target_is_late_when_its_month_has_passed_and_not_before():
    one = Progress(Goal.TESTED, 1, 2, Target(80, "2026-11"))
    assert [one.is_late(day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [False, True]
    assert not replace(one, reached=2).is_late(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("percent", "month", "wrong"),
    [("80", "2027-06", ""), ("0", "2027-06", "percent"), ("101", "2027-06", "percent"), ("80", "juni", "month")],
)
def test_what_is_written_of_a_target(percent, month, wrong):
    found, errors = read({"tested-percent": percent, "tested-month": month})
    assert set(errors) == ({f"tested-{wrong}"} if wrong else set())
    assert wrong or found[Goal.TESTED] == Target(80, "2027-06")
    assert found[Goal.PUBLISHED] is None
