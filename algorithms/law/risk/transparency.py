"""The questions on what people have to be informed of (art. 50). They are asked of every system that may be used."""

from algorithms.law.risk.kinds import RiskQuestion, TransparencyDuty, branch
from assessments.text.message import Message

TRANSPARENCY: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        key="talks",
        label=Message("Do people talk or write with it, so that it answers them?"),
        hint=Message(
            "For example with a chatbot or a voice on the phone. What only takes down or translates what is said does "
            "not count. If residents use it, do not take it to be obvious."
        ),
        choices=(
            branch("no", "No", "creates"),
            branch(
                "yes",
                "Yes",
                "creates",
                duties=(TransparencyDuty.INTERACTION,),
                reason=Message("People write or talk to the system, and must be told that it is AI."),
                cites=("ai-act.50-1",),
            ),
            branch("obvious", "Yes, and anybody can tell at once that it is AI", "creates"),
        ),
    ),
    RiskQuestion(
        key="creates",
        label=Message("Does it create text, images, sound or film?"),
        hint=Message("To correct spelling or change the layout of what a person has made is not to create."),
        choices=(
            branch("no", "No, or it only corrects what a person has made", None),
            branch(
                "same",
                "It writes down or reworks what it is given, and keeps its meaning, such as dictation or translation",
                "publishes",
                reason=Message(
                    "It does not change what it is given, or its meaning, in substance: no marking is required."
                ),
                readings=Message(
                    "Article 50(2) makes an exception for what does not substantially alter the input or its meaning. "
                    "On one reading it covers dictation and translation, and nothing must be marked. On another, a "
                    "translation is a new text and must be marked. Mark it if you are in doubt."
                ),
                cites=("ai-act.50-2",),
            ),
            branch(
                "yes",
                "Yes",
                "publishes",
                duties=(TransparencyDuty.MARKING,),
                reason=Message("What it creates must be marked so that computers can detect that AI made it."),
                cites=("ai-act.50-2",),
            ),
        ),
    ),
    RiskQuestion(
        key="publishes",
        label=Message("What does the city publish of what it creates?"),
        hint=Message(
            "Text that a person has read through, and that somebody at the city answers for, counts as nothing."
        ),
        choices=(
            branch("nothing", "Nothing of the following", None),
            branch(
                "images",
                "Images, sound or film that look or sound real but are not",
                None,
                duties=(TransparencyDuty.DEEP_FAKE,),
                reason=Message("The city publishes what looks real but is not, and must say so."),
                cites=("ai-act.50-4",),
            ),
            branch(
                "text",
                "Text on matters of public interest that no person has read through",
                None,
                duties=(TransparencyDuty.PUBLIC_TEXT,),
                reason=Message("The city publishes text by AI that nobody has reviewed, and must say so."),
                cites=("ai-act.50-4",),
            ),
            branch(
                "both",
                "Both",
                None,
                duties=(TransparencyDuty.DEEP_FAKE, TransparencyDuty.PUBLIC_TEXT),
                reason=Message("The city publishes text and images that AI has made, and must say so."),
                cites=("ai-act.50-4",),
            ),
        ),
    ),
)
