"""What the AI Act asks of a city that provides or uses an AI system. Not here: art. 26(10), which is for the police."""

from algorithms.entries.choices import IN_OPERATION, NOT_ENDED, OperationalStatus
from algorithms.law.dpia import Need
from algorithms.law.obligations.kinds import Obligation, Trait, Weight, any_of, owed
from algorithms.law.risk import QUESTIONS, Operator, RiskClass

_CRITICAL, _IMPORTANT, _GOOD = Weight.CRITICAL, Weight.IMPORTANT, Weight.GOOD_PRACTICE
POINTS = frozenset(
    option.annex_iii for question in QUESTIONS.values() for option in question.choices if option.annex_iii
)
INFRASTRUCTURE = any_of("2")
PEOPLE = POINTS - INFRASTRUCTURE  # art. 26(8), 26(11), 27, 49 and 86 leave out point 2, or have no meaning for it
WORK = any_of("4a", "4b")

USED, COMING = any_of(*IN_OPERATION), any_of(*NOT_ENDED)
BEGUN = USED | any_of(*(status for status in OperationalStatus if status.has_ended))
_AI = any_of(RiskClass.HIGH_RISK, RiskClass.EXEMPT, RiskClass.TRANSPARENCY, RiskClass.MINIMAL)
_HIGH, _EXEMPT = any_of(RiskClass.HIGH_RISK), any_of(RiskClass.EXEMPT)
_PROVIDER, _DEPLOYER, _BOUGHT = any_of(Operator.PROVIDER), any_of(Operator.DEPLOYER), any_of(Trait.BOUGHT)
_USER = (_HIGH, _DEPLOYER, COMING)

EVERY_SYSTEM: tuple[Obligation, ...] = (
    owed(
        "classify",
        _CRITICAL,
        ("ai-act.3-1",),
        (any_of(Trait.UNCLASSIFIED), COMING),
        "Find out the class",
        "Answer the questions on the AI Act. Until then nobody knows what else applies.",
        "The answers, which are kept with the version.",
    ),
    owed(
        "stop",
        _CRITICAL,
        ("ai-act.5", "ai-act.5-2026"),
        (any_of(RiskClass.PROHIBITED), COMING),
        "Do not use the system",
        "Stop using it, or do not begin. No consent, notice or assessment makes it lawful.",
        "The decision to stop, with its date.",
    ),
    owed(
        "literacy",
        _IMPORTANT,
        ("ai-act.4",),
        (_AI, COMING),
        "Train the people who work with it",
        "Take measures so that those who run or use the system learn what it can do, what it cannot, and what may go "
        "wrong. You do not need to guarantee any particular level.",
        "The training: what, for whom and when.",
    ),
    owed(
        "bias-data",
        _IMPORTANT,
        ("ai-act.4a",),
        (_AI, any_of(Trait.SENSITIVE_DATA), COMING),
        "Use sensitive data against bias on the six conditions only",
        "Where sensitive data are used to find or correct bias: show that nothing milder is enough, limit re-use, "
        "control access, give the data to nobody else, delete them afterwards, and write down the reasons.",
        "The answers about why sensitive data are needed, and when they were deleted.",
    ),
    owed(
        "product-law",
        _IMPORTANT,
        ("ai-act.2-2", "ai-act.6-1"),
        (any_of(Trait.PRODUCT_LAW), COMING),
        "Follow the law on the product",
        "Ask the supplier which product law applies and what it asks of you. The AI Act’s own list does not apply.",
        "The supplier’s declaration of conformity.",
    ),
    owed(
        "intended-purpose",
        _CRITICAL,
        ("ai-act.25-1",),
        (_HIGH, _BOUGHT, any_of(Trait.GENERAL_PURPOSE), COMING),
        "Check what the supplier means it for",
        "If the supplier does not mean its general tool for this use, the city becomes its provider, with all that "
        "this takes.",
        "The supplier’s instructions for use, or its answer in writing.",
    ),
)

