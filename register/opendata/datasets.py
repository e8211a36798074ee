"""The data sets that are given out as files: their columns, and their rows read as a set. How they are written: files.

They are read from published entries and nothing else, in a stable order, so that two days differ in changes alone.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.texts import Text, fold
from algorithms.published.entry import PublishedAssessment, PublishedEntry
from algorithms.questions import answer_times
from algorithms.questions import queries as question_queries
from algorithms.questions.rules import ResidentQuestion
from algorithms.records import queries as record_queries
from algorithms.records.documents import RECORD, record
from algorithms.records.queries import PublicVersion
from algorithms.records.record_fields import Column, Shape, identity, written
from assessments.gate.public_result import PublicFigure, PublicGroup, PublicResult
from assessments.text.message import Message
from register.settings import Settings

Row = Mapping[str, Any]
Chosen = Callable[[PublishedEntry], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Of which entries: the versions that are read, and what they must have besides."""

    settings: Settings
    versions: tuple[PublicVersion, ...]
    fits: Chosen | None = None  # left out: all of them
    at: datetime | None = None  # of an earlier day: what came later is left out

    async def entries(self) -> AsyncIterator[tuple[PublishedEntry, ...]]:
        async for part in record_queries.read(self.versions):
            yield tuple(entry for entry in part if self.fits is None or self.fits(entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDataset:
    """One data set. ``every_version``: it has the older versions of entries too."""

    name: str
    title: Message
    about: Message
    columns: tuple[Column, ...]
    rows: Callable[[Scope], AsyncIterator[Row]]
    every_version: bool = False


async def _entries(scope: Scope) -> AsyncIterator[Row]:
    async for part in scope.entries():
        for entry in part:
            row = record(entry, scope.settings.base_url)
            if scope.at is not None and entry.ended_at is not None and entry.ended_at > scope.at:
                row["replaced"] = None  # nobody knew it then
            yield row


async def _assessments(scope: Scope) -> AsyncIterator[Row]:
    async for part in scope.entries():
        for entry in part:
            for tested in entry.assessments:
                for row in _figures(entry, tested, scope.settings.base_url):
                    yield row


def _figures(entry: PublishedEntry, tested: PublishedAssessment, base: str) -> Iterator[Row]:
    """A row for each printed figure. How many people are behind it is not among them."""
    if tested.result is None:
        return
    path = f"algorithms/{entry.slug}/assessments/{tested.number}"
    known = {
        "id": base + identity(entry.slug),
        "slug": entry.slug,
        "version": entry.number,
        "assessment": tested.number,
        "title": written(tested.titles),
        "page": {language: f"{base}/{language}/{path}" for language in LANGUAGES},
        "period": tested.result.period or None,
        "yes_means": tested.result.yes_means,
    }
    for group in (tested.result.overall, *tested.result.groups):
        for figure in group.figures:
            yield {**known, **_figure(tested.result, group, figure)}


def _figure(result: PublicResult, group: PublicGroup, figure: PublicFigure) -> Row:
    compared = next(
        (
            comparison
            for comparison in result.comparisons
            if (comparison.attribute, comparison.value, comparison.metric)
            == (group.attribute, group.value, figure.metric)
        ),
        None,
    )
    return {
        "attribute": group.attribute,
        "group": group.value,
        "is_reference": group.is_reference,
        "metric": figure.metric,
        "per_100": figure.per_100,
        "low": figure.low,
        "high": figure.high,
        "hidden": figure.hidden,
        "compared_with": (compared.reference or compared.against) if compared else None,
        "difference": compared.difference if compared else None,
        "difference_low": compared.low if compared else None,
        "difference_high": compared.high if compared else None,
        "verdict": compared.verdict.value if compared else None,
        "decides": compared.primary if compared else False,
    }


async def _questions(scope: Scope) -> AsyncIterator[Row]:
    slugs = {version.slug for version in scope.versions}
    if scope.fits is not None:
        slugs = {entry.slug async for part in scope.entries() for entry in part}
    for question in await question_queries.answered():
        given = question.published_at
        is_later = scope.at is not None and given is not None and given > scope.at
        if not is_later and (not question.slug or question.slug in slugs):
            yield _question(question, scope.settings)


def _question(question: ResidentQuestion, settings: Settings) -> Row:
    base, given = settings.base_url, question.published_at
    path = f"algorithms/{question.slug}/questions" if question.slug else "missing"
    return {
        "id": base + identity(question.slug) if question.slug else None,
        "slug": question.slug or None,
        "page": {language: f"{base}/{language}/{path}" for language in LANGUAGES},
        "asked": question.received_hour.astimezone(settings.zone).date().isoformat(),
        "language": question.language,
        "question": question.public_text,
        "answer": written(question.answers),
        "answered": given.astimezone(settings.zone).date().isoformat() if given else None,
        "working_days": answer_times.days_taken(question, settings.zone),
        "case_number": question.case_number or None,
    }


_KINDS: Mapping[str, Text] = {
    "product": Text.PRODUCT,
    "supplier": Text.SUPPLIER,
    "standard": Text.OPEN_STANDARDS,
    "licence": Text.LICENCE,
}
_SEVERAL = re.compile(r"[,;\n]")  # between standards


async def _technologies(scope: Scope) -> AsyncIterator[Row]:
    """What is in operation: by how many entries, and in how many departments."""
    names: dict[tuple[str, str], str] = {}
    slugs: dict[tuple[str, str], set[str]] = defaultdict(set)
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    async for part in scope.entries():
        for entry in part:
            for kind, name in _technologies_of(entry):
                key = kind, fold(name)
                names.setdefault(key, name)
                slugs[key].add(entry.slug)
                owners[key].add(entry.department.slug)
    for kind, folded in sorted(names):
        key = kind, folded
        counted = {"entries": len(slugs[key]), "departments": len(owners[key])}
        yield {"kind": kind, "name": names[key], **counted, "slugs": sorted(slugs[key])}


def _technologies_of(entry: PublishedEntry) -> Iterator[tuple[str, str]]:
    if not entry.operational_status.in_operation:
        return
    for kind, text in _KINDS.items():
        texts = entry.localized(text)
        words = next((texts[language] for language in LANGUAGES if texts[language]), "")
        for name in _SEVERAL.split(words) if kind == "standard" else [words]:
            if name.strip():
                yield kind, " ".join(name.split())


_column = partial(Column, shape=Shape.TEXT)
_ENTRY = (
    _column(name="id", shape=Shape.ADDRESS, term="dcterms:identifier", label=Message("Permanent identifier")),
    _column(name="slug", label=Message("Name in addresses")),
)
_PAGE = _column(name="page", shape=Shape.ADDRESSES, term="schema:url", label=Message("Page in the register"))
_ASSESSMENT_COLUMNS = (
    *_ENTRY,
    _column(name="version", shape=Shape.NUMBER, label=Message("Version of the entry")),
    _column(name="assessment", shape=Shape.NUMBER, label=Message("Number of the assessment")),
    _column(name="title", shape=Shape.WORDS, term="dcterms:title", label=Message("Title of the assessment")),
    _PAGE,
    _column(name="period", label=Message("First and last month of the data")),
    _column(name="yes_means", label=Message("Whether a yes is a burden or a help")),
    _column(name="attribute", label=Message("By what people are grouped; empty for everybody")),
    _column(name="group", label=Message("Group; empty where it is not known")),
    _column(name="is_reference", shape=Shape.FLAG, label=Message("Whether others are compared with this group")),
    _column(name="metric", label=Message("Rate")),
    _column(name="per_100", shape=Shape.NUMBER, label=Message("The rate, in 100, rounded")),
    _column(name="low", shape=Shape.NUMBER, label=Message("Lower end of its interval")),
    _column(name="high", shape=Shape.NUMBER, label=Message("Upper end of its interval")),
    _column(name="hidden", label=Message("Why there is no figure")),
    _column(name="compared_with", label=Message("With whom the group is compared")),
    _column(name="difference", shape=Shape.NUMBER, label=Message("Difference, in 100")),
    _column(name="difference_low", shape=Shape.NUMBER, label=Message("Lower end of the difference")),
    _column(name="difference_high", shape=Shape.NUMBER, label=Message("Upper end of the difference")),
    _column(name="verdict", label=Message("Verdict")),
    _column(name="decides", shape=Shape.FLAG, label=Message("Whether it was decided beforehand that this rate counts")),
)
_QUESTION_COLUMNS = (
    *_ENTRY,
    _PAGE,
    _column(name="asked", shape=Shape.DATE, label=Message("Day on which it was asked")),
    _column(name="language", label=Message("Language of the question")),
    _column(name="question", label=Message("Question, as everybody may read it")),
    _column(name="answer", shape=Shape.WORDS, label=Message("Answer")),
    _column(name="answered", shape=Shape.DATE, label=Message("Day on which it was answered")),
    _column(name="working_days", shape=Shape.NUMBER, label=Message("Working days to the answer")),
    _column(name="case_number", label=Message("Case number")),
)
_TECHNOLOGY_COLUMNS = (
    _column(name="kind", label=Message("Product, supplier, standard or licence")),
    _column(name="name", term="schema:name", label=Message("What it is called")),
    _column(name="entries", shape=Shape.NUMBER, label=Message("How many entries name it")),
    _column(name="departments", shape=Shape.NUMBER, label=Message("In how many departments")),
    _column(name="slugs", shape=Shape.CODES, label=Message("Which entries, by their names in addresses")),
)
DATASETS: Mapping[str, OpenDataset] = {
    dataset.name: dataset
    for dataset in (
        OpenDataset(
            name="entries",
            title=Message("Entries"),
            about=Message("Every algorithm in the register as it is described today, a row each."),
            columns=RECORD,
            rows=_entries,
        ),
        OpenDataset(
            name="history",
            title=Message("History"),
            about=Message("Every version that has been public, so that you see what was said when."),
            columns=RECORD,
            rows=_entries,
            every_version=True,
        ),
        OpenDataset(
            name="assessments",
            title=Message("Assessments"),
            about=Message("The figures of published fairness tests, a row for each rate of each group."),
            columns=_ASSESSMENT_COLUMNS,
            rows=_assessments,
        ),
        OpenDataset(
            name="questions",
            title=Message("Questions"),
            about=Message("What residents have asked, and what the city answered."),
            columns=_QUESTION_COLUMNS,
            rows=_questions,
        ),
        OpenDataset(
            name="technologies",
            title=Message("Technologies"),
            about=Message("Products, suppliers, standards and licences in use, and how many departments use them."),
            columns=_TECHNOLOGY_COLUMNS,
            rows=_technologies,
        ),
    )
}
