"""How the web names states, steps, roles, topics and events. Rules stay in algorithms; this only says them."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.due import Kind
from algorithms.entry import OpinionKind, State, Topic
from algorithms.incidents import Party
from algorithms.obligations import Standing, Weight
from algorithms.people import Role
from algorithms.workflow import Action
from assessments.plan import Against, OutcomeKnown, Task
from assessments.runs import RunState
from assessments.sentence import Sentence

STATES: Mapping[State, Sentence] = {
    State.DRAFT: Sentence("Draft"),
    State.SUBMITTED: Sentence("Waits for opinion"),
    State.IN_REVIEW: Sentence("In review"),
    State.RETURNED: Sentence("Returned"),
    State.APPROVED: Sentence("Approved"),
    State.PUBLISHED: Sentence("Published"),
    State.REPLACED: Sentence("Replaced by a newer version"),
    State.WITHDRAWN: Sentence("Withdrawn"),
}
PATH = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)

ROLES: Mapping[Role, Sentence] = {
    Role.COORDINATOR: Sentence("AI coordinator"),
    Role.EDITOR: Sentence("Department editor"),
    Role.APPROVER: Sentence("Department approver"),
    Role.DPO: Sentence("Data protection officer"),
    Role.AUDITOR: Sentence("Auditor"),
    Role.ADMINISTRATOR: Sentence("Administrator"),
}

OPINIONS: Mapping[OpinionKind, Sentence] = {
    OpinionKind.AGREE: Sentence("Agrees"),
    OpinionKind.AGREE_WITH_CONDITIONS: Sentence("Agrees with conditions"),
    OpinionKind.OBJECT: Sentence("Objects"),
    OpinionKind.NOT_CONCERNED: Sentence("Not concerned: no personal data"),
}

TOPICS: Mapping[Topic, Sentence] = {
    Topic.SUPPORT_AND_CARE: Sentence("Support and care"),
    Topic.SCHOOL_AND_CHILDCARE: Sentence("School and childcare"),
    Topic.WORK_AND_MONEY: Sentence("Work and money"),
    Topic.BUILDING_AND_TRAFFIC: Sentence("Building and traffic"),
    Topic.CULTURE_AND_LEISURE: Sentence("Culture and leisure"),
    Topic.CITY_OPERATIONS: Sentence("How the city runs"),
}

RUNS: Mapping[RunState, Sentence] = {
    RunState.RECEIVED: Sentence("The file is being read"),
    RunState.INVENTORIED: Sentence("Waits for a test plan"),
    RunState.PLANNED: Sentence("Test plan ready, not started"),
    RunState.SET_ASIDE: Sentence("Set aside, the file is not kept"),
    RunState.QUEUED: Sentence("In the queue"),
    RunState.RUNNING: Sentence("Being counted"),
    RunState.DONE: Sentence("Finished"),
    RunState.FAILED: Sentence("Could not be done"),
    RunState.CANCELLED: Sentence("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """How a step is offered: its heading, what it means, the button, and what is asked for in words."""

    title: Sentence
    lead: Sentence
    button: Sentence
    asks: str = ""  # "", "reason" (Swedish only), "both" or "opinion" (both languages)
    label: Sentence | None = None
    grave: bool = False


STEPS: Mapping[Action, StepWords] = {
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
}

EVENTS: Mapping[str, Sentence] = {
    "create": Sentence("Began the version"),
    "change": Sentence("Changed the text"),
    "submit": Sentence("Submitted it"),
    "give-opinion": Sentence("Gave an opinion"),
    "return": Sentence("Returned it for changes"),
    "answer-objection": Sentence("Answered the objection"),
    "approve": Sentence("Approved it"),
    "publish": Sentence("Published it"),
    "withdraw": Sentence("Withdrew it"),
    "add-evidence": Sentence("Uploaded evaluation data"),
    "add-second-file": Sentence("Uploaded a second file with groups"),
    "remove-second-file": Sentence("Removed the second file, which was destroyed"),
    "plan-assessment": Sentence("Fixed a test plan"),
    "set-file-aside": Sentence("A file with sensitive data was destroyed until the officer agrees"),
    "record-necessity": Sentence("Wrote down why sensitive data are needed"),
    "give-dataset-opinion": Sentence("Gave an opinion on a test with sensitive data"),
    "bring-file-back": Sentence("Uploaded the same file again"),
    "start-assessment": Sentence("Started an assessment"),
    "cite": Sentence("Cited an assessment"),
    "stop-citing": Sentence("Stopped citing an assessment"),
    "record-measure": Sentence("Recorded a measure taken"),
    "finish-measure": Sentence("Carried out the measure"),
    "comment": Sentence("Commented"),
    "set-duty": Sentence("Said where an obligation stands"),
    "resolve-comment": Sentence("Called a comment resolved"),
    "reopen-comment": Sentence("Opened a comment again"),
    "set-case-number": Sentence("Changed the case number"),
    "withhold": Sentence("Withheld the entry"),
    "stop-withholding": Sentence("Stopped withholding the entry"),
    "move": Sentence("Moved the entry to another department"),
    "record-incident": Sentence("Recorded an incident"),
    "change-incident": Sentence("Changed what is told of an incident"),
    "close-incident": Sentence("Closed an incident"),
}

DUE: Mapping[Kind, Sentence] = {
    Kind.REVIEW: Sentence("Review"),
    Kind.MEASURE: Sentence("Measure taken"),
    Kind.TEST: Sentence("Assessment"),
}
STANDINGS: Mapping[Standing, Sentence] = {
    Standing.OPEN: Sentence("Open"),
    Standing.MET: Sentence("Met"),
    Standing.NOT_APPLICABLE: Sentence("Does not apply"),
}
WEIGHTS: Mapping[Weight, Sentence] = {
    Weight.CRITICAL: Sentence("Must be in place"),
    Weight.IMPORTANT: Sentence("Important"),
    Weight.GOOD_PRACTICE: Sentence("Good practice"),
}

PARTIES: Mapping[Party, Sentence] = {
    Party.PROVIDER: Sentence("The provider of the system"),
    Party.MARKET_SURVEILLANCE: Sentence("The market surveillance authority"),
    Party.DATA_PROTECTION: Sentence("The data protection authority (IMY)"),
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

TASKS: Mapping[Task, Sentence] = {
    "decision": Sentence("A yes or a no"),
    "score": Sentence("A score, and from a certain score on it means yes"),
    "classes": Sentence("One of several classes"),
    "amounts": Sentence("An amount, a time or a distance"),
    "ranking": Sentence("A place in a ranking or a queue"),
}

AGAINST: Mapping[Against, Sentence] = {
    "reference": Sentence("One group, chosen for each column below"),
    "rest": Sentence("All the others together"),
    "whole": Sentence("Everybody, the group itself included"),
}

OUTCOME_KNOWN: Mapping[OutcomeKnown, Sentence] = {
    "everyone": Sentence("Everyone, or nobody"),
    "flagged": Sentence("Only those who got a yes and were followed up"),
    "audit": Sentence("Those with a yes, and a random sample of everyone"),
    "audit_of_the_rest": Sentence("Those with a yes, and a random sample of those with a no"),
}

YES_MEANS: Mapping[str, Sentence] = {
    "burden": Sentence("A yes is a burden: a check, a suspicion, a refusal"),
    "help": Sentence("A yes is a help: support, a place, an offer"),
    "": Sentence("Neither"),
}

ACCOUNT_EVENTS: Mapping[str, Sentence] = {
    "person-added": Sentence("Account added"),
    "role-given": Sentence("Role given"),
    "role-taken": Sentence("Role taken away"),
    "password-set": Sentence("New password set"),
    "disabled": Sentence("Account disabled"),
    "enabled": Sentence("Account enabled again"),
    "provider-added": Sentence("Account added at the first single sign-on"),
    "provider-gave-role": Sentence("Role given by a group"),
    "provider-took-role": Sentence("Role taken away, no longer in the group"),
    "link-asked": Sentence("Asked to be linked to single sign-on"),
    "linked": Sentence("Linked to single sign-on"),
    "unlinked": Sentence("No longer linked to single sign-on"),
    "codes-set-up": Sentence("One-time codes set up"),
    "codes-removed": Sentence("One-time codes removed"),
    "codes-taken-away": Sentence("One-time codes taken away"),
    "recovery-code-used": Sentence("Signed in with a recovery code"),
    "invited": Sentence("Invited by a link"),
    "invitation-withdrawn": Sentence("Invitation withdrawn"),
    "invitation-used": Sentence("Chose a password by invitation"),
    "reset-asked": Sentence("Asked for a new password by letter"),
    "password-reset": Sentence("Chose a new password by letter"),
    "password-changed": Sentence("Changed their password"),
    "sessions-ended": Sentence("Signed out everywhere"),
}

# Who did it, where nobody was signed in; otherwise it was done on the machine itself.
UNSIGNED_ACTS: Mapping[str, Sentence] = {
    "provider-added": Sentence("Single sign-on"),
    "provider-gave-role": Sentence("Single sign-on"),
    "provider-took-role": Sentence("Single sign-on"),
    "link-asked": Sentence("Single sign-on"),
    "reset-asked": Sentence("Somebody who was not signed in"),
}
ON_THE_MACHINE = Sentence("On the machine itself")

LOG_ACTIONS: Mapping[str, Sentence] = {
    **EVENTS,
    **ACCOUNT_EVENTS,
    "signed-in": Sentence("Signed in"),
    "signed-out": Sentence("Signed out"),
    "add-department": Sentence("Department added"),
    "rename-department": Sentence("Department renamed"),
    "finish-run": Sentence("Assessment finished, file destroyed"),
    "fail-run": Sentence("Assessment failed, file destroyed"),
    "reminded": Sentence("Reminded the department"),
    "refused": Sentence("Was refused"),
}

LOG_KINDS: Mapping[str, Sentence] = {
    "entry": Sentence("Entry"),
    "version": Sentence("Version"),
    "run": Sentence("Assessment"),
    "person": Sentence("Person"),
    "department": Sentence("Department"),
    "request": Sentence("Request"),
}

REFUSED_STRANGERS: Mapping[str, Sentence] = {
    "not-signed-in": Sentence("a form without signing in"),
    "foreign-form": Sentence("a form from elsewhere"),
    "wrong-password": Sentence("a wrong address or password"),
    "slowed-down": Sentence("too many attempts"),
}
