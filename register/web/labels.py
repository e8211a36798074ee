"""How the web names states, steps, roles and topics. Rules stay in algorithms. What has been done: history_words."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.entries.entry import OpinionKind, State, Topic
from algorithms.incidents.rules import Party
from algorithms.law.obligations import Standing, Weight
from algorithms.links.rules import Trouble
from algorithms.people import Role
from algorithms.redaction import masks as masking
from algorithms.reporting.targets import Goal
from algorithms.review.deadlines import Kind
from algorithms.review.workflow import Action
from assessments.plan.plan import Against, OutcomeKnown, Task
from assessments.runs.run import RunState
from assessments.text.message import Sentence, labelled

STATES: Mapping[State, Sentence] = labelled(
    State,
    {
        State.DRAFT: Sentence("Draft"),
        State.SUBMITTED: Sentence("Waits for opinion"),
        State.IN_REVIEW: Sentence("In review"),
        State.RETURNED: Sentence("Returned"),
        State.APPROVED: Sentence("Approved"),
        State.PUBLISHED: Sentence("Published"),
        State.REPLACED: Sentence("Replaced by a newer version"),
        State.WITHDRAWN: Sentence("Withdrawn"),
        State.DISCARDED: Sentence("Discarded"),
    },
)
PATH = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)

ROLES: Mapping[Role, Sentence] = labelled(
    Role,
    {
        Role.COORDINATOR: Sentence("AI coordinator"),
        Role.EDITOR: Sentence("Department editor"),
        Role.APPROVER: Sentence("Department approver"),
        Role.DPO: Sentence("Data protection officer"),
        Role.AUDITOR: Sentence("Auditor"),
        Role.ADMINISTRATOR: Sentence("Administrator"),
    },
)

OPINIONS: Mapping[OpinionKind, Sentence] = labelled(
    OpinionKind,
    {
        OpinionKind.AGREE: Sentence("Agrees"),
        OpinionKind.AGREE_WITH_CONDITIONS: Sentence("Agrees with conditions"),
        OpinionKind.OBJECT: Sentence("Objects"),
        OpinionKind.NOT_CONCERNED: Sentence("Not concerned: no personal data"),
    },
)

TOPICS: Mapping[Topic, Sentence] = labelled(
    Topic,
    {
        Topic.SUPPORT_AND_CARE: Sentence("Support and care"),
        Topic.SCHOOL_AND_CHILDCARE: Sentence("School and childcare"),
        Topic.WORK_AND_MONEY: Sentence("Work and money"),
        Topic.BUILDING_AND_TRAFFIC: Sentence("Building and traffic"),
        Topic.CULTURE_AND_LEISURE: Sentence("Culture and leisure"),
        Topic.CITY_OPERATIONS: Sentence("How the city runs"),
    },
)

RUNS: Mapping[RunState, Sentence] = labelled(
    RunState,
    {
        RunState.RECEIVED: Sentence("The file is being read"),
        RunState.INVENTORIED: Sentence("Waits for a test plan"),
        RunState.PLANNED: Sentence("Test plan ready, not started"),
        RunState.SET_ASIDE: Sentence("Set aside, the file is not kept"),
        RunState.QUEUED: Sentence("In the queue"),
        RunState.RUNNING: Sentence("Being counted"),
        RunState.DONE: Sentence("Finished"),
        RunState.FAILED: Sentence("Could not be done"),
        RunState.CANCELLED: Sentence("Cancelled"),
    },
)


@dataclass(frozen=True, slots=True)
class StepWords:
    """How a step is offered: its heading, what it means, the button, and what is asked for in words."""

    title: Sentence
    lead: Sentence
    button: Sentence
    asks: str = ""  # "", "reason" (Swedish only), "both" or "opinion" (both languages)
    label: Sentence | None = None
    grave: bool = False
    folded: bool = False  # seldom taken: its form opens when asked for


STEPS: Mapping[Action, StepWords] = labelled(
    Action,
    {
        Action.SUBMIT: StepWords(
            Sentence("Submit"),
            Sentence("The data protection officer reads it first, then the coordinator reviews it."),
            Sentence("Submit for opinion and review"),
        ),
        Action.GIVE_OPINION: StepWords(
            Sentence("Give your opinion"),
            Sentence("Your opinion is bound to exactly these texts and answers, and stands on the public card."),
            Sentence("Record the opinion"),
            "opinion",
            Sentence("Conditions or objection"),
        ),
        Action.RETURN: StepWords(
            Sentence("Return for changes"),
            Sentence("The department gets it back as a draft, with your words."),
            Sentence("Return it"),
            "reason",
            Sentence("What has to change, and why"),
            grave=True,
        ),
        Action.ANSWER_OBJECTION: StepWords(
            Sentence("Answer the objection"),
            Sentence("The objection is advice. Your answer stands beside it on the public card."),
            Sentence("Save the answer"),
            "both",
            Sentence("Your answer"),
        ),
        Action.APPROVE: StepWords(
            Sentence("Approve"),
            Sentence("After this the content is fixed. It becomes public when the coordinator publishes it."),
            Sentence("Approve this version"),
        ),
        Action.PUBLISH: StepWords(
            Sentence("Publish"),
            Sentence("The card becomes public at once, in both languages. A published version is never changed."),
            Sentence("Publish now"),
        ),
        Action.WITHDRAW: StepWords(
            Sentence("Withdraw"),
            Sentence("The card is taken down. Its address goes on to answer, with your reason and the date."),
            Sentence("Withdraw the card"),
            "both",
            Sentence("The reason, for the public"),
            grave=True,
        ),
        Action.DISCARD: StepWords(
            Sentence("Discard"),
            Sentence("Nobody goes on with this draft. It is kept in the history, and you can begin anew from it."),
            Sentence("Discard the draft"),
            "reason",
            Sentence("Why it is not needed"),
            grave=True,
            folded=True,
        ),
    },
)


DUE: Mapping[Kind, Sentence] = labelled(
    Kind,
    {
        Kind.REVIEW: Sentence("Review"),
        Kind.MEASURE: Sentence("Measure taken"),
        Kind.TEST: Sentence("Assessment"),
    },
)
STANDINGS: Mapping[Standing, Sentence] = labelled(
    Standing,
    {
        Standing.OPEN: Sentence("Open"),
        Standing.MET: Sentence("Met"),
        Standing.NOT_APPLICABLE: Sentence("Does not apply"),
    },
)
WEIGHTS: Mapping[Weight, Sentence] = labelled(
    Weight,
    {
        Weight.CRITICAL: Sentence("Must be in place"),
        Weight.IMPORTANT: Sentence("Important"),
        Weight.GOOD_PRACTICE: Sentence("Good practice"),
    },
)

GOALS: Mapping[Goal, Sentence] = labelled(
    Goal,
    {
        Goal.PUBLISHED: Sentence("Entries that are published"),
        Goal.CLASSIFIED: Sentence("Published entries with a class of the AI Act"),
        Goal.TESTED: Sentence("Published systems with data about people that are tested for fairness"),
        Goal.REVIEWED: Sentence("Published entries whose review is not late"),
        Goal.BILINGUAL: Sentence("Published entries in both Swedish and English"),
        Goal.DEPARTMENTS: Sentence("Departments with a published entry"),
    },
)

TROUBLES: Mapping[Trouble, Sentence] = labelled(
    Trouble,
    {
        Trouble.GONE: Sentence("The page is gone."),
        Trouble.BROKEN: Sentence("The page says that it is broken."),
        Trouble.SILENT: Sentence("Nobody answers there."),
        Trouble.UNTRUSTED: Sentence("Browsers warn of it: its certificate is not good."),
        Trouble.INSIDE: Sentence("Only the city’s own network reaches it."),
    },
)

PARTIES: Mapping[Party, Sentence] = labelled(
    Party,
    {
        Party.PROVIDER: Sentence("The provider of the system"),
        Party.MARKET_SURVEILLANCE: Sentence("The market surveillance authority"),
        Party.DATA_PROTECTION: Sentence("The data protection authority (IMY)"),
    },
)

MASKS: Mapping[masking.Standing, Sentence] = {
    masking.Standing.PROPOSED: Sentence("Proposed, not decided"),
    masking.Standing.STANDING: Sentence("Masked"),
    masking.Standing.DECLINED: Sentence("Not masked"),
    masking.Standing.LIFTED: Sentence("Lifted, read by all again"),
}

RATES: Mapping[str, Sentence] = {
    "selection_rate": Sentence("How many are chosen (selection rate)"),
    "true_positive_rate": Sentence("How many are chosen where the truth is yes (true positive rate)"),
    "false_positive_rate": Sentence("How many are chosen although the truth is no (false positive rate)"),
    "true_negative_rate": Sentence("How many are not chosen where the truth is no (true negative rate)"),
    "false_negative_rate": Sentence("How many are missed although the truth is yes (false negative rate)"),
    "precision": Sentence("How often a choice is right (precision)"),
    "false_discovery_rate": Sentence("How often a choice is wrong (false discovery rate)"),
    "false_omission_rate": Sentence("How often it is wrong not to choose (false omission rate)"),
    "negative_predictive_value": Sentence("How often it is right not to choose (negative predictive value)"),
    "accuracy": Sentence("How often the decision is right (accuracy)"),
    "prevalence": Sentence("How often the truth is yes (prevalence, base rate)"),
    "false_positive_share": Sentence("How many of the whole group are chosen although the truth is no"),
    "misclassification_rate": Sentence("How many are put in the wrong class"),
    "outside_tolerance_rate": Sentence("How many get an amount that is too far off"),
    "top_share": Sentence("How many are among the first"),
}

TASKS: Mapping[Task, Sentence] = labelled(
    Task,
    {
        "decision": Sentence("A yes or a no"),
        "score": Sentence("A score, and from a certain score on it means yes"),
        "classes": Sentence("One of several classes"),
        "amounts": Sentence("An amount, a time or a distance"),
        "ranking": Sentence("A place in a ranking or a queue"),
    },
)

AGAINST: Mapping[Against, Sentence] = labelled(
    Against,
    {
        "reference": Sentence("One group, chosen for each column below"),
        "rest": Sentence("All the others together"),
        "whole": Sentence("Everybody, the group itself included"),
    },
)

OUTCOME_KNOWN: Mapping[OutcomeKnown, Sentence] = labelled(
    OutcomeKnown,
    {
        "everyone": Sentence("Everyone, or nobody"),
        "flagged": Sentence("Only those who got a yes and were followed up"),
        "audit": Sentence("Those with a yes, and a random sample of everyone"),
        "audit_of_the_rest": Sentence("Those with a yes, and a random sample of those with a no"),
    },
)

YES_MEANS: Mapping[str, Sentence] = {
    "burden": Sentence("A yes is a burden: a check, a suspicion, a refusal"),
    "help": Sentence("A yes is a help: support, a place, an offer"),
    "": Sentence("Neither"),
}

LETTER_STATES: Mapping[str, Sentence] = {
    "waiting": Sentence("Waits to be sent"),
    "held": Sentence("Waits for the daily letter"),
    "gathered": Sentence("In a daily letter that waits"),
    "sending": Sentence("Is being sent"),
    "sent": Sentence("Sent"),
    "failed": Sentence("Could not be sent"),
}
LETTERS_OF_ENTRIES: Mapping[str, Sentence] = {
    "event": Sentence("What happened to an entry"),
    "reminder": Sentence("A reminder of a day"),
    "reminded": Sentence("A reminder by the coordinator"),
    "question": Sentence("Residents’ questions"),
}
