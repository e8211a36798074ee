"""How the web names states, steps, roles and topics. Rules stay in algorithms. What has been done: history_words."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.entries.entry import OpinionKind, Topic, VersionState
from algorithms.incidents.rules import Party
from algorithms.law.obligations import ObligationStatus, Weight
from algorithms.links.rules import Trouble
from algorithms.redaction import masks as masking
from algorithms.reporting.targets import Goal
from algorithms.review.deadlines import DeadlineKind
from algorithms.review.workflow import Action
from assessments.judgements.agreement import Scale
from assessments.judgements.patterns import AgreedBy
from assessments.plan.plan import Against, OutcomeKnown, Repeated, Task, Ties, TotalsChoice
from assessments.runs.run import RunState
from assessments.text.message import Message, labelled

STATES: Mapping[VersionState, Message] = labelled(
    VersionState,
    {
        VersionState.DRAFT: Message("Draft"),
        VersionState.SUBMITTED: Message("Waits for opinion"),
        VersionState.IN_REVIEW: Message("In review"),
        VersionState.RETURNED: Message("Returned"),
        VersionState.APPROVED: Message("Approved"),
        VersionState.PUBLISHED: Message("Published"),
        VersionState.REPLACED: Message("Replaced by a newer version"),
        VersionState.WITHDRAWN: Message("Withdrawn"),
        VersionState.DISCARDED: Message("Discarded"),
    },
)
PATH = (
    VersionState.DRAFT,
    VersionState.SUBMITTED,
    VersionState.IN_REVIEW,
    VersionState.APPROVED,
    VersionState.PUBLISHED,
)

OPINIONS: Mapping[OpinionKind, Message] = labelled(
    OpinionKind,
    {
        OpinionKind.AGREE: Message("No objections"),
        OpinionKind.AGREE_WITH_CONDITIONS: Message("Has points"),
        OpinionKind.OBJECT: Message("Advises against"),
        OpinionKind.NOT_CONCERNED: Message("Not concerned: no personal data"),
    },
)

TOPICS: Mapping[Topic, Message] = labelled(
    Topic,
    {
        Topic.SUPPORT_AND_CARE: Message("Support and care"),
        Topic.SCHOOL_AND_CHILDCARE: Message("School and childcare"),
        Topic.WORK_AND_MONEY: Message("Work and money"),
        Topic.BUILDING_AND_TRAFFIC: Message("Building and traffic"),
        Topic.CULTURE_AND_LEISURE: Message("Culture and leisure"),
        Topic.CITY_OPERATIONS: Message("City services"),
    },
)

RUNS: Mapping[RunState, Message] = labelled(
    RunState,
    {
        RunState.RECEIVED: Message("The file is being read"),
        RunState.INVENTORIED: Message("Waits for a test plan"),
        RunState.PLANNED: Message("Test plan ready, not started"),
        RunState.SET_ASIDE: Message("Set aside, the file is not kept"),
        RunState.QUEUED: Message("In the queue"),
        RunState.RUNNING: Message("Being counted"),
        RunState.DONE: Message("Finished"),
        RunState.FAILED: Message("Could not be done"),
        RunState.CANCELLED: Message("Cancelled"),
    },
)


@dataclass(frozen=True, slots=True)
class StepWords:
    """How a step is offered: its heading, what it means, the button, and what is asked for in words."""

    title: Message
    lead: Message
    button: Message
    requires: str = ""  # "", "reason" (Swedish only), "both" or "opinion" (both languages)
    label: Message | None = None
    grave: bool = False
    needs_case_number: bool = False
    folded: bool = False  # seldom taken: its form opens when asked for


STEPS: Mapping[Action, StepWords] = labelled(
    Action,
    {
        Action.SUBMIT: StepWords(
            title=Message("Submit"),
            lead=Message("The data protection officer reads it first, then the coordinator reviews it."),
            button=Message("Submit for opinion and review"),
        ),
        Action.GIVE_OPINION: StepWords(
            title=Message("Give your opinion"),
            lead=Message("Your opinion applies to exactly these texts and answers, and is shown on the public card."),
            button=Message("Record the opinion"),
            requires="opinion",
            label=Message("Points, or why you advise against it"),
        ),
        Action.RETURN: StepWords(
            title=Message("Return for changes"),
            lead=Message("The department gets it back as a draft, with your words."),
            button=Message("Return it"),
            requires="reason",
            label=Message("What must change, and why"),
            grave=True,
        ),
        Action.ANSWER_OBJECTION: StepWords(
            title=Message("Decide after advice against"),
            lead=Message(
                "The officer advises and the department decides. The decision and its reason are shown with the "
                "advice on the public card."
            ),
            button=Message("Save the decision"),
            requires="both",
            label=Message("The decision, and its reason"),
            needs_case_number=True,
        ),
        Action.APPROVE: StepWords(
            title=Message("Approve"),
            lead=Message("After this the content is fixed. It becomes public when the coordinator publishes it."),
            button=Message("Approve this version"),
        ),
        Action.PUBLISH: StepWords(
            title=Message("Publish"),
            lead=Message("The card becomes public at once, in both languages. A published version is never changed."),
            button=Message("Publish now"),
        ),
        Action.WITHDRAW: StepWords(
            title=Message("Withdraw"),
            lead=Message("The card is taken down. Its address goes on to answer, with your reason and the date."),
            button=Message("Withdraw the card"),
            requires="both",
            label=Message("The reason, for the public"),
            grave=True,
        ),
        Action.DISCARD: StepWords(
            title=Message("Discard"),
            lead=Message(
                "Nobody is working on this draft any more. It is kept in the history, and you can start a new draft "
                "from it."
            ),
            button=Message("Discard the draft"),
            requires="reason",
            label=Message("Why it is not needed"),
            grave=True,
            folded=True,
        ),
    },
)


DUE: Mapping[DeadlineKind, Message] = labelled(
    DeadlineKind,
    {
        DeadlineKind.REVIEW: Message("Review"),
        DeadlineKind.MEASURE: Message("Measure taken"),
        DeadlineKind.TEST: Message("Assessment"),
    },
)
STANDINGS: Mapping[ObligationStatus, Message] = labelled(
    ObligationStatus,
    {
        ObligationStatus.OPEN: Message("Open"),
        ObligationStatus.MET: Message("Met"),
        ObligationStatus.NOT_APPLICABLE: Message("Does not apply"),
    },
)
WEIGHTS: Mapping[Weight, Message] = labelled(
    Weight,
    {
        Weight.CRITICAL: Message("Must be in place"),
        Weight.IMPORTANT: Message("Important"),
        Weight.GOOD_PRACTICE: Message("Good practice"),
    },
)

GOALS: Mapping[Goal, Message] = labelled(
    Goal,
    {
        Goal.PUBLISHED: Message("Entries that are published"),
        Goal.CLASSIFIED: Message("Published entries with an AI Act class"),
        Goal.EQUAL_TREATMENT: Message(
            "Published systems with data about people where tests found no difference that matters, or where the "
            "measure against it has been carried out"
        ),
        Goal.REVIEWED: Message("Published entries whose review is not late"),
        Goal.BILINGUAL: Message("Published entries in both Swedish and English"),
        Goal.DEPARTMENTS: Message("Departments with a published entry"),
    },
)

NO_PDF = Message("The PDF could not be made. Print the page instead, and tell the people who run Insyn.")

TROUBLES: Mapping[Trouble, Message] = labelled(
    Trouble,
    {
        Trouble.GONE: Message("The page is gone."),
        Trouble.BROKEN: Message("The page says that it is broken."),
        Trouble.SILENT: Message("Nobody answers there."),
        Trouble.UNTRUSTED: Message("Browsers warn of it: its certificate is not good."),
        Trouble.INSIDE: Message("Only the city’s own network reaches it."),
    },
)

PARTIES: Mapping[Party, Message] = labelled(
    Party,
    {
        Party.PROVIDER: Message("The provider of the system"),
        Party.MARKET_SURVEILLANCE: Message("The market surveillance authority"),
        Party.DATA_PROTECTION: Message("The data protection authority"),
    },
)

MASKS: Mapping[masking.MaskStatus, Message] = {
    masking.MaskStatus.PROPOSED: Message("Proposed, not decided"),
    masking.MaskStatus.ACTIVE: Message("Masked"),
    masking.MaskStatus.DECLINED: Message("Not masked"),
    masking.MaskStatus.LIFTED: Message("Lifted, read by all again"),
}

TASKS: Mapping[Task, Message] = labelled(
    Task,
    {
        "decision": Message("A yes or a no"),
        "score": Message("A score, where a certain value or more means yes"),
        "classes": Message("One of several classes"),
        "amounts": Message("An amount, a time or a distance"),
        "ranking": Message("A place in a ranking or a queue"),
        "judgements": Message("Answers that people have judged, as of a chat"),
    },
)

SCALES: Mapping[Scale, Message] = labelled(
    Scale,
    {
        "nominal": Message("Names, such as yes and no, or correct, partly and wrong"),
        "ordinal": Message("In an order, such as bad, fair and good, or 1 to 5"),
        "interval": Message("Numbers with equal steps between them"),
    },
)

AGREED_BY: Mapping[AgreedBy, Message] = labelled(
    AgreedBy,
    {
        "majority": Message("What more than half of them say"),
        "everyone": Message("What all of them say"),
    },
)

AGAINST: Mapping[Against, Message] = labelled(
    Against,
    {
        "reference": Message("One group, chosen for each column below"),
        "rest": Message("All the others together"),
        "whole": Message("Everybody, the group itself included"),
    },
)

OUTCOME_KNOWN: Mapping[OutcomeKnown, Message] = labelled(
    OutcomeKnown,
    {
        "everyone": Message("Everyone, or nobody"),
        "flagged": Message("Only those who got a yes and were followed up"),
        "audit": Message("Those with a yes, and a random sample of everyone"),
        "audit_of_the_rest": Message("Those with a yes, and a random sample of those with a no"),
        "unrelated": Message(
            "Some, and the reason why it is unknown for the others has nothing to do with the decision"
        ),
    },
)

TIES: Mapping[Ties, Message] = labelled(
    Ties,
    {
        "out": Message("None of them gets a yes"),
        "in": Message("All of them get a yes"),
    },
)

TOTALS: Mapping[TotalsChoice, Message] = labelled(
    TotalsChoice,
    {
        "out": Message("They sum up other rows: leave them out"),
        "in": Message("They are cases like the others: count them"),
    },
)

REPEATED: Mapping[Repeated, Message] = labelled(
    Repeated,
    {
        "no": Message("No"),
        "yes": Message("Yes, by the column below"),
        "pairs": Message("The same case is there once for each group, with only the group changed (pairs)"),
        "unknown": Message("Nobody knows; the card says so"),
    },
)

YES_MEANS: Mapping[str, Message] = {
    "burden": Message("A yes is a burden: a check, a suspicion, a refusal"),
    "help": Message("A yes is a help: support, a place, an offer"),
    "": Message("Neither"),
}

LETTER_STATES: Mapping[str, Message] = {
    "waiting": Message("Waits to be sent"),
    "held": Message("Waiting for the daily e-mail"),
    "gathered": Message("Will be in the next daily e-mail"),
    "sending": Message("Is being sent"),
    "sent": Message("Sent"),
    "failed": Message("Could not be sent"),
}
LETTERS_OF_ENTRIES: Mapping[str, Message] = {
    "event": Message("What happened to an entry"),
    "reminder": Message("A reminder of a day"),
    "reminded": Message("A reminder by the coordinator"),
    "question": Message("Residents’ questions"),
}
