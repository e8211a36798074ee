"""The words that make a SQLite table, with a constraint more or less, for SQLite changes none in place. No I/O."""

import re


def with_constraint(create: str, constraint: str) -> str:
    """``create`` is the CREATE TABLE statement as SQLite keeps it."""
    return f"{create.rstrip()[:-1]}, {constraint})"


def without_constraint(create: str, name: str) -> str:
    """The same table without the CHECK or UNIQUE of this name, if it has it."""
    begun = re.search(rf',\s*CONSTRAINT "?{re.escape(name)}"? \w+\s*\(', create)
    if begun is None:
        return create
    return create[: begun.start()] + create[_closed(create, begun.end()) :]


def called(create: str, name: str) -> str:
    """The same table under another name."""
    return re.sub(r'CREATE TABLE "?\w+"?', f'CREATE TABLE "{name}"', create, count=1)


def copied(table: str, into: str) -> str:
    """All rows, as they are. Names come from our own migrations."""
    return " ".join(("INSERT INTO", f'"{into}"', "SELECT * FROM", f'"{table}"'))


def first_row(table: str) -> str:
    return " ".join(("SELECT 1 FROM", f'"{table}"', "LIMIT 1"))


def _closed(sql: str, start: int) -> int:
    """Where the parenthesis that was opened before ``start`` is closed; those in quotes do not count."""
    depth, quoted = 1, False
    for place, sign in enumerate(sql[start:], start):
        quoted ^= sign == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return place + 1
    raise ValueError("a parenthesis is never closed")
