"""Whether somebody finds what they mean: words, stems, compounds, misspellings, weights and passages."""

from dataclasses import replace
from operator import itemgetter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedAssessment, published_entry
from algorithms.search.index import packed, tokens
from algorithms.search.index.postings import Postings
from algorithms.search.index.spelling import distance
from algorithms.search.index.stems import stem
from algorithms.search.index.vocabulary import SearchVocabulary, VocabularyTerm
from algorithms.search.index.weights import LEAD, indexed_texts
from algorithms.search.query import residents_words
from algorithms.search.query.facets import counted, fitting
from algorithms.search.query.ranking import Alphabet, ordered, ranked, scored
from algorithms.search.query.situations import SITUATIONS
from algorithms.search.query.snippets import LONGEST, hits, marked, passage
from assessments.text.localized import LocalizedText
from builders import a_department, a_version
from register.public.learning.lessons import RESIDENTS

CORPUS = (
    "skola skolan skolor skolplacering förskola försörjningsstöd stöd stödet hemtjänst placering placeringen barn "
    "barnet parkering plan"
)


def vocabulary(text: str = CORPUS, language: str = "sv") -> SearchVocabulary:
    return SearchVocabulary(
        (
            VocabularyTerm(
                language=language,
                word=word,
                folded=tokens.folded(word),
                stem=stem(tokens.folded(word), language),
                pages=1,
            )
            for word in text.split()
        ),
        100,
    )


def forms_of(word: str, *, last: bool = False, language: str = "sv") -> list[str]:
    return [form.word for form in vocabulary().expand(word, language, last=last)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("skola", {"skola", "skolan", "skolor", "skolplacering", "förskola"}),
        ("skolan", {"skola", "skolan", "skolor", "skolplacering", "förskola"}),
        ("stöd", {"stöd", "stödet", "försörjningsstöd"}),
        ("forsorjningsstodet", {"försörjningsstöd"}),
        ("barn", {"barn", "barnet"}),
        ("hemtjänsten", {"hemtjänst"}),
        ("ring", set()),  # placering is no kind of ring
        ("SKOLPLACERINGAR", {"skolplacering"}),
    ],
)
def test_a_word_is_found_in_all_its_forms_and_in_swedish_compounds(typed: str, expected: set[str]) -> None:
    assert set(forms_of(typed)) == expected


def test_the_word_itself_comes_before_its_forms_and_those_before_compounds() -> None:
    counts = {form.word: counts for form, counts in vocabulary().expand("skola", "sv").items()}

    assert counts["skola"] > counts["skolan"] == counts["skolor"] > counts["skolplacering"] == counts["förskola"]


def test_a_half_typed_last_word_is_found_by_its_beginning() -> None:
    assert set(forms_of("pl", last=True)) == {"placering", "placeringen", "plan"}
    assert forms_of("pl") == []
    assert set(forms_of("pla")) == {"placering", "placeringen", "plan"}


def test_english_words_are_found_in_their_forms() -> None:
    known = vocabulary("school schools schooling parking parked", "en")

    assert {form.word for form in known.expand("schools", "en")} == {"school", "schools", "schooling"}
    assert {term.word for term in known.expand("parks", "en")} == {"parking", "parked"}


def test_words_of_the_reader_language_count_twice() -> None:
    both = [
        VocabularyTerm(language=language, word="data", folded="data", stem="data", pages=1) for language in ("sv", "en")
    ]

    counts = {form.language: number for form, number in SearchVocabulary(both, 10).expand("data", "sv").items()}
    assert counts["sv"] == 2 * counts["en"]


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("skoal", None),  # one letter in six
        ("hemtjäsnt", "hemtjänst"),
        ("försörgningstöd", "försörjningsstöd"),
        ("parkeing", "parkering"),
        ("xyz", None),  # too short to guess
        ("kvantdator", None),
    ],
)
def test_a_misspelled_word_is_taken_for_the_nearest_that_is_written_somewhere(
    typed: str, corrected: str | None
) -> None:
    assert vocabulary().corrected(typed, "sv") == corrected


@given(st.text("abcå", max_size=8), st.text("abcå", max_size=8))
def test_distance_is_the_same_both_ways_and_zero_only_for_the_same_word(word: str, other: str) -> None:
    assert distance(word, other, 2) == distance(other, word, 2)
    assert (distance(word, other, 2) == 0) == (word == other)


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert tokens.search_terms("Jag söker försörjningsstöd i en stad") == ("söker", "försörjningsstöd", "stad")
    assert tokens.search_terms("vad är det") == ("vad", "är", "det")
    assert tokens.search_terms("'\"*(%_") == ()


