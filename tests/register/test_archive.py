"""A whole register as plain files, and an empty one made of them: the same bytes everywhere, on both databases."""

import asyncio
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import sealed
from algorithms.editing import commands
from algorithms.entries.entry import LANGUAGES, Topic
from algorithms.entries.texts import Text
from algorithms.tables import AnswerRow
from applications import application
from builders import FULL_CHOICES, NOW, a_department
from city import Clock
from client import CheckingClient
from conftest import settings_for
from register.archive.commands import read_index, restore
from register.archive.queries import ArchiveError, ordered_tables, write_archive
from register.opendata.store import DataPrinter
from register.settings import Settings
from register.shell.check import examine
from register.storage.database import opened
from register.storage.migrate import made_ready, migrate
from register.tables import PersonRow
from running import Running

ODD = (
    "=1+1",
    "'=x",
    "\"citat\" 'och' ”fler”",
    "rad\r\nrad\n\nrad\rslut",
    "\u202eשלום\u202c عربي",
    "🙂é e\u0301",
    "<b>&amp;</b>",
    "\x01\t\x0b\x1b\x7f\x85\u2028\u2029",
)
WORDS = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)), max_size=4
).map(lambda words: " ".join(("å", *words)))
ADDRESSES = (
    "/sv/algorithms /en/statistics /sv/feed.atom /data/entries.csv /data/history.jsonl /data/assessments.csv "
    "/api/v1/log/head /algorithms/zebra.json /sv/algorithms/zebra /sv/algorithms/zebra/history "
    "/sv/algorithms/zebra/versions/1 /sv/algorithms/zebra/assessments/1/signed.json /sv/algorithms?q=zebra"
)


async def a_city(settings: Settings) -> None:
    """Something of everything that is sealed, published and kept back, and a paper."""
    await sealed.departments()
    await sealed.what_else_is_public()
    version = await sealed.a_draft("Zebra")
    await sealed.publish_with_run(settings, version)
    await sealed.mask(version, "utan anledning")
    await sealed.publish_at(settings, NOW.replace(minute=0, second=0) + timedelta(hours=1))
    (settings.data_dir / "papers").mkdir(exist_ok=True)
    (settings.data_dir / "papers" / "zebra.sv.0.pdf").write_bytes(b"%PDF")
    await DataPrinter(settings, lambda: NOW).round()


async def made_up_entry(number: int, texts: dict[tuple[Text, str], str]) -> None:
    """Every field in every language, a draft; every fourth is published as well, with the same name."""
    owner, topic = a_department().id, list(Topic)[number % len(Topic)]
    version: UUID = await commands.create_entry(
        name=f"N {number}", department=owner, topic=topic, by=sealed.EDITOR, at=NOW
    )
    fields: dict[str, Any] = {"texts": texts, "answers": sealed.ANSWERS, "choices": FULL_CHOICES}
    await commands.save(version, revision=0, **fields, by=sealed.EDITOR, at=NOW)
    await AnswerRow.insert(AnswerRow(version=version, name=f"made-up-{number}", value=texts[Text.RISKS, "sv"][:200]))
    if number % 4 == 0:
        await sealed.publish(version)


def run(settings: Settings, work: Any, *arguments: Any, **named: Any) -> Any:
    async def done() -> Any:
        async with opened(settings):
            return await work(*arguments, **named)

    return asyncio.run(done())


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def read_by_everybody(settings: Settings) -> dict[str, bytes]:
    clock = Clock()
    with CheckingClient(application(settings, clock)) as client:
        answers = {address: client._client.get(address) for address in ADDRESSES.split()}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    return {address: answer.content for address, answer in answers.items()}


def restored(settings: Settings, folder: Path, secret: Path) -> Settings:
    """The register of these settings, which is empty, becomes that of the copy."""
    shutil.copy(secret, settings.secret_file)
    asyncio.run(migrate(settings))
    run(settings, restore, settings, folder, read_index(folder))
    return settings


