"""The figures of reports are those that somebody would count who read every entry, and each gap has one standing."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

import many
from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import VersionState
from algorithms.entries.texts import Text
from algorithms.law.risk import RiskClass
from algorithms.people import Actor, Membership, Role
from algorithms.published.findings import EntryFinding
from algorithms.reporting.counts import PublishedTests, counted, counted_for
from algorithms.reporting.targets import Goal
from algorithms.tables import EvidenceRow, TextRow, VersionRow, WithheldRow
from assessments.runs.run import RunState
from assessments.tables import FindingRow, RunRow
from assessments.text.localized import written
from builders import NOW, a_department
from city import City
from register.settings import Settings
from steps import actor

TODAY = date(2026, 11, 24)
OLD = datetime(2024, 9, 30, 22, 30, tzinfo=UTC)


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


async def cite(version: UUID, *, difference: bool, number: int = 1, finished_at: datetime = NOW, **more) -> None:
    """Evidence that the version cites."""
    run = uuid4()
    await RunRow.insert(
        RunRow(
            id=run,
            state=RunState.FAILED.value,
            title=written({"sv": "Prov"}),
            received_by=version,
            received_at=NOW,
            finished_at=finished_at,
            public_result="{}",  # what nobody has signed is shown as a test without figures
        )
    )
    verdict = "difference" if difference else "not-enough-data"
    await FindingRow.insert(FindingRow(id=uuid4(), run=run, attribute="sex", metric="selection_rate", verdict=verdict))
    await EvidenceRow.insert(EvidenceRow(version=version, run=run, number=number, cited=True, **more))


def versions(city: City) -> list[UUID]:
    names = TextRow.select(TextRow.version, TextRow.words).where(TextRow.name == "name", TextRow.language == "sv")
    return [row["version"] for row in sorted(city.call(names.run), key=lambda row: row["words"])]


def change(city: City, version: UUID, **columns) -> None:
    city.call(VersionRow.update(columns).where(VersionRow.id == version).run)


@pytest.mark.storage
def test_the_database_counts_what_somebody_would_count_who_read_every_entry(city: City) -> None:
    city.call(many.fill, city.department.id, 4, VersionState.PUBLISHED)
    gaps, late, plain, hidden = versions(city)
    city.call(many.fill, city.department.id, 2, VersionState.DRAFT, None, 10)
    change(city, gaps, personal_data=True, operational_status="in-use")
    change(city, late, personal_data=True, operational_status="pilot", risk_class=None)
    change(city, late, review_month="2026-10", next_review="2026-10")
    change(city, plain, operational_status="ended", review_month="2026-11")
    city.call(TextRow.insert(TextRow(version=plain, name=Text.SUMMARY.value, language="sv", words="Kort")).run)
    entry = city.call(VersionRow.select(VersionRow.entry).where(VersionRow.id == hidden).first().run)["entry"]
    why = {"ground": "secrecy.17-1", "reason": "x", "set_by": hidden, "set_at": NOW}
    city.call(WithheldRow.insert(WithheldRow(entry=entry, **why)).run)
    measured = {"measured_by": gaps, "measured_at": NOW, "what": written({"sv": "Åtgärd"})}
    for number, more in enumerate(
        (
            {**measured, "by_when": "2026-09"},  # late
            {**measured, "by_when": "2026-11"},  # promised
            {**measured, "by_when": "2026-09", "done_at": NOW, "done_by": gaps},
            {"measured_by": gaps, "measured_at": NOW, "accepted": written({"sv": "Därför"})},
        )
    ):
        city.call(cite, gaps, difference=True, number=number + 1, **more)
    city.call(cite, gaps, difference=False, number=5, finished_at=OLD)

    everybody, staff = city.call(counted, TODAY), city.call(counted_for, actor(city, Role.COORDINATOR), TODAY)

    assert (
        everybody.assessed
        == staff.assessed
        == PublishedTests(tests=5, differences=4, done=1, promised=1, late=1, accepted=1)
    )
    summary = everybody.summary
    assert (summary.published, summary.under_way, summary.used, summary.about_people) == (3, 2, 2, 2)
    assert {finding: number for finding, number in summary.findings.items() if number} == {
        EntryFinding.DIFFERENCE: 1,
        EntryFinding.NOT_TESTED: 1,
    }
    assert summary.resolved == 0  # one of four measures has been carried out
    assert list(summary.classes.items()) == [(RiskClass.NOT_AI, 2), (None, 1)]
    assert list(everybody.statuses) == [row for row in OperationalStatus if row in everybody.statuses]
    assert set(everybody.statuses.values()) == {1}
    assert (summary.withheld, staff.summary.withheld) == (0, 1)
    assert summary.departments == {city.department.id: (3, 2)}
    assert [gap.overdue for gap in summary.gaps] == [True, False, False, False]
    assert [(deadline.version.id, deadline.kind.value, deadline.by) for deadline in summary.late] == [
        (gaps, "measure", date(2026, 9, 30)),
        (gaps, "test", date(2026, 9, 30)),
        (late, "review", date(2026, 10, 31)),
    ]
    reached = {goal.goal: (goal.reached, goal.of) for goal in everybody.goals}
    assert reached == {
        Goal.PUBLISHED: (3, 5),
        Goal.CLASSIFIED: (2, 3),
        Goal.EQUAL_TREATMENT: (0, 2),
        Goal.REVIEWED: (2, 3),
        Goal.BILINGUAL: (2, 3),
        Goal.DEPARTMENTS: (1, 2),
    }


def test_what_is_publicly_known_of_one_department_is_not_counted_for_staff_of_another(city: City) -> None:
    city.call(many.fill, city.department.id, 2, VersionState.PUBLISHED)
    reader = Actor(uuid4(), "Läsare", (Membership(Role.EDITOR, a_department("school").id),))
    counts = city.call(counted_for, reader, TODAY)
    assert (counts.summary.published, counts.summary.departments) == (0, {})
