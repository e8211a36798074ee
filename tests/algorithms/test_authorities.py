"""Authorities are dated data: each task has one on each day, and their names stand nowhere else."""

import re
from datetime import date
from pathlib import Path

import pytest

from algorithms.law.authorities import (
    AUTHORITIES,
    AuthorityError,
    AuthorityTask,
    Certainty,
    authority,
    next_authority,
    read_authorities,
)

ROOT = Path(__file__).parent.parent.parent
OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)


def test_the_supervisor_of_accessibility_changes_its_name_with_the_year() -> None:
    before, after = authority(AuthorityTask.ACCESSIBILITY, OLD), authority(AuthorityTask.ACCESSIBILITY, NEW)

    assert "(Digg)" in before.name["sv"]
    assert after.name["sv"] == "Digitaliseringsmyndigheten"
    assert (before.certainty, after.certainty) == (Certainty.DECIDED, Certainty.REPORTED)
    assert next_authority(AuthorityTask.ACCESSIBILITY, OLD) is after
    assert next_authority(AuthorityTask.ACCESSIBILITY, NEW) is None


def test_a_proposal_never_takes_the_place_of_the_one_that_has_the_task() -> None:
    assert "(IMY)" in authority(AuthorityTask.DATA_PROTECTION, date(2030, 1, 1)).name["sv"]
    proposed = next_authority(AuthorityTask.DATA_PROTECTION, OLD)
    assert proposed is not None
    assert proposed.is_proposed


@pytest.mark.parametrize("day", [OLD, NEW])
def test_the_authority_of_the_ai_act_is_named_as_proposed(day: date) -> None:
    assert authority(AuthorityTask.MARKET_SURVEILLANCE, day).is_proposed


@pytest.mark.parametrize(
    ("wrong", "right", "complaint"),
    [
        ("until = 2026-12-31", "until = 2026-12-30", "is nobody’s on"),
        ("until = 2026-12-31", "until = 2027-01-01", "is given to two on"),
        ('certainty = "decided"', "", "lacks certainty"),
        ("note.", "unread.", "is not decided and lacks the note"),
    ],
)
def test_a_gap_an_overlap_and_a_row_without_what_is_known_are_refused(wrong: str, right: str, complaint: str) -> None:
    text = (ROOT / "algorithms/law/authorities/authorities.toml").read_text("utf-8")
    with pytest.raises(AuthorityError, match=complaint):
        read_authorities(text.replace(wrong, right))


def test_every_authority_has_its_name_in_both_languages_and_secure_links() -> None:
    for known in AUTHORITIES:
        assert set(known.name) == {"sv", "en"}
        assert {link.split(":")[0] for link in (known.address, known.report, known.source)} == {"https"}


def test_no_name_of_an_authority_stands_in_code_catalogue_or_lesson() -> None:
    """A name that stands there is wrong from the day it changes."""
    names = {re.sub(r" \(.*", "", name) for known in AUTHORITIES for name in known.name.values()}
    short = {
        match[1] for known in AUTHORITIES for name in known.name.values() if (match := re.search(r"\((.+)\)", name))
    }
    short.discard("DO")  # a word of SQL
    pattern = re.compile(rf"{'|'.join(map(re.escape, names))}|\b(?:{'|'.join(short)})\b|DIGG|digg\.se")
    written = [
        path
        for folder in ("algorithms", "assessments", "register", "templates")
        for kind in ("*.py", "*.html", "*.po", "*.md")
        for path in (ROOT / folder).rglob(kind)
    ]
    assert len(written) > 300
    hits = {str(path): pattern.findall(path.read_text("utf-8")) for path in written}
    assert {path: names for path, names in hits.items() if names} == {}
