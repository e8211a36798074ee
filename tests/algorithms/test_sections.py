"""The guided form stays short: a new entry takes minutes, and little of it is required."""

from algorithms.entries.fields import BY_NAME, FIELDS, MARKDOWN, TEXTS
from algorithms.entries.kinds import Kind
from algorithms.entries.record_list import RecordPart, with_semicolons
from algorithms.entries.sections import STEPS
from algorithms.entries.texts import Text
from algorithms.questionnaire.form_parsing import label
from algorithms.review.step_conditions import missing
from assessments.text.message import Message
from builders import a_version

PLACES = with_semicolons(
    RecordPart(name="called", label=Message("Place")),
    RecordPart(name="since", label=Message("Since"), kind=Kind.MONTH),
)


def test_a_new_entry_has_at_most_35_fields_of_which_12_are_required():
    fields = [question for section in STEPS for question in section.fields]

    assert len(fields) <= 35
    assert len(missing(a_version(texts={}, answers=type(a_version().answers)()))) <= 12


def test_every_question_is_known_by_a_name_of_its_own() -> None:
    questions = [question for section in STEPS for question in section.fields]
    assert {question.name for question in questions} <= set(BY_NAME)
    assert [label(question.name) for question in questions] == [question.label for question in questions]


def test_every_text_has_one_description_and_no_two_fields_share_a_name() -> None:
    assert set(TEXTS) == set(Text)
    assert len(BY_NAME) == len(FIELDS)


def test_long_texts_are_markdown_and_short_ones_are_not() -> None:
    assert Text.RISKS in MARKDOWN
    assert not {Text.NAME, Text.SUMMARY} & MARKDOWN


def test_a_line_of_a_list_is_refused_where_it_is_no_record_and_only_there() -> None:
    assert PLACES.complaint("Söder; 2024-05\nNorr") is None
    refused = PLACES.complaint("Söder; 2024-05\nNorr; i våras")
    assert refused is not None
    assert refused.values["line"] == 2
