"""Reading the AI plan's targets."""

from algorithms.city_tables import TargetRow
from algorithms.reporting.targets import Goal, PlanTarget


async def targets() -> dict[Goal, PlanTarget]:
    rows = await TargetRow.select()
    return {Goal(row["goal"]): PlanTarget(row["percent"], row["by_month"]) for row in rows}
