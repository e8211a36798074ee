"""An entry by the standards of others: valid by their schemas, with what is missing and what is lost."""

import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema_rs
import pytest

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.links import LinkKind
from algorithms.entries.texts import Text
from algorithms.exports.annex_viii import ANNEX_VIII, SECTIONS, is_restricted, sections
from algorithms.exports.dutch import DUTCH
from algorithms.exports.listing import EXPORTS
from algorithms.exports.losses import ExportOutcome, losses
from algorithms.exports.nine_cities import NINE_CITIES
from algorithms.exports.values import AnswerState, Export, ExportStandard, export
from algorithms.exports.writers import source_code
from algorithms.law.given_answers import RISK
from algorithms.records.documents import RECORD, cells, record
from algorithms.records.record_fields import Shape
from builders import FULL_ANSWERS, FULL_CHOICES, FULL_TEXTS
from exporting import CITY, demo_entries, subject, written
from schemas import document, dutch_schema, nine_cities_schema

DEMO = demo_entries()
BUILT = {"technique": "learned", "scope": "none", "origin": "built", "practice": "none", "biometrics": "no"}
BUILT |= {"product": "no", "area": "services", "talks": "no", "creates": "no", "services": "5a", "profiling": "yes"}
every_standard = pytest.mark.parametrize("standard", EXPORTS.values(), ids=list(EXPORTS))
every_language = pytest.mark.parametrize("language", ["sv", "en"])


def classed(**answers: str) -> Mapping[str, str]:
    others = {name: words for name, words in FULL_CHOICES.items() if not name.startswith(RISK)}
    return {**others, **{f"{RISK}{name}": answer for name, answer in {**BUILT, **answers}.items()}}


def points(made: Export) -> list[str]:
    return [filled.field.name for filled in made.fields]


# The EU database


def test_a_city_that_builds_and_uses_a_high_risk_system_is_asked_as_provider_and_as_deployer() -> None:
    made = export(ANNEX_VIII, subject(written(choices=classed())))
    assert points(made) == [*(f"A{number}" for number in range(1, 14)), *(f"C{number}" for number in range(1, 6))]
    bought = export(ANNEX_VIII, subject(written(choices=classed(origin="bought"))))
    assert points(bought) == [f"C{number}" for number in range(1, 6)]


def test_of_an_exempt_system_that_the_city_builds_the_points_of_the_amended_section_b_are_asked() -> None:
    exempt = written(choices=classed(profiling="no", task="procedural", sways="no"))
    made = export(ANNEX_VIII, subject(exempt))
    assert points(made) == ["B1", "B2", "B3", "B4", "B5", "B6", "B8"]  # 7 and 9 were deleted
    assert [line["answer"] for line in document(made)["sections"][0]["points"]][5]


@pytest.mark.parametrize(
    ("uses", "left"),
    [
        ({"area": "law-enforcement", "law-enforcement": "6a"}, "A1 A2 A3 A4 A5 A7 A10 C1 C2 C3"),
        ({"area": "migration", "migration": "7b"}, "A1 A2 A3 A4 A5 A7 A10 C1 C2 C3"),
        ({"biometrics": "1c", "area": "none"}, "A1 A2 A3 A4 A5 A7 A10 C1 C2 C3"),
    ],
    ids=["6", "7", "1"],
)
def test_in_points_1_6_and_7_of_annex_iii_only_what_article_49_4_lists_is_asked(uses, left) -> None:
    entry = written(choices=classed(**uses))
    assert entry.classification is not None, uses
    made = export(ANNEX_VIII, subject(entry))
    assert (is_restricted(entry), " ".join(points(made))) == (True, left)


def test_critical_infrastructure_is_not_registered_there_and_neither_is_what_is_no_high_risk() -> None:
    for choices in (classed(area="infrastructure", supply="2"), FULL_CHOICES):
        entry = written(choices=choices)
        assert (sections(entry), ANNEX_VIII.remark(subject(entry)) is not None) == ((), True), choices