@given(st.text())
def test_small_letters_stand_where_the_large_ones_stood(text: str) -> None:
    assert len(tokens.lowered(text)) == len(text)


def test_postings_keep_their_numbers_as_bytes() -> None:
    postings = Postings()
    for page, weight in ((3, 1), (70_000, 255), (70_001, 2)):
        postings.put(page, weight)
    read = Postings.read(*postings.written())
    assert [read.weight(page) for page in (3, 4, 70_000, 70_001)] == [1, 0, 255, 2]
    read.drop((70_000, 5))
    assert list(read.pages) == [3, 70_001]
    assert list(read.weights) == [1, 2]


def test_pages_need_all_words_and_where_none_has_them_more_words_come_first() -> None:
    school, place, other = scored([(1, 64), (2, 3)], 5), scored([(2, 3), (3, 64)], 5), scored([(4, 16)], 5)
    nothing, alphabet = scored([], 5), Alphabet.of("abcde")

    both = ranked([school, place], 5)
    assert ordered(both.scores, both.marks, alphabet, 5) == [2]
    assert not both.some
    neither = ranked([school, place, other], 5)
    assert neither.some
    assert ordered(neither.scores, neither.marks, alphabet, 5)[0] == 2
    assert ranked([school, nothing], 5).some
    assert not ranked([nothing], 5).marks


def test_what_weighs_the_same_stands_in_alphabetical_order() -> None:
    ranking, alphabet = scored([(0, 5), (1, 5), (2, 9)], 4), Alphabet.of("cbda")

    assert alphabet.places == (3, 1, 0, 2)
    assert alphabet.numbers == (2, 1, 3, 0)
    assert ordered(ranking.scores, ranking.marks, alphabet, 4) == [2, 1, 0]
    assert ordered(ranking.scores, ranking.marks, alphabet, 1) == [2]
    assert ordered(0, ranking.marks, alphabet, 4) == [1, 0, 2]
    assert ordered(0, 0, alphabet, 4) == ordered(0, 0, Alphabet.of(""), 4) == []


@given(
    st.lists(st.tuples(st.integers(0, 10_000_000), st.text("abå", min_size=3)), max_size=60, unique_by=itemgetter(1))
)
def test_many_are_ordered_as_sorting_would_do_it(pages: list[tuple[int, str]]) -> None:
    alphabet = Alphabet.of([name for _, name in pages])
    ranking = scored(((place, score) for place, (score, _) in enumerate(pages) if score), len(pages))

    sorted_pages = sorted((-score, name, place) for place, (score, name) in enumerate(pages) if score)
    assert ordered(ranking.scores, ranking.marks, alphabet, 10) == [place for *_, place in sorted_pages][:10]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9_999))), st.lists(st.integers(0, 6)))
def test_lanes_add_like_each_page_by_itself(pairs: list[tuple[int, int]], places: list[int]) -> None:
    sums = [sum(number for place, number in pairs if place == lane) for lane in range(7)]

    laid = packed.laid(pairs, 7)
    assert list(packed.read(laid, 7)) == sums
    assert list(packed.read(3 * laid + laid, 7)) == [4 * total for total in sums]
    marks = packed.marked(places, 7)
    assert list(packed.selected(marks, 7)) == [int(place in places) for place in range(7)]
    assert [packed.stands_at(marks, place) for place in range(7)] == [place in places for place in range(7)]
    assert list(packed.read(packed.counted([marks, marks], 7), 7)) == [2 * (place in places) for place in range(7)]


def test_a_word_weighs_most_in_the_title_and_never_as_much_in_the_text_as_in_the_lead() -> None:
    texts = {(Text.NAME, "sv"): "Skolval", (Text.SUMMARY, "sv"): "Ger plats", (Text.RISKS, "sv"): "risk " * 500}
    weights = indexed_texts(published_entry(a_version(texts=texts), a_department()))["sv"].weights()

    assert weights["skolval"] > weights["plats"] >= LEAD > weights["risk"] > 0
    assert max(weights.values()) <= 255
    assert "socialförvaltningen" in weights


