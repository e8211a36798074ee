"""Reading the AI plan's targets."""

from algorithms.city_tables import TargetRow
from algorithms.log.checking import Records
from algorithms.reporting.targets import Goal, PlanTarget

RECORDS = Records(name="target", row=TargetRow, key=TargetRow.goal, read=str)


async def targets() -> dict[Goal, PlanTarget]:
    rows = await TargetRow.select()
    return {Goal(row["goal"]): PlanTarget(row["percent"], row["by_month"]) for row in rows}
