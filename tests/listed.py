"""A list on its way to becoming entries, as its importer meets it on the pages."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from algorithms.importing import queries as import_queries
from algorithms.importing.progress import Created, Import
from algorithms.people import Role
from algorithms.storage import list_queries
from algorithms.storage.list_queries import Narrowed
from checking import text_of
from city import City
from steps import actor

HEADER = "Systemnamn;Förvaltning;Syfte;Status;Personuppgifter;Kontakt;E-post;I drift sedan"
LIST = f"""{HEADER}
Val av skola;Socialförvaltningen;Rättvisare **val**;i drift;ja;Skolenheten;skola@staden.example;2024-03-15
Rutter för bilar;social;Kortare väg;planerad;nej;;;
""".encode()


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(place, column, text)
    return made.getvalue()


def entries(city: City) -> list[str]:
    """The Swedish names of all entries, in their order."""
    rows = city.call(list_queries.named, Narrowed(), seen_by=actor(city, Role.COORDINATOR))
    return [row.called("sv") for row in rows]


class Listed:
    """An import by the person who is signed in, as far as it has come."""

    def __init__(self, city: City, content: bytes = LIST, name: str = "lista.csv") -> None:
        self.city, self.client = city, city.client
        self.client.get("/workspace/imports")
        self.client.submit("Ladda upp", file=(name, content))
        self.address = self.client.url
        self.id = UUID(self.address.rpartition("/")[2])
        self.work()

    def work(self) -> "Listed":
        self.city.work()
        self.client.get(self.address)
        return self

    def again(self, content: bytes, name: str = "rättad.csv") -> "Listed":
        self.client.get(self.address)
        self.client.submit("Ladda upp", file=(name, content))
        return self.work()

    def columns(self, topic: str = "city-operations", **fields: Any) -> "Listed":
        self.client.get(f"{self.address}/columns")
        self.client.submit("Spara och fortsätt", topic=topic, **fields)
        return self

    def words(self, **fields: str) -> "Listed":
        self.client.get(f"{self.address}/words")
        self.client.submit("Spara och prova", **fields)
        return self

    def matched(self) -> "Listed":
        """Everything as it is guessed and proposed."""
        self.columns()
        return self.words() if self.client.url.endswith("/words") else self

    def carry_out(self, **fields: str) -> "Listed":
        self.client.get(self.address)
        self.client.submit("import", **fields)
        return self.work()

    @property
    def text(self) -> str:
        return self.client.page.text.replace("\xa0", " ")

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What the page says has to be corrected: cell, column and what to do."""
        rows = [row for row in self.client.page.root.iter("tr") if row.find("td") is not None]
        return [tuple(text_of(cell) for cell in row) for row in rows]  # type: ignore[misc]

    @property
    def import_record(self) -> Import:
        record: Import = self.city.call(import_queries.called, self.id)
        return record

    @property
    def created(self) -> tuple[Created, ...]:
        made: tuple[Created, ...] = self.city.call(import_queries.created, self.id)
        return made

    @property
    def opening(self) -> tuple[Any, Any]:
        """The key and the rows that are kept of it."""
        parts: tuple[Any, Any] = self.city.call(import_queries.opening, self.id)
        return parts

    @property
    def stored_files(self) -> set[str]:
        folder: Path = self.city.settings.data_dir / "uploads"
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
