"""What is said: sentences, numbers and dates as a reader of Swedish or English expects them."""

from datetime import UTC, date, datetime

import pytest

from assessments.text.message import Message
from register.language import LOCALES, Language, day, moment, month, negotiate, number, translate, translations
from register.settings import Settings

SV, EN = Language.SWEDISH, Language.ENGLISH
STOCKHOLM = Settings().zone


def test_a_sentence_says_its_values_in_the_same_language() -> None:
    inner = Message("The service is busy or under maintenance")
    whole = Message(
        "{n} since {day}: {inner} ({name})", {"n": 12345, "day": date(2024, 3, 24), "inner": inner, "name": "a"}
    )
    assert translate(whole, EN) == "12,345 since 24 March 2024: The service is busy or under maintenance (a)"
    assert translate(whole, SV).startswith("12\u00a0345 since 24 mars 2024: ")
    assert translate(whole, SV) != translate(whole, EN)


def test_singular_and_plural_are_written_differently() -> None:
    for count, expected in ((1, "1 file"), (2, "2 files"), (1200, "1,200 files")):
        assert translate(Message("{count} file", plural="{count} files", count=count), EN) == expected


def test_text_written_by_a_person_is_left_unchanged() -> None:
    assert translate(Message("{name}", {"name": "{secret.__class__}"}), SV) == "{secret.__class__}"
    assert translate("", SV) == ""


def test_every_sentence_of_an_error_page_is_translated_to_swedish() -> None:
    from register.web.errors import WORDS

    sentences = [sentence for pair in WORDS.values() for sentence in pair]
    assert [sentence.msgid for sentence in sentences if translate(sentence, SV) == sentence.msgid] == []


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (1234.5, None, "1\u00a0234,5", "1,234.5"),
        (45, None, "45", "45"),
        (0.4485, 2, "0,45", "0.45"),
        (12345, 0, "12\u00a0345", "12,345"),
        (-3.2, None, "\u22123,2", "\u22123.2"),
    ],
)
def test_numbers(value, decimals, swedish, english) -> None:
    assert (number(value, SV, decimals), number(value, EN, decimals)) == (swedish, english)


def test_a_moment_belongs_to_the_day_it_is_in_the_city() -> None:
    late = datetime(2024, 3, 24, 23, 30, tzinfo=UTC)
    assert day(late, SV, STOCKHOLM) == "25 mars 2024"
    assert day(late, EN, STOCKHOLM) == "25 March 2024"
    assert moment(late, SV, STOCKHOLM) == "25 mars 2024 00:30"


@pytest.mark.parametrize(("written", "expected"), [("2024-03", "mars 2024"), ("våren", "våren"), ("", "")])
def test_a_month(written, expected) -> None:
    assert month(written, SV) == expected


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", SV),
        ("en-US", EN),
        ("fr,en;q=0.3", EN),
        ("EN;q=0.5, SV;q=0.6", SV),
        ("en;q=0", SV),
        ("de", SV),
        (",;q=,=;;" * 500, SV),
        ("x" * 100_000, SV),
    ],
)
def test_the_readers_first_choice_that_we_speak(header, language) -> None:
    assert negotiate(header) is language


def test_both_languages_have_a_locale_and_english_needs_no_catalogue() -> None:
    assert set(LOCALES) == set(Language)
    assert translations(EN).gettext("Sign in") == "Sign in"
    assert translations(SV).gettext("Sign in") == "Logga in"
