"""What the AI Act asks of a city that builds high-risk or exempt systems, and the duties to inform people (art. 50)."""

from algorithms.law.obligations.ai_act import COMING, INFRASTRUCTURE, PEOPLE, USED
from algorithms.law.obligations.kinds import Obligation, Trait, Weight, any_of, owed
from algorithms.law.risk import Operator, RiskClass, TransparencyDuty

_CRITICAL, _IMPORTANT, _GOOD = Weight.CRITICAL, Weight.IMPORTANT, Weight.GOOD_PRACTICE
_HIGH, _EXEMPT = any_of(RiskClass.HIGH_RISK), any_of(RiskClass.EXEMPT)
_PROVIDER, _DEPLOYER, _BOUGHT = any_of(Operator.PROVIDER), any_of(Operator.DEPLOYER), any_of(Trait.BOUGHT)

PROVIDER: tuple[Obligation, ...] = (
    owed(
        "requirements",
        _CRITICAL,
        ("ai-act.16",),
        (_HIGH, _PROVIDER, COMING),
        "Meet the requirements for the provider",
        "Manage risks, govern data, document, log, write instructions, make oversight possible and test that it is "
        "reliable.",
        "The technical documentation.",
    ),
    owed(
        "conformity",
        _CRITICAL,
        ("ai-act.43",),
        (_HIGH, _PROVIDER, COMING),
        "Show that it conforms",
        "Have conformity assessed, draw up the EU declaration and affix the CE marking before use.",
        "The EU declaration of conformity.",
    ),
    owed(
        "supplier-agreement",
        _IMPORTANT,
        ("ai-act.25-4", "ai-act.25-2"),
        (_HIGH, _PROVIDER, COMING),
        "Agree in writing with those who supply parts",
        "Have a written agreement with suppliers of models, tools and parts on information and technical access. If "
        "you took over from another provider: ask for its documentation and known limitations.",
        "The agreement.",
    ),
    owed(
        "monitoring-plan",
        _IMPORTANT,
        ("ai-act.72-3",),
        (_HIGH, _PROVIDER, COMING),
        "Plan how to follow it in use",
        "Write the plan for monitoring after it is taken into use, as part of the technical documentation.",
        "The plan.",
    ),
    owed(
        "serious-incidents",
        _CRITICAL,
        ("ai-act.73",),
        (_HIGH, _PROVIDER, USED),
        "Report serious incidents in time",
        "Report to the market surveillance authority within 15 days, 10 if somebody has died, and 2 if critical "
        "infrastructure is seriously disrupted.",
        "The routine, and who reports.",
    ),
    owed(
        "register-system",
        _CRITICAL,
        ("ai-act.49-1",),
        (_HIGH, _PROVIDER, PEOPLE, COMING),
        "Register the system",
        "Register the city as provider and the system in the EU database before use.",
        "A link to the entry in the EU database.",
    ),
    owed(
        "register-nationally",
        _IMPORTANT,
        ("ai-act.49-5",),
        (_HIGH, INFRASTRUCTURE, COMING),
        "Register it nationally",
        "Systems for critical infrastructure are registered at home, not in the EU database. Ask the authority how.",
        "The registration, or the authority’s answer.",
    ),
    owed(
        "document-exemption",
        _CRITICAL,
        ("ai-act.6-4", "ai-act.6-3"),
        (_EXEMPT, _PROVIDER, COMING),
        "Write down why it is exempt",
        "Document why the system is not high risk before it is used, so that an authority can read it.",
        "The assessment, with its date.",
    ),
    owed(
        "register-exemption",
        _IMPORTANT,
        ("ai-act.49-2",),
        (_EXEMPT, _PROVIDER, COMING),
        "Register it although it is exempt",
        "Register the city as provider and the system in the EU database before use.",
        "A link to the entry in the EU database.",
    ),
    owed(
        "ask-exemption",
        _GOOD,
        ("ai-act.6-4", "ai-act.6-3"),
        (_EXEMPT, _BOUGHT, COMING),
        "Ask why it is exempt",
        "Ask the supplier for its documented assessment, and check that you use the system as it assumes.",
        "The supplier’s assessment.",
    ),
)

TRANSPARENCY: tuple[Obligation, ...] = (
    owed(
        "tell-interaction",
        _CRITICAL,
        ("ai-act.50-1",),
        (any_of(TransparencyDuty.INTERACTION), _PROVIDER, COMING),
        "Say that it is AI",
        "Build it so that people are told, before the first answer, that they talk with an AI system.",
        "A picture of what people see, or the words they hear.",
    ),
    owed(
        "mark-content",
        _IMPORTANT,
        ("ai-act.50-2", "ai-act.111-4"),
        (any_of(TransparencyDuty.MARKING), _PROVIDER, COMING),
        "Mark what it creates",
        "Mark text, images, sound and film so that a machine can tell that AI has made them.",
        "Which method is used, and a test that it works.",
    ),
    owed(
        "ask-supplier",
        _GOOD,
        ("ai-act.50-1", "ai-act.50-2"),
        (any_of(TransparencyDuty.INTERACTION, TransparencyDuty.MARKING), _BOUGHT, COMING),
        "Ask how the supplier informs people and marks content",
        "The supplier must tell people and mark what is created. Check that this is done.",
        "The supplier’s answer, or the contract.",
    ),
    owed(
        "tell-biometrics",
        _CRITICAL,
        ("ai-act.50-3",),
        (any_of(TransparencyDuty.BIOMETRICS), _DEPLOYER, COMING),
        "Tell those whose bodies it reads",
        "Tell everybody who is exposed that the system reads emotions or sorts people by bodily features.",
        "The sign or the words that people meet.",
    ),
    owed(
        "tell-images",
        _CRITICAL,
        ("ai-act.50-4",),
        (any_of(TransparencyDuty.DEEP_FAKE), _DEPLOYER, COMING),
        "Say that images, sound or film are AI-generated",
        "Next to everything that looks or sounds real but is not, say that AI has made it.",
        "An example of the words next to it.",
    ),
    owed(
        "tell-text",
        _IMPORTANT,
        ("ai-act.50-4",),
        (any_of(TransparencyDuty.PUBLIC_TEXT), _DEPLOYER, COMING),
        "Say that the text is AI-generated",
        "Say next to the text that AI has made it, or let a person review it and take responsibility for it.",
        "An example of the words, or the routine for reading through.",
    ),
    owed(
        "clear-information",
        _IMPORTANT,
        ("ai-act.50-5",),
        (any_of(Trait.INFORMS), COMING),
        "Make the information clear and accessible",
        "What people are told is clear, accessible, and comes no later than the first contact.",
        "A test of how accessible it is.",
    ),
)
