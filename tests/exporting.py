"""Entries of the demo city as published ones, without a database, for tests of what is written by other standards."""

from dataclasses import replace
from datetime import timedelta

from algorithms.entries.entry import Version, VersionState
from algorithms.entries.fields import Answers
from algorithms.exports.values import CityFacts, ExportSubject
from algorithms.published.entry import PublishedEntry, published_entry
from builders import NOW, a_department, a_version
from register.demo.content import entries
from register.demo.values import DemoEntry

CITY = CityFacts(
    name="Exempelstad",
    base="https://algoritmer.exempelstad.example",
    organisation_number="212000-1234",
    postal_address="Box 1, 123 45 Exempelstad",
)


def subject(entry: PublishedEntry, language: str = "sv", **more: object) -> ExportSubject:
    return ExportSubject(entry=entry, city=CITY, language=language, first_published=NOW - timedelta(days=400), **more)


def written(**more: object) -> PublishedEntry:
    version = a_version(VersionState.PUBLISHED, published_at=NOW)
    return published_entry(replace(version, **more), a_department())


def demo_entries() -> dict[str, PublishedEntry]:
    """All of the demo, whatever state they are in there, as if they were published."""
    return {entry.slug: published_entry(_version(entry), a_department()) for entry in entries()}


def _version(entry: DemoEntry) -> Version:
    version = a_version(VersionState.PUBLISHED, published_at=NOW)
    return replace(
        version,
        entry=replace(version.entry, slug=entry.slug, topic=entry.topic, case_number=entry.case_number),
        texts=entry.texts,
        answers=Answers(**{**entry.answers, "next_review": "2027-05"}),
        choices=entry.choices,
    )
