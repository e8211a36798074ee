"""The package that is handed out of an entry: its files, an index of what stays and by which paragraph, and hashes."""

import contextlib
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.entries.texts import Text
from algorithms.handing_out import queries as handing_out
from algorithms.handing_out.rules import COUNTS, DRAFTS, INNER_FIELDS, HandOut
from algorithms.log import queries as log_queries
from algorithms.people import Actor
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry, current
from algorithms.records.documents import document
from algorithms.redaction import withholding
from algorithms.redaction.masks import Mask, MaskStatus
from algorithms.storage import queries
from assessments.data.spreadsheet import guarded
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.language import Language, translate
from register.papers import pdf
from register.public.cards.pages import card_page
from register.settings import Settings
from register.web.event_labels import EVENTS, ON_THE_MACHINE
from register.web.pages import Templates

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a file in a package, so that the same content has the same bytes
_FILES: Mapping[str, Message] = {
    "card": Message("The card of the entry"),
    "versions": Message("Every published version, with its assessments as they are public"),
    "decisions.csv": Message("What was done, by whom, in which role and when"),
    "opinions.csv": Message("The data protection officer’s opinions, and what was decided after them"),
    "log.json": Message("The lines of the log that seal it, and proof that the versions are those that were published"),
    "article-30.csv": Message("A row for the record of processing (Article 30 of the GDPR)"),
    "withheld.csv": Message("What is withheld, and under which section"),
    "inner.csv": Message("Inner particulars"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOutRequest:
    """What is asked for, by whom, and what a person has chosen."""

    version: Version
    chosen: HandOut
    masks: tuple[Mask, ...]
    actor: Actor
    language: Language
    at: datetime


async def package(settings: Settings, templates: Templates, order: HandOutRequest) -> bytes:
    """A ZIP; the same content has the same bytes."""
    version, language = order.version, order.language
    versions = await handing_out.public_versions(version.id, order.chosen, seen_by=order.actor)
    published = [await public_queries.preview(public_version) for public_version in versions]
    files: dict[str, bytes] = {}
    shown = current(reversed(published))
    if shown is not None and not shown.is_withdrawn:
        files |= await _card(templates, shown, published, language)
    for entry in published:
        files[f"versions/{entry.number}.json"] = _json(document(entry, settings.base_url, settings.licence))
    files["decisions.csv"] = _csv(await _decisions(order))
    files["opinions.csv"] = _csv(await _opinions(versions))
    files["log.json"] = _json(await _log(version, versions))
    files["article-30.csv"] = _csv(_article_30(settings, shown, language))
    if order.chosen.with_inner and versions:
        files["inner.csv"] = _csv(_inner(versions[-1]))
    files["withheld.csv"] = _csv(await _withheld(order))
    return _zipped({"index.txt": _index(files, order), **files})


async def _card(
    templates: Templates, shown: PublishedEntry, published: Sequence[PublishedEntry], language: Language
) -> dict[str, bytes]:
    frame = templates.on_paper(f"/{language}/algorithms/{shown.slug}", language)
    exported = card_page(shown, list(reversed(published)), language, templates.letters_url)
    html = templates.render("public/cards/card.html", exported, frame)
    if pdf.is_installed():
        with contextlib.suppress(pdf.PDFError):  # then the page itself goes out
            return {"card.pdf": await pdf.to_pdf(html)}
    return {"card.html": html.encode()}


async def _decisions(order: HandOutRequest) -> list[tuple[str, ...]]:
    events = await queries.events(order.version.entry.id, seen_by=order.actor)
    names = await accounts.names(event.by for event in events)
    lines = {line["record"]: line for line in await handing_out.log_lines(order.version.entry.id)}
    roles = {(line["at"], line["action"]): line["role"] or "" for line in lines.values()}
    in_words = _speaker(order.language)
    head = ("at", "version", "action", "by", "role", "words")
    rows = (
        (
            event.at.isoformat(),
            str(event.version or ""),
            in_words(EVENTS[event.action]),
            names.get(event.by) or in_words(ON_THE_MACHINE),
            _role_of(roles, event.at, event.action),
            in_language(event.note, order.language),
        )
        for event in reversed(events)
    )
    return [head, *rows]


def _role_of(roles: Mapping[tuple[str, str], str], at: datetime, action: str) -> str:
    return next((role for (when, what), role in roles.items() if what == action and _is_same(when, at)), "")


def _is_same(written: str, at: datetime) -> bool:
    return datetime.fromisoformat(written) == at


async def _opinions(versions: Iterable[Version]) -> list[tuple[str, ...]]:
    listed = tuple(versions)
    names = await accounts.names(version.opinion.by for version in listed if version.opinion)
    head = ("version", "opinion", "at", "by", "words", "case_number", "answer", "answer_case")
    rows = (
        (
            str(version.number),
            opinion.kind.value,
            opinion.at.isoformat(),
            names.get(opinion.by, ""),
            in_language(opinion.texts, LANGUAGES[0]),
            opinion.case_number,
            in_language(opinion.answer, LANGUAGES[0]),
            opinion.answer_case_number,
        )
        for version in listed
        if (opinion := version.opinion) is not None
    )
    return [head, *rows]


async def _log(version: Version, versions: tuple[Version, ...]) -> Mapping[str, Any]:
    head, at = await log_queries.head()
    return {
        "head": {"lines": head.seq, "hash": head.hash, "at": at},
        "lines": list(await handing_out.log_lines(version.entry.id)),
        "versions": list(await handing_out.proofs(versions)),
    }


def _article_30(settings: Settings, shown: PublishedEntry | None, language: str) -> list[tuple[str, ...]]:
    """What Article 30(1) asks; what the register does not hold is left empty for the record of processing itself."""
    head = ("controller", "contact", "purposes", "data_subjects", "personal_data", "recipients", "transfers")
    rows: list[tuple[str, ...]] = [(*head, "time_limits", "security_measures", "entry")]
    if shown is not None and shown.answer("personal_data"):
        board = in_language(shown.department.boards, language) or in_language(shown.department.names, language)
        contact = " ".join(filter(None, (shown.text(Text.CONTACT, language), shown.answer("contact_email") or "")))
        written = [shown.text(name, language) for name in (Text.PURPOSE, Text.CONCERNS, Text.DATA)]
        identity = f"{settings.base_url}/id/{shown.slug}"
        rows.append((f"{settings.city_in(language)}, {board}", contact, *written, "", "", "", "", identity))
    return rows


def _inner(version: Version) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("field", "language", "words")]
    for described in INNER_FIELDS:
        if described.text is not None:
            words = version.localized(described.text)
            rows += [(described.name, language, words[language]) for language in LANGUAGES if words[language]]
        elif (answer := version.answer(described.name)) is not None:
            rows.append((described.name, "", str(answer)))
    return rows


async def _withheld(order: HandOutRequest) -> list[tuple[str, ...]]:
    """What stays, and by which paragraph."""
    in_words, language, entry = _speaker(order.language), order.language, order.version.entry
    rows: list[tuple[str, ...]] = [("what", "paragraph", "since")]
    for mask in order.masks:
        if mask.status is MaskStatus.ACTIVE and mask.id not in order.chosen.unmasked:
            since = mask.decided_at.date().isoformat() if mask.decided_at else ""
            rows.append((in_words(Message("Masked words")), mask.ground.cited(language) if mask.ground else "", since))
    drafts = await handing_out.number_of_drafts(order.version.id, seen_by=order.actor)
    if drafts:
        not_yet = Message("Drafts that are no public record yet: {drafts}", {"drafts": drafts})
        rows.append((in_words(not_yet), DRAFTS.cited(language), ""))
    if entry.withheld is not None:
        ground = withholding.ground(entry.withheld.ground)
        what = in_words(Message("The entry is withheld from the public register"))
        rows.append((what, ground.cited(language) if ground else "", entry.withheld.at.date().isoformat()))
    counts = in_words(Message("Exact counts behind the figures of assessments, as they could tell of people"))
    rows.append((counts, COUNTS.cited(language), ""))
    if not order.chosen.with_inner and INNER_FIELDS:
        rows.append((in_words(Message("Inner particulars")), in_words(Message("Not asked for")), ""))
    return rows


def _index(files: Mapping[str, bytes], order: HandOutRequest) -> bytes:
    in_words = _speaker(order.language)
    name = order.version.called(order.language)
    title = in_words(Message("Handed out as a public record: {name}", {"name": name}))
    lines = [title, f"{order.at.date().isoformat()} {order.version.entry.case_number}".strip(), ""]
    if order.chosen.needs_paragraph:
        given = {"paragraph": order.chosen.paragraph.strip()}
        lines += [in_words(Message("What is masked elsewhere is shown here by: {paragraph}", given)), ""]
    for file, content in sorted(files.items()):
        stem = file.partition("/")[0] if "/" in file else file
        about = _FILES.get(stem) or _FILES[stem.partition(".")[0]]
        lines.append(f"{file}  {in_words(about)}  SHA-256 {hashlib.sha256(content).hexdigest()}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _speaker(language: Language) -> Any:
    return lambda words: translate(words, language)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unmasked_from(values: Iterable[str], masks: Iterable[Mask]) -> frozenset[UUID]:
    """Those of the entry's masks that were ticked."""
    ticked = frozenset(values)
    return frozenset(mask.id for mask in masks if mask.status is MaskStatus.ACTIVE and str(mask.id) in ticked)