@pytest.fixture
def full_city(sqlite_url: str, tmp_path: Path, full: bool) -> Settings:
    settings = settings_for(sqlite_url, tmp_path)
    asyncio.run(made_ready(settings))
    run(settings, a_city, settings)
    numbers = iter(range(10_000))
    all_texts = st.fixed_dictionaries({(text, language): WORDS for text in Text for language in LANGUAGES})

    @examples(
        max_examples=1_000 if full else 8,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(all_texts)
    def add(texts: dict[tuple[Text, str], str]) -> None:
        run(settings, made_up_entry, next(numbers), texts)

    add()
    return settings


@pytest.mark.storage
def test_a_register_that_was_written_and_restored_says_the_same_everywhere_on_both_databases(
    full_city: Settings, postgres_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    run(full_city, write_archive, full_city, first, NOW, has_secrets=True)
    before = read_by_everybody(full_city)

    on_postgresql = restored(settings_for(postgres_url, tmp_path / "pg"), first, full_city.secret_file)
    assert run(on_postgresql, examine, None).faults == ()
    assert read_by_everybody(on_postgresql) == before
    run(on_postgresql, write_archive, on_postgresql, second, NOW, has_secrets=True)

    url = f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'back.sqlite')}"
    back = restored(settings_for(url, tmp_path / "back"), second, full_city.secret_file)
    assert run(back, examine, None).faults == ()
    assert read_by_everybody(back) == before
    run(back, write_archive, back, third, NOW, has_secrets=True)
    for copy in (second, third):
        original, other = contents(first), contents(copy)
        assert {name for name in original.keys() | other.keys() if original.get(name) != other.get(name)} <= {
            "archive.json",
            "SHA256SUMS",
        }
    run(back, sealed.publish_again, run(back, sealed_version))
    assert run(back, examine, None).faults == ()


def test_each_table_is_written_and_read_once() -> None:
    names = [table._meta.tablename for table in ordered_tables()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.later
def test_the_whole_demo_city_goes_out_and_into_an_empty_register_as_it_is(
    own_demo: Running, sqlite_template: Path, tmp_path: Path
) -> None:
    demo = settings_for(f"sqlite://{own_demo.data_dir / 'insyn.sqlite'}", own_demo.data_dir)
    first, second = tmp_path / "first", tmp_path / "second"
    run(demo, write_archive, demo, first, NOW, has_secrets=True)
    url = f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'there.sqlite')}"
    there = restored(settings_for(url, tmp_path / "there"), first, demo.secret_file)
    assert run(there, examine, None).faults == ()
    run(there, write_archive, there, second, NOW, has_secrets=True)
    assert contents(first) == contents(second)


async def sealed_version() -> UUID:
    """A published version, to go on from."""
    from algorithms.tables import VersionRow

    row = await VersionRow.select(VersionRow.id).where(VersionRow.state == "published").order_by(VersionRow.id).first()
    assert row is not None
    version: UUID = row["id"]
    return version


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Settings:
    settings = settings_for(sqlite_url, tmp_path / "small")
    asyncio.run(made_ready(settings))
    run(settings, sealed.departments)
    run(settings, sealed.a_draft, "Zebra")
    return settings


def test_passwords_and_keys_are_in_no_copy_unless_somebody_says_so(small: Settings, tmp_path: Path) -> None:
    async def people() -> None:
        row = PersonRow(id=UUID(int=1), email="a@b.se", name="A", password_hash="kanariefågel", created_at=NOW)
        await PersonRow.insert(row)

    run(small, people)
    for has_secrets in (False, True):
        folder = tmp_path / str(has_secrets)
        run(small, write_archive, small, folder, NOW, has_secrets=has_secrets)
        whole = b"".join(contents(folder).values())
        assert ("kanariefågel".encode() in whole) == has_secrets
        assert small.secret_file.read_bytes() not in whole
        assert ("person.password_hash" in json.loads((folder / "archive.json").read_bytes())["left_out"]) != has_secrets


def test_what_is_in_the_way_of_restoring_is_one_sentence_and_changes_nothing(
    small: Settings, sqlite_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    run(small, write_archive, small, folder, NOW, has_secrets=False)
    with pytest.raises(ArchiveError, match="not empty"):
        run(small, restore, small, folder, read_index(folder))
    empty = settings_for(f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'empty.sqlite')}", tmp_path / "empty")
    with pytest.raises(ArchiveError, match="secret"):
        run(empty, restore, empty, folder, read_index(folder))
    with pytest.raises(ArchiveError, match="not an empty folder"):
        run(small, write_archive, small, folder, NOW, has_secrets=False)
    (folder / "tables" / "entry.jsonl").write_text("", "utf-8")
    with pytest.raises(ArchiveError, match="has changed since it was written"):
        read_index(folder)
    with pytest.raises(ArchiveError, match="no archive copy"):
        read_index(tmp_path)
