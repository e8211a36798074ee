"""The uses that Annex III lists as high risk, asked area by area. Biometrics (point 1) is asked of all."""

from algorithms.law.risk.kinds import AnswerOption, RiskQuestion, TransparencyDuty, branch
from assessments.text.message import Message

_PICK = Message(
    "Choose what fits best. If it does not do any of this, choose the last answer, or go back and choose another area."
)


def _use(point: str, label: str, *duties: TransparencyDuty) -> AnswerOption:
    """A use on the list, with what people have to be informed of (art. 50). Whether it is exempt is asked next."""
    words = Message(label)
    reason = Message(
        "This use is on the law’s list of high-risk uses (Annex III, point {point}): {use}",
        {"point": point, "use": words},
    )
    cites = ("ai-act.6-2", "ai-act.annex-iii", *(f"ai-act.{duty}" for duty in duties))
    return AnswerOption(
        key=point, label=words, then="profiling", annex_iii=point, duties=duties, reason=reason, cites=cites
    )


_NONE = branch("none", "None of this", "talks")
_WHAT_FOR = Message("What is it used for?")

BIOMETRICS = RiskQuestion(
    key="biometrics",
    label=Message("Does it recognise people, or anything about them, by face, voice, body or movements?"),
    hint=Message("To check that somebody is who they say they are, as when a phone is unlocked, counts as no."),
    choices=(
        branch("no", "No", "product"),
        _use("1a", "Identifying people at a distance, without their taking part"),
        _use("1b", "Sorting people by protected traits, such as sex, age or disability", TransparencyDuty.BIOMETRICS),
        _use("1c", "Reading people’s emotions or intentions", TransparencyDuty.BIOMETRICS),
        branch(
            "other-traits",
            "Sorting people by other traits, such as height or hair colour",
            "product",
            duties=(TransparencyDuty.BIOMETRICS,),
            reason=Message("It sorts people by their bodies. They have to be told."),
            cites=("ai-act.50-3",),
        ),
    ),
)

AREAS: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        key="area",
        label=Message("Is it used in any of these areas?"),
        hint=Message("If several fit, choose the one that matters most to people, and critical infrastructure last."),
        choices=(
            branch("services", "Support, care and other services that people depend on", "services"),
            branch("education", "School, preschool and other education", "education"),
            branch("work", "Recruitment and working life", "work"),
            branch("infrastructure", "Traffic, water, heating, electricity and critical digital services", "supply"),
            branch("law-enforcement", "The fight against crime", "law-enforcement"),
            branch("migration", "Migration, asylum and border control", "migration"),
            branch("justice", "Courts and elections", "justice"),
            branch("none", "None of these areas", "talks"),
        ),
    ),
    RiskQuestion(
        key="services",
        label=_WHAT_FOR,
        hint=_PICK,
        choices=(
            _use("5a", "Deciding, or helping to decide, who gets, loses or repays public support, benefits or care"),
            _use("5b", "Judging whether people can pay, or giving them a credit score; finding fraud does not count"),
            _use("5c", "Setting the risk or price of somebody’s life or health insurance"),
            _use("5d", "Sorting emergency calls, sending out help, or deciding which patient comes first"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="education",
        label=_WHAT_FOR,
        hint=_PICK,
        choices=(
            _use("3a", "Admitting people to education, or giving them a place at a school"),
            _use("3b", "Judging what people have learned, also in order to steer their learning"),
            _use("3c", "Judging which level of education somebody is to get"),
            _use("3d", "Watching for cheating in tests"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="work",
        label=_WHAT_FOR,
        hint=_PICK,
        choices=(
            _use("4a", "Showing job advertisements to chosen people, sorting applications or judging applicants"),
            _use(
                "4b",
                "Deciding on terms, promotion or dismissal, sharing out tasks by how people are or behave, or "
                "following up their work",
            ),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="supply",
        label=_WHAT_FOR,
        hint=Message(
            "A part is there for safety when it protects people or property, or when a fault in it is a danger to them."
        ),
        choices=(
            _use("2", "Safety in running road traffic, water, gas, heating, electricity or critical digital services"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="law-enforcement",
        label=_WHAT_FOR,
        hint=Message("Answer for what is done by the police or another authority that fights crime, or on its behalf."),
        choices=(
            _use("6a", "Judging who risks becoming a victim of crime"),
            _use("6b", "As a lie detector or the like in the fight against crime"),
            _use("6c", "Judging how reliable evidence is"),
            _use(
                "6d",
                "Judging who risks committing crimes, not by profile alone, or judging personality or past crimes",
            ),
            _use("6e", "Profiling people in order to find, investigate or prosecute crimes"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="migration",
        label=_WHAT_FOR,
        hint=Message("Answer for what authorities for migration, asylum and borders do, or others on their behalf."),
        choices=(
            _use("7a", "As a lie detector or the like in migration and border control"),
            _use("7b", "Judging the risk that somebody poses who comes to the country"),
            _use("7c", "Helping to examine applications for asylum, visas or residence permits"),
            _use("7d", "Finding, recognising or identifying people; checking travel documents does not count"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="justice",
        label=_WHAT_FOR,
        hint=_PICK,
        choices=(
            _use("8a", "Helping a court, or whoever settles a dispute out of court, to assess facts or apply the law"),
            _use("8b", "Influencing how people vote or how an election ends; planning a campaign does not count"),
            _NONE,
        ),
    ),
)
