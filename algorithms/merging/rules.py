"""When two entries turn out to be about one system: what may be merged, and what becomes of each version. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from algorithms.entries.entry import OPEN, Version, VersionState
from assessments.text.message import Message

# What becomes of a version of the entry that goes: what was public stays readable, what was not goes no further.
ENDS: Mapping[VersionState, VersionState] = {
    **dict.fromkeys(OPEN, VersionState.DISCARDED),
    VersionState.PUBLISHED: VersionState.REPLACED,
}


def unfit(is_chosen: bool, reason: str) -> dict[str, Message]:
    """What is missing in what was asked, by what was asked; ``is_chosen`` where the entry that stays is one."""
    wrong: dict[str, Message] = {}
    if not is_chosen:
        wrong["into"] = Message("Choose the entry that stays.")
    if not reason.strip():
        wrong["merge-reason"] = Message("Write how you know that the two are one system.")
    return wrong


def objections(duplicate: Sequence[Version], target: Sequence[Version]) -> tuple[Message, ...]:
    """What stands in the way of merging the first entry into the second; both are given by all their versions."""
    return tuple(_objections(duplicate, target))


def ended(version: Version, at: datetime) -> Version:
    """A version of the entry that goes, as it is from now on."""
    state = ENDS.get(version.state, version.state)
    return version if state is version.state else replace(version, state=state, ended_at=at)


def _objections(duplicate: Sequence[Version], target: Sequence[Version]) -> Iterator[Message]:
    going, staying = duplicate[0].entry, target[0].entry
    if going.id == staying.id:
        yield Message("Choose another entry than this one.")
        return
    if going.merged_into or staying.merged_into:
        yield Message("One of the two has been merged already.")
    if going.withheld or staying.withheld:
        yield Message("One of the two is withheld. The coordinator must lift that first.")
    if any(version.state is VersionState.PUBLISHED for version in duplicate) and not any(
        version_of_target.state is VersionState.PUBLISHED for version_of_target in target
    ):
        yield Message("This entry is public and the other is not. Publish the other first.")
    if any(
        version.state in OPEN and any(evidence.finished_at is None for evidence in version.evidence)
        for version in duplicate
    ):
        yield Message("A test of it is not finished. Cancel the test first, so that its file is destroyed.")
