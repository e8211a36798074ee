"""A run with groups in a second file, as its editor meets it on the pages."""

from pathlib import Path
from typing import Any
from uuid import UUID

from algorithms.editing import commands as versions
from algorithms.entries.entry import Topic
from algorithms.people import Role
from assessments.runs import queries
from assessments.runs.run import RunState
from builders import NOW, a_department
from city import City
from register.accounts.people import queries as accounts


def csv(header: str, rows: list[tuple[str, ...]]) -> bytes:
    return "\n".join([header, *(";".join(row) for row in rows)]).encode()


FEW_CASES = csv(
    "ärende;behov;beslut", [(f"A-{n}", "ja" if n % 2 else "nej", "ja" if n % 3 else "nej") for n in range(90)]
)
FEW_GROUPS = csv("ärende;kön", [(f"A-{n}", "kvinna" if n % 4 < 2 else "man") for n in range(90)])


class Run:
    """A run of a new draft whose first file has been read, as its editor meets it."""

    def __init__(self, city: City, content: bytes = FEW_CASES) -> None:
        editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
        draft = {"name": "Prov", "department": a_department().id, "topic": Topic.WORK_AND_MONEY}
        self.version = city.call(versions.create_entry, **draft, by=editor, at=NOW)
        self.city, self.client = city, city.client
        self.client.get(f"/workspace/versions/{self.version}/evidence/new")
        self.client.submit("Ladda upp", file=("ärenden.csv", content))
        self.address = self.client.url
        self.id = UUID(self.address.rpartition("/")[2])
        city.work()

    def add(self, content: bytes = FEW_GROUPS, name: str = "grupper.csv") -> "Run":
        self.client.get(f"{self.address}/second-file")
        self.client.submit("Ladda upp", file=(name, content))
        return self

    def read(self, content: bytes = FEW_GROUPS, name: str = "grupper.csv") -> "Run":
        self.add(content, name)
        self.city.work()
        self.client.get(self.address)
        return self

    def plan(self, *groups: str, key: str = "ärende", **columns: str) -> Any:
        self.client.get(f"{self.address}/plan")
        named = {
            "decision": "beslut",
            "outcome": "behov",
            "yes_means": "help",
            **columns,
            **({"key": key} if key else {}),
        }
        self.client.submit("Fortsätt", **named, groups=list(groups))
        return self.client.page

    def save(self, **more: Any) -> None:
        yes_and_no = {
            f"{part}-{n}": answer for part in ("outcome", "decision") for n, answer in ((0, "yes"), (1, "no"))
        }
        self.client.submit("Spara testplanen", **yes_and_no, **more)

    def finish(self) -> None:
        self.client.submit("Starta bedömningen")
        self.city.work()
        self.client.get(self.address)

    @property
    def state(self) -> RunState:
        current: RunState = self.city.call(queries.runs, [self.id])[self.id].state
        return current

    @property
    def second(self) -> Any:
        return self.city.call(queries.second_file, self.id)

    @property
    def words(self) -> str:
        return self.client.page.text.replace("\xa0", " ")

    @property
    def stored_files(self) -> set[str]:
        """Names of the files that lie in the folder."""
        folder: Path = self.city.settings.data_dir / "uploads"
        return {path.name for path in folder.iterdir()}
