"""Rows into versions: the one place where what is stored becomes what the rules speak of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import (
    Comment,
    Department,
    Entry,
    Evidence,
    Masked,
    MeasureTaken,
    Opinion,
    OpinionKind,
    Topic,
    Version,
    VersionState,
    Withheld,
)
from algorithms.entries.fields import ANSWERS, Answers
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text, sort_key
from algorithms.redaction.masks import MaskStatus, as_readable
from algorithms.tables import (
    AnswerRow,
    ChoiceRow,
    CommentRow,
    DepartmentRow,
    EvidenceRow,
    OpinionRow,
    TextRow,
    VersionRow,
    WithheldRow,
)
from assessments.plan.names.finding_words import FindingWords
from assessments.runs import queries as runs
from assessments.storage import MOST, rows_of
from assessments.text.localized import read

Where = Combinable | WhereRaw
NEWEST = (  # the newest version of each entry that was not discarded
    "version.state <> 'discarded' AND NOT EXISTS (SELECT 1 FROM version AS later WHERE later.entry = version.entry"
    " AND later.number > version.number AND later.state <> 'discarded')"
)
LEFT_OVER = (  # the newest version of an entry of which all were discarded
    "version.state = 'discarded' AND NOT EXISTS (SELECT 1 FROM version AS later WHERE later.entry = version.entry"
    " AND (later.number > version.number OR later.state <> 'discarded'))"
)
LATEST = WhereRaw(f"(({NEWEST}) OR ({LEFT_OVER}))")  # what stands for each entry

_ENTRY: Any = VersionRow.entry
_VERSION = (
    *VersionRow.all_columns(),
    _ENTRY.slug,
    _ENTRY.department,
    _ENTRY.topic,
    _ENTRY.case_number,
    _ENTRY.merged_into,
    _ENTRY.responsible,
)


async def load(*where: Where, unmasked: Collection[UUID] = ()) -> tuple[Version, ...]:
    """The versions that match, oldest first, as they may be read, with all that belongs to them.

    Nine queries for each 500 of them, and others get their turn in between. ``unmasked``: masks that do not count, in
    what a person has decided to hand out.
    """
    rows = await VersionRow.select(*_VERSION).where(*where).order_by(VersionRow.entry, VersionRow.number)
    versions: list[Version] = []
    for start in range(0, len(rows), MOST):
        versions += await _whole(rows[start : start + MOST], unmasked)
    return tuple(versions)


async def load_these(column: Any, values: Iterable[Any], *where: Where) -> tuple[Version, ...]:
    """The versions whose column has one of these values, however many, oldest first within each entry."""

    async def select(these: Where) -> list[dict[str, Any]]:
        selected: list[dict[str, Any]] = await VersionRow.select(*_VERSION).where(these, *where)
        return selected

    rows = await rows_of(column, values, select)
    rows.sort(key=lambda row: (str(row["entry"]), row["number"]))
    versions: list[Version] = []
    for start in range(0, len(rows), MOST):
        versions += await _whole(rows[start : start + MOST])
    return tuple(versions)


async def _whole(rows: list[dict[str, Any]], unmasked: Collection[UUID] = ()) -> list[Version]:
    """These rows of versions with all that belongs to them."""
    ids = [row["id"] for row in rows]
    texts, opinions, evidence = await _texts(ids), await _opinions(ids), await _evidence(ids)
    comments, choices, answers = await _comments(ids), await _choices(ids), await _answer_rows(ids)
    entries = list({row["entry"] for row in rows})
    hidden = await withheld(WithheldRow.entry.is_in(entries))
    counting = [MaskRow.id.not_in(list(unmasked))] if unmasked else []
    masked = await masks(MaskRow.entry.is_in(entries), *counting)
    versions = (
        replace(
            _version(row, _entry(row, hidden, masked), texts.get(row["id"], {}), evidence.get(row["id"], ())),
            opinion=opinions.get(row["id"]),
            comments=comments.get(row["id"], ()),
            answers=_answers(row, answers.get(row["id"], {})),
            choices=choices.get(row["id"], {}),
        )
        for row in rows
    )
    return [as_readable(version) for version in versions]


async def load_version(version: UUID) -> Version | None:
    versions = await load(VersionRow.id == version)
    return versions[0] if versions else None


async def withheld(*where: Where) -> dict[UUID, Withheld]:
    """What is withheld, by entry."""
    rows = await WithheldRow.select().where(*where)
    return {row["entry"]: Withheld(row["ground"], row["reason"], row["set_at"]) for row in rows}


async def masks(*where: Where) -> dict[UUID, tuple[Masked, ...]]:
    """The words that nobody may read, by entry."""
    by_entry: dict[UUID, tuple[Masked, ...]] = {}
    active = MaskRow.state == MaskStatus.ACTIVE.value
    for row in await MaskRow.select().where(active, *where).order_by(MaskRow.decided_at):
        mask = Masked(row["words"], row["ground"], row["decided_at"])
        by_entry[row["entry"]] = (*by_entry.get(row["entry"], ()), mask)
    return by_entry


async def departments() -> tuple[Department, ...]:
    """All departments in the order of their Swedish names."""
    loaded = [department(row) for row in await DepartmentRow.select()]
    return tuple(sorted(loaded, key=lambda owner: (sort_key(owner.names["sv"]), owner.slug)))


def department(row: Mapping[str, Any]) -> Department:
    return Department(
        id=row["id"],
        slug=row["slug"],
        names=read(row["name"]),
        boards=read(row["board"]),
        phone=row["contact_phone"] or "",
        post=row["contact_post"] or "",
    )


async def _texts(ids: list[UUID]) -> dict[UUID, dict[tuple[Text, str], str]]:
    by_version: dict[UUID, dict[tuple[Text, str], str]] = {}
    for row in await TextRow.select(TextRow.version, TextRow.name, TextRow.language, TextRow.words).where(
        TextRow.version.is_in(ids)
    ):
        by_version.setdefault(row["version"], {})[Text(row["name"]), row["language"]] = row["words"]
    return by_version


async def _opinions(ids: list[UUID]) -> dict[UUID, Opinion]:
    """The newest opinion of each version: later rows overwrite earlier ones."""
    rows = await OpinionRow.select().where(OpinionRow.version.is_in(ids)).order_by(OpinionRow.id)
    return {row["version"]: _opinion(row) for row in rows}


async def _evidence(ids: list[UUID]) -> dict[UUID, tuple[Evidence, ...]]:
    rows = await EvidenceRow.select().where(EvidenceRow.version.is_in(ids)).order_by(EvidenceRow.number)
    known = await runs.runs(row["run"] for row in rows)
    by_version: dict[UUID, tuple[Evidence, ...]] = {}
    for row in rows:
        run = known[row["run"]]
        evidence = Evidence(
            run=row["run"],
            number=row["number"],
            titles=run.titles,
            cited=row["cited"],
            shows_difference=run.shows_difference,
            measure=_measure(row),
            finished_at=run.finished_at,
            words=FindingWords.read(row["words"]),
        )
        by_version[row["version"]] = (*by_version.get(row["version"], ()), evidence)
    return by_version


async def _answer_rows(ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    by_version: dict[UUID, dict[str, str]] = {}
    for row in await AnswerRow.select().where(AnswerRow.version.is_in(ids)):
        by_version.setdefault(row["version"], {})[row["name"]] = row["value"]
    return by_version


async def _choices(ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    by_version: dict[UUID, dict[str, str]] = {}
    for row in await ChoiceRow.select().where(ChoiceRow.version.is_in(ids)):
        by_version.setdefault(row["version"], {})[row["name"]] = row["value"]
    return by_version


async def _comments(ids: list[UUID]) -> dict[UUID, tuple[Comment, ...]]:
    """Oldest first."""
    by_version: dict[UUID, tuple[Comment, ...]] = {}
    for row in await CommentRow.select().where(CommentRow.version.is_in(ids)).order_by(CommentRow.written_at):
        comment = Comment(
            id=row["id"],
            about=row["about"],
            words=row["words"],
            by=row["written_by"],
            at=row["written_at"],
            resolved_by=row["resolved_by"],
            resolved_at=row["resolved_at"],
        )
        by_version[row["version"]] = (*by_version.get(row["version"], ()), comment)
    return by_version


def _version(
    row: Mapping[str, Any], entry: Entry, texts: Mapping[tuple[Text, str], str], evidence: Iterable[Evidence]
) -> Version:
    return Version(
        id=row["id"],
        entry=entry,
        number=row["number"],
        state=VersionState(row["state"]),
        revision=row["revision"],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
        changed_by_coordinator=row["changed_by_coordinator"],
        texts=texts,
        submitted_by=row["submitted_by"],
        submitted_by_coordinator=row["submitted_by_coordinator"],
        evidence=tuple(evidence),
        published_at=row["published_at"],
        ended_at=row["ended_at"],
    )


def _entry(row: Mapping[str, Any], hidden: Mapping[UUID, Withheld], masked: Mapping[UUID, tuple[Masked, ...]]) -> Entry:
    return Entry(
        id=row["entry"],
        slug=row["entry.slug"],
        department=row["entry.department"],
        topic=Topic(row["entry.topic"]),
        case_number=row["entry.case_number"],
        withheld=hidden.get(row["entry"]),
        masks=masked.get(row["entry"], ()),
        merged_into=row["entry.merged_into"],
        responsible=row["entry.responsible"],
    )


def _answers(row: Mapping[str, Any], in_rows: Mapping[str, str]) -> Answers:
    """From the columns of a version and its rows of answers."""
    written = {**in_rows, **{field.name: plain(row[field.name]) for field in ANSWERS if field.has_column}}
    answers: dict[str, Any] = {field.name: field.stored(written.get(field.name, "")) for field in ANSWERS}
    return Answers(**answers)


def _opinion(row: Mapping[str, Any]) -> Opinion:
    return Opinion(
        kind=OpinionKind(row["kind"]),
        texts=read(row["text"]),
        content_hash=row["content_hash"],
        by=row["given_by"],
        at=row["given_at"],
        answer=read(row["answer"]),
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        department=row["department"],
        case_number=row["case_number"],
        answer_case_number=row["answer_case_number"],
    )


def _measure(row: Mapping[str, Any]) -> MeasureTaken | None:
    if row["measured_at"] is None:
        return None
    return MeasureTaken(
        what=read(row["what"]),
        who=read(row["who"]),
        by_when=row["by_when"],
        accepted=read(row["accepted"]),
        at=row["measured_at"],
        done_at=row["done_at"],
    )
