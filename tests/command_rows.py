"""Every command that changes something, and who gets it done: written by hand, and not read from the program."""

# ruff: noqa: ARG005 every row is called in the same way
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from algorithms import departments
from algorithms.consistency import commands as consistency
from algorithms.editing import assign_commands, begin_commands, commands, comments, duties, entry_commands
from algorithms.editing import erase_commands as erasing
from algorithms.editing import mask_commands as masking
from algorithms.entries.entry import OPEN, PUBLIC, OpinionKind, Topic
from algorithms.entries.entry import VersionState as S
from algorithms.entries.texts import Text
from algorithms.evidence import commands as evidence
from algorithms.evidence import necessity_commands as necessity
from algorithms.evidence.commands import ReceivedFile
from algorithms.evidence.necessity import Reasons
from algorithms.handing_out import commands as handing_out
from algorithms.handing_out.rules import HandOut
from algorithms.importing import commands as importing
from algorithms.importing.columns import Matching
from algorithms.incidents import commands as incidents
from algorithms.law.obligations import TABLE, ObligationStatus
from algorithms.merging import commands as merging
from algorithms.neighbours import commands as neighbours
from algorithms.people import Actor, Membership
from algorithms.people import Role as R  # noqa: N817 a table of roles
from algorithms.questions import commands as questions
from algorithms.questions.commands import QuestionEdit
from algorithms.redaction.masks import GROUNDS
from algorithms.redaction.withholding import GROUNDS as SECRECY
from algorithms.reporting import commands as reporting
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.statement import commands as statement
from algorithms.statement.rules import Conformance, StatementDraft, StatementPart
from algorithms.suppliers import commands as suppliers
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import TestPlan
from builders import NEIGHBOURS, NEIGHBOURS_ENTRY, NOW, a_department, a_measure, an_id
from register.accounts.people import commands as accounts
from register.accounts.people import deputies
from register.accounts.people.erasing import erase_person
from register.accounts.sign_in import password_links
from register.accounts.single_sign_on import identities
from register.accounts.two_factor import one_time_codes
from register.mail.sending import resend

WRITERS = {R.COORDINATOR, R.EDITOR, R.APPROVER}
COORDINATOR, OFFICER, ADMINISTRATOR = {R.COORDINATOR}, {R.DPO}, {R.ADMINISTRATOR}
WITH_THE_APPROVER = {R.COORDINATOR, R.APPROVER}
ANY_STATE = frozenset(S)
DRAFTS = frozenset({S.DRAFT, S.RETURNED})
GROWING = OPEN - {S.APPROVED}
NEVER: frozenset[S] = frozenset()  # as things stand in the test, which asks who is turned away


@dataclass(frozen=True)
class Case:
    """A version in some state, with one of everything that can belong to it."""

    version: UUID
    entry: UUID
    revision: int
    department: UUID
    run: UUID  # received, and not read yet
    done: UUID  # with a measure
    comment: UUID
    proposed: UUID  # a mask
    active_mask: UUID  # another
    incident: UUID
    question: UUID
    person: UUID
    deputy: UUID
    entry_import: UUID  # begun by ``person``
    stand_in: UUID  # for ``person``


Call = Callable[[Case, Actor], Coroutine[Any, Any, Any]]


class Row(NamedTuple):
    command: Any
    may: set[R] | Mapping[S, set[R]]  # in the department that owns the version, or in the whole city; by state
    done_in: frozenset[S]  # where those of them get it done, and nobody elsewhere
    call: Call


def a_file(name: str) -> ReceivedFile:
    return ReceivedFile(id=uuid4(), name=f"{name}.csv", size=10, sha256="0" * 64, wrapped_key=b"key")


def a_step(
    action: Action, may: Mapping[S, set[R]], words: StepComment | None = None, done_in: frozenset[S] | None = None
) -> Row:
    """In states that are not named everybody learns first that it cannot be taken now."""

    def call(case: Case, by: Actor) -> Coroutine[Any, Any, Any]:
        return commands.take_step(case.version, action, by=by, at=NOW, words=words)

    return Row(command=commands.take_step, may=may, done_in=frozenset(may) if done_in is None else done_in, call=call)


REASON = StepComment(typed={"sv": "Därför."})
WHY = Reasons(**dict.fromkeys(Reasons.__slots__, "Skäl.") | {"deleted": "2027-03-31"})
SUMMARY = {(Text.SUMMARY, "sv"): "Något nytt."}
INCIDENT = {"what": "Ett fel.", "happened-on": "2026-11-20"}
STATEMENT = {(StatementPart.ACTOR, "sv"): "Staden"}
PLAN = TestPlan(outcome="utfall", decision="beslut", groups=("kön",), outcome_yes=("ja",), decision_yes=("ja",))
TITLES = {"sv": "Test", "en": "Test"}
AT: dict[str, Any] = {"at": NOW}

