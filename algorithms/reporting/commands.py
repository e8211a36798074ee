"""Setting the AI plan's targets, for those who keep the register."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from algorithms.city_tables import TargetRow
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act, digest
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.reporting.queries import RECORDS, targets
from algorithms.reporting.targets import Goal, PlanTarget
from assessments.storage import transaction


async def set_targets(new_targets: Mapping[Goal, PlanTarget | None], *, by: Actor, at: datetime) -> None:
    """Each goal that is given; None takes its target away. What stays the same leaves no trace."""
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError
    async with transaction():
        before = await targets()
        for goal, target in new_targets.items():
            if before.get(goal) == target:
                continue
            await TargetRow.delete().where(TargetRow.goal == goal.value)
            if target is not None:
                columns: dict[str, Any] = {"percent": target.percent, "by_month": target.by_month}
                await TargetRow.insert(TargetRow(goal=goal.value, **columns, set_by=by.id, set_at=at))
            await log_commands.append(await _act(goal, by, at))


async def _act(goal: Goal, by: Actor, at: datetime) -> Act:
    row = await TargetRow.select().where(TargetRow.goal == goal.value).first()
    return Act(
        action="set-target",
        kind="target",
        object=goal.value,
        at=at,
        by=by.id,
        role=by.role_for([Permission.KEEP_REGISTER]),
        record=RECORDS.called(goal.value),
        after=digest(row) if row else None,
    )
