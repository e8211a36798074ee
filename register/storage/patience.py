"""What both engines share: how long something is waited for, and how constraints are named."""

import re
from dataclasses import dataclass

_NAMED = re.compile(r'(ALTER TABLE "(\w+)" (?:ADD|DROP) CONSTRAINT (?:IF EXISTS )?)(\w+)')


@dataclass(frozen=True, slots=True)
class Patience:
    """How many connections a process keeps, and how long one that is free, or a lock, is waited for."""

    seconds: float = 15.0
    connections: int = 10  # to PostgreSQL
    keep_statements: bool = True  # prepared ones, which a pooler between us and PostgreSQL may not know of


USUAL = Patience()


def named_for_its_table(ddl: str) -> str:
    """A table's own name for a constraint, made unique: PostgreSQL keeps those of all tables in one list."""
    return _NAMED.sub(r"\1\2_\3", ddl)