DEPLOYER: tuple[Obligation, ...] = (
    owed(
        "instructions",
        _IMPORTANT,
        ("ai-act.26-1",),
        _USER,
        "Follow the instructions for use",
        "Get the instructions, and make routines so that the system is used as they say.",
        "The instructions and your routines.",
    ),
    owed(
        "oversight",
        _CRITICAL,
        ("ai-act.26-2",),
        _USER,
        "Choose who oversees it",
        "Give the task to people with knowledge, training, time and authority to say no to the system.",
        "Their job titles, training and mandate.",
    ),
    owed(
        "input-data",
        _IMPORTANT,
        ("ai-act.26-4",),
        _USER,
        "Put the right data in",
        "As far as you decide what goes in: check that the data are relevant to the purpose and representative of the "
        "people concerned.",
        "An assessment of the data, such as a test of how groups are treated.",
    ),
    owed(
        "monitoring",
        _CRITICAL,
        ("ai-act.26-5",),
        (_HIGH, _DEPLOYER, USED),
        "Watch it, stop it, report",
        "Follow how it works. If it becomes a risk, stop, and tell provider and authority. Report serious incidents.",
        "The plan for following up, and who may stop the system.",
    ),
    owed(
        "logs",
        _IMPORTANT,
        ("ai-act.26-6",),
        (_HIGH, _DEPLOYER, BEGUN),
        "Keep the logs",
        "Keep the logs that you control for at least six months, unless other law sets another time.",
        "The retention time, as decided.",
    ),
    owed(
        "workers",
        _IMPORTANT,
        ("ai-act.26-7",),
        (*_USER, WORK),
        "Tell those who work there",
        "Before use: tell the employees affected and their unions that they will be subject to it.",
        "Minutes of the meeting with the unions, or the information given.",
    ),
    owed(
        "only-registered",
        _CRITICAL,
        ("ai-act.26-8",),
        (*_USER, PEOPLE),
        "Use nothing that is not registered",
        "Look the system up in the EU database. If it is not there, do not use it, and tell the provider.",
        "A link to the provider’s entry in the EU database.",
    ),
    owed(
        "register-use",
        _CRITICAL,
        ("ai-act.49-3", "ai-act.49-4"),
        (*_USER, PEOPLE),
        "Register that you use it",
        "Register the city, the system and the use in the EU database before use.",
        "A link to your entry in the EU database.",
    ),
    owed(
        "fundamental-rights",
        _CRITICAL,
        ("ai-act.27-1", "ai-act.27-4", "ai-act.27-5"),
        (*_USER, PEOPLE),
        "Assess fundamental rights",
        "Before use: answer the six parts of the assessment, and keep them up to date.",
        "The assessment, with its date.",
    ),
    owed(
        "fundamental-rights-notice",
        _IMPORTANT,
        ("ai-act.27-3",),
        (*_USER, PEOPLE),
        "Send in the assessment",
        "Notify the market surveillance authority of the result of the fundamental rights impact assessment.",
        "The notification, with its date.",
    ),
    owed(
        "dpia-information",
        _IMPORTANT,
        ("ai-act.26-9",),
        (*_USER, any_of(Need.REQUIRED)),
        "Use the provider’s information in the impact assessment",
        "Build the data protection impact assessment on what the provider says in the instructions for use.",
        "The impact assessment, where it refers to the instructions.",
    ),
    owed(
        "tell-those-affected",
        _CRITICAL,
        ("ai-act.26-11",),
        (*_USER, PEOPLE),
        "Tell the people it is used on",
        "If it decides about people or helps to: tell them that it is used.",
        "The words that people get, and where they get them.",
    ),
    owed(
        "explanation",
        _CRITICAL,
        ("ai-act.86",),
        (*_USER, PEOPLE),
        "Be able to explain a decision",
        "People who are affected may ask what part the system played and what decided the matter. Have an answer "
        "ready.",
        "The routine, and an example of an explanation.",
    ),
    owed(
        "cooperate",
        _IMPORTANT,
        ("ai-act.26-12", "ai-act.77"),
        _USER,
        "Cooperate with the authorities",
        "Decide who answers when a supervisory authority asks about the system.",
        "Who answers, by post.",
    ),
)
