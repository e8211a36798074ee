"""By what lists of published entries are narrowed: rules of the register, and the fields that say it of themselves.

List, index, interface, data and the workspace read these rows. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from algorithms.entries.entry import Topic
from algorithms.entries.field import Audience, Field
from algorithms.entries.fields import FILTERED_FIELDS
from algorithms.entries.kinds import YEAR, plain
from algorithms.law.labels import CLASSES
from algorithms.published.entry import PublishedEntry
from algorithms.published.findings import ENTRY_FINDINGS, finding_of
from assessments.text.message import Message

SLUG = r"[a-z0-9][a-z0-9-]{0,119}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """One way to narrow a list. ``options``: what may be chosen, in order; without any, what ``pattern`` fits.

    ``value`` is what an entry has, without blanks; empty where it has none.
    """

    name: str  # in addresses
    title: Message
    value: Callable[[PublishedEntry], str]
    options: Mapping[str, Message | None] = field(default_factory=dict)  # with words; None: the web has them
    pattern: str = ""
    example: str = ""


def list_filter(described: Field) -> ListFilter:
    """By the answers to a field: those that may be chosen, or the year where it is a month or a date."""
    return ListFilter(
        name=described.filter_name,
        title=described.label,
        value=partial(_answer, described=described),
        options=dict(described.options),
        pattern="" if described.options else YEAR,
        example=described.options[0][0] if described.options else "2026",
    )


def _answer(entry: PublishedEntry, described: Field) -> str:
    return described.filter_value(plain(entry.answer(described.name)))


FILTERS: Mapping[str, ListFilter] = {
    offered.name: offered
    for offered in (
        ListFilter(
            name="topic",
            title=Message("Topic"),
            value=lambda entry: entry.topic.value,
            options=dict.fromkeys(topic.value for topic in Topic),
            example="work-and-money",
        ),
        ListFilter(
            name="department",
            title=Message("Department"),
            value=lambda entry: entry.department.slug,
            pattern=SLUG,
            example="social",
        ),
        ListFilter(
            name="class",
            title=Message("AI Act class"),
            value=lambda entry: entry.classification.risk_class.value if entry.classification else "",
            options={member.value: label for member, label in CLASSES.items()},
            example="high-risk",
        ),
        *(list_filter(described) for described in FILTERED_FIELDS if described.audience is Audience.PUBLIC),
        ListFilter(
            name="test",
            title=Message("What its tests found"),
            value=lambda entry: finding_of(entry.assessments).value,
            options={finding.value: words for finding, words in ENTRY_FINDINGS.items()},
            example="difference",
        ),
    )
}
