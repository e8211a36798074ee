"""What the demo city has besides its entries: a product that others class, a template, targets, a statement."""

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
    city = tomllib.loads((files(__package__) / "city.toml").read_text("utf-8"))
    await consistency_commands.keep_known_products(
        ClassedProduct(
            product=product["product"],
            supplier=product["supplier"],
            risk_class=RiskClass(product["risk_class"]),
            source=product["source"],
            address="",
            as_of=(now - timedelta(days=product["days_ago"])).date(),
        )
        for product in city["known_product"]
    )
    for row in city["template"]:
        await template_commands.add(row, by=coordinator, at=now)
    for goal, row in city["targets"].items():
        plan_targets = {Goal(goal): PlanTarget(row["percent"], month_after(now, row["months"]))}
        await target_commands.set_targets(plan_targets, by=coordinator, at=now)
    await _publish_statement(city["statement"], coordinator, now)


async def _publish_statement(statement: Mapping[str, Any], coordinator: Actor, now: datetime) -> None:
    assessed = (now - timedelta(days=statement["assessed_days_ago"])).date()
    draft, errors = read({**statement, "assessed": assessed.isoformat()}, now.date())
    if draft is None:
        raise ValueError(f"city.toml: the statement lacks {', '.join(errors)}")
    await statement_commands.publish(draft, after=0, by=coordinator, at=now)


def month_after(now: datetime, months: int) -> str:
    count = now.year * 12 + now.month - 1 + months
    return f"{count // 12}-{count % 12 + 1:02}"
