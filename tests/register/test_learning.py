"""The lessons: short and easy in both languages, every link leads somewhere, and the words are those of the cards."""

import re
from pathlib import Path

import pytest

from algorithms.law.facts import fact
from algorithms.plain_language import LONG_SENTENCE, WORDS, hints
from algorithms.plain_language.measuring import coleman_liau, lix, sentences, words
from assessments.text.message import Message
from register.language import Language, day, translate
from register.public.learning import lessons, quiz
from register.public.learning.guide_content import GUIDES
from register.public.learning.lessons import SLUGS, lesson, text_of
from register.public.learning.trying import BEGINNING, tried
from register.web.glossary import GlossaryPiece, linked, terms

BOTH = [pytest.param(language, id=language.value) for language in Language]
LINK = re.compile(r"\]\((/[^)]+)\)")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_takes_three_minutes_and_is_easy_to_read(slug, language) -> None:
    text = text_of(slug, language)
    assert len(words(" ".join(sentences(text)))) <= 350
    assert (lix(text) <= 35) if language is Language.SWEDISH else (coleman_liau(text) <= 8)
    assert [sentence for sentence in sentences(text) if len(words(sentence)) > LONG_SENTENCE] == []
    if slug != "write-plainly":  # it shows some heavy words, to tell what to write instead
        assert hints(text, language).heavy == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_says_the_same_in_both_languages(slug) -> None:
    swedish, english = (lesson(slug, language) for language in Language)
    assert [section.part for section in swedish.sections] == [section.part for section in english.sections]
    for pattern in (r"^\d+\. ", r"^- ", r"\*\*"):
        counted = [len(re.findall(pattern, text_of(slug, language), re.MULTILINE)) for language in Language]
        assert counted[0] == counted[1], pattern


@pytest.mark.parametrize("language", BOTH)
def test_links_of_lessons_lead_to_lessons_terms_and_the_guide_in_the_same_language(language) -> None:
    anchors = {f"/{language}/learn/glossary#{term.slug}" for term in terms(language)}
    known = {f"/{language}/learn/{slug}" for slug in SLUGS} | anchors | {f"/{language}/evaluation-data"}
    known |= {f"/{language}/evaluation-data/{guide.name}-example.csv" for guide in GUIDES}
    led = {link for slug in SLUGS for link in LINK.findall(text_of(slug, language))}
    assert led - known == set()
    assert led & anchors


@pytest.mark.parametrize("language", BOTH)
def test_the_glossary_explains_each_term_in_easy_words_in_the_order_of_the_alphabet(language) -> None:
    glossary = terms(language)
    assert len(glossary) >= 25
    assert len({term.slug for term in glossary}) == len(glossary)
    assert {term.slug for term in glossary} == {term.slug for term in terms(language.others[0])}
    hard = [
        term.word
        for term in glossary
        if max(len(words(sentence)) for sentence in sentences(term.explanation)) > LONG_SENTENCE
    ]
    assert hard == []
    assert all(term.explanation.casefold() not in WORDS[language] for term in glossary)
    assert [term.word for term in terms(Language.SWEDISH)][-1] == "överklaga"


def test_the_glossary_has_the_words_that_cards_use_of_people() -> None:
    from algorithms.people import ROLE_WORDS, Role

    named = {term.word for term in terms(Language.SWEDISH)}
    assert translate(ROLE_WORDS[Role.DPO], Language.SWEDISH).lower() in named
    assert {"algoritm", "AI", "modellkort", "felaktig träff", "andel", "intervall", "personuppgifter"} <= named


def test_the_first_place_of_each_term_is_linked_and_only_whole_words() -> None:
    assert linked("Andelen, andelen och en andelsbostad.", Language.SWEDISH) == (
        GlossaryPiece("Andelen", "share"),
        GlossaryPiece(", andelen och en andelsbostad."),
    )
    assert linked("A false hit is no miss.", Language.ENGLISH) == (
        GlossaryPiece("A "),
        GlossaryPiece("false hit", "false-hit"),
        GlossaryPiece(" is no "),
        GlossaryPiece("miss", "miss"),
        GlossaryPiece("."),
    )
    assert linked("Inget här.", Language.SWEDISH) == (GlossaryPiece("Inget här."),)


