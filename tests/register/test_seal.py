"""What is public is sealed part by part: who changes, adds or takes away one is found, and the part is named."""

import contextlib
import json
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import programs
from algorithms.log.chain import Head
from algorithms.log.heads import published
from algorithms.log.published import PublishedHead
from algorithms.log.tables import LogRow, PublishedHeadRow
from algorithms.sealing.tables import SealedPartRow
from algorithms.tables import VersionRow
from assessments.results.signing import check, public_pem, signature
from assessments.storage import transaction
from builders import NOW
from city import City
from conftest import settings_for
from register.settings import Settings
from register.shell.check import NotedHead, examine, examine_with
from register.shell.verify import verify
from register.signing_key import signing_key
from sealed import a_draft, departments, mask, publish, publish_again, publish_at, publish_with_run
from tampering import cut_before, forge_before, inside, open_up, sql

HEADS = 20 if programs.WIDER else 6


@pytest.fixture
def settings(sqlite_url, tmp_path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


async def two_versions() -> None:
    await departments()
    await publish_again(await publish(await a_draft("Urval")))
    await a_draft("Ett utkast")


async def places() -> list[str]:
    examination = await examine(None)
    return [fault.place.partition("/")[2].partition("/")[2] or fault.place for fault in examination.faults]


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE version_text SET words = 'x' WHERE id = 3 + (SELECT min(id) FROM version_text)", "text/"),
        ("UPDATE version_text SET html = '<p>x</p>' WHERE name = 'purpose' AND language = 'sv'", "text/purpose/sv"),
        ("DELETE FROM version_choice WHERE name LIKE '%technique'", "choice/"),
        ("UPDATE version_choice SET value = 'learned' WHERE name LIKE '%technique'", "choice/"),
        ("INSERT INTO version_choice (version, name, value) SELECT id, 'more', 'x' FROM version", "choice/more"),
        ("UPDATE opinion SET kind = 'agree'", "opinion/"),
        ("UPDATE opinion SET answer = ''", "opinion/"),
        ("UPDATE version SET operational_status = 'ended' WHERE state = 'published'", "version"),
        ("UPDATE entry SET topic = 'health' WHERE slug = 'urval'", "entry"),
        ("UPDATE version_answer SET value = 'x@y.example' WHERE name = 'contact_email'", "answer/contact_email"),
    ],
)
def test_a_change_past_insyn_of_what_is_public_is_named(settings: Settings, statement: str, part: str) -> None:
    async def work() -> list[str]:
        await two_versions()
        assert (await examine(None)).faults == ()
        await sql("PRAGMA ignore_check_constraints = ON", statement)
        return await places()

    changed_places = inside(settings, work)
    assert changed_places
    assert all(place.startswith(part) for place in changed_places), changed_places


def test_masking_a_word_leaves_every_other_proof_whole(settings: Settings) -> None:
    async def work() -> Any:
        await two_versions()
        before = {row["id"]: row for row in await SealedPartRow.select()}
        version = await VersionRow.select(VersionRow.id).where(VersionRow.state == "published").first()
        await mask(version["id"], "ansökningar")
        after = {row["id"]: row for row in await SealedPartRow.select()}
        return before, after, (await examine(None)).faults

    before, after, faults = inside(settings, work)
    assert faults == ()
    assert {key: row for key, row in after.items() if key in before} == before
    assert all(row["name"].startswith("mask/") for key, row in after.items() if key not in before)


def test_drafts_have_no_seal_and_unchanged_content_is_not_sealed_again(settings: Settings) -> None:
    async def work() -> Any:
        await two_versions()
        seals = await LogRow.select(LogRow.object).where(LogRow.kind == "seal")
        public = await VersionRow.select(VersionRow.id).where(VersionRow.state.is_in(["published", "replaced"]))
        return [row["object"] for row in seals], {f"version/{row['id'].hex}" for row in public}

    sealed, public = inside(settings, work)
    assert {subject for subject in sealed if subject.startswith("version/")} == public
    assert len(sealed) == 4  # the entry once, the first version twice, the second once


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET public_result = replace(public_result, '\"size\": ', '\"size\": 1')",
        "UPDATE run SET result = replace(result, '\"n\": ', '\"n\": 1')",
        'UPDATE run SET title = \'{"sv":"Ett annat"}\'',
        "UPDATE run SET signature = NULL",
        "UPDATE run SET signed_content = NULL",
        """UPDATE run SET signed_content = replace(signed_content, '"programs": {', '"programs": {"other": "1", ')""",
        "UPDATE run SET plan = replace(plan, '0.05', '0.5')",
        "UPDATE finding SET verdict = 'no_important_difference'",
        "DELETE FROM finding",
        "UPDATE run SET state = 'failed'",
        "UPDATE run SET result = 'x'",
    ],
)
def test_a_result_that_was_changed_is_named_and_no_file_is_signed_for_it(settings: Settings, statement: str) -> None:
    with City(settings) as city:
        version = city.call(a_draft, "Urval")
        run = city.call(publish_with_run, settings, version)
        address = "/en/algorithms/urval/assessments/1/signed.json"
        file = city.client.get(address).json()
        assert check(file, signing_key(settings).public_key()).is_intact
        assert city.call(examine, None).faults == ()
        city.call(sql, statement)
        assert [fault.place for fault in city.call(examine, None).faults] == [f"run/{run.hex}"]
        assert city.client.get(address).status_code in {404, 503} or statement.startswith("UPDATE run SET state")


