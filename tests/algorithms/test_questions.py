"""Questions of residents, the rules: days that count, codes that forgive no slip, and what tells who somebody is."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.people import Permission, Role
from algorithms.questions import codes, working_days
from algorithms.questions.answer_times import days_taken, due_on, is_late
from algorithms.questions.covering import INSTEAD, only_covers, proposed
from algorithms.questions.pii import IDENTITY, MAIL, PHONE, find_personal_data, in_parts
from algorithms.questions.rules import (
    LONGEST,
    QuestionError,
    QuestionState,
    Reason,
    ResidentQuestion,
    against_answering,
    against_publishing,
    answer,
    may,
    public_words,
    question_words,
)
from assessments.data.identifiers import is_identity_number
from builders import a_person, an_id

STOCKHOLM = ZoneInfo("Europe/Stockholm")
KEY = b"a key of this test"


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2019, "2019-04-21"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")],
)
def test_easter_is_the_sunday_that_the_almanac_says(year: int, sunday: str) -> None:
    assert working_days.easter(year) == date.fromisoformat(sunday)


def test_the_red_days_of_2026_are_those_of_the_swedish_almanac_with_the_three_eves() -> None:
    almanac = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31"
    assert working_days.red_days(2026) == {date.fromisoformat(f"2026-{day}") for day in almanac.split()}


def test_ten_working_days_from_before_christmas_end_in_january() -> None:
    assert working_days.after(date(2026, 12, 18), 10) == date(2027, 1, 8)  # two eves, Christmas, New Year, Epiphany
    assert working_days.between(date(2026, 12, 18), date(2027, 1, 8)) == 10


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_day_after_so_many_working_days_is_one_and_is_so_far_away(day: date, count: int) -> None:
    reached = working_days.after(day, count)
    assert working_days.is_working_day(reached)
    assert working_days.between(day, reached) == count


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_again_however_it_is_written(seed: bytes) -> None:
    code = codes.made_of(KEY, seed)
    assert re.fullmatch(r"(?:[2-9A-HJKMNP-RTV-Z]{4}-){3}[2-9A-HJKMNP-RTV-Z]{4}", code)
    assert codes.read(code) == codes.read(f"  {code.lower().replace('-', ' ')} ") == code


@given(st.binary(min_size=16, max_size=16), st.integers(0, 15), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_distinguished_from_an_unknown_code(seed: bytes, place: int, sign: str) -> None:
    right = codes.made_of(KEY, seed).replace("-", "")
    wrong = right[:place] + sign + right[place + 1 :]
    assert (codes.read(wrong) is codes.Typed.SLIP) == (wrong != right)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 14))
def test_two_signs_that_changed_places_are_a_slip(seed: bytes, at: int) -> None:
    right = codes.made_of(KEY, seed).replace("-", "")
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert (codes.read(wrong) is codes.Typed.SLIP) == (wrong != right)


def test_a_code_carries_more_than_seventy_bits_and_its_hash_needs_the_key() -> None:
    assert len(codes.SIGNS) == 29
    assert 29**15 > 2**70
    code = codes.made_of(KEY, b"seed")
    assert codes.hash_of(KEY, code) != codes.hash_of(b"another key", code)
    assert codes.read("") is codes.Typed.EMPTY


def whats(text: str) -> list[object]:
    return [match.what for match in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Jag heter Kim, 850709-9805, och undrar.", IDENTITY),
        ("19850709-9805", IDENTITY),
        ("198507099805", IDENTITY),
        ("8507099805", IDENTITY),
        ("850709 9805", IDENTITY),
        ("850709+9805", IDENTITY),
        ("850709–9805", IDENTITY),
        ("samordningsnummer 701063-2391.", IDENTITY),
        ("Skriv till kim.holm+insyn@mail.example.se.", MAIL),
        ("Ring 070-123 45 67 tack", PHONE),
        ("Ring 0701234567", PHONE),
        ("Ring +46 70 123 45 67", PHONE),
        ("Ring +46 (0)8-465 004 00", PHONE),
        ("0046701234567", PHONE),
        ("(031-390 06 00)", PHONE),
        ("08-465 004 12", PHONE),
    ],
)
def test_identifying_details_are_found(text: str, what: object) -> None:
    assert whats(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Beslutet kom 2024-03-01, ett år efter 2023-02-11.",
        "Den 01-02-2024 eller 01/02 2024",
        "diarienummer 2024/1234 och SOC 2024-001234",
        "KS-2024-0812345678",
        "Det kostade 1 234 567 kronor, eller 0,25 procent",
        "öppet 0800-1600 och 08.30-16.00",
        "850709-9806",  # the check digit is wrong
        "artikel 22 i förordningen (EU) 2016/679",
        "1234567890123456",
        "@ och kim@ är inga adresser",
    ],
)
def test_dates_case_numbers_and_amounts_raise_no_alarm(text: str) -> None:
    assert whats(text) == []


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m %Y", "%d-%m-%Y", "%d.%m.%Y"])
)
def test_no_date_is_taken_for_a_person(day: date, form: str) -> None:
    assert whats(f"Det var {day.strftime(form)}.") == []


@given(st.sampled_from(["SOC", "KS", "Dnr"]), st.integers(1990, 2030), st.integers(1, 999_999), st.sampled_from("-/"))
def test_no_case_number_is_taken_for_a_person(letters: str, year: int, number: int, between: str) -> None:
    for written in (
        f"{letters} {year}{between}{number:06}",
        f"{year}{between}{number}",
        f"{letters}{year}{between}{number:04}",
    ):
        assert whats(f"Ärendet är {written}, tror jag.") == []


@given(st.integers(0, 9_999_999_999), st.text("abcåäö ,.\n", max_size=20), st.text("abcåäö ,.\n", max_size=20))
def test_every_identity_number_is_found_wherever_it_stands(number: int, before: str, after: str) -> None:
    written = f"{number:010}"
    matches = [match for match in find_personal_data(before + written + after) if match.what is IDENTITY]
    assert bool(matches) == is_identity_number(written)


@given(st.text(max_size=300))
def test_the_pieces_of_a_marked_text_are_the_text(text: str) -> None:
    assert "".join(words for words, _ in in_parts(text)) == text


def test_covering_is_the_only_change_that_a_public_question_may_have() -> None:
    original = "Jag heter Kim Holm, 850709-9805. Varför fick jag avslag?"
    covered = "Jag heter [maskerat]. Varför fick jag avslag?"
    assert proposed(original, "sv") == "Jag heter Kim Holm, [maskerat]. Varför fick jag avslag?"
    assert public_words(original, covered) == covered
    for changed in ("Jag heter [maskerat]. Varför fick jag rätt?", "Varför fick jag avslag?", covered + " Tack!", ""):
        with pytest.raises(QuestionError):
            public_words(original, changed)


@given(st.text("abc \n", min_size=1, max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_whatever_is_covered_is_allowed(original: str, places: list[int]) -> None:
    cuts = sorted({min(place, len(original)) for place in places})
    cuts = cuts[: len(cuts) // 2 * 2]
    public = original
    for start, end in reversed(list(zip(cuts[::2], cuts[1::2], strict=True))):
        public = public[:start] + INSTEAD["sv"] + public[end:]
    assert only_covers(original, public)


def a_question(**more: object) -> ResidentQuestion:
    known = {
        "id": an_id("question"),
        "entry": an_id("entry"),
        "slug": "urval",
        "department": an_id("social"),
        "language": "sv",
        "text": "Varför?",
        "received_hour": datetime(2026, 11, 24, 9, tzinfo=UTC),
    }
    return ResidentQuestion(**{**known, **more})  # type: ignore[arg-type]


def test_a_question_needs_words_and_not_too_many() -> None:
    assert question_words("  Varför?\n") == "Varför?"
    for text in ("", " \n", "x" * (LONGEST + 1)):
        with pytest.raises(QuestionError):
            question_words(text)


def test_an_answer_is_swedish_first() -> None:
    assert answer({"answer-sv": "Därför.", "answer-en": ""}) == {"sv": "Därför.", "en": ""}
    with pytest.raises(QuestionError):
        answer({"answer-en": "Because."})


def test_no_answer_is_given_before_somebody_has_decided_who_may_read_the_question() -> None:
    written = a_question(answers={"sv": "Därför."})
    assert against_publishing(a_question()) is not None
    assert against_publishing(written) is not None
    assert against_publishing(a_question(answers={"sv": "Därför."}, state=QuestionState.SHOWN)) is None
    assert (
        against_publishing(a_question(answers={"sv": "D."}, state=QuestionState.NOT_SHOWN, reason=Reason.PERSON))
        is None
    )


def test_threats_get_no_answer_and_wait_for_none() -> None:
    insulting = a_question(state=QuestionState.NOT_SHOWN, reason=Reason.ABUSE)
    assert not insulting.is_open
    assert against_answering(insulting) is not None
    assert a_question(state=QuestionState.NOT_SHOWN, reason=Reason.PERSON).is_open


def test_a_question_that_nobody_was_handed_is_the_coordinators_alone() -> None:
    for role in (Role.EDITOR, Role.APPROVER, Role.DPO):
        assert not may(a_person(role), Permission.READ, None)
    assert may(a_person(Role.COORDINATOR), Permission.ANSWER_QUESTIONS, None)
    assert may(a_person(Role.EDITOR), Permission.ANSWER_QUESTIONS, an_id("social"))
    assert not may(a_person(Role.EDITOR), Permission.ANSWER_QUESTIONS, an_id("school"))
    assert not may(a_person(Role.EDITOR), Permission.SHOW_QUESTIONS, an_id("social"))


def test_an_answer_is_late_after_ten_working_days_and_not_before() -> None:
    waiting = a_question()
    due = due_on(waiting, STOCKHOLM)
    assert due == date(2026, 12, 8)
    assert not is_late(waiting, due, STOCKHOLM)
    assert is_late(waiting, due + timedelta(days=1), STOCKHOLM)
    assert not is_late(a_question(published_at=datetime(2026, 12, 24, tzinfo=UTC)), date(2027, 2, 1), STOCKHOLM)


def test_an_answer_took_the_days_from_the_one_it_was_asked_on() -> None:
    given_at = datetime(2026, 11, 9, 9, tzinfo=UTC)
    question_hours = (datetime(2026, 10, 1, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC))
    answered = [a_question(received_hour=hour, published_at=given_at) for hour in question_hours]
    assert [days_taken(question, STOCKHOLM) for question in answered] == [27, 5]
