"""The demo's assessments, computed for real: files encrypted, counted in child processes, checked all at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from algorithms.evidence import commands as evidence_commands
from algorithms.people import Actor
from assessments.data import uploads
from assessments.data.inventory import Inventory
from assessments.data.uploads import Receipt
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.results.counts_file import CountedFile
from assessments.runs import commands as runs
from assessments.runs import subprocess_client
from assessments.runs.subprocess_client import EncryptedUpload
from register.demo.evaluation_data import csv_bytes
from register.demo.values import DemoAssessment
from register.jobs.signing import conclude
from register.secret_file import master_key, read_secret
from register.settings import Settings

AT_ONCE = 2  # child processes; each takes a core


@dataclass(frozen=True, slots=True)
class Ready:
    """A run that has been computed and waits to be recorded in the register."""

    run: UUID
    size: int
    sha256: str
    wrapped_key: bytes
    inventory: Inventory
    plan: TestPlan
    made: CountedFile
    assessed: subprocess_client.AssessmentOutput | None = None


async def prepare(settings: Settings, requested: Sequence[tuple[str, DemoAssessment]]) -> Mapping[str, Ready]:
    """Every assessment by ``entry/dataset``; their second opinions come from one child process."""
    gate = asyncio.Semaphore(AT_ONCE)
    made = await asyncio.gather(*(_computed(settings, assessment, gate) for _, assessment in requested))
    assessed = await subprocess_client.concluded([ready.made for ready in made])
    checked = (replace(ready, assessed=output) for ready, output in zip(made, assessed, strict=True))
    return {f"{slug}/{assessment.dataset}": ready for (slug, assessment), ready in zip(requested, checked, strict=True)}


async def finish(settings: Settings, version: UUID, made: Ready, *, by: Actor, at: datetime) -> None:
    """What the worker would store, in the same order."""
    await runs.store_inventory(made.run, made.inventory)
    await evidence_commands.store_plan(version, made.run, made.plan, by=by, at=at)
    await evidence_commands.queue(version, made.run, by=by, at=at)
    await runs.start(made.run)
    assert made.assessed is not None  # prepared together with the others
    receipt = Receipt(made.sha256, made.size, at)
    await conclude(settings, made.run, made.assessed.result, made.assessed.public, receipt=receipt, at=at)
    uploads.remove(settings.data_dir, made.run)


async def _computed(settings: Settings, assessment: DemoAssessment, gate: asyncio.Semaphore) -> Ready:
    run = uuid4()
    content = csv_bytes(assessment.dataset, rows=assessment.rows, seed=assessment.seed)
    receiver = uploads.Receiver(settings.data_dir, run, max_bytes=settings.max_upload_bytes)
    stored = await receiver.receive(_once(content))
    source = EncryptedUpload(stored.path, stored.key, run)
    async with gate:
        inventory = await subprocess_client.inventory_of(source)
        plan = complete(_plan(assessment), inventory)
        if wrong := complaints(plan, inventory):
            raise ValueError(f"{assessment.dataset}: {wrong}")
        counted = CountedFile(plan, *await subprocess_client.tabulated(source, plan))
    key = uploads.wrap_key(stored.key, master_key(read_secret(settings)), run)
    return Ready(
        run=run, size=stored.size, sha256=stored.sha256, wrapped_key=key, inventory=inventory, plan=plan, made=counted
    )


def _plan(assessment: DemoAssessment) -> TestPlan:
    return TestPlan(
        task="judgements" if assessment.more_judgements else "decision",
        more_judgements=assessment.more_judgements,
        outcome=assessment.outcome or None,
        decision=assessment.decision,
        groups=assessment.groups,
        outcome_yes=assessment.outcome_yes,
        decision_yes=assessment.decision_yes,
        reference=assessment.reference,
        yes_means=assessment.yes_means,
        primary=assessment.primary,
        reason=assessment.reasons["sv"],
        margin=assessment.margin,
        labels=assessment.labels,
        period=assessment.period,
        outcome_known=assessment.outcome_known,
        person=assessment.person,
        repeated="yes" if assessment.person else "unknown",
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
