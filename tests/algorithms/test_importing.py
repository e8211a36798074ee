"""A list becomes drafts, or errors that say in which cell what has to be done; nothing is guessed on the way."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.importing.columns import (
    CHOSEN,
    DAY_ORDER,
    DEPARTMENT,
    NAME,
    TARGETS,
    ImportVocabulary,
    Matching,
    complaints,
    guess,
    plainly,
    unanswered,
    unknown,
)
from algorithms.importing.rows import Around, Outcome, dry_run
from assessments.data.spreadsheet import Sheet, guarded, letters_of
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from builders import an_id

SOCIAL, SCHOOL = an_id("social"), an_id("school")
WORDS = ImportVocabulary(
    columns={plainly(called): target.name for target in TARGETS.values() for called in target.aliases},
    answers={
        "operational_status": {"i bruk": "in-use", "in use": "in-use", "planned": "planned"},
        "personal_data": {"ja": "yes", "nej": "no"},
        "human_role": {"en människa avgör": "decides"},
        DEPARTMENT: {"social": str(SOCIAL), "skola": str(SCHOOL)},
        "topic": {"arbete och pengar": "work-and-money"},
    },
)
AROUND = Around(
    {SOCIAL: {"sv": "Socialförvaltningen"}, SCHOOL: {"sv": "Skolförvaltningen"}},
    frozenset({SOCIAL}),
    frozenset({(SOCIAL, "finns redan")}),
)
FOR_ALL = {"department": str(SOCIAL), "topic": "work-and-money"}


def a_sheet(header: str, *rows: str) -> Sheet:
    names = tuple(header.split(";"))
    cells = tuple((number, tuple(row.split(";"))) for number, row in enumerate(rows, start=2))
    return Sheet(names, cells, tuple(map(letters_of, range(len(names)))))


def run(sheet: Sheet, **more: object) -> Outcome:
    matching = Matching(columns=guess(sheet.names, WORDS), **{**FOR_ALL, **more})
    return dry_run(sheet, matching, WORDS, AROUND)


def faults_of(outcome: Outcome, sheet: Sheet) -> list[tuple[str, str]]:
    return [
        (sheet.place(fault.row, fault.column) if fault.column is not None else str(fault.row), fault.message.msgid)
        for fault in outcome.faults
    ]


def test_a_row_becomes_a_draft_with_all_that_it_says() -> None:
    sheet = a_sheet(
        "Systemnamn;Syfte;Status;Personuppgifter;I drift sedan;E-post;Dnr;Förvaltning;Beslutsform;Färg",
        "Urval;Hinna **mer**;I bruk;JA;2024-03-15;stod@staden.example;SOC 2026/1;Social;En människa avgör;röd",
    )
    (draft,) = run(sheet).drafts

    assert (draft.row, draft.name, draft.department, draft.topic) == (2, "Urval", SOCIAL, Topic.WORK_AND_MONEY)
    assert draft.case_number == "SOC 2026/1"
    assert draft.texts == {(Text.NAME, "sv"): "Urval", (Text.PURPOSE, "sv"): "Hinna **mer**"}
    assert draft.answers == {
        "operational_status": OperationalStatus.IN_USE,
        "personal_data": True,
        "human_role": HumanRole.DECIDES,
        "in_use_since": "2024-03",
        "contact_email": "stod@staden.example",
    }


@pytest.mark.parametrize(
    ("header", "row", "place", "message"),
    [
        ("Namn;Syfte", ";x", "A2", "Write a name."),
        ("Namn;Syfte", f"{'x' * 101};x", "A2", "Shorten this by"),
        ("Namn;E-post", "A;Anna Andersson", "B2", "Write an address with an @"),
        ("Namn;Startdatum", "A;snart", "B2", "Write year and month"),
        ("Namn;Startdatum", "A;2024-02-31", "B2", "Write year and month"),
        ("Namn;Status", "A;i drift", "B2", "Nobody has said what"),
        ("Namn;Förvaltning", "A;Miljö", "B2", "Nobody has said what"),
        ("Namn;Förvaltning", "A;Skola", "B2", "You are not allowed to write for"),
        ("Namn;Diarienummer", f"A;{'9' * 61}", "B2", "Shorten the case number"),
        ("Namn;Syfte", "A;#SAKNAS!", "B2", "This is the error of a formula"),
        ("Namn;Syfte", "#N/A;x", "A2", "This is the error of a formula"),
        ("Namn;Syfte", "finns  Redan;x", "A2", "The department has an entry with this name"),
    ],
)
def test_import_fault_is_reported_with_its_cell(header: str, row: str, place: str, message: str) -> None:
    sheet = a_sheet(header, row, "En god rad;" if header != "Namn;Förvaltning" else "En god rad;Social")
    outcome = run(sheet)

    ((where, text),) = faults_of(outcome, sheet)
    assert (where, text[: len(message)]) == (place, message)
    assert outcome.created(allow_duplicates=False) == ()


def test_two_rows_with_one_name_are_created_only_by_somebody_who_wants_both() -> None:
    sheet = a_sheet("Namn;Syfte", "Urval;a", "urval ;b")
    outcome = run(sheet)

    assert [(fault.row, fault.is_duplicate) for fault in outcome.faults] == [(3, True)]
    assert outcome.created(allow_duplicates=False) == ()
    assert [draft.row for draft in outcome.created(allow_duplicates=True)] == [2, 3]


def test_accepting_duplicates_lets_no_other_error_pass() -> None:
    assert run(a_sheet("Namn;E-post", "Urval;", "Urval;", "Annat;fel")).created(allow_duplicates=True) == ()


def test_a_row_without_department_or_topic_takes_the_one_chosen_for_all_and_else_is_wrong() -> None:
    sheet = a_sheet("Namn;Förvaltning", "A;")
    assert run(sheet).drafts[0].department == SOCIAL
    assert faults_of(run(sheet, department=""), sheet)[0][0] == "B2"


def test_unknown_word_takes_the_meaning_a_person_gave_even_if_empty() -> None:
    sheet = a_sheet("Namn;Status", "A;I drift", "B;kanske")
    matching = Matching(columns=guess(sheet.names, WORDS), **FOR_ALL)
    assert unknown(sheet, matching, WORDS) == {"operational_status": ("I drift", "kanske")}
    assert unanswered(sheet, matching, WORDS) == 2

    matching = replace(matching, answers={"operational_status": {"i drift": "in-use", "kanske": ""}})
    outcome = dry_run(sheet, matching, WORDS, AROUND)
    assert unanswered(sheet, matching, WORDS) == 0
    assert [draft.answers for draft in outcome.drafts] == [{"operational_status": OperationalStatus.IN_USE}, {}]


def test_a_likely_meaning_is_only_proposed() -> None:
    likely = replace(WORDS, likely={"operational_status": {"i drift": "in-use"}})
    sheet = a_sheet("Namn;Status", "A;i drift")
    matching = Matching(columns=guess(sheet.names, likely), **FOR_ALL)
    assert dry_run(sheet, matching, likely, AROUND).drafts == ()


def test_a_column_that_is_left_out_is_not_read() -> None:
    sheet = a_sheet("Namn;Syfte", "A;hemligt")
    matching = Matching(columns={"Namn": NAME, "Syfte": ""}, **FOR_ALL)
    (draft,) = dry_run(sheet, matching, WORDS, AROUND).drafts
    assert draft.texts == {(Text.NAME, "sv"): "A"}


def test_column_names_are_guessed_once_and_earlier_answers_come_first() -> None:
    assert guess(["Namn", "System", "Färg"], WORDS) == {"Namn": NAME, "System": "", "Färg": ""}
    assert guess(["Namn", "System"], WORDS, {"System": NAME}) == {"Namn": "", "System": NAME}
    assert guess(["Namn"], WORDS, {"Namn": ""}) == {"Namn": ""}


def test_required_choices_are_reported_at_their_controls() -> None:
    sheet = a_sheet("Namn;System;Syfte", "A;B;C")
    errors = complaints(Matching(columns={"Namn": "purpose-sv", "System": "purpose-sv"}), sheet)
    assert list(errors) == ["column-1", "columns", "department", "topic"]
    assert complaints(Matching(columns={"Namn": NAME}, **FOR_ALL), sheet) == {}


@pytest.mark.parametrize(
    ("header", "dates", "months"),
    [
        ("Startdatum", ("5/1/2023", "13/1/2023"), ("2023-01", "2023-01")),  # the second shows that the day is first
        ("Startdatum", ("5/1/2023", "1/13/2023"), ("2023-05", "2023-01")),
        ("Nästa översyn", ("5-1-2027", "x-y", "28-2-2027"), ("2027-01", None, "2027-02")),
        ("Startdatum", ("2025-06-26T07:39:09Z", "45352", "032023"), ("2025-06", "2024-03", "2023-03")),
    ],
)
def test_a_column_shows_by_itself_which_number_is_the_day(header: str, dates, months) -> None:
    sheet = a_sheet(f"Namn;{header}", *(f"Rad {place};{written}" for place, written in enumerate(dates)))
    matching = Matching(columns=guess(sheet.names, WORDS), **FOR_ALL)
    question = matching.columns[header]
    assert unanswered(sheet, matching, WORDS) == 0
    drafts = {draft.name: draft.answers.get(question) for draft in dry_run(sheet, matching, WORDS, AROUND).drafts}
    assert [drafts.get(f"Rad {place}") for place in range(len(dates))] == list(months)


def test_which_number_is_the_day_is_asked_once_for_a_column_that_does_not_show_it() -> None:
    sheet = a_sheet("Namn;Startdatum", "A;5/1/2023", "B;6/2/2023", "C;13 maj 2023")
    matching = Matching(columns=guess(sheet.names, WORDS), **FOR_ALL)
    assert unknown(sheet, matching, WORDS) == {"in_use_since": ("5/1/2023",)}
    assert unanswered(sheet, matching, WORDS) == 1
    assert dry_run(sheet, matching, WORDS, AROUND).wrong_rows == {2, 3}

    meanings = {"day-first": ["2023-01", "2023-02"], "day-second": ["2023-05", "2023-06"], "": [None, None]}
    for answer, expected in meanings.items():
        answered = replace(matching, answers={"in_use_since": {DAY_ORDER: answer}})
        assert unanswered(sheet, answered, WORDS) == 0
        drafts = dry_run(sheet, answered, WORDS, AROUND).drafts
        assert [draft.answers.get("in_use_since") for draft in drafts] == [*expected, "2023-05"]


def test_our_own_mark_before_a_formula_is_taken_away_and_nobody_elses() -> None:
    sheet = a_sheet("Namn;Syfte", "'=1+1;'citat'")
    assert run(sheet).drafts[0].texts == {(Text.NAME, "sv"): "=1+1", (Text.PURPOSE, "sv"): "'citat'"}


LETTERS = some.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
WRITTEN = some.text(LETTERS | some.sampled_from("'=+-@\n;,\"\u200f")).map(str.strip)  # as every text is that is stored


@given(some.lists(some.tuples(WRITTEN, WRITTEN), min_size=1, max_size=4))
@example([("'=x", "'+46"), ("''@x", "'"), ("=1+1", "-x\n\n'=y"), ("\u202eמספר", "\u061c-1"), ("'citat'", "a;b")])
def test_every_text_comes_back_from_our_own_table_as_it_went_out(texts: list[tuple[str, str]]) -> None:
    rows = [("Urval", *row) for row in texts]
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([("Namn", "Syfte", "Risker"), *([*map(guarded, row)] for row in rows)])
    content = written.getvalue().encode("utf-8-sig")
    source = ByteSource(open_blocks=lambda: iter([content]), size=len(content))
    sheet = sheet_of(source, most_rows=99, most_columns=9)

    assert _texts(sheet) == rows


def _texts(sheet: Sheet) -> list[tuple[str, ...]]:
    """What an import reads, all columns, also those that are empty in every row."""
    matching = Matching(columns={"Namn": NAME, "Syfte": "purpose-sv", "Risker": "risks-sv"}, **FOR_ALL)
    texts = (Text.NAME, Text.PURPOSE, Text.RISKS)
    drafts = dry_run(sheet, matching, WORDS, AROUND).drafts
    return [tuple(draft.texts.get((text, "sv"), "") for text in texts) for draft in drafts]


@pytest.mark.parametrize("name", ["'=1", "a  b", "a\N{NO-BREAK SPACE}b", "\u200f-1", "''", "'citat'"])
def test_a_name_comes_back_as_it_went_out(name: str) -> None:
    (row,) = _texts(a_sheet("Namn;Syfte", f"{guarded(name)};"))
    assert row == (name, "", "")


def test_the_row_that_explains_our_template_is_no_entry() -> None:
    words = replace(WORDS, explained=frozenset({"say what it does", "why"}))
    sheet = a_sheet("Namn;Syfte", "Say what it does.;Why?", "A;Why?")
    matching = Matching(columns=guess(sheet.names, words), **FOR_ALL)
    assert [draft.row for draft in dry_run(sheet, matching, words, AROUND).drafts] == [3]


def test_identity_numbers_are_pointed_at() -> None:
    assert run(a_sheet("Namn;Syfte", "A;x", "B;19121212-1212")).warnings == ("B3",)


def test_every_question_but_what_is_new_can_be_answered_and_nothing_about_the_class_of_the_law() -> None:
    texts = {f"{name.value}-{language}" for name in Text for language in ("sv", "en") if name is not Text.CHANGE_NOTE}
    answers = {*CHOSEN, "in_use_since", "in_use_until", "contact_email", "next_review", "case_number"}
    assert set(TARGETS) == texts | answers
