"""What must hold before a step is taken, besides state and permission: one function for each rule, in sentences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from algorithms.entries.entry import LANGUAGES, MeasureTaken, OpinionKind, Version
from algorithms.entries.event_details import Particular
from algorithms.entries.field import Field, Required
from algorithms.entries.fields import FIELDS, FIRST_ANSWERS
from algorithms.entries.texts import LONGEST_CASE_NUMBER, MOST_WORDS, words_in
from algorithms.law.given_answers import classification, dpia_threshold, is_outdated
from algorithms.people import Actor, Permission
from assessments.text.localized import LocalizedText
from assessments.text.message import Message, labelled


class StepCondition(StrEnum):
    """What must hold besides state and permission; each has one function below."""

    COMPLETE = "complete"  # every required question is answered
    BRIEF = "brief"  # the first answers of the card are short enough to be read
    CLASSIFIED = "classified"  # the AI Act's class is known, and whether an impact assessment is needed
    OTHER_THAN_SUBMITTER = "other-than-submitter"
    FOUR_EYES = "four-eyes"  # not who last changed or submitted it
    COORDINATORS_OWN = "coordinators-own"  # what the coordinator wrote, the department's approver approves
    OPINION_FITS = "opinion-fits"
    OBJECTION_STANDS = "objection-stands"
    SIGNED_OFF = "signed-off"  # a valid opinion, and an answer to an objection
    MEASURES_TAKEN = "measures-taken"
    COMMENTS_RESOLVED = "comments-resolved"
    NOT_WITHHELD = "not-withheld"
    NO_TEST_UNDER_WAY = "no-test-under-way"
    DECISION_CASE = "decision-case"  # the case number of a decision
    REASON = "reason"  # words are required


@dataclass(frozen=True, slots=True)
class StepComment:
    """What a person writes when they take a step, by language; which parts count depends on the step."""

    typed: Mapping[str, str] = field(default_factory=dict)
    opinion: OpinionKind | None = None
    case_number: str = ""  # of the opinion, or of the decision after it
    particulars: Mapping[Particular, str] = field(default_factory=dict)  # in addition to the words

    @property
    def texts(self) -> LocalizedText:
        return LocalizedText({language: words.strip() for language, words in self.typed.items() if words.strip()})


def obstacles(
    rules: tuple[StepCondition, ...], version: Version, actor: Actor, words: StepComment | None
) -> Iterator[Message]:
    """All that stands in the way. While nothing has been written yet, ``words`` is None and none are asked for."""
    for rule in rules:
        yield from _CHECKS[rule](version, actor, words)


def _complete(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if missing(version):
        yield Message(
            "One question is not answered yet. It is marked on the page with all answers.",
            plural="{count} questions are not answered yet. They are marked on the page with all answers.",
            count=len(missing(version)),
        )


def _brief(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    for language, message in _TOO_LONG.items():
        count = words_in(version.text(text, language) for text in FIRST_ANSWERS)
        if count > MOST_WORDS:
            yield replace(message, values={"n": count, "most": MOST_WORDS})


_TOO_LONG: Mapping[str, Message] = {
    "sv": Message(
        "What it does, whom it concerns, people, data, objections and contact are {n} words together in Swedish. "
        "Shorten them to {most}: that is what people read."
    ),
    "en": Message(
        "What it does, whom it concerns, people, data, objections and contact are {n} words together in English. "
        "Shorten them to {most}: that is what people read."
    ),
}


def _classified(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if is_outdated(version):
        yield Message("The questions about the AI Act have changed. Answer them again.")
    elif classification(version) is None:
        yield Message("The AI Act class is not known yet. Answer the questions about it.")
    if version.answers.personal_data and dpia_threshold(version) is None:
        yield Message("Answer the questions that tell whether a data protection impact assessment is needed.")


def missing(version: Version) -> tuple[str, ...]:
    """The required fields that have no answer, by name, in the order of the form; texts are required in Swedish."""
    return tuple(
        entry_field.name
        for entry_field in FIELDS
        if _is_required(entry_field, version) and not _is_answered(entry_field, version)
    )


def _is_required(entry_field: Field, version: Version) -> bool:
    later = entry_field.required is Required.FROM_SECOND_VERSION and version.number > 1
    return later or entry_field.required is Required.ALWAYS


def _is_answered(entry_field: Field, version: Version) -> bool:
    if entry_field.text is not None:
        return bool(version.text(entry_field.text, LANGUAGES[0]).strip())
    return getattr(version.answers, entry_field.name) is not None


def _other_than_submitter(version: Version, actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if actor.id in (version.changed_by, version.submitted_by):
        yield Message("You wrote or submitted this version. Somebody else must give the opinion.")
    elif _only_for_its_writer(version, actor, Permission.GIVE_OPINION):
        yield Message(
            "You are the deputy of the person who wrote or submitted this. Somebody else must give the opinion."
        )


def _four_eyes(version: Version, actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if actor.id in (version.changed_by, version.submitted_by):
        yield Message("You wrote or submitted this version. Somebody else must approve it.")
    elif _only_for_its_writer(version, actor, Permission.APPROVE, Permission.APPROVE_COORDINATORS):
        yield Message("You are the deputy of the person who wrote or submitted this. Somebody else must approve it.")


def _only_for_its_writer(version: Version, actor: Actor, *needed: Permission) -> bool:
    """Whether the right to do this comes only from standing in for the person who wrote or submitted it."""
    apart = actor.apart_from(version.changed_by, version.submitted_by)
    return not any(apart.may(permission, version.entry.department) for permission in needed)


def _coordinators_own(version: Version, actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    department, apart = version.entry.department, actor.apart_from(version.changed_by, version.submitted_by)
    if version.changed_by_coordinator or version.submitted_by_coordinator:
        if not apart.may(Permission.APPROVE_COORDINATORS, department):
            yield Message("The coordinator wrote this version. The owning department's approver must approve it.")
    elif not apart.may(Permission.APPROVE, department):
        yield Message("The department wrote this version. The coordinator must approve it.")


def _opinion_fits(version: Version, _actor: Actor, words: StepComment | None) -> Iterator[Message]:
    if words is None:
        return
    if words.opinion is None:
        yield Message("Choose which opinion you give.")
    elif words.opinion is OpinionKind.NOT_CONCERNED and version.answers.personal_data is not False:
        yield Message("This version says that personal data are used. Choose another opinion, or return it.")
    elif words.opinion is not OpinionKind.NOT_CONCERNED and version.answers.personal_data is False:
        yield Message("This version says that no personal data are used. Confirm it as not concerned, or return it.")
    elif words.opinion in (OpinionKind.AGREE_WITH_CONDITIONS, OpinionKind.OBJECT) and not words.texts["sv"]:
        yield Message("Write your points, or why you advise against it, in Swedish. Residents will read it.")
    if len(words.case_number) > LONGEST_CASE_NUMBER:
        yield case_number_too_long()


def case_number_too_long() -> Message:
    return Message("Shorten the case number to {most} characters.", {"most": LONGEST_CASE_NUMBER})


def _objection_stands(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if version.opinion is None or version.opinion.kind is not OpinionKind.OBJECT:
        yield Message("The officer has not advised against it.")


def _signed_off(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    opinion = version.opinion
    if opinion is None or not version.opinion_stands:
        yield Message("The data protection officer's opinion on exactly this content is missing.")
    elif opinion.kind is OpinionKind.OBJECT and not opinion.answer.get("sv"):
        yield Message(
            "The data protection officer advises against it. Write the department’s decision and its reason first."
        )


def _measures_taken(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    for evidence in version.evidence:
        if evidence.cited and evidence.shows_difference and not _answered(evidence.measure):
            yield Message(
                "The assessment “{title}” shows a difference. Write what is done about it, or why it is accepted.",
                {"title": evidence.titles["sv"]},
            )


def _comments_resolved(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if still_open := sum(comment.is_open for comment in version.comments):
        yield Message(
            "One comment is open. Resolve it, or return the version.",
            plural="{count} comments are open. Resolve them, or return the version.",
            count=still_open,
        )


def _answered(measure: MeasureTaken | None) -> bool:
    return measure is not None and measure.complete


def _not_withheld(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if version.entry.withheld is not None:
        yield Message("The entry is withheld. The coordinator must lift that first.")


def _no_test_under_way(version: Version, _actor: Actor, _words: StepComment | None) -> Iterator[Message]:
    if any(evidence.finished_at is None for evidence in version.evidence):
        yield Message("A test of it is not finished. Cancel the test first, so that its file is destroyed.")


def _decision_case(_version: Version, _actor: Actor, words: StepComment | None) -> Iterator[Message]:
    if words is None:
        return
    if not words.case_number.strip():
        yield Message("Write the case number of the decision.")
    if len(words.case_number) > LONGEST_CASE_NUMBER:
        yield case_number_too_long()


def _reason(_version: Version, _actor: Actor, words: StepComment | None) -> Iterator[Message]:
    if words is not None and not words.texts["sv"]:
        yield Message("Write why. The reader needs to know what to do.")


_CHECKS: Mapping[StepCondition, Callable[[Version, Actor, StepComment | None], Iterator[Message]]] = labelled(
    StepCondition,
    {
        StepCondition.COMPLETE: _complete,
        StepCondition.BRIEF: _brief,
        StepCondition.CLASSIFIED: _classified,
        StepCondition.OTHER_THAN_SUBMITTER: _other_than_submitter,
        StepCondition.FOUR_EYES: _four_eyes,
        StepCondition.COORDINATORS_OWN: _coordinators_own,
        StepCondition.OPINION_FITS: _opinion_fits,
        StepCondition.OBJECTION_STANDS: _objection_stands,
        StepCondition.DECISION_CASE: _decision_case,
        StepCondition.SIGNED_OFF: _signed_off,
        StepCondition.MEASURES_TAKEN: _measures_taken,
        StepCondition.COMMENTS_RESOLVED: _comments_resolved,
        StepCondition.NOT_WITHHELD: _not_withheld,
        StepCondition.NO_TEST_UNDER_WAY: _no_test_under_way,
        StepCondition.REASON: _reason,
    },
)