VERSION_ROWS: tuple[Row, ...] = (
    Row(
        command=commands.save,
        may=WRITERS,
        done_in=DRAFTS,
        call=lambda c, by: commands.save(c.version, revision=c.revision, texts=SUMMARY, by=by, at=NOW),
    ),
    Row(
        command=begin_commands.begin_from,
        may=WRITERS,
        done_in=DRAFTS,
        call=lambda c, by: begin_commands.begin_from(
            c.version, {Text.RISKS: "Riskit."}, "fi", NEIGHBOURS_ENTRY, by=by, at=NOW
        ),
    ),
    a_step(Action.SUBMIT, {S.DRAFT: WRITERS, S.RETURNED: WRITERS}),
    a_step(Action.GIVE_OPINION, {S.SUBMITTED: OFFICER}, StepComment(typed={}, opinion=OpinionKind.AGREE)),
    a_step(
        Action.RETURN,
        {S.SUBMITTED: COORDINATOR | OFFICER, S.IN_REVIEW: COORDINATOR, S.APPROVED: COORDINATOR},
        REASON,
    ),
    a_step(Action.ANSWER_OBJECTION, {S.IN_REVIEW: WITH_THE_APPROVER}, REASON, NEVER),
    a_step(Action.APPROVE, {S.IN_REVIEW: WITH_THE_APPROVER}, None, NEVER),
    a_step(Action.PUBLISH, {S.APPROVED: COORDINATOR}, None, NEVER),
    a_step(Action.WITHDRAW, {S.PUBLISHED: COORDINATOR}, REASON),
    a_step(Action.DISCARD, {S.DRAFT: WRITERS, S.RETURNED: WRITERS}, REASON, NEVER),
    Row(
        command=commands.new_version,
        may=WRITERS,
        done_in=ANY_STATE - OPEN,
        call=lambda c, by: commands.new_version(c.entry, by=by, at=NOW),
    ),
    Row(
        command=entry_commands.set_case_number,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: entry_commands.set_case_number(c.version, "X 1", by=by, at=NOW),
    ),
    Row(
        command=entry_commands.withhold,
        may=COORDINATOR,
        done_in=ANY_STATE,
        call=lambda c, by: entry_commands.withhold(c.version, SECRECY[0].key, "Skäl.", by=by, at=NOW),
    ),
    Row(
        command=entry_commands.stop_withholding,
        may=COORDINATOR,
        done_in=NEVER,
        call=lambda c, by: entry_commands.stop_withholding(c.version, by=by, at=NOW),
    ),
    Row(
        command=entry_commands.move,
        may=COORDINATOR,
        done_in=ANY_STATE,
        call=lambda c, by: entry_commands.move(c.version, a_department("school").id, by=by, at=NOW),
    ),
    Row(
        command=assign_commands.assign,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: assign_commands.assign([c.entry], None, by=by, at=NOW),
    ),
    Row(
        command=comments.comment,
        may=WRITERS | OFFICER,
        done_in=OPEN,
        call=lambda c, by: comments.comment(c.version, "", "Ett ord.", by=by, at=NOW),
    ),
    Row(
        command=comments.resolve,
        may=WRITERS | OFFICER,
        done_in=OPEN,
        call=lambda c, by: comments.resolve(c.version, c.comment, by=by, at=NOW),
    ),
    Row(
        command=comments.reopen,
        may=WRITERS | OFFICER,
        done_in=OPEN,
        call=lambda c, by: comments.reopen(c.version, c.comment, by=by, at=NOW),
    ),
    Row(
        command=duties.set_duty,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: duties.set_duty(c.version, TABLE[0].key, ObligationStatus.MET, "Se där.", "", by=by, at=NOW),
    ),
    Row(
        command=consistency.answer,
        may=WRITERS,
        done_in=NEVER,
        call=lambda c, by: consistency.answer(c.version, "entry:x", "Därför.", by=by, at=NOW),
    ),
    Row(
        command=masking.propose,
        may=WRITERS,
        done_in=PUBLIC,
        call=lambda c, by: masking.propose(c.version, "Systemet", GROUNDS[0].key, "Skäl.", by=by, at=NOW),
    ),
    Row(
        command=masking.confirm,
        may=COORDINATOR | OFFICER,
        done_in=ANY_STATE,
        call=lambda c, by: masking.confirm(c.version, c.proposed, by=by, at=NOW),
    ),
    Row(
        command=masking.decline,
        may=COORDINATOR | OFFICER,
        done_in=ANY_STATE,
        call=lambda c, by: masking.decline(c.version, c.proposed, by=by, at=NOW),
    ),
    Row(
        command=masking.lift,
        may=COORDINATOR,
        done_in=ANY_STATE,
        call=lambda c, by: masking.lift(c.version, c.active_mask, by=by, at=NOW),
    ),
    Row(
        command=handing_out.record,
        may=WRITERS | COORDINATOR,
        done_in=ANY_STATE,
        call=lambda c, by: handing_out.record(c.version, HandOut(), (), "0" * 64, by=by, at=NOW),
    ),
    Row(
        command=erasing.erase_words,
        may=COORDINATOR,
        done_in=PUBLIC,
        call=lambda c, by: erasing.erase_words(c.version, "1/text/summary/sv", "Beslut X 1", by=by, at=NOW),
    ),
    Row(
        command=merging.merge,
        may=COORDINATOR,
        done_in=NEVER,
        call=lambda c, by: merging.merge(c.version, c.entry, "Samma system.", by=by, at=NOW),
    ),
    Row(
        command=merging.undo, may=COORDINATOR, done_in=NEVER, call=lambda c, by: merging.undo(c.version, by=by, at=NOW)
    ),
    Row(
        command=incidents.record_incident,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: incidents.record_incident(c.version, INCIDENT, by=by, at=NOW),
    ),
    Row(
        command=incidents.change_incident,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: incidents.change_incident(c.version, c.incident, INCIDENT, revision=0, by=by, at=NOW),
    ),
    Row(
        command=incidents.close_incident,
        may=WRITERS,
        done_in=ANY_STATE,
        call=lambda c, by: incidents.close_incident(c.version, c.incident, "Rättat.", by=by, at=NOW),
    ),
)
RUN_ROWS: tuple[Row, ...] = (
    Row(command=evidence.receive, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.receive(c.version, a_file("ny"), titles=TITLES, by=by, at=NOW)),
    Row(command=evidence.receive_second, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.receive_second(c.version, c.run, a_file("andra"), by=by, at=NOW)),
    Row(command=evidence.remove_second, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.remove_second(c.version, c.run, by=by, at=NOW)),
    Row(command=evidence.store_plan, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.store_plan(c.version, c.run, PLAN, by=by, at=NOW)),
    Row(command=evidence.queue, may=WRITERS, done_in=NEVER,
        call=lambda c, by: evidence.queue(c.version, c.run, by=by, at=NOW)),
    Row(command=evidence.cancel, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: evidence.cancel(c.version, c.run, by=by, at=NOW)),
    Row(command=evidence.cite, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.cite(c.version, c.done, by=by, at=NOW)),
    Row(command=evidence.stop_citing, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.stop_citing(c.version, c.done, by=by, at=NOW)),
    Row(command=evidence.record_words, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.record_words(c.version, c.done, FindingWords(), by=by, at=NOW)),
    Row(command=evidence.record_measure, may=WRITERS, done_in=GROWING,
        call=lambda c, by: evidence.record_measure(c.version, c.done, a_measure(), by=by)),
    Row(command=evidence.finish_measure, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: evidence.finish_measure(c.version, c.done, by=by, at=NOW)),
    Row(command=necessity.record_necessity, may=WRITERS, done_in=NEVER,
        call=lambda c, by: necessity.record_necessity(c.version, c.run, WHY, by=by, at=NOW)),
    Row(command=necessity.give_opinion, may=OFFICER, done_in=NEVER,
        call=lambda c, by: necessity.give_opinion(c.version, c.run, 1, OpinionKind.AGREE, "", by=by, at=NOW)),
    Row(command=necessity.decide, may=WITH_THE_APPROVER, done_in=NEVER,
        call=lambda c, by: necessity.decide(c.version, c.run, 1, "Ja.", "1/26", by=by, at=NOW)),
    Row(command=necessity.bring_back, may=WRITERS, done_in=NEVER,
        call=lambda c, by: necessity.bring_back(c.version, c.run, a_file("samma"), by=by, at=NOW)),
)  # fmt: skip


