"""Which group or app role at the provider gives which role here: a TOML file of the city's. Asks nobody."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from algorithms.people import CITY_WIDE, Membership, Role
from assessments.text.message import Message
from register.settings import SettingsError

_FIELDS = {"group", "role", "department"}


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Members of the group hold the role; ``department`` is the short name in its address, empty for the city."""

    group: str
    role: Role
    department: str = ""


def read(file: Path) -> tuple[GroupRule, ...]:
    """The rules of this file, in its order. Raises SettingsError with what to write instead."""
    if not file.name:
        return ()
    try:
        written = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _wrong(file, "cannot be read: {reason}", {"reason": str(error)}) from None
    listed = written.get("give", [])
    if set(written) - {"give"} or not isinstance(listed, list):
        raise _wrong(file, "holds something else than [[give]]")
    return tuple(_rule(file, rule) for rule in listed)


def given(rules: Iterable[GroupRule], groups: frozenset[str], homes: Mapping[str, UUID]) -> frozenset[Membership]:
    """The roles of somebody in these groups. A department that is not here (any more) gives none."""
    return frozenset(
        Membership(rule.role, homes[rule.department] if rule.department else None)
        for rule in rules
        if rule.group in groups and (not rule.department or rule.department in homes)
    )


def _rule(file: Path, rule: Any) -> GroupRule:
    if not isinstance(rule, dict) or set(rule) - _FIELDS or not all(isinstance(value, str) for value in rule.values()):
        raise _wrong(file, "has a rule that is not group, role and department: {rule}", {"rule": str(rule)})
    if not rule.get("group"):
        raise _wrong(file, "has a rule without group: {rule}", {"rule": str(rule)})
    if rule.get("role") not in set(Role):
        raise _wrong(
            file,
            "has no role known here for {group}; choose from: {known}",
            {"group": rule["group"], "known": ", ".join(Role)},
        )
    role, department = Role(rule["role"]), rule.get("department", "")
    if bool(department) == (role in CITY_WIDE):
        values = {"role": str(role), "group": rule["group"]}
        if department:
            raise _wrong(file, "says {role} for {group}, which is held in the city, without department", values)
        raise _wrong(file, "says {role} for {group}, which needs a department", values)
    return GroupRule(rule["group"], role, department)


def _wrong(file: Path, why: str, values: Mapping[str, object] | None = None) -> SettingsError:
    reason = Message(why, values or {})
    return SettingsError(Message("INSYN_OIDC_GROUPS: {file} {reason}.", {"file": str(file), "reason": reason}))
