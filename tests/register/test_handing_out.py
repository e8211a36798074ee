"""An entry handed out as a public record: the whole of it, with masks, and what goes out besides by a paragraph."""

import csv
import hashlib
import io
import json
import zipfile
from uuid import UUID

import pytest

from algorithms.handing_out import commands
from algorithms.handing_out.rules import HandOut
from algorithms.log.published import leaf_of
from algorithms.people import Role
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries, rows_to_values
from algorithms.storage.mask_queries import masks_of
from builders import NOW
from city import City
from conftest import settings_for
from hiding import mask, withhold
from publishing import publish, published_again
from register.accounts.people.commands import OPERATOR, disable_person
from register.workspace.exports.orders import FOLDER, RETENTION, PackageMaker
from sealed import a_draft, publish_at, publish_with_run
from steps import actor, page_of

WORD = "Kvistbrosågen"
PARAGRAPH = "Offentlighets- och sekretesslagen 10 kap. 2 §"
BUTTON = "Gör paketet"


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def files(answer) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def handed_out(city: City, version: UUID, role: Role = Role.COORDINATOR, **chosen: str):
    client = city.as_(role)
    client.get(f"{page_of(version)}/hand-out")
    answer = client.submit(BUTTON, **chosen)
    if "/hand-out/" not in client.url:
        return answer
    assert "Paketet görs" in client.page.text
    assert city.call(PackageMaker(city.settings, city.clock).round)
    client.get(client.url)
    return client.get(f"{client.url}/file")


def test_the_package_has_all_that_was_public_with_decisions_opinions_log_and_an_index(city: City) -> None:
    version = city.call(a_draft, "Urval")
    city.call(publish_with_run, city.settings, version)
    city.call(publish_at, city.settings, NOW.replace(minute=0))
    withhold(city, version)
    answer = handed_out(city, version)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    inside = files(answer)
    expected = {"index.txt", "card.pdf", "versions/1.json", "decisions.csv", "opinions.csv", "log.json"}
    assert set(inside) == expected | {"article-30.csv", "withheld.csv"}
    assert inside["card.pdf"].startswith(b"%PDF")
    index = inside["index.txt"].decode()
    assert [
        name for name in inside if name != "index.txt" and hashlib.sha256(inside[name]).hexdigest() not in index
    ] == []
    assert {row["action"] for row in rows(inside["decisions.csv"])} >= {"Publicerade versionen", "Godkände versionen"}
    assert all(row["role"] for row in rows(inside["decisions.csv"]) if row["action"] == "Publicerade versionen")
    assert rows(inside["opinions.csv"])[0]["words"]
    written = json.loads(inside["versions/1.json"])
    assert written["assessments"][0]["result"]
    assert any("17 kap. 1 §" in row["paragraph"] for row in rows(inside["withheld.csv"]))
    (article,) = rows(inside["article-30.csv"])
    assert (article["personal_data"], article["recipients"]) == (written["data"]["sv"], "")
    log = json.loads(inside["log.json"])
    (proof,) = log["versions"]
    assert leaf_of(proof["subject"], proof["hash"])
    assert proof["inclusion"]["path"] is not None
    assert all("code" not in line for line in log["lines"])


def test_what_is_masked_goes_out_only_when_a_person_names_the_paragraph_and_it_is_noted(city: City) -> None:
    version = publish(city, "Urval", summary=f"{WORD} läser ansökan.")
    mask(city, version, WORD)
    (masked,) = city.call(masks_of, version, seen_by=actor(city, Role.COORDINATOR))
    published_again(city, version, risks="Nytt.")
    inside = files(handed_out(city, version))
    assert [name for name, content in inside.items() if WORD.encode() in content] == [], "masks hold"
    assert {"versions/1.json", "versions/2.json"} <= set(inside)
    assert any("artikel 5.1 c" in row["paragraph"] for row in rows(inside["withheld.csv"]))
    refused = handed_out(city, version, unmasked=str(masked.id))
    assert refused.status_code == 422
    answer = handed_out(city, version, unmasked=str(masked.id), paragraph=PARAGRAPH)
    inside = files(answer)
    assert WORD.encode() in inside["versions/1.json"]
    assert PARAGRAPH in inside["index.txt"].decode()
    events = city.call(queries.events, city.call(_entry, version), seen_by=actor(city, Role.COORDINATOR))
    assert sorted(event.action for event in events if event.action.startswith("hand-out")) == [
        *("hand-out", "hand-out", "hand-out-unmasked")
    ]
    (lifted,) = (event for event in events if event.action == "hand-out-unmasked")
    assert lifted.note["sv"] == PARAGRAPH
    assert hashlib.sha256(answer.content).hexdigest() in lifted.particulars.values()
    assert WORD not in city.client.get(f"{page_of(version)}/history").text
    assert WORD not in city.client.get("/sv/algorithms/urval").text, "nothing is lifted for anybody else"


async def _entry(version: UUID) -> UUID:
    loaded = await rows_to_values.load_version(version)
    assert loaded is not None
    return loaded.entry.id


def test_an_editor_hands_out_with_masks_alone_and_others_not_at_all(city: City) -> None:
    version = publish(city, "Urval", summary=f"{WORD} läser ansökan.")
    mask(city, version, WORD)
    (masked,) = city.call(masks_of, version, seen_by=actor(city, Role.COORDINATOR))
    assert city.call(commands.check, version, HandOut(), by=actor(city, Role.EDITOR)).id == version
    chosen = HandOut(unmasked=frozenset({masked.id}), paragraph=PARAGRAPH)
    with pytest.raises(RefusedError):
        city.call(commands.check, version, chosen, by=actor(city, Role.EDITOR))
    auditor = city.as_(Role.AUDITOR)
    auditor.get(f"{page_of(version)}/hand-out")
    assert BUTTON not in auditor.page.text


def test_the_worker_makes_the_package_and_nobody_else_has_it_nor_anybody_after_a_day(city: City) -> None:
    version = publish(city, "Urval", summary=f"{WORD} läser ansökan.")
    maker = PackageMaker(city.settings, city.clock)
    assert city.call(maker.round) is False
    handed_out(city, version)
    address = city.client.url
    assert [file for file in (city.settings.data_dir / FOLDER).iterdir() if WORD.encode() in file.read_bytes()] == []
    assert city.as_(Role.EDITOR).get(address).status_code == 404
    assert city.client.get(f"{address}/file").status_code == 404

    mask(city, version, WORD)
    answer = city.as_(Role.COORDINATOR).get(f"{address}/file")
    assert answer.headers["content-type"].startswith("text/html"), "masked since, so it does not go out"
    assert "maskerats" in city.client.page.text
    city.clock.forward(days=RETENTION.days, seconds=1)
    city.call(maker.round)
    assert list((city.settings.data_dir / FOLDER).iterdir()) == []
    assert city.as_(Role.COORDINATOR).get(address).status_code == 404


def test_an_order_of_somebody_who_may_not_any_more_makes_no_package(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = publish(city, "Urval", summary="Läser ansökan.")
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/hand-out")
    client.submit(BUTTON)
    address = client.url
    person = actor(city, Role.COORDINATOR).id
    city.call(disable_person, person, by=OPERATOR, at=NOW)
    assert city.call(PackageMaker(city.settings, city.clock).round)
    events = city.call(queries.events, city.call(_entry, version), seen_by=actor(city, Role.EDITOR))
    assert [event for event in events if event.action.startswith("hand-out")] == []
    assert sorted(file.suffix for file in (city.settings.data_dir / FOLDER).iterdir()) == [".failed", ".order"]
    assert client.get(address).status_code in (303, 401, 404)
