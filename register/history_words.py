"""How the web names what has been done: in the history of an entry, of an account, and in the log."""

from collections.abc import Mapping

from assessments.sentence import Sentence

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
    "discard": Sentence("Discarded the draft"),
    "propose-mask": Sentence("Proposed to mask words"),
    "confirm-mask": Sentence("Masked words"),
    "decline-mask": Sentence("Did not mask words"),
    "lift-mask": Sentence("Lifted a mask"),
    "assign": Sentence("Said who sees to the entry"),
    "answer-disagreement": Sentence("Answered why the class is another elsewhere"),
    "merge": Sentence("Merged it into another entry"),
    "take-in": Sentence("Took in a double"),
    "undo-merge": Sentence("Made it an entry of its own again"),
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

ACCOUNT_EVENTS: Mapping[str, Sentence] = {
    "person-added": Sentence("Account added"),
    "role-given": Sentence("Role given"),
    "role-taken": Sentence("Role taken away"),
    "password-set": Sentence("New password set"),
    "disabled": Sentence("Account disabled"),
    "enabled": Sentence("Account enabled again"),
}

LOG_ACTIONS: Mapping[str, Sentence] = {
    **EVENTS,
    **ACCOUNT_EVENTS,
    "signed-in": Sentence("Signed in"),
    "add-template": Sentence("Made a supplier’s template"),
    "change-template": Sentence("Changed a supplier’s template"),
    "remove-template": Sentence("Removed a supplier’s template"),
    "set-target": Sentence("Set a target of the AI plan"),
    "name-deputy": Sentence("Named a deputy"),
    "end-deputy": Sentence("Ended a deputy’s time"),
    "signed-out": Sentence("Signed out"),
    "add-department": Sentence("Department added"),
    "rename-department": Sentence("Department renamed"),
    "finish-run": Sentence("Assessment finished, file destroyed"),
    "fail-run": Sentence("Assessment failed, file destroyed"),
    "begin-import": Sentence("List uploaded for import"),
    "import-entries": Sentence("List imported"),
    "undo-import": Sentence("Import undone"),
    "cancel-import": Sentence("Import cancelled"),
    "refused": Sentence("Was refused"),
}

LOG_KINDS: Mapping[str, Sentence] = {
    "entry": Sentence("Entry"),
    "version": Sentence("Version"),
    "run": Sentence("Assessment"),
    "person": Sentence("Person"),
    "department": Sentence("Department"),
    "template": Sentence("Template"),
    "target": Sentence("Target"),
    "request": Sentence("Request"),
    "import": Sentence("Import"),
}

REFUSED_STRANGERS: Mapping[str, Sentence] = {
    "not-signed-in": Sentence("a form without signing in"),
    "foreign-form": Sentence("a form from elsewhere"),
    "wrong-password": Sentence("a wrong address or password"),
    "slowed-down": Sentence("too many attempts"),
}