def test_words_that_are_masked_are_left_out_of_the_signed_file_and_the_rest_proves(settings: Settings) -> None:
    with City(settings) as city:
        version = city.call(a_draft, "Test av urvalet")
        city.call(publish_with_run, settings, version)
        before = city.client.get("/en/algorithms/test-av-urvalet/assessments/1/signed.json").json()
        city.call(mask, version, "urvalet")
        after = city.client.get("/en/algorithms/test-av-urvalet/assessments/1/signed.json").json()
    assert (before["content"], before["signature"]) == (after["content"], after["signature"])
    assert [words for _, words in before["words"].values() if words not in str(after["words"])] == ["Test av urvalet"]
    assert check(after, signing_key(settings).public_key()).is_intact


def test_a_signed_file_leads_to_a_head_that_somebody_has_kept(settings: Settings, tmp_path: Path) -> None:
    with City(settings) as city:
        version = city.call(a_draft, "Urval")
        city.call(publish_with_run, settings, version)
        address = "/en/algorithms/urval/assessments/1/signed.json"
        early = city.client.get(address).content
        city.clock.forward(hours=1)
        city.work()
        saved_head = city.client.get("/api/v1/log/head").json()
        city.call(publish_again, version)
        city.clock.forward(hours=1)
        city.work()
        newer, file = (
            city.client.get("/api/v1/log/head").json(),
            city.client.get(f"{address}?head={saved_head['seq']}").content,
        )
        for number in (0, -1, 2**31, 10**30):
            assert "next" in city.client.get(f"{address}?head={number}").json()["published"]
    key = public_pem(signing_key(settings).public_key())

    def verified(content: bytes, head: dict[str, Any]) -> int:
        for name, words in (("key", key), ("head", json.dumps(head)), ("file", content.decode())):
            (tmp_path / name).write_text(words)
        names = [str(tmp_path / "file"), "--key", str(tmp_path / "key"), "--head", str(tmp_path / "head")]
        return CliRunner().invoke(verify, names).exit_code

    forged = {**saved_head, "root": newer["root"], "size": newer["size"]}
    moved = json.loads(file)
    moved["published"]["leaf"] = 0
    assert "next" in json.loads(early)["published"]
    assert [verified(file, saved_head), verified(file, newer), verified(early, saved_head)] == [0, 3, 3]
    assert [verified(file, forged), verified(json.dumps(moved).encode(), saved_head)] == [1, 1]


async def unnamed(tampering: str, line: int, heads: list[PublishedHead]) -> list[str]:
    """What was done, if the heads do not reveal it, or do not tell which line is the first that differs."""
    noted = [NotedHead(Head(head.seq, head.hash), (head.size, head.root)) for head in heads]
    faults = (await examine_with(noted)).faults
    values = next((fault.message.values for fault in faults if "first" in fault.message.values), {})
    is_named = bool(values) and int(values["first"]) <= line <= int(values["until"])
    return [] if is_named else [f"{tampering}: {[fault.place for fault in faults]}"]


@pytest.mark.wider
def test_saved_heads_reveal_a_log_that_was_cut_or_rewritten(settings: Settings) -> None:
    async def work() -> list[str]:
        await departments()
        heads, unseen = [], []
        for number in range(HEADS):
            await publish(await a_draft(f"System {number}"))
            assert await publish_at(settings, NOW + timedelta(hours=number + 1))
            heads.append(await published())
        for number, head in enumerate(heads):
            for tamper in (cut_before, forge_before):
                with contextlib.suppress(LookupError):
                    async with transaction():
                        await open_up()
                        at = head.seq - number % 3
                        await tamper(at)
                        unseen += await unnamed(f"{tamper.__name__} {number}", at, heads[: number + 1])
                        raise LookupError
        return unseen

    assert inside(settings, work) == []