def test_what_is_missing_is_listed_point_by_point_and_is_missing_no_more_once_it_is_written() -> None:
    entry = written(choices=classed(origin="bought"), texts={})
    made = export(ANNEX_VIII, subject(entry))
    assert {filled.field.name for filled in made.missing} == {"C2", "C3", "C4"}
    address = "https://ec.europa.eu/ai-database/1"
    texts = {**FULL_TEXTS, (Text.LINKS, "sv"): f"EU-databas: {address}"}
    full = export(
        ANNEX_VIII, subject(written(choices=classed(origin="bought"), texts=texts), submitter="A. Samordnare")
    )
    assert [filled.field.name for filled in full.missing] == []
    answers = {filled.field.name: filled.answer.value for filled in full.fields}
    assert (answers["C3"], answers["C1"][:3]) == (
        (address,),
        (CITY.name, CITY.organisation_number, CITY.postal_address),
    )
    assert "rights-harm in sv" in answers["C4"]


def test_every_section_says_from_which_day_it_is_asked_by_both_readings() -> None:
    days = {key: (section.fact.applies_from, section.fact.disputed_from) for key, section in SECTIONS.items()}
    assert set(days) == {"A", "B", "C"}
    assert all(later and earlier and earlier < later for later, earlier in days.values())


# Schemas of others


@pytest.fixture(scope="module")
def nine_cities(reference_data: Path) -> jsonschema_rs.Validator:
    return nine_cities_schema(reference_data)


@pytest.fixture(scope="module")
def dutch(reference_data: Path) -> jsonschema_rs.Validator:
    return dutch_schema(reference_data)


@every_language
def test_every_entry_of_the_demo_is_valid_by_the_schema_of_the_nine_cities(nine_cities, language) -> None:
    wrong = {
        slug: [
            str(error.message)
            for error in nine_cities.iter_errors(document(export(NINE_CITIES, subject(entry, language))))
        ]
        for slug, entry in DEMO.items()
        if entry.classification is not None
    }
    assert {slug: errors for slug, errors in wrong.items() if errors} == {}
    assert len(wrong) >= 15


@every_language
def test_every_entry_of_the_demo_is_valid_by_the_dutch_schema_but_for_its_language(dutch, language) -> None:
    """``lang`` may be Dutch alone there, which our texts are not: that is the one thing that is wrong."""
    wrong = {}
    for slug, entry in DEMO.items():
        made = document(export(DUTCH, subject(entry, language)))
        errors = {str(error.instance_path) for error in dutch.iter_errors(made)} - {"['lang']"}
        if entry.classification is not None and (errors or [*dutch.iter_errors({**made, "lang": "nld"})]):
            wrong[slug] = errors
    assert wrong == {}


def test_a_seeded_fault_in_each_export_is_caught(nine_cities, dutch) -> None:
    entry = next(entry for entry in DEMO.values() if entry.classification)
    nine, dutch_entry = document(export(NINE_CITIES, subject(entry))), document(export(DUTCH, subject(entry)))
    for name in ("status", "domain", "risk_category", "type", "algorithm_type", "revision_date", "contact_email"):
        assert not nine_cities.is_valid({**nine, name: "fel"}), name
        assert not nine_cities.is_valid({key: value for key, value in nine.items() if key != name}), name
    dutch_entry["lang"] = "nld"
    assert dutch.is_valid(dutch_entry)
    for name in ("status", "publication_category", "category", "lawful_basis_grouping"):
        assert not dutch.is_valid({**dutch_entry, name: ["fel"]}), name


# Limits, missing, losses


def test_dutch_texts_keep_their_limits_and_say_that_they_were_shortened() -> None:
    texts = {
        **FULL_TEXTS,
        (Text.PURPOSE, "sv"): "En mening till. " * 200,
        (Text.CONCERNS, "sv"): "Alla som söker stöd.",
    }
    made = export(DUTCH, subject(written(texts=texts)))
    (goal,) = (filled.answer for filled in made.fields if filled.field.name == "goal")
    assert len(goal.value) <= 2500
    assert goal.note is not None
    lines = {line.column: line.outcome for line in losses(made).lines}
    assert (lines["purpose_sv"], lines["concerns_sv"]) == (ExportOutcome.TURNED, ExportOutcome.LEFT_OUT)


