"""The questions on whether a use listed in Annex III is exempt (art. 6(3)): never where people are profiled."""

from algorithms.law.risk.kinds import AnswerOption, Exemption, RiskClass, RiskQuestion, branch
from assessments.text.message import Message


def _high(key: str, label: str, reason: str, cites: str) -> AnswerOption:
    """What keeps a listed use from being exempt."""
    return AnswerOption(
        key=key, label=Message(label), then="talks", settles=RiskClass.HIGH_RISK, reason=Message(reason), cites=(cites,)
    )


def _small(ground: Exemption, key: str, label: str) -> AnswerOption:
    return AnswerOption(key=key, label=Message(label), then="sways", exemption=ground)


EXEMPTION: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        key="profiling",
        label=Message("Does it judge or predict anything about individual people from data about them?"),
        hint=Message(
            "That is profiling: working out, for example, somebody’s work, money, health, interests, reliability or "
            "behaviour. To give each person a score is profiling."
        ),
        choices=(
            _high("yes", "Yes", "It profiles people, so it is always high risk.", "ai-act.6-3"),
            branch("no", "No", "task"),
        ),
    ),
    RiskQuestion(
        key="task",
        label=Message("Is all it does one of these small tasks?"),
        hint=Message("A listed use may be exempt where the system has a small part in it."),
        choices=(
            _high(
                "none",
                "No, it does more",
                "It does more than a small task, so it is high risk.",
                "ai-act.6-3",
            ),
            _small(Exemption.PROCEDURAL, "procedural", "A narrow step, such as sorting documents by kind"),
            _small(Exemption.IMPROVES, "improves", "Improving what a person has done, such as the words of a text"),
            _small(
                Exemption.PATTERNS,
                "patterns",
                "Showing patterns in earlier decisions, without replacing or influencing what a person has assessed",
            ),
            _small(
                Exemption.PREPARES,
                "prepares",
                "Preparing for what a person then assesses, such as translating or searching documents",
            ),
        ),
    ),
    RiskQuestion(
        key="sways",
        label=Message("Could it still materially influence a decision, or harm somebody’s health, safety or rights?"),
        hint=Message("If people mostly do as it says, it sways the decision."),
        choices=(
            _high("yes", "Yes", "It can sway decisions or harm people, so it is high risk.", "ai-act.6-3"),
            branch(
                "no",
                "No",
                "talks",
                settles=RiskClass.EXEMPT,
                reason=Message("It has a small part and does not sway the decision, so it is exempt from high risk."),
                cites=("ai-act.6-3", "ai-act.6-4"),
            ),
        ),
    ),
)
