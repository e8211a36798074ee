"""What a page costs: the statements that it asks, the rows that it reads, the classes that it works out."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from algorithms.consistency import rules
from algorithms.people import Role
from city import City
from register.storage.engines import PooledSQLiteEngine


@dataclass
class Cost:
    statements: int = 0
    rows: int = 0
    most_values: int = 0
    classifications: int = 0


@dataclass
class Meter:
    """Counts what the database is asked, and how often a class is worked out, while somebody opens a page."""

    patch: pytest.MonkeyPatch
    cost: Cost = field(default_factory=Cost)

    def __post_init__(self) -> None:
        run, classify = PooledSQLiteEngine._run, rules.classification

        async def counted(engine, sql, values):
            rows = await run(engine, sql, values)
            self.cost.statements += 1
            self.cost.rows += len(rows) if isinstance(rows, list) else 0
            self.cost.most_values = max(self.cost.most_values, len(values))
            return rows

        def classified(version):
            self.cost.classifications += 1
            return classify(version)

        self.patch.setattr(PooledSQLiteEngine, "_run", counted)
        self.patch.setattr(rules, "classification", classified)

    def of_call(self, city: City, work: Any, *arguments: Any) -> Cost:
        """What this costs by itself, without a page around it."""
        self.cost.__init__()
        city.call(work, *arguments)
        return Cost(**vars(self.cost))

    def of(self, city: City, role: Role, address: str = "/workspace") -> Cost:
        client = city.as_(role)
        city.forget_pages()
        self.cost.__init__()
        assert client.get(address).status_code == 200
        return Cost(**vars(self.cost))