def test_lists_are_written_in_csv_as_their_files_have_them() -> None:
    laws = "Lag: Socialtjänstlagen https://lag.example/1\nLag: Förvaltningslagen https://lag.example/2"
    made = export(DUTCH, subject(written(texts={**FULL_TEXTS, (Text.LINKS, "sv"): laws})))
    row = dict(zip(DUTCH.columns, DUTCH.cells(made, str)[0], strict=True))
    expected = "1: Socialtjänstlagen, https://lag.example/1. 2: Förvaltningslagen, https://lag.example/2"
    assert (row["lawful_basis_grouping"], row["category"]) == (expected, "Sociale zekerheid")


@every_standard
def test_every_filled_column_of_ours_has_one_line_in_the_loss_report(standard: ExportStandard) -> None:
    for entry in DEMO.values():
        lines = losses(export(standard, subject(entry))).lines
        values = record(entry, CITY.base)
        filled = [
            column
            for field in RECORD
            if field.shape is not Shape.RECORDS
            for column, cell in zip(field.columns, cells(values, (field,)), strict=True)
            if cell
        ]
        filled += [f"links.{place}" for place, _ in enumerate(values["links"], 1)]
        assert [line.column for line in lines if "." not in line.column or line.column.startswith("links.")] == [
            *sorted(filled, key=[line.column for line in lines].index)
        ]
        assert len({line.column for line in lines}) == len(lines)
        assert all(line.note for line in lines if line.outcome is not ExportOutcome.WRITTEN)


@every_standard
def test_what_is_written_stands_there_word_for_word(standard: ExportStandard) -> None:
    entry = written(choices=classed())
    made = export(standard, subject(entry))
    everything = json.dumps(document(made), ensure_ascii=False)
    for line in losses(made).lines:
        if line.outcome is ExportOutcome.WRITTEN and line.column.endswith("_sv") and not line.column.startswith("page"):
            name = line.column.removesuffix("_sv")
            words = record(entry, CITY.base)[name]["sv"]
            assert json.dumps(words, ensure_ascii=False)[1:-1] in everything, line.column


@every_standard
@every_language
def test_nothing_that_is_missing_is_written_and_nothing_required_is_silent(standard, language) -> None:
    for entry in (*DEMO.values(), written(texts={}, answers=FULL_ANSWERS)):
        made = export(standard, subject(entry, language))
        for filled in made.fields:
            assert filled.answer.is_written is (filled.answer.state in (AnswerState.FILLED, AnswerState.CHECK))
        listed = {filled.field.name for filled in made.missing}
        required = {filled.field.name for filled in made.fields if filled.field.required}
        answered = {filled.field.name for filled in made.fields if filled.answer.is_written}
        spared = {filled.field.name for filled in made.fields if filled.answer.state is AnswerState.NOT_APPLICABLE}
        assert listed == required - answered - spared


def test_each_standard_is_known_by_its_key_and_its_fields_have_names_of_their_own() -> None:
    assert list(EXPORTS) == ["eu-annex-viii", "nine-cities", "nl-1.0"]
    for standard in EXPORTS.values():
        names = [field.name for field in standard.all_fields]
        assert len(set(names)) == len(names)
        known = {field.name for field in RECORD}
        assert {source_fields for field in standard.all_fields for source_fields in field.source_fields} <= known
    assert set(LinkKind)
    assert set(LANGUAGES)


@pytest.mark.parametrize(
    ("links", "answer", "address"),
    [
        ("källkod: https://kod.example/a", "https://kod.example/b", "https://kod.example/a"),
        ("lag: https://lag.example", "Se https://kod.example/b", "https://kod.example/b"),
        ("", "Leverantören äger den.", ""),
    ],
)
def test_the_address_of_the_source_code_is_its_link_else_in_the_answer(links, answer, address) -> None:
    entry = written(texts={**FULL_TEXTS, (Text.LINKS, "sv"): links, (Text.SOURCE_CODE, "sv"): answer})
    assert source_code(subject(entry)).value == address