def verdict_of(**typed: str) -> str:
    finding = tried(typed, Language.ENGLISH).finding
    return finding.verdict.value if finding else ""


def test_the_test_to_try_gives_the_engines_own_verdicts_and_sentences() -> None:
    assert verdict_of() == "difference"
    assert verdict_of(**{"north": "150", "north-wrong": "18", "south": "200", "south-wrong": "14"}) == "not_enough_data"
    alike = {"north": "6000", "north-wrong": "480", "south": "8000", "south-wrong": "600"}
    assert verdict_of(**alike) == "no_important_difference"
    assert verdict_of(margin="20") == "no_important_difference"
    beginning = tried({}, Language.ENGLISH)
    texts = [translate(sentence, Language.ENGLISH) for sentence in beginning.finding.sentences]
    assert texts[0] == (
        "12 in 100 people in the north with nothing wrong were picked out anyway, compared with 8 in 100 people in the "
        "south."
    )
    assert [(row.per_100, row.is_reference) for row in beginning.chart.rows] == [(12, False), (8, True)]


def test_a_handful_of_people_is_hidden_as_on_a_real_card() -> None:
    few = tried({"north": "9", "north-wrong": "3"}, Language.ENGLISH)
    assert [row.hidden for row in few.chart.rows] == ["too_few", None]
    assert few.chart.rows[0].size is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"north": ""}, {"north"}),
        ({"north": "många"}, {"north"}),
        ({"north": "-4"}, {"north"}),
        ({"north": "100001"}, {"north"}),
        ({"north": "9" * 5000}, {"north"}),
        ({"north": "٣"}, {"north"}),
        ({"north-wrong": "601"}, {"north-wrong"}),
        ({"south": "0", "margin": "51"}, {"south", "margin"}),
    ],
)
def test_uncountable_input_is_reported_at_its_field(typed, wrong) -> None:
    attempt = tried(typed, Language.SWEDISH)
    assert (set(attempt.errors), attempt.finding) == (wrong, None)
    assert all(isinstance(error, Message) for errors in attempt.errors.values() for error in errors)
    assert set(attempt.typed) == set(BEGINNING)


def test_thousands_may_be_typed_with_a_blank() -> None:
    assert tried({"north": "1 000"}, Language.SWEDISH).errors == {}


@pytest.mark.parametrize("language", BOTH)
def test_the_practice_test_knows_what_is_right_and_says_why(language) -> None:
    right = {question.name: question.right for question in quiz.questions(language)}
    assert len(right) == 6
    answered = quiz.questions(language, right)
    assert all(answer.is_right and answer.why and answer.lesson in SLUGS for answer in answered)
    assert len({answer.right for answer in answered}) == 3  # no place is always right
    assert not quiz.is_answered(quiz.questions(language, {**right, "q3": "9"}))
    for question, other in zip(answered, quiz.questions(language.others[0], right), strict=True):
        assert len(question.choices) == len(other.choices) == 3


@pytest.mark.parametrize("language", BOTH)
def test_no_lesson_gives_a_right_as_in_force_before_its_day_and_both_days_stand_where_it_is_disputed(language) -> None:
    rights = " ".join(line for line in text_of("your-rights", language).splitlines() if line.startswith("- "))
    for key in ("ai-act.26-11", "ai-act.86"):
        assert day(fact(key).applies_from, language) in rights
    assert day(fact("ai-act.86").disputed_from, language) in rights
    assert "{" not in rights


def test_days_of_law_are_written_in_no_lesson() -> None:
    files = Path(lessons.__file__).parent.glob("texts/*.md")
    assert [file.name for file in files if re.search(r"\b(202[6-9]|203\d)\b", file.read_text("utf-8"))] == []
