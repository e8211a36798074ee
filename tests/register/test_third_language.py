"""One more language needs a catalogue and no migration: everything is said, stored, read and found in Finnish."""

import sys
from typing import Any
from uuid import UUID, uuid4

import pytest

from algorithms import departments
from algorithms.editing import commands
from algorithms.entries.entry import Masked, MeasureTaken, OpinionKind
from algorithms.entries.texts import Text
from algorithms.evidence import commands as evidence
from algorithms.people import Role
from algorithms.plain_language import hints
from algorithms.published import queries as public_queries
from algorithms.questions import commands as question_commands
from algorithms.questions import queries as question_queries
from algorithms.questions.commands import QuestionEdit
from algorithms.redaction.masks import covered
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.search.index.stems import stem
from algorithms.search.query.searching import SearchQuery, SearchResult, find, names
from algorithms.storage import queries
from builders import NOW, a_department, an_id
from city import City
from publishing import publish, take_all_steps
from register.settings import Settings
from register.storage.migrate import missing_migrations
from steps import SUBMIT, a_draft, actor, take

LANGUAGES = ("sv", "en", "fi")
FINNISH = {
    Text.NAME: "Koulupaikan valinta",
    Text.SUMMARY: "Järjestelmä ehdottaa hakijalle koulupaikkaa.",
    Text.PURPOSE: "Jotta **virkailija** ehtii auttaa.",
}