def test_the_passage_shows_the_words_and_cuts_between_words() -> None:
    body = "Inget här.\n" + "Ett ord till. " * 30 + "Vi ringer alla som väntar på plats. " + "Mer text följer. " * 30
    excerpt = passage(body, {"plats"}, "sv")

    assert excerpt is not None
    assert [piece.words for piece in excerpt.pieces if piece.is_match] == ["plats"]
    assert excerpt.words.startswith("…")
    assert excerpt.words.endswith("…")
    assert len(excerpt.words) <= LONGEST + 2
    assert "Vi ringer alla som väntar på plats" in excerpt.words
    assert passage(body, {"saknas"}, "sv") is None
    assert passage("replats platsen", {"plats"}, "sv") is None


def test_a_short_line_is_shown_to_its_last_word() -> None:
    excerpt = passage("Vi ringer alla som väntar på plats", {"plats"}, "sv")

    assert excerpt is not None
    assert excerpt.words == "Vi ringer alla som väntar på plats"


def test_behind_many_signs_without_a_blank_the_passage_begins_with_what_was_found() -> None:
    excerpt = passage("x" * 300 + "-plats finns", {"plats"}, "sv")

    assert excerpt is not None
    assert excerpt.words == "…plats finns"


@given(st.text(), st.sets(st.text("abå ", min_size=1), max_size=3))
def test_a_marked_text_is_still_the_text(text: str, words: set[str]) -> None:
    assert marked(text, words, "sv").words == text
    assert all(text[start:end] for start, end in hits(text, words))


def test_filter_counts_are_list_lengths_under_the_other_choices() -> None:
    topics = {"care": packed.marked((0, 1, 2), 5), "school": packed.marked((3, 4), 5)}
    status = {"ended": packed.marked((1, 2, 3), 5), "in-use": packed.marked((0, 4), 5)}
    traits, everything = {"topic": topics, "status": status}, packed.marked(range(5), 5)
    chosen = {"topic": "care", "status": "ended"}

    counts = counted(everything, traits, chosen)
    assert counts == {"topic": {"care": 2, "school": 1}, "status": {"ended": 2, "in-use": 1}}
    assert fitting(everything, traits, chosen).bit_count() == 2
    assert fitting(everything, traits, {"topic": "unheard-of"}) == 0


def test_every_situation_is_named_in_both_languages_and_leads_somewhere() -> None:
    assert 8 <= len(SITUATIONS) <= 10
    assert len({situation.key for situation in SITUATIONS}) == len(SITUATIONS)
    for situation in SITUATIONS:
        assert situation.names["sv"] != situation.names["en"]
        assert situation.topics or situation.words
        assert situation.topics <= set(Topic)
        assert all(" " not in word for word in situation.words), "each word is looked for by itself"


def test_each_name_of_the_department_leads_to_what_it_has_published() -> None:
    by_language = indexed_texts(published_entry(a_version(), a_department("school")))
    assert "schoolförvaltningen" in by_language["sv"].weights()
    assert "department" in by_language["en"].weights()


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("halka", "sv"),
        ("tolk", "sv"),
        ("skottning", "sv"),
        ("plogning", "sv"),
        ("mother", "en"),
        ("debt", "en"),
        ("closing", "en"),
        ("plowing", "en"),
    ],
)
def test_a_word_of_the_language_is_not_taken_for_another_word(typed: str, language: str) -> None:
    known = [
        VocabularyTerm(language=spoken, word=word, folded=tokens.folded(word), stem=word, pages=1)
        for spoken, words in (("sv", "hälsa tolv skattning samma det planering"), ("en", "other planning det plotting"))
        for word in words.split()
    ]

    assert SearchVocabulary(known, 10).corrected(typed, language) is None


def test_the_case_number_and_titles_of_tests_lead_to_an_entry() -> None:
    published = published_entry(a_version(), a_department())
    tested = PublishedAssessment(
        number=1,
        run=UUID(int=1),
        titles=LocalizedText({"sv": "Med och utan tolk"}),
        shows_difference=False,
        result=None,
        measure=None,
        has_later=False,
    )
    indexed = indexed_texts(replace(published, case_number="UBN 2023-418", assessments=(tested,)))["sv"]

    assert {"tolk", "ubn", "2023", "418"} <= set(indexed.weights())
    assert indexed.weights()["ubn2023418"] >= LEAD


def test_residents_words_are_some_two_hundred_in_each_language_and_lead_to_lessons_that_exist() -> None:
    known = residents_words.with_city()

    assert all(len(known.typed(language)) >= 200 for language in ("sv", "en"))
    assert {meaning.lesson for meaning in known.meanings.values()} <= {"", *RESIDENTS}
