"""What data protection and Swedish law ask of a city, whatever the AI Act makes of the system."""

from algorithms.entries.choices import HumanRole
from algorithms.law.dpia import Need
from algorithms.law.obligations.ai_act import COMING
from algorithms.law.obligations.kinds import Obligation, Trait, Weight, any_of, owed

_CRITICAL, _IMPORTANT, _GOOD = Weight.CRITICAL, Weight.IMPORTANT, Weight.GOOD_PRACTICE
_PERSONAL = any_of(Trait.PERSONAL_DATA)
_SYSTEM_DECIDES = any_of(HumanRole.AUTOMATIC, HumanRole.CAN_STEP_IN)

DATA_PROTECTION: tuple[Obligation, ...] = (
    owed(
        "legal-basis",
        _CRITICAL,
        ("gdpr.6",),
        (_PERSONAL, COMING),
        "Have a legal basis",
        "Say which law gives the task, and why these data are needed for it.",
        "The legal basis, as in the record of processing.",
    ),
    owed(
        "sensitive-data",
        _CRITICAL,
        ("gdpr.9",),
        (any_of(Trait.SENSITIVE_DATA), COMING),
        "Have an exception for sensitive data",
        "Say which exception lets you use sensitive data, and which law it is in.",
        "The exception and the law.",
    ),
    owed(
        "tell-people",
        _CRITICAL,
        ("gdpr.13-14",),
        (_PERSONAL, COMING),
        "Tell people about their data",
        "Tell them why, for how long and from where, and if a decision is automatic, how it is reached.",
        "A link to the information.",
    ),
    owed(
        "automated-decisions",
        _CRITICAL,
        ("gdpr.22",),
        (_PERSONAL, _SYSTEM_DECIDES, COMING),
        "Have the right to decide automatically",
        "Say which law allows it, and let people have the decision reviewed by a person, give their view and contest "
        "it.",
        "The law, and how people reach a person.",
    ),
    owed(
        "by-design",
        _IMPORTANT,
        ("gdpr.25",),
        (_PERSONAL, COMING),
        "Use no more data than needed",
        "Take out what is not needed, set times for deletion, and limit who sees what.",
        "A list of the data, with the reason for each.",
    ),
    owed(
        "record",
        _IMPORTANT,
        ("gdpr.30",),
        (_PERSONAL, COMING),
        "Enter it in the record of processing",
        "Enter the system in your board’s record of processing, and keep that up to date.",
        "The number in the record.",
    ),
    owed(
        "dpia-find-out",
        _CRITICAL,
        ("gdpr.35-1", "wp248.criteria"),
        (any_of(Trait.DPIA_UNKNOWN), COMING),
        "Find out whether an impact assessment is needed",
        "Answer the questions on data protection.",
        "The answers, which are kept with the version.",
    ),
    owed(
        "dpia",
        _CRITICAL,
        ("gdpr.35-1", "gdpr.35-3", "gdpr.35-11"),
        (any_of(Need.REQUIRED), COMING),
        "Make the impact assessment",
        "Make it before use, and review it when the risk changes.",
        "The assessment, with its date.",
    ),
    owed(
        "dpia-advice",
        _IMPORTANT,
        ("gdpr.35-2",),
        (any_of(Need.REQUIRED), COMING),
        "Ask the data protection officer",
        "Ask for advice on the impact assessment, and record the answer.",
        "The advice, with its date.",
    ),
    owed(
        "dpia-consult",
        _IMPORTANT,
        ("gdpr.36",),
        (any_of(Need.REQUIRED), COMING),
        "Consult the authority if the risk stays high",
        "If your measures do not bring the risk down, consult the data protection authority before use.",
        "The authority’s advice, or why the risk is no longer high.",
    ),
    owed(
        "dpia-judge",
        _GOOD,
        ("wp248.criteria", "imy.list"),
        (any_of(Need.ADVISED, Need.NOT_NEEDED), COMING),
        "Write down why there is no impact assessment",
        "Say why none is needed, or make one anyway.",
        "The reason, read by the data protection officer.",
    ),
)

SWEDEN: tuple[Obligation, ...] = (
    owed(
        "equal-treatment",
        _CRITICAL,
        ("discrimination.1-4",),
        (_PERSONAL, COMING),
        "Examine every ground of discrimination",
        "Go through the seven grounds: say which have been tested, which cannot be, and why.",
        "The test for each ground, or the reason why there is none.",
    ),
    owed(
        "hear-people",
        _IMPORTANT,
        ("administration.25",),
        (_PERSONAL, any_of(*HumanRole), COMING),
        "Show people the material before you decide",
        "Where it is part of a decision that goes against somebody: show them what the system has added, and give them "
        "time to comment.",
        "The words that people get, and the routine.",
    ),
    owed(
        "review-and-appeal",
        _IMPORTANT,
        ("administration.37", "administration.40", "administration.44"),
        (_PERSONAL, any_of(*HumanRole), COMING),
        "Tell people how to ask for a review and appeal",
        "Where it is part of a decision: say how people ask for a review (omprövning), how they appeal, by when, and "
        "to which court or authority in this kind of case.",
        "The words in the decision.",
    ),
    owed(
        "cameras",
        _IMPORTANT,
        ("cameras.act",),
        (_PERSONAL, COMING),
        "Weigh camera surveillance",
        "Where it reads pictures from cameras that watch people: weigh the need against privacy, write that down, and "
        "put up signs.",
        "The assessment with its date, or that no camera is used.",
    ),
    owed(
        "unions",
        _IMPORTANT,
        ("codetermination.11",),
        (COMING,),
        "Negotiate with the unions before a change",
        "Where the system changes how people work in any way that matters: negotiate before the decision, whatever its "
        "class.",
        "The minutes, or why the change is not significant.",
    ),
    owed(
        "cyber-security",
        _IMPORTANT,
        ("cyber-security.act",),
        (COMING,),
        "Protect the system against attacks",
        "Take the system into the city’s work on cyber security, and know who reports a significant incident.",
        "The risk analysis, or the place in the city’s routine.",
    ),
    owed(
        "reasons",
        _IMPORTANT,
        ("administration.32",),
        (_PERSONAL, any_of(*HumanRole), COMING),
        "Give reasons for decisions",
        "Where it is part of a decision about somebody: say what decided the matter so that they understand it.",
        "An example of a decision with its reasons.",
    ),
    owed(
        "delegation",
        _CRITICAL,
        ("municipalities.6-37", "administration.28"),
        (_PERSONAL, _SYSTEM_DECIDES, COMING),
        "Have the board delegate the decisions",
        "Where the system itself decides cases, the board must delegate them to an automated decision function.",
        "The place in the board’s rules of delegation.",
    ),
    owed(
        "accessible",
        _IMPORTANT,
        ("accessibility.services",),
        (COMING,),
        "Make it accessible",
        "Where people meet it on the web or in an app: everybody can use it, and there is an accessibility statement.",
        "A link to the accessibility statement.",
    ),
    owed(
        "describe-records",
        _IMPORTANT,
        ("secrecy.describe", "secrecy.registers"),
        (COMING,),
        "Make its records easy to find",
        "Include the system in the description of public records, and register what it receives and draws up.",
        "A link to the description.",
    ),
    owed(
        "archive",
        _IMPORTANT,
        ("archives.keep",),
        (),
        "Decide what is kept and what is destroyed",
        "Say which data, logs and results are kept, and have a decision for those that are destroyed.",
        "The decision on what may be destroyed.",
    ),
)
