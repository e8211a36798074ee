"""What the demo city has beside its entries: a product that others class, a template, targets, a statement."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from algorithms.consistency import commands as consistency_commands
from algorithms.consistency.rules import ClassedProduct
from algorithms.law.risk import RiskClass
from algorithms.people import Actor
from algorithms.reporting import commands as target_commands
from algorithms.reporting.targets import Goal, PlanTarget
from algorithms.statement import commands as statement_commands
from algorithms.statement.rules import read
from algorithms.suppliers import commands as template_commands


async def keep(coordinator: Actor, now: datetime) -> None:
    """Through the same commands as people use."""
    said = tomllib.loads((files(__package__) / "city.toml").read_text("utf-8"))
    await consistency_commands.keep_known_products(
        ClassedProduct(
            one["product"],
            one["supplier"],
            RiskClass(one["risk_class"]),
            one["said_by"],
            "",
            (now - timedelta(days=one["days_ago"])).date(),
        )
        for one in said["known_product"]
    )
    for one in said["template"]:
        await template_commands.add(one, by=coordinator, at=now)
    for goal, one in said["targets"].items():
        wanted = {Goal(goal): PlanTarget(one["percent"], month_after(now, one["months"]))}
        await target_commands.set_targets(wanted, by=coordinator, at=now)
    await _publish_statement(said["statement"], coordinator, now)


async def _publish_statement(said: Mapping[str, Any], coordinator: Actor, now: datetime) -> None:
    assessed = (now - timedelta(days=said["assessed_days_ago"])).date()
    draft, errors = read({**said, "assessed": assessed.isoformat()}, now.date())
    if draft is None:
        raise ValueError(f"city.toml: the statement lacks {', '.join(errors)}")
    await statement_commands.publish(draft, after=0, by=coordinator, at=now)


def month_after(now: datetime, months: int) -> str:
    count = now.year * 12 + now.month - 1 + months
    return f"{count // 12}-{count % 12 + 1:02}"
