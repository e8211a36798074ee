"""Which duplicates may be merged, and what becomes of their versions: what was public stays, drafts go no further."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import OPEN, PUBLIC, VersionState, Withheld
from algorithms.merging.rules import ended, objections
from builders import NOW, a_version, an_id, some_evidence


def other(state: VersionState = VersionState.PUBLISHED, **of_entry: object):
    version = a_version(state)
    return replace(version, entry=replace(version.entry, id=an_id("other"), **of_entry))


@pytest.mark.parametrize("state", VersionState)
def test_what_was_public_stays_readable_and_a_draft_goes_no_further(state):
    after = ended(a_version(state), NOW)

    assert (after.state in PUBLIC) == (state in PUBLIC)
    assert after.state not in OPEN | {VersionState.PUBLISHED}
    assert after.ended_at == (NOW if state in OPEN or state is VersionState.PUBLISHED else None)


def objection_text(duplicate, survivor) -> str:
    return " ".join(sentence.msgid for sentence in objections([duplicate], [survivor]))


def test_two_entries_may_be_merged_and_one_with_itself_may_not():
    assert objection_text(a_version(VersionState.PUBLISHED), other()) == ""
    assert "another entry" in objection_text(a_version(), a_version())


def test_a_public_address_never_leads_to_one_that_is_not():
    assert "Publish the other first" in objection_text(a_version(VersionState.PUBLISHED), other(VersionState.DRAFT))
    assert objection_text(a_version(VersionState.DRAFT), other(VersionState.DRAFT)) == ""


def test_a_withheld_or_merged_one_is_not_merged():
    withheld = Withheld("secrecy.17-1", "skäl", NOW)
    assert "withheld" in objection_text(a_version(), other(withheld=withheld))
    assert "merged already" in objection_text(a_version(), other(merged_into=an_id("third")))


def test_a_file_is_destroyed_before_its_entry_goes():
    assert "Cancel the test first" in objection_text(a_version(evidence=(some_evidence(),)), other())
    assert objection_text(a_version(VersionState.PUBLISHED, evidence=(some_evidence(),)), other()) == ""
