"""What the answers come to: the question to ask next, and the class when none is left. Knows no question by name."""

from collections.abc import Iterator, Mapping

from algorithms.law.risk.kinds import AnswerOption, Classification, Operator, RiskClass, RiskQuestion
from algorithms.law.risk.questions import FIRST, QUESTIONS
from assessments.text.message import Message

_NOTHING_SETTLED = Message("Nothing in the answers makes it prohibited, high risk or subject to transparency duties.")
_DISCLOSURE_ONLY = Message("Nothing in the answers makes it prohibited or high risk, but it has transparency duties.")


def next_question(answers: Mapping[str, str]) -> RiskQuestion | None:
    """The question to ask now; None once the path has come to its end."""
    for question, choice in _walk(answers):
        if choice is None:
            return question
    return None


def path(answers: Mapping[str, str]) -> tuple[tuple[RiskQuestion, AnswerOption], ...]:
    """The questions answered so far, in order. Answers to questions off the path are ignored, as are unknown ones."""
    return tuple((question, choice) for question, choice in _walk(answers) if choice is not None)


def classify(answers: Mapping[str, str]) -> Classification | None:
    """The class with its reasons; None while there is a question left."""
    chosen: list[AnswerOption] = []
    for _question, choice in _walk(answers):
        if choice is None:
            return None
        chosen.append(choice)
    duties = tuple(duty for choice in chosen for duty in choice.duties)
    settled = next((choice.settles for choice in chosen if choice.settles), None)
    risk_class = settled or (RiskClass.TRANSPARENCY if duties else RiskClass.MINIMAL)
    reasons = [choice.reason for choice in chosen if choice.reason]
    if settled is None:
        reasons.append(_DISCLOSURE_ONLY if duties else _NOTHING_SETTLED)
    exemption = next((choice.exemption for choice in chosen if choice.exemption), None)
    return Classification(
        risk_class=risk_class,
        roles=tuple(role for role in Operator if any(role in choice.roles for choice in chosen)),
        annex_iii=next((choice.annex_iii for choice in chosen if choice.annex_iii), None),
        annex_i=next((choice.annex_i for choice in chosen if choice.annex_i), None),
        transparency=duties,
        exemption=exemption if risk_class is RiskClass.EXEMPT else None,
        general_purpose=any(choice.general_purpose for choice in chosen),
        reasons=tuple(reasons),
        articles=tuple(dict.fromkeys(key for choice in chosen for key in choice.cites)),
    )


def _walk(answers: Mapping[str, str]) -> Iterator[tuple[RiskQuestion, AnswerOption | None]]:
    """Question by question as the answers lead; the last one without a choice where it is not answered."""
    following: str | None = FIRST
    while following is not None:
        question = QUESTIONS[following]
        choice = question.choice(answers.get(question.key))
        yield question, choice
        following = choice.then if choice is not None else None
