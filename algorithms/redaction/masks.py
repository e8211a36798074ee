"""Words that law keeps from being read: where they stand, what is read in their place, and who may decide. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, PUBLIC, Masked, MeasureTaken, Version
from algorithms.entries.event_details import TYPED, Particular, apart
from algorithms.entries.texts import Text
from algorithms.law.facts import Fact, fact
from algorithms.people import Actor, Permission
from algorithms.redaction.spellings import exact, is_searchable, lines, near, normal
from algorithms.redaction.withholding import GROUNDS as SECRECY
from assessments.gate.public_result import PublicResult
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import Label, TestPlan
from assessments.runs.run import Run
from assessments.text.localized import LocalizedText
from assessments.text.message import Message

GROUNDS: tuple[Fact, ...] = (fact("gdpr.5-1-c"), *SECRECY)
SHORTEST, LONGEST, LONGEST_REASON = 2, 200, 1_000  # characters
INSTEAD: Mapping[str, str] = {"sv": "(maskerat)", "en": "(masked)"}


class MaskStatus(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Mask:
    """What somebody wants nobody to read, and what a second person said. ``words`` is empty once it is decided."""

    id: UUID
    words: str
    ground: Fact | None
    reason: str
    status: MaskStatus
    by: UUID
    at: datetime
    decided_by: UUID | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MaskPlace:
    """Where the words stand: in which version, which text and language. Without a text: in what is said of a test."""

    version: int
    text: Text | None
    language: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """Other words that may be the same ones, and where they stand."""

    words: str
    places: tuple[MaskPlace, ...]


def objections(words: str, ground: str, reason: str) -> dict[str, Message]:
    """What stands in the way of proposing this, by what was asked."""
    wrong: dict[str, Message] = {}
    if not is_searchable(words) or max(map(len, lines(words))) > LONGEST:
        limits = {"least": SHORTEST, "most": LONGEST}
        wrong["words"] = Message("Write the words exactly as in the text, {least} to {most} characters.", limits)
    if ground not in {legal_ground.key for legal_ground in GROUNDS}:
        wrong["ground"] = Message("Choose on what legal ground they are masked.")
    if not reason.strip():
        wrong["reason"] = Message("Write why the ground applies to these words.")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = Message("Shorten the reason to {most} characters.", {"most": LONGEST_REASON})
    return wrong


def places(versions: Iterable[Version], words: str) -> tuple[MaskPlace, ...]:
    """Every published text in which the words stand, oldest version first."""
    pattern = exact(words)
    return tuple(place for place, text in _public_words(versions) if pattern.search(normal(text)))


def near_spellings(versions: Iterable[Version], words: str) -> tuple[Spelling, ...]:
    """What else in published texts may be the same words: a genitive, a mail address, the name turned round."""
    places_by_spelling: dict[str, list[MaskPlace]] = {}
    names: dict[str, str] = {}
    for place, text in _public_words(versions):
        for spelling in near(text, words):
            key = names.setdefault(spelling.casefold(), spelling)
            places_by_spelling.setdefault(key, []).append(place)
    return tuple(Spelling(spelling, tuple(dict.fromkeys(where))) for spelling, where in places_by_spelling.items())


def in_contact(version: Version, words: str) -> bool:
    """Whether the address to write to, which residents see, holds the words or nearly so."""
    contact = version.answers.contact_email or ""
    return bool(exact(words).search(normal(contact)) or near(contact, words))


def _public_words(versions: Iterable[Version]) -> Iterator[tuple[MaskPlace, str]]:
    """All that people have written in versions that are or were public, oldest first."""
    for version in versions:
        if version.state not in PUBLIC:
            continue
        for (name, language), text in version.texts.items():
            yield MaskPlace(version.number, name, language), text
        for evidence in version.evidence:
            measure = evidence.measure
            localized_texts = (evidence.titles, *((measure.what, measure.who, measure.accepted) if measure else ()))
            for language, text in (item for localized in localized_texts for item in localized.items()):
                yield MaskPlace(version.number, None, language), text


def may_propose(version: Version, actor: Actor) -> bool:
    return actor.may(Permission.WRITE, version.entry.department)


def may_decide(version: Version, actor: Actor, proposed_by: UUID) -> bool:
    """The coordinator or the board's data protection officer, and never the person who proposed it."""
    roles, apart = (Permission.KEEP_REGISTER, Permission.GIVE_OPINION), actor.apart_from(proposed_by)
    return actor.id != proposed_by and any(apart.may(permission, version.entry.department) for permission in roles)


