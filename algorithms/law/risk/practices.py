"""The questions on what is prohibited (art. 5) and on products that other law wants checked (art. 6(1), Annex I)."""

from datetime import date

from algorithms.law.risk.kinds import AnnexI, AnswerOption, RiskClass, RiskQuestion, branch
from assessments.text.message import Message


def _banned(key: str, label: str, cites: str = "ai-act.5") -> AnswerOption:
    words = Message(label)
    reason = Message("This is prohibited: {practice}", {"practice": words})
    return AnswerOption(key=key, label=words, then=None, settles=RiskClass.PROHIBITED, reason=reason, cites=(cites,))


PRACTICE = RiskQuestion(
    key="practice",
    label=Message("Does it do any of this?"),
    hint=Message(
        "All of it is prohibited; the last two from {day}. Most systems in a city do none of it. To want pupils or "
        "staff to feel well is no medical reason.",
        {"day": date(2026, 12, 2)},
    ),
    choices=(
        branch("none", "None of this", "biometrics"),
        _banned(
            "manipulates", "Manipulating or deceiving people without their knowledge, in a way likely to harm them"
        ),
        _banned("exploits", "Exploiting people’s age, disability or difficult situation in a way likely to harm them"),
        _banned(
            "scores",
            "Scoring people by how they behave or who they are, so that they are treated worse elsewhere or "
            "without good reason",
        ),
        _banned("predicts-crime", "Predicting from profile or personality alone who will commit crimes"),
        _banned(
            "scrapes-faces", "Gathering pictures of faces untargeted from the internet or cameras, to recognise people"
        ),
        _banned(
            "reads-emotions",
            "Inferring people’s emotions at work or in education, except for medical or safety reasons",
        ),
        _banned(
            "sorts-by-body",
            "Using somebody’s face, voice or body to infer their race, political opinions, trade union membership, "
            "religious or philosophical beliefs, sex life or sexual orientation",
        ),
        _banned("identifies-live", "Identifying people live, at a distance, in public places, in order to fight crime"),
        _banned(
            "undresses",
            "Making realistic nude or sexual pictures, sound or film of real people who have not agreed to it",
            "ai-act.5-2026",
        ),
        _banned("abuses-children", "Making pictures or film of sexual abuse of children", "ai-act.5-2026"),
    ),
)

PRODUCT = RiskQuestion(
    key="product",
    label=Message(
        "Is it a product, or a safety component of one, that an independent body must check before it is sold?"
    ),
    hint=Message("Something that only makes a product smoother, cheaper or more convenient is not a safety component."),
    choices=(
        branch("no", "No", "area"),
        branch(
            "section-a",
            "Yes: medical devices, lifts, toys, boats, cableways, radio, pressure, gas or protective equipment",
            "area",
            settles=RiskClass.HIGH_RISK,
            annex_i=AnnexI.SECTION_A,
            reason=Message(
                "It is a product that an independent body must check, or a safety part of one. That makes it high risk."
            ),
            cites=("ai-act.6-1",),
        ),
        branch(
            "in-house",
            "Such a medical device, but made in the city’s own health care and used only there",
            "area",
            settles=RiskClass.HIGH_RISK,
            annex_i=AnnexI.SECTION_A,
            reason=Message("It is a medical device of a kind that is checked. That counts as high risk."),
            readings=Message(
                "A medical device that is made and used in the same health institution is not checked by an "
                "independent body. By one reading article 6(1) then does not fit, and the system is not high risk. By "
                "another its kind decides, and it is. The stricter reading counts here."
            ),
            cites=("ai-act.6-1", "mdr.5-5"),
        ),
        branch(
            "section-b",
            "Yes: vehicles, machinery, or equipment for railways, aviation or ships",
            None,
            settles=RiskClass.HIGH_RISK,
            annex_i=AnnexI.SECTION_B,
            reason=Message("It is high risk, but the law on that product says what must be done, not the AI Act."),
            cites=("ai-act.6-1", "ai-act.2-2"),
        ),
    ),
)
