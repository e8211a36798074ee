"""Searching what is published: the same results in the same order on both databases, and nothing that is not shown."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from algorithms import departments
from algorithms.city_tables import MaskRow
from algorithms.editing import commands, entry_commands
from algorithms.editing import mask_commands as masking_commands
from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.redaction.masks import GROUNDS as MASKING
from algorithms.redaction.withholding import GROUNDS
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.search.index import indexer
from algorithms.search.index.tables import IndexRow, PageRow, WordRow
from algorithms.search.query import memory_index
from algorithms.search.query.searching import SearchQuery, find
from algorithms.tables import VersionRow
from builders import NOW, a_department
from city import City
from conftest import now, settings_for
from publishing import listed, publish, take_all_steps
from register.accounts.people import commands as accounts
from register.settings import Settings
from register.storage.database import opened
from register.storage.migrate import migrate
from steps import actor, take

SEARCHES = json.loads((Path(__file__).parent.parent / "data" / "searches.json").read_text("utf-8"))


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


@pytest.fixture
def searched(city: City) -> City:
    for entry in SEARCHES["entries"]:
        publish(city, entry["name"], Topic(entry["topic"]), english=entry["english"], summary=entry["summary"])
    return city


def test_the_committed_searches_give_the_same_results_in_the_same_order_on_every_database(searched: City) -> None:
    names_by_query = {query: listed(searched, query) for query in SEARCHES["found"]}

    assert names_by_query == SEARCHES["found"]


@pytest.mark.storage
def test_misspelled_word_is_reported_with_a_way_back_to_what_was_typed(searched: City) -> None:
    assert listed(searched, "?q=skolplasering") == listed(searched, "?q=skolplacering") != []
    listed(searched, "?q=skolplasering")
    assert "visar träffar för ”skolplacering”" in searched.client.page.text
    searched.client.click("Sök på exakt ”skolplasering”")
    assert "Vi hittade ingen algoritm för ”skolplasering”." in searched.client.page.text
    assert "Inget passar" in searched.client.page.text


def test_the_passage_marks_what_was_found_and_lets_no_markup_through(city: City) -> None:
    publish(city, "Läser <script>alert(1)</script> post", summary="Vi läser <b>brev</b> & mejl.")

    answer = city.client.get("/sv/algorithms?q=brev")
    assert "&lt;b&gt;<mark>brev</mark>&lt;/b&gt; &amp; mejl" in answer.text
    assert "<script>alert" not in answer.text
    answer = city.client.get("/sv/algorithms", params={"q": '"><script>alert(2)</script>'})
    assert "<script>" not in answer.text


def test_a_passage_in_the_other_language_says_so(searched: City) -> None:
    answer = searched.client.get("/sv/algorithms?q=timetable")

    assert '<p class="fine-print" lang="en">' in answer.text
    assert "<mark>timetable</mark>" in answer.text


@pytest.mark.storage
def test_each_choice_says_how_many_it_leaves_and_keeps_the_others_in_its_address(searched: City) -> None:
    publish(searched, "Skolans gamla schema", Topic.SCHOOL_AND_CHILDCARE, OperationalStatus.ENDED)
    everything = listed(searched, "?q=skola")

    searched.client.click(f"Skola och förskola {len(everything)}")
    searched.client.click("Används inte längre 1")
    assert "status=ended" in searched.client.url
    assert "topic=school-and-childcare" in searched.client.url
    assert "q=skola" in searched.client.url
    assert listed(searched, "?q=skola&topic=school-and-childcare&status=ended") == ["Skolans gamla schema"]
    searched.client.click("Ta bort: Skola och förskola ×")
    assert "topic=" not in searched.client.url


def test_a_situation_of_life_leads_from_the_start_page_to_a_list_that_says_what_it_shows(searched: City) -> None:
    searched.client.get("/sv/")
    words = next(label for href, label in searched.client.page.links if "situation=school" in href)
    searched.client.click(words)

    assert "<h1>Mitt barn börjar skolan eller förskolan</h1>" in searched.client.get(searched.client.url).text
    assert listed(searched, "?situation=school") == ["Gör schema för skolan", "Skolplacering"]
    assert "situation=leisure" not in searched.client.get("/sv/").text, "it leads nowhere"


def test_a_long_list_comes_in_pages_with_plain_links(city: City) -> None:
    for number in range(27):
        publish(city, f"System {number:02}")

    assert listed(city) == [f"System {number:02}" for number in range(25)]
    assert "Sida 1 av 2" in city.client.page.text
    city.client.click("Nästa sida")
    assert "page=2" in city.client.url
    assert listed(city, "?page=2") == ["System 25", "System 26"]
    assert listed(city, "?page=99999") == listed(city, "?page=2")
    assert listed(city, "?page=-1") == listed(city, "?page=x") == listed(city)
    city.client.get("/sv/algorithms?page=2")
    city.client.click("Föregående sida")
    assert "page=" not in city.client.url


def test_the_address_search_leads_for_good_to_the_list_with_the_same_query(city: City) -> None:
    answer = city.client.get("/en/search?q=school&status=in-use")

    assert (answer.status_code, answer.headers["location"]) == (301, "/en/algorithms?q=school&status=in-use")


def test_a_department_and_a_part_of_life_have_short_addresses_of_their_own(city: City) -> None:
    for short, long in (
        ("departments/social", "department=social"),
        ("topics/city-operations", "topic=city-operations"),
    ):
        answer = city.client.get(f"/sv/{short}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/sv/algorithms?{long}")
    assert city.client.get("/sv/departments/nowhere").status_code == 404
    assert city.client.get("/sv/topics/nothing").status_code == 404


def test_lessons_terms_and_situations_stand_before_the_algorithms_that_fit(searched: City) -> None:
    for typed, address in (
        ("diskriminering", "/sv/learn/fairness-test"),
        ("omprövning", "/sv/learn/object"),
        ("läsa ett kort", "/sv/learn/read-a-card"),
        ("indirekt diskriminering", "/sv/learn/glossary#"),
        ("dagis", "/sv/algorithms?situation=school"),
    ):
        searched.client.get("/sv/algorithms", params={"q": typed})
        assert any(href.startswith(address) for href, _ in searched.client.page.links), typed


def test_a_search_that_the_city_has_no_card_for_says_so_and_shows_topics(searched: City) -> None:
    for typed in ("simhall", "söka pass", "UBN 2024-999"):
        assert listed(searched, f"?q={typed}") == []
        assert "Vi hittade ingen algoritm för" in searched.client.page.text
        assert any("topic=school-and-childcare" in href for href, _ in searched.client.page.links)


def test_the_summary_is_shown_and_below_it_the_passage_with_the_match(city: City) -> None:
    publish(city, "Läser post", summary="Ett kort svar.", more={(Text.PURPOSE, "sv"): "Vi letar efter klarinetter."})

    text = city.client.get("/sv/algorithms?q=klarinetter").text
    assert text.index("Ett kort svar.") < text.index("Vi letar efter <mark>klarinetter</mark>")


def _rows(city: City) -> str:
    return str([city.call(table.select().run) for table in (PageRow, WordRow)])


def test_what_is_withheld_is_neither_found_nor_counted_nor_suggested_until_it_is_lifted(city: City) -> None:
    version, keeper = publish(city, "Kvantdatorn räknar"), actor(city, Role.COORDINATOR)
    publish(city, "Skolplacering")
    assert listed(city, "?q=kvantdator") == ["Kvantdatorn räknar"]

    city.call(entry_commands.withhold, version, GROUNDS[0].key, "Skydd.", by=keeper, at=NOW)
    assert listed(city, "?q=kvantdator") == listed(city, "?q=kvantdatron") == []
    assert "vantdatorn" not in city.client.page.text
    assert "kvantdatorn" not in _rows(city).casefold()
    assert listed(city) == ["Skolplacering"]
    assert "Socialförvaltningen 1" in city.client.page.text

    city.call(entry_commands.stop_withholding, version, by=keeper, at=NOW)
    assert listed(city, "?q=kvantdator") == ["Kvantdatorn räknar"]


@pytest.mark.storage
def test_a_masked_word_is_not_found_and_not_suggested(city: City) -> None:
    version = publish(city, "Skolplacering", summary="Som Zebulon sade.")
    assert listed(city, "?q=zebulon") == ["Skolplacering"]
    proposal = (version, "Zebulon", MASKING[0].key, "Anhörig.")
    city.call(masking_commands.propose, *proposal, by=actor(city, Role.EDITOR), at=NOW)
    mask = city.call(MaskRow.select(MaskRow.id).first().run)["id"]
    city.call(masking_commands.confirm, version, mask, by=actor(city, Role.DPO), at=NOW)

    assert listed(city, "?q=zebulon") == listed(city, "?q=zebulonn") == []
    assert "zebulon" not in _rows(city).casefold()


def test_only_the_newest_version_is_found_and_nothing_that_was_withdrawn(city: City) -> None:
    first, editor = publish(city, "Skolplacering", summary="Gamla ordet klarinett."), actor(city, Role.EDITOR)
    entry = city.call(VersionRow.select(VersionRow.entry).where(VersionRow.id == first).first().run)["entry"]
    second = city.call(commands.new_version, entry, by=editor, at=NOW)
    entry_texts = {(Text.SUMMARY, "sv"): "Nya ordet fagott.", (Text.CHANGE_NOTE, "sv"): "Nytt ord."}
    city.call(commands.save, second, revision=0, texts=entry_texts, by=editor, at=NOW)
    assert listed(city, "?q=fagott") == []
    take_all_steps(city, second)

    assert listed(city, "?q=fagott") == ["Skolplacering"]
    assert listed(city, "?q=klarinett") == []
    take(city, second, (Action.WITHDRAW, Role.COORDINATOR, StepComment(typed={"sv": "Slut.", "en": "Over."})))
    assert listed(city, "?q=fagott") == listed(city) == []
    assert _rows(city) == "[[], []]"


def test_an_index_that_followed_every_step_is_the_one_that_is_filled_from_nothing(searched: City) -> None:
    names = {"sv": "Nya förvaltningen", "en": "New Department"}
    stamp = {"by": accounts.OPERATOR, "at": NOW}
    searched.call(departments.rename_department, a_department().id, names, a_department().boards, **stamp)
    assert len(listed(searched, "?q=nya")) == len(SEARCHES["entries"])

    followed = _index(searched)
    searched.call(indexer.fill)
    assert _index(searched) == followed


def test_after_a_change_the_index_is_read_once_however_many_ask(
    searched: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, really = [], memory_index._read

    async def counted(stamp: UUID) -> memory_index.Shelf:
        reads.append(stamp)
        return await really(stamp)

    async def twenty_at_once() -> set[int]:
        return {
            result.total
            for result in await asyncio.gather(*(find(SearchQuery(language="sv", text="skola")) for _ in range(20)))
        }

    monkeypatch.setattr(memory_index, "_read", counted)
    for change in range(2):
        publish(searched, f"Ny skola {change}")
        assert len(searched.call(twenty_at_once)) == 1
    assert len(set(reads)) == len(reads) == 2


def _index(city: City) -> tuple[object, ...]:
    """All that it says, but for the numbers of its pages."""
    pages = {row["id"]: row["slug"] for row in city.call(PageRow.select().run)}
    keys = [row["key"] for row in city.call(WordRow.select(WordRow.key).run)]
    postings = city.call(memory_index.postings, keys)
    return (
        {
            key: sorted(zip((pages[page] for page in posting.pages), posting.weights, strict=True))
            for key, posting in postings.items()
        },
        sorted(tuple(row["words"].split()) for row in city.call(PageRow.select(PageRow.words).run)),
    )


@pytest.mark.storage
def test_a_city_that_comes_from_an_older_index_finds_everything_after_insyn_migrate(settings: Settings) -> None:
    with City(settings) as city:
        publish(city, "Skolplacering")

    async def spoil() -> None:
        await IndexRow.update({IndexRow.form: 0}, force=True)
        for table in (PageRow, WordRow):
            await table.delete(force=True)

    now(inside(settings, spoil))
    now(migrate(settings))
    result = now(inside(settings, lambda: find(SearchQuery(language="sv", text="skola"))))
    assert [hit.title.words for hit in result.hits] == ["Skolplacering"]


async def inside(settings: Settings, work: Callable[[], Awaitable[Any]]) -> Any:
    async with opened(settings):
        return await work()


@pytest.fixture
def small_city(sqlite_url: str, tmp_path: Path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        publish(running, "Skolplacering")
        yield running


@examples(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), number=st.integers(), exact=st.booleans())
def test_no_text_makes_an_error(small_city: City, text: str, number: int, exact: bool) -> None:
    result = small_city.call(find, SearchQuery(language="sv", text=text, number=number, exact=exact))

    assert 0 <= result.total <= 1
    assert len(result.hits) == result.total