def test_two_heads_prove_to_anybody_that_nothing_public_was_rewritten(settings: Settings, tmp_path: Path) -> None:
    with City(settings) as city:
        numbers = []
        for name in ("Urval", "Kö", "Schema"):
            city.call(publish, city.call(a_draft, name))
            city.clock.forward(hours=1)
            city.work()
            numbers.append(city.client.get("/api/v1/log/head").json()["seq"])
        address = "/api/v1/log/head"
        first = city.client.get(f"{address}?seq={numbers[0]}").json()
        second = city.client.get(f"{address}?seq={numbers[1]}&since={numbers[0]}").json()
        third = city.client.get(f"{address}?since={numbers[1]}").json()
        unknown = [city.client.get(f"{address}?since={number}").status_code for number in (numbers[0] + 1, -1, 10**30)]
        backwards = city.client.get(f"{address}?seq={numbers[0]}&since={numbers[1]}").status_code
    key = signing_key(settings)
    (tmp_path / "key").write_text(public_pem(key.public_key()))

    def verified(*saved: dict[str, Any], by_key: bool = True) -> int:
        options = ["--key", str(tmp_path / "key")] if by_key else []
        for number, head in enumerate(saved):
            (tmp_path / f"{number}").write_text(json.dumps(head))
            options += ["--head", str(tmp_path / f"{number}")]
        return CliRunner().invoke(verify, options).exit_code

    rewritten = PublishedHead(**{name: second[name] for name in PublishedHead.__slots__})
    rewritten = replace(rewritten, root=first["root"])
    by_the_city = {**second, **asdict(replace(rewritten, signature=signature(rewritten.content, key)))}
    assert (unknown, backwards) == ([404] * 3, 404)
    assert [verified(first, second), verified(first, second, third), verified(first, first)] == [0, 0, 0]
    assert [verified(first, third), verified(first, second, by_key=False)] == [3, 3]
    assert [verified(second, first), verified(first, by_the_city), verified(first, {**second, "root": "0"})] == [
        1,
        1,
        1,
    ]
    assert [verified(first), verified(first, {**second, "since": {"seq": 1}})] == [2, 2]


def test_a_published_head_that_was_changed_or_made_up_is_named(settings: Settings) -> None:
    async def faults_of(head: PublishedHead, noted: PublishedHead) -> list[str]:
        await PublishedHeadRow.update(asdict(head), force=True)
        return [fault.place for fault in (await examine(Head(noted.seq, noted.hash), (noted.size, noted.root))).faults]

    async def work() -> tuple[Any, ...]:
        await departments()
        await publish(await a_draft("Urval"))
        assert await publish_at(settings, NOW + timedelta(hours=1))
        await open_up()
        head = await published()
        other, key = head.hash, signing_key(settings)
        made_up = [replace(head, root=other), replace(head, hash=head.root)]
        signed_again = [replace(forged, signature=signature(forged.content, key)) for forged in made_up]
        wrong = [
            await faults_of(forged, head) for forged in (replace(head, at="2026-01-01T00:00:00+00:00"), *signed_again)
        ]
        return head.seq, await faults_of(head, head), await faults_of(head, replace(head, root=other)), wrong

    seq, whole, another_tree, wrong = inside(settings, work)
    assert (whole, another_tree) == ([], ["tree"])
    assert wrong == [[f"published_head/{seq}"]] * 3


@pytest.mark.storage
def test_on_both_databases_what_is_public_is_intact_until_somebody_changes_it(
    database_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url, tmp_path)

    async def work() -> tuple[Any, list[str]]:
        await departments()
        version = await a_draft("Urval")
        await publish_with_run(settings, version)
        await mask(version, "ansökningar")
        await publish_again(version)
        assert await publish_at(settings, NOW + timedelta(hours=1))
        head = await published()
        whole = (await examine(Head(head.seq, head.hash), (head.size, head.root))).faults
        await sql("UPDATE version_text SET words = 'x' WHERE name = 'purpose' AND language = 'sv'")
        await sql("UPDATE finding SET verdict = 'no_important_difference'")
        return whole, [fault.place for fault in (await examine(None)).faults]

    whole, places = inside(settings, work)
    assert whole == ()
    assert any("text/purpose/sv" in place for place in places), places
    assert any(place.startswith("run/") for place in places), places