def covered(text: str, masks: Iterable[Masked], language: str) -> str:
    """The text as it may be read. Letters may be large or small, and blanks and emphasis stand between the words."""
    for mask in masks:
        pattern, instead = exact(mask.words), INSTEAD.get(language, INSTEAD[LANGUAGES[0]])
        if pattern.search(plain := normal(text)):
            text = pattern.sub(instead, plain)
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
        opinion = replace(
            opinion, texts=covered_localized(opinion.texts, masks), answer=covered_localized(opinion.answer, masks)
        )
    evidence = tuple(
        replace(
            piece,
            titles=covered_localized(piece.titles, masks),
            measure=_measure(piece.measure, masks),
            words=_finding_words(piece.words, masks),
        )
        for piece in version.evidence
    )
    comments = tuple(replace(comment, words=covered(comment.words, masks, "sv")) for comment in version.comments)
    answers = version.answers
    if covered(answers.contact_email or "", masks, LANGUAGES[0]) != (answers.contact_email or ""):
        answers = replace(answers, contact_email=None)  # half an address leads nowhere
    entry = replace(version.entry, case_number=covered(version.entry.case_number, masks, LANGUAGES[0]))
    readable = replace(
        version, texts=covered_texts(version.texts, masks), opinion=opinion, answers=answers, entry=entry
    )
    return replace(readable, evidence=evidence, comments=comments)


def is_marked(version: Version) -> bool:
    """Whether a reader meets a masked word in its texts."""
    return any(INSTEAD.get(language, INSTEAD[LANGUAGES[0]]) in words for (_, language), words in version.texts.items())


def _measure(measure: MeasureTaken | None, masks: tuple[Masked, ...]) -> MeasureTaken | None:
    if measure is None:
        return None
    what, who = covered_localized(measure.what, masks), covered_localized(measure.who, masks)
    return replace(measure, what=what, who=who, accepted=covered_localized(measure.accepted, masks))


def _finding_words(words: FindingWords, masks: tuple[Masked, ...]) -> FindingWords:
    phrases = {name: covered_localized(texts, masks) for name, texts in words.phrases.items()}
    return replace(words, phrases=phrases, labels=_labels(words.labels, masks))


def covered_localized(texts: Mapping[str, str], masks: Iterable[Masked]) -> LocalizedText:
    """The same, of what is said by language."""
    return LocalizedText({language: covered(words, masks, language) for language, words in texts.items()})


def covered_note(stored: Mapping[str, str], masks: Iterable[Masked]) -> tuple[LocalizedText, dict[Particular, str]]:
    """The same for what the history keeps: words by language, and details."""
    words, particulars = apart(stored)
    safe = {
        name: covered(value, masks, LANGUAGES[0]) if name in TYPED else value for name, value in particulars.items()
    }
    return covered_localized(words, masks), safe


def covered_run(run: Run, masks: Iterable[Masked]) -> Run:
    """The same, of what a test and its file are called."""
    masks = tuple(masks)
    return replace(
        run, titles=covered_localized(run.titles, masks), file_name=covered(run.file_name, masks, LANGUAGES[0])
    )


def covered_result(result: PublicResult, masks: Iterable[Masked]) -> PublicResult:
    """The same, of what people have called the groups of a test."""
    masks = tuple(masks)
    words = _finding_words(result.words, masks)
    return replace(result, labels=_labels(result.labels, masks), words=words)


def covered_plan(plan: TestPlan, masks: Iterable[Masked]) -> TestPlan:
    """The same, of what people have written in a test plan."""
    masks = tuple(masks)
    return replace(plan, labels=_labels(plan.labels, masks), reason=covered(plan.reason, masks, LANGUAGES[0]))


def _labels(labels: Iterable[Label], masks: Iterable[Masked]) -> tuple[Label, ...]:
    masks = tuple(masks)
    return tuple(
        replace(label, sv=covered(label.sv, masks, "sv"), en=covered(label.en, masks, "en")) for label in labels
    )
