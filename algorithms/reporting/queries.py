"""Reading the AI plan's targets."""

from algorithms.city_tables import TargetRow
from algorithms.reporting.targets import Goal, Target


async def targets() -> dict[Goal, Target]:
    rows = await TargetRow.select()
    return {Goal(row["goal"]): Target(row["percent"], row["by_month"]) for row in rows}
