"""What is different between two published versions of an entry, field by field, as records have them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from algorithms.published.entry import PublishedEntry
from algorithms.records.record_fields import RecordField, identity, moment, record_fields

ChangeKind = Literal["added", "changed", "ended"]
_ALWAYS_OTHER = frozenset({"version", "version_id", "published", "replaced"})  # tells nothing new of a new version


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """An entry that was added, changed or ended. Of one that has ended nothing else is given."""

    slug: str
    kind: ChangeKind
    at: datetime
    version: int | None = None
    version_before: int | None = None
    fields: tuple[str, ...] = ()
    merged_into: str = ""

    def to_dict(self, base: str) -> dict[str, Any]:
        return {
            "id": base + identity(self.slug),
            "slug": self.slug,
            "change": self.kind,
            "at": moment(self.at),
            "version": self.version,
            "version_before": self.version_before,
            "fields": list(self.fields),
            "merged_into": base + identity(self.merged_into) if self.merged_into else None,
        }


def changed_fields(
    before: PublishedEntry, after: PublishedEntry, fields: Iterable[RecordField] | None = None
) -> tuple[str, ...]:
    """Names of the fields that say something else now."""
    compared = (field for field in fields or record_fields() if field.name not in _ALWAYS_OTHER)
    return tuple(field.name for field in compared if field.read(before) != field.read(after))