def _change(case: Case, by: Actor) -> QuestionEdit:
    return QuestionEdit(question=case.question, revision=0, by=by, at=NOW)


async def _remove_neighbours(by: Actor) -> None:
    await neighbours.replace(NEIGHBOURS, [], by=by, at=NOW)
    await neighbours.remove(NEIGHBOURS.id, by=by, at=NOW)


CITY_ROWS: tuple[Row, ...] = (
    Row(command=commands.create_entry, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: commands.create_entry(
            name="Nytt", department=c.department, topic=Topic.WORK_AND_MONEY, by=by, at=NOW)),
    Row(command=questions.show, may=WITH_THE_APPROVER, done_in=ANY_STATE,
        call=lambda c, by: questions.show(_change(c, by), "Varför jag?")),
    Row(command=questions.do_not_show, may=WITH_THE_APPROVER, done_in=ANY_STATE,
        call=lambda c, by: questions.do_not_show(_change(c, by), "abuse")),
    Row(command=questions.answer, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: questions.answer(_change(c, by), {"answer-sv": "Så."})),
    Row(command=questions.give_answer, may=WITH_THE_APPROVER, done_in=NEVER,
        call=lambda c, by: questions.give_answer(_change(c, by))),
    Row(command=questions.hand_over, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: questions.hand_over(_change(c, by), department=a_department("school").id)),
    Row(command=questions.set_case_number, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: questions.set_case_number(_change(c, by), "X 1")),
    Row(command=questions.erase, may=WITH_THE_APPROVER, done_in=ANY_STATE,
        call=lambda c, by: questions.erase(_change(c, by), "Beslut X 1")),
    Row(command=importing.begin, may=WRITERS, done_in=ANY_STATE,
        call=lambda c, by: importing.begin(a_file("lista"), by=by, at=NOW)),
    Row(command=importing.replace_file, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: importing.replace_file(c.entry_import, a_file("ny"), by=by, at=NOW)),
    Row(command=importing.match, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: importing.match(c.entry_import, Matching(), revision=0, by=by)),
    Row(command=importing.queue, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: importing.queue(c.entry_import, allow_duplicates=False, by=by)),
    Row(command=importing.cancel, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: importing.cancel(c.entry_import, by=by, at=NOW)),
    Row(command=importing.undo, may=COORDINATOR, done_in=NEVER,
        call=lambda c, by: importing.undo(c.entry_import, keep_changed=True, words=REASON, by=by, at=NOW)),
    Row(command=suppliers.add, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: suppliers.add({"template-name": "Oribi"}, by=by, at=NOW)),
    Row(command=suppliers.change, may=COORDINATOR, done_in=NEVER,
        call=lambda c, by: suppliers.change(an_id("none"), {"template-name": "Oribi"}, revision=0, by=by, at=NOW)),
    Row(command=suppliers.remove, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: suppliers.remove(an_id("none"), by=by, at=NOW)),
    Row(command=neighbours.replace, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: neighbours.replace(NEIGHBOURS, [], by=by, at=NOW)),
    Row(command=neighbours.remove, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: _remove_neighbours(by)),
    Row(command=statement.publish, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: statement.publish(
            StatementDraft(conformance=Conformance.PARTIAL, assessed_on=date(2026, 11, 1),
                contact="hej@staden.example", texts=STATEMENT),
            after=0, by=by, at=NOW)),
    Row(command=reporting.set_targets, may=COORDINATOR, done_in=ANY_STATE,
        call=lambda c, by: reporting.set_targets({}, by=by, at=NOW)),
    Row(command=departments.add_department, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: departments.add_department(a_department("parks"), by=by, at=NOW)),
    Row(command=departments.rename_department, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: departments.rename_department(
            c.department, {"sv": "Park", "en": "Parks"}, {"sv": "Nämnd", "en": "Board"}, by=by, at=NOW)),
    Row(command=accounts.add_person, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.add_person("ny@staden.example", "Ny", None, by=by, at=NOW)),
    Row(command=accounts.give_role, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.give_role(c.person, Membership(R.AUDITOR), by=by, at=NOW)),
    Row(command=accounts.take_role, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.take_role(c.person, Membership(R.EDITOR, c.department), by=by, at=NOW)),
    Row(command=accounts.set_password, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.set_password(c.person, "sju blå tåg i dimman", by=by, at=NOW)),
    Row(command=accounts.disable_person, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.disable_person(c.person, by=by, at=NOW)),
    Row(command=accounts.enable_person, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: accounts.enable_person(c.person, by=by, at=NOW)),
    Row(command=erase_person, may=ADMINISTRATOR, done_in=NEVER,
        call=lambda c, by: erase_person(c.person, "Beslut X 1", by=by, at=NOW)),
    Row(command=identities.link, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: identities.link(an_id("none"), c.person, by=by, at=NOW)),
    Row(command=identities.unlink, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: identities.unlink(an_id("none"), c.person, by=by, at=NOW)),
    Row(command=password_links.invite, may=ADMINISTRATOR, done_in=NEVER,
        call=lambda c, by: password_links.invite(c.person, by=by, at=NOW, secret=b"secret" * 6)),
    Row(command=password_links.withdraw, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: password_links.withdraw(c.person, by=by, at=NOW)),
    Row(command=one_time_codes.take_away, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: one_time_codes.take_away(c.person, by=by, at=NOW)),
    Row(command=deputies.arrange, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: deputies.arrange(
            c.person, c.deputy, NOW.date(), NOW.date(), by=by, today=NOW.date(), at=NOW)),
    Row(command=deputies.end, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: deputies.end(c.stand_in, by=by, today=NOW.date(), at=NOW)),
    Row(command=resend.send_again, may=ADMINISTRATOR, done_in=ANY_STATE,
        call=lambda c, by: resend.send_again(an_id("none"), by=by, at=NOW)),
)  # fmt: skip
