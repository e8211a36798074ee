"""The uses that Annex III lists as high risk, asked area by area. Biometrics (point 1) is asked of all."""

from typing import Any

from algorithms.law.risk.kinds import AnswerOption, RiskQuestion, TransparencyDuty, branch
from assessments.text.message import Message

_PICK = Message("Choose all that fit. If it does not do any of this, choose the last answer.")


def _use(point: str, label: str, *duties: TransparencyDuty, key: str = "", **more: Any) -> AnswerOption:
    """A use on the list, with what people have to be informed of (art. 50). Whether it is exempt is asked later."""
    words = Message(label)
    reason = Message(
        "The law lists this use as high risk (Annex III, point {point}): {use}",
        {"point": point, "use": words},
    )
    cites = ("ai-act.6-2", "ai-act.annex-iii", *(f"ai-act.{duty}" for duty in duties), *more.pop("cites", ()))
    more = {"then": "profiling"} | more
    return AnswerOption(
        key=key or point, label=words, annex_iii=point, duties=duties, reason=reason, cites=cites, **more
    )


_WITH_OTHER_AREAS = {"then": "product", "also": "profiling"}  # a biometric use does not end the questions on others
_NONE = branch("none", "None of this", "talks", alone=True)
_WHAT_FOR = Message("What is it used for?")

BIOMETRICS = RiskQuestion(
    key="biometrics",
    label=Message("Does it recognise people, or anything about them, by face, voice, body or movements?"),
    hint=Message("To check that somebody is who they say they are, as when a phone is unlocked, counts as no."),
    several=True,
    choices=(
        branch("no", "No", "product", alone=True),
        _use("1a", "Identifying people at a distance, without their taking part", **_WITH_OTHER_AREAS),
        _use(
            "1b",
            "Sorting people by protected traits, such as sex, age or disability",
            TransparencyDuty.BIOMETRICS,
            **_WITH_OTHER_AREAS,
        ),
        _use("1c", "Inferring people’s emotions or intentions", TransparencyDuty.BIOMETRICS, **_WITH_OTHER_AREAS),
        branch(
            "other-traits",
            "Sorting people by other traits, such as height or hair colour",
            "product",
            duties=(TransparencyDuty.BIOMETRICS,),
            reason=Message("It sorts people by bodily features. They must be told."),
            cites=("ai-act.50-3",),
        ),
    ),
)

AREAS: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        key="area",
        label=Message("Is it used in any of these areas?"),
        hint=Message("Choose all that fit. Staff are people too: planning their work is working life."),
        several=True,
        choices=(
            branch("services", "Support, care and other services that people depend on", "services"),
            branch("education", "School, preschool and other education", "education"),
            branch("work", "Recruitment and working life", "work"),
            branch("infrastructure", "Traffic, water, heating, electricity and critical digital services", "supply"),
            branch("law-enforcement", "The fight against crime", "law-enforcement"),
            branch("migration", "Migration, asylum and border control", "migration"),
            branch("justice", "Courts and elections", "justice"),
            branch("none", "None of these areas", "talks", alone=True),
        ),
    ),
    RiskQuestion(
        key="services",
        label=_WHAT_FOR,
        hint=Message(
            "Choose all that fit. To pick out people or cases to be checked for fraud with support belongs to the "
            "first answer."
        ),
        several=True,
        choices=(
            _use("5a", "Deciding, or helping to decide, who gets, loses or repays public support, benefits or care"),
            _use(
                "5b",
                "Judging whether people are creditworthy or giving them a credit score, except to find financial fraud",
            ),
            _use("5c", "Setting the risk or price of somebody’s life or health insurance"),
            _use("5d", "Sorting emergency calls, sending out help, or deciding which patient comes first"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="education",
        label=_WHAT_FOR,
        hint=_PICK,
        several=True,
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
        several=True,
        choices=(
            _use("4a", "Showing job advertisements to chosen people, sorting applications or judging applicants"),
            _use("4b", "Deciding on terms, promotion or dismissal, or following up people’s work or behaviour"),
            _use(
                "4b",
                "Sharing out tasks by how people are or behave, also by what they can, such as languages",
                key="4b-tasks",
                readings=Message(
                    "Annex III, point 4(b) is about tasks that are allocated by individual behaviour or personal "
                    "traits. By one reading a skill, such as a language or a driving licence, is such a trait, and "
                    "the system is high risk. By another it is not. The stricter reading counts here."
                ),
            ),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="supply",
        label=_WHAT_FOR,
        hint=Message(
            "A safety component protects people, property or the infrastructure itself, or could endanger them if it "
            "fails. A part that only makes the operation smoother or cheaper, or only protects it from cyber attacks, "
            "is not one."
        ),
        several=True,
        choices=(
            _use(
                "2",
                "Watching pressure, leaks or faults in such a network, without steering it",
                key="2-watching",
                cites=("ai-act.recital-55",),
                readings=Message(
                    "Recital 55 names systems that monitor water pressure as safety components, so by one reading the "
                    "system is high risk. By another it is not, where it only saves water or money and no fault in it "
                    "can harm anybody. The stricter reading counts here."
                ),
            ),
            _use("2", "Safety in running road traffic, water, gas, heating, electricity or critical digital services"),
            _NONE,
        ),
    ),
    RiskQuestion(
        key="law-enforcement",
        label=_WHAT_FOR,
        hint=Message("Answer for what is done by the police or another authority that fights crime, or on its behalf."),
        several=True,
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
        several=True,
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
        several=True,
        choices=(
            _use(
                "8a", "Helping a court, or a body that settles disputes out of court, to assess facts or apply the law"
            ),
            _use("8b", "Influencing how people vote or how an election ends; planning a campaign does not count"),
            _NONE,
        ),
    ),
)
