"""The questions on whether a use listed in Annex III is exempt (art. 6(3)): never where people are profiled."""

from algorithms.law.risk.kinds import Choice, Exemption, Question, RiskClass, branch
from assessments.text.message import Sentence


def _high(key: str, label: str, reason: str, cites: str) -> Choice:
    """What keeps a listed use from being exempt."""
    return Choice(key, Sentence(label), "talks", settles=RiskClass.HIGH_RISK, reason=Sentence(reason), cites=(cites,))


def _small(ground: Exemption, key: str, label: str) -> Choice:
    return Choice(key, Sentence(label), "sways", exemption=ground)


EXEMPTION: tuple[Question, ...] = (
    Question(
        "profiling",
        Sentence("Does it judge or predict anything about individual people from data about them?"),
        Sentence(
            "That is profiling: working out, for example, somebody’s work, money, health, interests, reliability or "
            "behaviour. To give each person a score is profiling."
        ),
        (
            _high("yes", "Yes", "It profiles people, so it can never be exempt: it is high risk.", "ai-act.6-3"),
            branch("no", "No", "task"),
        ),
    ),
    Question(
        "task",
        Sentence("Is all it does one of these small tasks?"),
        Sentence("A listed use may be exempt where the system has a small part in it."),
        (
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
                "Showing patterns in earlier decisions, or departures from them, that a person looks into",
            ),
            _small(
                Exemption.PREPARES,
                "prepares",
                "Preparing for what a person then assesses, such as translating or searching documents",
            ),
        ),
    ),
    Question(
        "sways",
        Sentence("Can it still sway a decision in any way that matters, or harm somebody’s health, safety or rights?"),
        Sentence("If people mostly do as it says, it sways the decision."),
        (
            _high("yes", "Yes", "It can sway decisions or harm people, so it is high risk.", "ai-act.6-3"),
            branch(
                "no",
                "No",
                "talks",
                settles=RiskClass.EXEMPT,
                reason=Sentence("It has a small part and does not sway the decision, so it is exempt from high risk."),
                cites=("ai-act.6-3", "ai-act.6-4"),
            ),
        ),
    ),
)