def speak_finnish(patch: pytest.MonkeyPatch) -> None:
    """As if the one list of languages had said so from the beginning."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"algorithms", "register"} and hasattr(module, "LANGUAGES"):
            patch.setattr(module, "LANGUAGES", LANGUAGES)


@pytest.fixture
def city(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    speak_finnish(monkeypatch)
    with City(settings) as running:
        yield running
        assert running.call(missing_migrations) == set()


def write_finnish(city: City, version: UUID) -> None:
    editor = actor(city, Role.EDITOR)
    revision = city.call(queries.version, version, seen_by=editor).revision
    texts = {(name, "fi"): words for name, words in FINNISH.items()}
    city.call(commands.save, version, revision=revision, texts=texts, by=editor, at=NOW)


def search(city: City, text: str, language: str = "fi") -> SearchResult:
    result: SearchResult = city.call(find, SearchQuery(language=language, text=text))
    return result


def test_a_department_has_its_name_and_its_board_in_finnish(city: City) -> None:
    named = {"sv": "Skolförvaltningen", "en": "School Department", "fi": "Kouluvirasto"}
    board = {"sv": "Skolnämnden", "en": "School Board", "fi": "Koululautakunta"}
    administrator = actor(city, Role.ADMINISTRATOR)
    school = a_department("school").id

    city.call(departments.rename_department, school, named, board, by=administrator, at=NOW)

    [department] = [candidate for candidate in city.call(queries.departments) if candidate.id == school]
    assert (dict(department.names), dict(department.boards)) == (named, board)


def test_an_opinion_and_the_answer_to_it_are_read_in_finnish(city: City) -> None:
    version = a_draft(city)
    objection = {"sv": "Tar för mycket.", "fi": "Tietoja kerätään liikaa."}
    reply = {"sv": "Vi tar mindre.", "fi": "Keräämme vähemmän."}
    steps: Any = [
        SUBMIT,
        (Action.GIVE_OPINION, Role.DPO, StepComment(typed=objection, opinion=OpinionKind.OBJECT)),
        (Action.ANSWER_OBJECTION, Role.COORDINATOR, StepComment(typed=reply, case_number="KS 2026/1")),
    ]
    take(city, version, *steps)

    stored = city.call(queries.version, version, seen_by=actor(city, Role.DPO))
    assert (dict(stored.opinion.texts), dict(stored.opinion.answer)) == (objection, reply)
    events = city.call(queries.events, stored.entry.id, seen_by=actor(city, Role.DPO))
    assert [event.note["fi"] for event in events if event.action == "give-opinion"] == ["Tietoja kerätään liikaa."]


@pytest.mark.storage
def test_a_measure_and_the_title_of_its_test_are_read_in_finnish(city: City) -> None:
    version, run, editor = a_draft(city), an_id("run"), actor(city, Role.EDITOR)
    file = evidence.ReceivedFile(id=run, name="data.csv", size=1, sha256="0" * 64, wrapped_key=b"key")
    titles = {"sv": "Prov", "en": "Test", "fi": "Koe"}
    measure = MeasureTaken(
        what={"sv": "Gränsen höjs", "fi": "Rajaa nostetaan"},
        who={"sv": "Enheten", "fi": "Yksikkö"},
        by_when="2027-03",
        accepted={},
        at=NOW,
    )
    city.call(evidence.receive, version, file, titles=titles, by=editor, at=NOW)
    city.call(evidence.record_measure, version, run, measure, by=editor)

    [shown_evidence] = (shown := city.call(queries.version, version, seen_by=editor)).evidence
    assert city.call(queries.events, shown.entry.id, seen_by=editor)[0].note == measure.what
    assert dict(shown_evidence.titles) == titles
    assert (shown_evidence.measure.what["fi"], shown_evidence.measure.who["fi"]) == ("Rajaa nostetaan", "Yksikkö")
    assert (shown_evidence.measure.what["en"], shown_evidence.measure.accepted["fi"]) == ("", "")


@pytest.mark.storage
def test_a_question_is_asked_and_answered_in_finnish(city: City) -> None:
    entry = city.call(queries.version, publish(city, "Skolplacering"), seen_by=actor(city, Role.EDITOR)).entry.id
    new_question = question_commands.NewQuestion(
        entry=entry, language="fi", text="Miksi juuri minä?", code_hash=uuid4().hex
    )
    city.call(question_commands.ask, new_question, at=NOW)
    coordinator = actor(city, Role.COORDINATOR)
    [question] = city.call(question_queries.questions, seen_by=coordinator, first=0, most=9)

    def change(revision: int) -> QuestionEdit:
        return QuestionEdit(question=question.id, revision=revision, by=coordinator, at=NOW)

    answers = {"answer-sv": "Av en slump.", "answer-fi": "Sattumalta."}
    city.call(question_commands.show, change(0), "Miksi juuri minä?")
    city.call(question_commands.answer, change(1), answers)
    city.call(question_commands.give_answer, change(2))

    [shown] = city.call(question_queries.shown, entry)
    assert (shown.language, shown.answers["fi"], shown.answers["en"]) == ("fi", "Sattumalta.", "")


def test_a_published_entry_is_read_and_found_in_finnish(city: City) -> None:
    version = a_draft(city)
    write_finnish(city, version)
    take_all_steps(city, version)
    publish(city, "Skolplacering")

    [hit] = search(city, "koulupaikkaa").hits
    assert (hit.title.words, hit.title.language, hit.snippet.words) == (
        FINNISH[Text.NAME],
        "fi",
        FINNISH[Text.SUMMARY],
    )
    assert [part.words for part in hit.snippet.pieces if part.is_match] == ["koulupaikkaa"]
    card = city.call(public_queries.entry, hit.facts.slug)
    assert card.localized(Text.NAME)["fi"] == FINNISH[Text.NAME]
    assert "<strong>virkailija</strong>" in card.html[Text.PURPOSE, "fi"]
    assert city.call(names, "fi", [hit.facts.slug])[hit.facts.slug] == (FINNISH[Text.NAME], "fi")
    assert [hit.facts.slug for hit in search(city, "virkailija", "sv").hits] == [hit.facts.slug]


def test_what_was_published_before_a_language_came_is_listed_in_it_in_swedish(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with City(settings) as city:
        publish(city, "Skolplacering")
        publish(city, "Bygglov")
        speak_finnish(monkeypatch)
        hits = search(city, "").hits
        assert [(hit.title.words, hit.title.language) for hit in hits] == [("Bygglov", "sv"), ("Skolplacering", "sv")]


def test_a_language_of_which_we_know_no_stems_is_searched_by_its_words_and_gets_no_wrong_hints() -> None:
    assert stem("koulupaikkaa", "fi") == "koulupaikkaa"
    assert hints("Virkailija auttaa. " * 20, "fi").count == 0
    masked = Masked("Matti Meikäläinen", "gdpr.5-1-c", NOW)
    assert covered("Kysy: Matti Meikäläinen", [masked], "fi") == "Kysy: (maskerat)"


def test_forms_ask_for_what_may_be_written_in_finnish(city: City) -> None:
    version, client = a_draft(city), city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/about")
    assert "summary-fi" in {name for form in client.page.forms for name in form.names}
    assert "Finska" in client.page.text
