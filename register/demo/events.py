"""What happens to the demo city's entries besides their versions: case numbers, one that is withheld, an incident."""

from datetime import datetime, timedelta
from uuid import UUID

from algorithms.editing import entry_commands
from algorithms.incidents import commands as incident_commands
from algorithms.people import Actor
from register.demo.values import DemoEntry


async def record_events(version: UUID, entry: DemoEntry, writer: Actor, coordinator: Actor, now: datetime) -> None:
    """Through the same commands as people use."""
    await entry_commands.set_case_number(version, entry.case_number, by=writer, at=now)
    if entry.withheld:
        ground, reason = entry.withheld["ground"], entry.withheld["reason"]
        await entry_commands.withhold(version, ground, reason, by=coordinator, at=now)
    if entry.incident:
        account = {name: entry.incident[name] for name in ("what", "harmed", "done")}
        account["happened-on"] = _day(now, entry.incident["days_ago"])
        account["provider-on"] = _day(now, entry.incident["provider_days_ago"])
        at = now - timedelta(days=entry.incident["provider_days_ago"])
        await incident_commands.record_incident(version, account, by=writer, at=at)


def _day(now: datetime, days_ago: int) -> str:
    return (now - timedelta(days=days_ago)).date().isoformat()
