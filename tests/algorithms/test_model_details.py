"""An examiner finds all nine sections of a model card, and an empty one says that it is empty."""

from algorithms.cards.details import Chapter, chapters
from algorithms.cards.model_card import Passage, card, chosen
from algorithms.entries.fields import FIRST_ANSWERS
from algorithms.entries.texts import MOST_WORDS, Text, words_in
from algorithms.published.entry import RelatedData, published_entry
from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.text.message import Message
from builders import FULL_CHOICES, FULL_TEXTS, a_department, a_version, some_evidence

NINE = (
    "Model details",
    "Intended use",
    "Factors",
    "Metrics",
    "Evaluation data",
    "Training data",
    "Quantitative analyses",
    "Ethical considerations",
    "Caveats and recommendations",
)
DEPTH = (Text.MODEL, Text.TRAINING_DATA, Text.OUT_OF_SCOPE, Text.CAVEATS)


def lines_of(chapter: Chapter) -> list[str]:
    return [_plain(sentence) for detail in chapter.details for sentence in detail.content]


def _plain(sentence: Passage | Message | str) -> str:
    return (
        sentence.words
        if isinstance(sentence, Passage)
        else sentence.msgid
        if isinstance(sentence, Message)
        else sentence
    )


def details_of(**more: object) -> dict[str, Chapter]:
    return {
        chapter.title.msgid: chapter
        for chapter in chapters(card(published_entry(a_version(**more), a_department()), "en"))
    }


def test_all_nine_sections_are_there_in_the_order_of_the_article() -> None:
    assert tuple(details_of(texts={})) == tuple(details_of()) == NINE


def test_what_nobody_wrote_or_measured_shows_as_not_described() -> None:
    empty = details_of(texts={}, choices={**FULL_CHOICES, "risk:technique": "learned"})

    assert lines_of(empty["Training data"]) == ["The city has not provided this information."]
    assert lines_of(empty["Factors"])[:1] == lines_of(empty["Metrics"]) == ["No assessment has been published."]
    assert "The city has not provided this information." in lines_of(empty["Intended use"])


def test_a_system_of_rules_has_learned_from_nothing_and_says_so() -> None:
    assert lines_of(details_of(texts={})["Training data"])[0].startswith("The system follows rules")
    written = details_of(texts={(Text.TRAINING_DATA, "sv"): "Reglerna provades på ärenden från 2024."})
    assert lines_of(written["Training data"]) == ["Reglerna provades på ärenden från 2024."]


def test_what_is_written_stands_in_its_section_in_the_language_of_the_reader() -> None:
    sections = details_of()
    lines = [words for chapter in sections.values() for words in lines_of(chapter)]
    assert [f"{text.value} in en" in lines for text in DEPTH] == [True] * len(DEPTH)


def test_the_first_answers_are_counted_by_words_not_by_marks() -> None:
    assert words_in(["Ja – en handläggare avgör.", "", "Ring 08-465 004 00!"]) == 8
    assert words_in(FULL_TEXTS[text, "sv"] for text in FIRST_ANSWERS) < MOST_WORDS


def a_result() -> PublicResult:
    kinds = ((True, True), (False, True), (False, False), (True, False))
    tallies = {"a": (90, 40, 800, 70), "b": (80, 30, 900, 60)}
    cells = {((group,), *kind): n for group, all_of in tallies.items() for kind, n in zip(kinds, all_of, strict=True)}
    counts = Counts(("g",), cells)
    plan = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "b"),), yes_means="burden")
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def test_what_was_measured_stands_with_its_groups_its_rates_and_the_margin() -> None:
    result, evidence = a_result(), some_evidence()
    related = RelatedData(results={evidence.run: result})
    published = published_entry(a_version(evidence=(evidence,)), a_department(), related)

    sections = {part.title.msgid: part for part in chapters(card(published, "en"))}

    assert lines_of(sections["Factors"])[:1] == list(result.attributes)
    assert "Before the test, the city decided that a difference of {margin} in {of} matters." in lines_of(
        sections["Metrics"]
    )
    assert any("The test used about" in line for line in lines_of(sections["Evaluation data"]))
    limits = lines_of(sections["Caveats and recommendations"])
    assert len(limits) == len(set(limits)) > 2


def test_words_are_read_in_the_readers_language_else_in_swedish_else_not_at_all() -> None:
    assert chosen({"sv": "Hej", "en": "Hello"}, "en") == Passage("Hello", "en")
    assert chosen({"sv": "Hej", "en": ""}, "en") == Passage("Hej", "sv")
    assert chosen({"en": "Hello"}, "fi") is None


def test_each_of_the_seven_grounds_of_discrimination_says_whether_it_was_examined_and_why_not() -> None:
    written = "Ålder; undersökt; i testet 2026\nKön; ja\nReligion; inte undersökt; uppgiften finns inte"
    texts = {(Text.GROUNDS, "sv"): written}
    grounds = details_of(texts=texts, choices=FULL_CHOICES)["Factors"].details[1:]

    assert {detail.label.msgid: [_plain(sentence) for sentence in detail.content] for detail in grounds} == {
        "Sex": ["Examined"],
        "Transgender identity or expression": ["The city has not said whether this ground was examined."],
        "Ethnicity": ["The city has not said whether this ground was examined."],
        "Religion or other belief": ["Not examined", "uppgiften finns inte"],
        "Disability": ["The city has not said whether this ground was examined."],
        "Sexual orientation": ["The city has not said whether this ground was examined."],
        "Age": ["Examined", "i testet 2026"],
    }
