"""Words that law keeps from being read: where they stand, what is read in their place, and who may decide. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entry import LANGUAGES, PUBLIC, Masked, MeasureTaken, Version
from algorithms.law.facts import Fact, fact
from algorithms.particulars import TYPED, Particular, apart
from algorithms.people import Actor, Permission
from algorithms.texts import Text
from algorithms.withholding import GROUNDS as SECRECY
from assessments.said import Said
from assessments.sentence import Sentence

GROUNDS: tuple[Fact, ...] = (fact("gdpr.5-1-c"), *SECRECY)
SHORTEST, LONGEST, LONGEST_REASON = 2, 200, 1_000  # characters
INSTEAD: Mapping[str, str] = {"sv": "(maskerat)", "en": "(masked)"}


class Standing(StrEnum):
    PROPOSED = "proposed"
    STANDING = "standing"
    DECLINED = "declined"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Mask:
    """What somebody wants nobody to read, and what a second person said. ``words`` is empty once it is decided."""

    id: UUID
    words: str
    ground: Fact | None
    reason: str
    standing: Standing
    by: UUID
    at: datetime
    decided_by: UUID | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: in which version, which text and which language."""

    version: int
    text: Text
    language: str


def objections(words: str, ground: str, reason: str) -> dict[str, Sentence]:
    """What stands in the way of proposing this, by what was asked."""
    wrong: dict[str, Sentence] = {}
    if not SHORTEST <= len(_plain(words)) <= LONGEST:
        limits = {"least": SHORTEST, "most": LONGEST}
        wrong["words"] = Sentence("Write the words as they stand in the text, {least} to {most} characters.", limits)
    if ground not in {one.key for one in GROUNDS}:
        wrong["ground"] = Sentence("Choose on what legal ground they are masked.")
    if not reason.strip():
        wrong["reason"] = Sentence("Write why the ground applies to these words.")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = Sentence("Shorten the reason to {most} characters.", {"most": LONGEST_REASON})
    return wrong


def places(versions: Iterable[Version], words: str) -> tuple[Place, ...]:
    """Every published text in which the words stand, oldest version first."""
    wanted = _pattern(words)
    return tuple(
        Place(one.number, name, language)
        for one in versions
        if one.state in PUBLIC
        for (name, language), text in one.texts.items()
        if wanted.search(text)
    )


def may_propose(version: Version, actor: Actor) -> bool:
    return actor.may(Permission.WRITE, version.entry.department)


def may_decide(version: Version, actor: Actor, proposed_by: UUID) -> bool:
    """The coordinator or the board's data protection officer, and never whoever proposed it."""
    roles, apart = (Permission.KEEP_REGISTER, Permission.GIVE_OPINION), actor.apart_from(proposed_by)
    return actor.id != proposed_by and any(apart.may(each, version.entry.department) for each in roles)


def covered(text: str, masks: Iterable[Masked], language: str) -> str:
    """The text as it may be read. Letters may be large or small, and blanks and emphasis stand between the words."""
    for mask in masks:
        text = _pattern(mask.words).sub(INSTEAD.get(language, INSTEAD[LANGUAGES[0]]), text)
    return text


def covered_texts(texts: Mapping[tuple[Text, str], str], masks: tuple[Masked, ...]) -> dict[tuple[Text, str], str]:
    return {(name, language): covered(words, masks, language) for (name, language), words in texts.items()}


def as_readable(version: Version) -> Version:
    """The version without a word that is masked, wherever people have written something in it."""
    masks = version.entry.masks
    if not masks:
        return version
    opinion = version.opinion
    if opinion is not None:
        opinion = replace(opinion, texts=covered_said(opinion.texts, masks), answer=covered_said(opinion.answer, masks))
    evidence = tuple(replace(one, measure=_measure(one.measure, masks)) for one in version.evidence)
    comments = tuple(replace(one, words=covered(one.words, masks, "sv")) for one in version.comments)
    texts = covered_texts(version.texts, masks)
    return replace(version, texts=texts, opinion=opinion, evidence=evidence, comments=comments)


def is_marked(version: Version) -> bool:
    """Whether a reader meets a masked word in its texts."""
    return any(INSTEAD.get(language, INSTEAD[LANGUAGES[0]]) in words for (_, language), words in version.texts.items())


def _measure(measure: MeasureTaken | None, masks: tuple[Masked, ...]) -> MeasureTaken | None:
    if measure is None:
        return None
    what, who = covered_said(measure.what, masks), covered_said(measure.who, masks)
    return replace(measure, what=what, who=who, accepted=covered_said(measure.accepted, masks))


def covered_said(said: Mapping[str, str], masks: Iterable[Masked]) -> Said:
    """The same, of what is said by language."""
    return Said({language: covered(words, masks, language) for language, words in said.items()})


def covered_note(stored: Mapping[str, str], masks: Iterable[Masked]) -> tuple[Said, dict[Particular, str]]:
    """The same, of what the history keeps: words by language, and what is told beside them."""
    words, told = apart(stored)
    safe = {name: covered(value, masks, LANGUAGES[0]) if name in TYPED else value for name, value in told.items()}
    return covered_said(words, masks), safe


def _pattern(words: str) -> re.Pattern[str]:
    """Whole words only: *Ann* is not masked within *Anna*."""
    between = r"[\s*_]+"
    letters = between.join(map(re.escape, words.split()))
    return re.compile(rf"(?<![^\W_]){letters}(?![^\W_])", re.IGNORECASE)


def _plain(words: str) -> str:
    return " ".join(words.split())
