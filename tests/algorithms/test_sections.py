"""The guided form stays short: a new entry takes minutes, and little of it is required."""

from algorithms.rules import missing
from algorithms.sections import SECTIONS
from builders import a_version


def test_a_new_entry_has_at_most_35_fields_of_which_12_are_required():
    fields = [question for section in SECTIONS for question in section.questions]

    assert len(fields) <= 35
    assert len(missing(a_version(texts={}, answers=type(a_version().answers)()))) <= 12
