"""The first questions: whether it is an AI system that the AI Act is about, and what the city is to it."""

from algorithms.law.risk.kinds import AnswerOption, Operator, RiskClass, RiskQuestion, branch
from assessments.text.message import Message

_OUTSIDE_THE_ACT = Message("The AI Act does not apply. Other law, such as data protection, still applies.")


def _not_ai(key: str, label: str, reason: Message) -> AnswerOption:
    cites = ("ai-act.3-1",)
    return AnswerOption(key=key, label=Message(label), then=None, settles=RiskClass.NOT_AI, reason=reason, cites=cites)


def _outside(key: str, label: str, cites: str, reason: Message = _OUTSIDE_THE_ACT) -> AnswerOption:
    return AnswerOption(
        key=key, label=Message(label), then=None, settles=RiskClass.OUTSIDE, reason=reason, cites=(cites,)
    )


_BOTH = (Operator.PROVIDER, Operator.DEPLOYER)
_IS_AI = Message("It works out its own way of producing results from data, so it is an AI system.")
_RULES_ALONE = Message("It only follows rules that people have written, so it is not an AI system.")

SCOPE: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        key="technique",
        label=Message("How does the system come to its results?"),
        hint=Message(
            "An AI system works out from data how to make predictions, scores, texts or advice. Rules that only people "
            "have written are not AI, however many they are."
        ),
        choices=(
            branch(
                "learned",
                "It has learned from data, for example to predict, sort, recognise or suggest something",
                "scope",
                reason=_IS_AI,
                cites=("ai-act.3-1",),
            ),
            branch(
                "general",
                "It is built on a general AI model that writes, draws or talks, such as an AI assistant",
                "scope",
                general_purpose=True,
                reason=Message("It is built on a general AI model. What the city uses it for decides the class."),
                cites=("ai-act.3-1", "ai-act.3-66"),
            ),
            _not_ai("rules", "It only follows rules that people have written, step by step", _RULES_ALONE),
            branch("unsure", "I do not know", "written-rules"),
        ),
    ),
    RiskQuestion(
        key="written-rules",
        label=Message("Has a person written every rule that it follows?"),
        hint=Message(
            "For example a form that checks that all boxes are ticked, or a fee by a fixed formula. Answer no if "
            "weights or limits have been worked out from data."
        ),
        choices=(_not_ai("yes", "Yes", _RULES_ALONE), branch("no", "No", "infers")),
    ),
    RiskQuestion(
        key="infers",
        label=Message("Does it estimate, predict, recognise, recommend or create something?"),
        hint=Message("To describe what is in the data, with averages or charts, is not enough."),
        choices=(
            branch("yes", "Yes", "influences"),
            _not_ai("no", "No", Message("It describes data and infers nothing from them, so it is not an AI system.")),
        ),
    ),
    RiskQuestion(
        key="influences",
        label=Message("Can its results affect anything: a decision, a text that somebody reads, a machine?"),
        hint=Message("A result that a person looks at before deciding affects the decision."),
        choices=(
            branch("yes", "Yes", "scope", reason=_IS_AI, cites=("ai-act.3-1",)),
            _not_ai("no", "No", Message("Its results affect nothing, so it is not an AI system.")),
        ),
    ),
    RiskQuestion(
        key="scope",
        label=Message("Is it used for one of these things and nothing else?"),
        hint=Message("A trial with real people or real cases counts as use in the city’s work."),
        choices=(
            branch("none", "No, it is used or will be used in the city’s work", "origin"),
            _outside("research", "Scientific research", "ai-act.2-6"),
            _outside(
                "testing",
                "Development and testing, not yet on real cases",
                "ai-act.2-8",
                Message("The AI Act does not apply until it is used on real cases. Answer again before that."),
            ),
            _outside("defence", "Military purposes, defence or national security", "ai-act.2-3"),
        ),
    ),
    RiskQuestion(
        key="origin",
        label=Message("How did the city get the system?"),
        hint=Message(
            "The provider, who builds a system, and the deployer, who uses it, have different duties. A city may be "
            "both."
        ),
        choices=(
            branch(
                "bought",
                "Ready-made, and we use it as the supplier means it to be used",
                "practice",
                roles=(Operator.DEPLOYER,),
                reason=Message("The city uses a system that somebody else provides. That makes it the deployer."),
                cites=("ai-act.3-4",),
            ),
            branch(
                "built",
                "We have built it, or had it built in our name, and use it",
                "practice",
                roles=_BOTH,
                reason=Message("The city has built the system and uses it. That makes it both provider and deployer."),
                cites=("ai-act.3-3", "ai-act.3-4"),
            ),
            branch(
                "changed",
                "Ready-made, but we have changed it a lot, put our name on it, or use it for something other than the "
                "supplier intends",
                "practice",
                roles=(Operator.DEPLOYER,),
                roles_at_high_risk=(Operator.PROVIDER,),
                reason=Message(
                    "The city has changed the system or what it is for. That makes it the provider as well as the "
                    "deployer if the system is high risk, and otherwise only the deployer."
                ),
                cites=("ai-act.25-1", "ai-act.3-4"),
            ),
            branch(
                "for-others",
                "We build it for others and do not use it ourselves",
                "practice",
                roles=(Operator.PROVIDER,),
                reason=Message("The city builds the system for others to use. That makes it the provider."),
                cites=("ai-act.3-3",),
            ),
        ),
    ),
)
