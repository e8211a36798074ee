"""Run by itself on a program to which fields were added: prints as JSON what each place that shows fields says of them.

The test in tests/register/test_described_once.py adds the fields and says which.
"""

import asyncio
import csv
import io
import json
import sys
from pathlib import Path
from uuid import UUID

from algorithms.entries.fields import BY_NAME
from algorithms.entries.texts import Text
from algorithms.importing.columns import TARGETS
from algorithms.people import Role
from algorithms.questionnaire.differences import differences
from algorithms.sealing import collecting
from algorithms.storage import queries
from city import City, write_an_entry
from conftest import settings_for
from register.demo.files import ENTRY_MAY
from register.opendata.interface import openapi
from register.storage.migrate import migrate
from steps import APPROVE, PUBLISH, SUBMIT, actor, opinion, take

TYPED = {
    "hosting": "supplier",
    "bought_in": "2025-09",
    "open_source": "no",
    "yearly_cost": "48 213",
    "home_page": "https://leverantor.example/system",
    "technologies-sv": "Scikit-learn; 2025-09; https://scikit-learn.example\nPostgreSQL",
    "technologies-en": "Scikit-learn; 2025-09; https://scikit-learn.example\nPostgreSQL",
}
WRONG = {
    **TYPED,
    "bought_in": "förra hösten",
    "home_page": "javascript:alert(1)",
    "technologies-sv": "Scikit-learn; 2025-09\nPostgreSQL; nyss",
}
FIELDS = ("hosting", "bought_in", "open_source", "yearly_cost", "home_page", "technologies")


def main(folder: Path) -> dict[str, object]:
    settings = settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)
    asyncio.run(migrate(settings))
    with City(settings) as city:
        address = write_an_entry(city)
        in_form = _form(city, address)
        version = UUID(address.rpartition("/")[2])
        take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
        return in_form | _workspace(city, version, address) | _public(city)


def _form(city: City, address: str) -> dict[str, object]:
    client = city.client
    client.get(f"{address}/answers/workings")
    refused = client.submit(2, press="Spara och se alla svar", **WRONG)
    retained = [name for name, words in WRONG.items() if words.splitlines()[0] not in refused.text]
    sentences = [f"#{name}" in refused.text for name in ("bought_in", "home_page", "technologies-sv")]
    saved = client.submit(2, press="Spara och se alla svar", **TYPED)
    return {
        "refused": [refused.status_code, retained, sentences],
        "saved": saved.status_code,
        "answers": _missing(saved.text),
    }


def _missing(page: str) -> list[str]:
    """The fields of which a page does not tell what was answered."""
    words = {
        "hosting": "supplier-runs-it",
        "bought_in": ("2025-09", "september 2025"),
        "yearly_cost": "48213",
        "home_page": "https://leverantor.example/system",
        "technologies": "PostgreSQL",
    }
    return [
        name
        for name, texts in words.items()
        if not any(text in page for text in ((texts,) if isinstance(texts, str) else texts))
    ]


def _workspace(city: City, version: UUID, address: str) -> dict[str, object]:
    stored = city.call(queries.version, version, seen_by=actor(city, Role.COORDINATOR))
    row = city.call(collecting.public_versions)[0]
    parts = city.call(collecting.of_versions, [row])[row["id"]]
    sealed = " ".join(f"{part.name} {part}" for part in parts)
    client = city.as_(Role.COORDINATOR)
    narrowed = {
        query: "Urval av ansökningar" in client.get(f"/workspace/entries?{query}").text
        for query in ("hosting=supplier", "hosting=city", "bought=2025", "bought=2024", "open-source=no")
    }
    page = client.get("/workspace/entries").text
    table = csv.DictReader(io.StringIO(client.get("/workspace/entries.csv").text.lstrip("\ufeff")), delimiter=";")
    line = next(iter(table))
    return {
        "seal": [name for name in FIELDS if name not in sealed],
        "difference": sorted({line.question.name for line in differences(None, stored)} & set(FIELDS)),
        "import": [name for name in FIELDS if name not in TARGETS and f"{name}-sv" not in TARGETS],
        "demo": [name for name in FIELDS if BY_NAME[name].text is None and name not in ENTRY_MAY],
        "history": _missing(client.get(f"{address}/differences").text),
        "staff filters": [name for name in ("hosting", "bought", "open-source") if f'name="{name}"' not in page],
        "staff list": narrowed,
        "staff table": [line.get(name) for name in FIELDS if name != "technologies"],
    }


def _public(city: City) -> dict[str, object]:
    client = city.client
    client.cookies.clear()
    page = client.get("/sv/algorithms")
    links = [link for link, _ in client.page.links if "?" in link]
    queries_ = ("hosting=supplier", "hosting=city", "bought=2025", "bought=2024", "open-source=no", "open-source=yes")
    counts = {query: json.loads(client.get(f"/api/v1/entries?{query}").text)["total"] for query in queries_}
    chosen = client.get("/sv/algorithms?hosting=supplier")
    download = next(link for link, _ in client.page.links if link.startswith("/data/entries.jsonl"))
    rows = [json.loads(line) for line in client.get(download).text.splitlines()]
    parameters = {parameter["name"] for parameter in openapi.described()["paths"]["/entries"]["get"]["parameters"]}
    card = client.get("/sv/algorithms/urval-av-ansokningar-for-extra-kontroll")
    return {
        "public filters": [name for name in queries_[::2] if not any(name in link for link in links)],
        "public list": ["Urval av" in chosen.text, "Urval av" in client.get("/sv/algorithms?hosting=city").text],
        "years": "bought=2025" in page.text,
        "interface": counts,
        "refused filter": client.get("/api/v1/entries?hosting=moon").status_code,
        "openapi": [name for name in ("hosting", "bought", "open-source") if name not in parameters],
        "selection": [download.partition("?")[2], len(rows)],
        "data": {name: rows[0][name] for name in FIELDS},
        "card": _missing(card.text),
        "search": "Urval av" in client.get("/sv/algorithms?q=postgresql").text,
        "dictionary": [name for name in FIELDS if name not in client.get("/sv/open-data/dictionary").text],
    }


if __name__ == "__main__":
    assert Text("technologies")
    print(json.dumps(main(Path(sys.argv[1]))))
