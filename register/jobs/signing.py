"""What the city signs: a run, once when it is finished, with the line of the log; and each full hour a head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib.metadata import version as version_of
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log import heads
from algorithms.log.chain import Act
from assessments.data.uploads import Receipt
from assessments.gate.public_result import PublicResult
from assessments.results.result import Result
from assessments.results.signing import signature
from assessments.runs import commands as runs
from assessments.runs import queries
from assessments.runs.proof import Sealer, Signed, content_of
from assessments.storage import transaction
from register.settings import Settings
from register.signing_key import signing_key


async def conclude(
    settings: Settings, run: UUID, result: Result, public: PublicResult, *, receipt: Receipt, at: datetime
) -> None:
    async with transaction():
        facts, seal = await queries.facts_of(run, result, public), Sealer()
        content = content_of(facts, seal, {"insyn": version_of("insyn"), **public.checked_with})
        signed = Signed(content, seal.words, signature(content, signing_key(settings)))
        await runs.finish(run, result, public, signed=signed, receipt=receipt, at=at)
        line = Act(action="finish-run", kind="run", object=str(run), at=at, before=receipt.sha256, after=result.hash)
        await log_commands.append(replace(line, signature=signed.signature))


async def publish_head(settings: Settings, clock: Callable[[], datetime]) -> tuple[tuple[str, UUID], ...]:
    """At each full hour, where the log ends and the root of what is public. It finds no work for anybody."""
    await heads.publish(clock(), partial(signature, key=signing_key(settings)))
    return ()
