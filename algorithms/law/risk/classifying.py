"""What the answers come to: the question to ask next, and the class when none is left. Knows no question by name."""

from collections.abc import Iterator, Mapping, Sequence

from algorithms.law.risk.kinds import AnswerOption, Classification, Operator, RiskClass, RiskQuestion
from algorithms.law.risk.questions import FIRST, QUESTIONS
from assessments.text.message import Message

_NOTHING_SETTLED = Message("It is not prohibited, not high risk, and has no transparency duties.")
_DISCLOSURE_ONLY = Message("Nothing in the answers makes it prohibited or high risk, but it has transparency duties.")
_ORDER = {key: place for place, key in enumerate(QUESTIONS)}
_STRICTEST_FIRST = list(RiskClass)  # what ends the questions comes first, then prohibited, high risk, exempt

Step = tuple[RiskQuestion, tuple[AnswerOption, ...]]


def next_question(answers: Mapping[str, str]) -> RiskQuestion | None:
    """The question to ask now; None once the path has come to its end."""
    for question, options in _walk(answers):
        if not options:
            return question
    return None


def path(answers: Mapping[str, str]) -> tuple[Step, ...]:
    """The questions answered so far, in order. Answers to questions off the path are ignored, as are unknown ones."""
    return tuple((question, options) for question, options in _walk(answers) if options)


def classify(answers: Mapping[str, str]) -> Classification | None:
    """The class with its reasons; None while there is a question left. Of several uses the strictest class counts."""
    if next_question(answers) is not None:
        return None
    chosen = [option for _question, options in path(answers) for option in options]
    duties = tuple(dict.fromkeys(duty for option in chosen for duty in option.duties))
    settled = min((option.settles for option in chosen if option.settles), key=_STRICTEST_FIRST.index, default=None)
    risk_class = settled or (RiskClass.TRANSPARENCY if duties else RiskClass.MINIMAL)
    reasons = [option.reason for option in chosen if option.reason]
    if settled is None:
        reasons.append(_DISCLOSURE_ONLY if duties else _NOTHING_SETTLED)
    exemption = next((option.exemption for option in chosen if option.exemption), None)
    return Classification(
        risk_class=risk_class,
        roles=_roles(chosen, risk_class),
        annex_iii=_points(chosen, risk_class),
        annex_i=next((option.annex_i for option in chosen if option.annex_i), None),
        transparency=duties,
        exemption=exemption if risk_class is RiskClass.EXEMPT else None,
        general_purpose=any(option.general_purpose for option in chosen),
        reasons=tuple(reasons),
        readings=tuple(option.readings for option in chosen if option.readings),
        articles=tuple(dict.fromkeys(key for option in chosen for key in option.cites)),
    )


def _roles(chosen: Sequence[AnswerOption], risk_class: RiskClass) -> tuple[Operator, ...]:
    named = {role for option in chosen for role in option.roles}
    if risk_class is RiskClass.HIGH_RISK:
        named |= {role for option in chosen for role in option.roles_at_high_risk}
    return tuple(role for role in Operator if role in named)


def _points(chosen: Sequence[AnswerOption], risk_class: RiskClass) -> tuple[str, ...]:
    """The points of Annex III; none where all uses on it are exempt and a product alone makes it high risk."""
    exempt = any(option.settles is RiskClass.EXEMPT for option in chosen)
    if exempt and risk_class is not RiskClass.EXEMPT:
        return ()
    return tuple(dict.fromkeys(option.annex_iii for option in chosen if option.annex_iii))


def _walk(answers: Mapping[str, str]) -> Iterator[Step]:
    """Question by question in the order of the table; the last one without options where it is not answered."""
    waiting = {FIRST}
    while waiting:
        question = QUESTIONS[min(waiting, key=_ORDER.__getitem__)]
        options = question.chosen(answers.get(question.key))
        yield question, options
        if not options or any(option.then is None for option in options):
            return
        waiting.remove(question.key)
        waiting |= {key for option in options for key in (option.then, option.also) if key}
