"""A reader sees which words have changed between two versions, and every word of both."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from algorithms.entries.choices import HumanRole
from algorithms.entries.entry import VersionState
from algorithms.entries.texts import Text
from algorithms.questionnaire.differences import PieceKind, differences, word_by_word
from assessments.text.complaints import in_english
from assessments.text.message import Message
from builders import a_version

SOME = ["vi", "väljer", "ärenden", "för", "kontroll", ".", ",", " ", "\n", "2026"]
WORDS = st.lists(st.sampled_from(SOME)).map(" ".join)


@given(WORDS, WORDS)
def test_every_word_of_both_texts_is_there(before, after) -> None:
    pieces = word_by_word(before, after)
    assert "".join(str(piece.words) for piece in pieces if piece.kind is not PieceKind.ADDED) == before
    assert "".join(str(piece.words) for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
    assert all(piece.words for piece in pieces)


def test_one_changed_word_is_one_change() -> None:
    pieces = word_by_word("En handläggare läser alla ansökningar.", "En handläggare läser vissa ansökningar.")
    assert [(piece.kind, piece.words) for piece in pieces] == [
        (PieceKind.UNCHANGED, "En handläggare läser "),
        (PieceKind.REMOVED, "alla"),
        (PieceKind.ADDED, "vissa"),
        (PieceKind.UNCHANGED, " ansökningar."),
    ]


def test_rewritten_sentence_is_one_change_instead_of_many_fragments() -> None:
    pieces = word_by_word("Systemet ger poäng. En person beslutar.", "Modellen sorterar köer. En person beslutar.")
    assert [piece.kind for piece in pieces] == [PieceKind.REMOVED, PieceKind.ADDED, PieceKind.UNCHANGED]


def test_differences_list_only_changed_answers_in_form_order_and_in_words() -> None:
    older = a_version(VersionState.PUBLISHED)
    newer = replace(
        older,
        texts={**older.texts, (Text.RISKS, "sv"): "Nya risker.", (Text.NAME, "en"): "Another name"},
        answers=replace(older.answers, human_role=HumanRole.AUTOMATIC, next_review=None),
    )
    changes = differences(older, newer)
    assert [(change.question.name, change.language) for change in changes] == [
        ("name", "en"),
        ("human_role", ""),
        ("risks", "sv"),
        ("next_review", ""),
    ]
    assert [in_english(p.words) if isinstance(p.words, Message) else p.words for p in changes[1].pieces] == [
        "A person always decides",
        "The system acts on its own",
    ]
    assert [piece.kind for piece in changes[3].pieces] == [PieceKind.REMOVED]
    assert differences(older, older) == ()


def test_where_nothing_was_published_before_everything_is_new() -> None:
    changes = differences(None, a_version())
    assert {piece.kind for change in changes for piece in change.pieces} == {PieceKind.ADDED}
