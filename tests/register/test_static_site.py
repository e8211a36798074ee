"""The static edition: links lead to files, nothing hidden is in it, and only what changed is written again."""

import hashlib
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

import many
from algorithms.entries.entry import VersionState
from algorithms.search.index import indexer
from city import City
from hiding import mask, withdraw, withhold
from publishing import publish, published_again
from register.app import create_app
from register.publishing.addresses import entry_of
from register.settings import Settings
from register.static_site.edition import EditionOutcome, FolderError, StaticEdition
from register.static_site.files import file_of, linked

LINK = re.compile(r'<(?:a|img|script|link)\b[^>]*?\s(?:href|src)="([^"]*)"')


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.copy = create_app(settings, clock=running.clock, is_copy=True)
        yield running


def export(city: City, folder: Path) -> EditionOutcome:
    return city.call(StaticEdition(city.settings, city.copy, folder, city.clock).make)


def broken(folder: Path) -> list[str]:
    """Relative links of pages that lead to no file or to no place in it."""
    pages = {file: file.read_text("utf-8") for file in folder.rglob("*.html")}
    missing = []
    for file, html in pages.items():
        for link in LINK.findall(html):
            address, fragment = urldefrag(unescape(link))
            if re.match(r"[a-z]+:", address):
                continue
            target = (file.parent / unquote(address)).resolve() if address else file
            if not target.is_file() or (fragment and f'id="{fragment}"' not in pages.get(target, "")):
                missing.append(f"{file.relative_to(folder)}: {link}")
    return missing


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_every_link_of_the_edition_leads_to_a_file_and_every_file_has_its_hash(city: City, tmp_path: Path) -> None:
    published_again(city, publish(city, "Zebra"), risks="Nytt.")
    publish(city, "Apa")
    folder = tmp_path / "site"
    outcome = export(city, folder)
    assert broken(folder) == []
    files = contents(folder)
    assert outcome.files + 1 == len(files)
    expected = [
        "index.html",
        "sv/index.html",
        "en/algorithms.html",
        "sv/algorithms/zebra.html",
        "sv/algorithms/zebra/versions/1.html",
        "sv/algorithms.topic-work-and-money.html",
        "sv/feed.atom",
        "algorithms/apa.json",
        "data/entries.csv",
        "catalog.ttl",
        "sv/a-z.html",
        "sv/copy.html",
        "static/style.css",
        "edition.json",
    ]
    assert [file for file in expected if file not in files] == []
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != "SHA256SUMS"}
    assert [name for name, body in files.items() if name.endswith(".html") and b"<style>" in body] == []
    again = export(city, folder)
    assert (again.written, again.removed) == (frozenset(), frozenset()), "nothing has changed"


@pytest.mark.storage
@pytest.mark.later
def test_after_one_publication_only_what_changed_is_written_and_nothing_hidden_is_left(
    city: City, tmp_path: Path
) -> None:
    zebra = publish(city, "Zebra", summary="Kanariefågel ett läser.")
    apa = publish(city, "Apa", summary="Kanariefågel två räknar.")
    ren = publish(city, "Ren", summary="Kanariefågel tre väljer.")
    folder = tmp_path / "site"
    export(city, folder)
    before = contents(folder)

    second = published_again(city, zebra, risks="Nytt.")
    outcome = export(city, folder)
    after = contents(folder)
    assert outcome.written == {name for name, body in after.items() if before.get(name) != body}
    assert "sv/algorithms/zebra.html" in outcome.written
    assert [name for name in outcome.written if "/apa" in name or "/learn" in name] == []
    assert not outcome.removed

    mask(city, second, "ett")
    withdraw(city, apa)
    withhold(city, ren)
    outcome = export(city, folder)
    assert "sv/algorithms/apa.html" in outcome.removed
    assert broken(folder) == []
    whole = contents(folder)
    for canary in ("fågel ett", "fågel två", "fågel tre", "Ren in English"):
        assert [name for name, body in whole.items() if canary.encode() in body] == []
    second_folder = tmp_path / "second"
    export(city, second_folder)
    fresh = contents(second_folder)
    assert set(whole) == set(fresh)
    differing = {name for name, body in whole.items() if body != fresh[name] and "/search/" not in name}
    assert differing <= {"SHA256SUMS", "en/a-z.html", "sv/a-z.html"}, "the same as made at once, but for numbers"


@pytest.mark.later
def test_an_edition_of_many_entries_has_no_broken_link_and_is_brought_in_step_by_what_changed(
    city: City, tmp_path: Path, full: bool
) -> None:
    zebra = publish(city, "Zebra")
    city.call(many.fill, city.department.id, 200 if full else 40, VersionState.PUBLISHED)
    city.call(indexer.fill)
    folder = tmp_path / "site"
    export(city, folder)
    assert broken(folder) == []
    before = contents(folder)
    assert len([name for name in before if re.fullmatch(r"sv/algorithms/[^/]+\.html", name)]) == (201 if full else 41)
    published_again(city, zebra, risks="Nytt.")
    outcome = export(city, folder)
    after = contents(folder)
    assert outcome.written == {name for name, body in after.items() if before.get(name) != body}
    assert {entry_of(f"/{name.removesuffix('.html')}") for name in outcome.written} == {"", "zebra"}


def test_a_late_review_is_on_the_card_of_the_edition_although_nothing_was_logged(city: City, tmp_path: Path) -> None:
    publish(city, "Zebra")
    folder = tmp_path / "site"
    export(city, folder)
    city.clock.forward(days=1_200)
    assert "sv/algorithms/zebra.html" in export(city, folder).written


def test_a_folder_with_other_files_is_left_alone(city: City, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(FolderError):
        export(city, tmp_path)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/sv/", "sv/index.html"),
        ("/sv/algorithms/zebra", "sv/algorithms/zebra.html"),
        ("/sv/algorithms?status=in-use&page=2", "sv/algorithms.status-in-use.page-2.html"),
        ("/sv/algorithms?department=..%2F..%2Fetc", "sv/algorithms.department-_etc.html"),
    ],
)
def test_pages_have_files_of_plain_names(address: str, file: str) -> None:
    assert file_of(address, is_page=True) == file


def test_a_link_to_what_is_not_in_the_edition_becomes_its_words_and_one_abroad_stays() -> None:
    html = '<p><a class="button" href="/sign-in">För personal</a> <a href="/sv/about#x">Om</a></p>'
    html += '<a href="https://example.org/?a=1&amp;b=2">Ut</a><link rel="canonical" href="http://127.0.0.1:8000/sv/">'
    files = {"/sv/about": "sv/about.html"}
    assert linked(html, "/sv/algorithms/zebra", "http://127.0.0.1:8000", files.get) == (
        '<p><span class="button">För personal</span> <a href="../about.html#x">Om</a></p>'
        '<a href="https://example.org/?a=1&amp;b=2">Ut</a><link rel="canonical" href="http://127.0.0.1:8000/sv/">'
    )
