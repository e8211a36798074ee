"""A field is described once, and is in JSON, in its context, in every column and in the dictionary."""

from dataclasses import dataclass, replace

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.field import Audience, Field
from algorithms.entries.fields import FIELDS, PUBLIC_FIELDS, Answers
from algorithms.entries.kinds import Kind
from algorithms.published.entry import published_entry
from algorithms.records.changes import changed_fields
from algorithms.records.documents import RECORD, cells, columns, context, document, linked, record
from algorithms.records.record_fields import Shape, record_fields
from algorithms.records.terms import OWN, PREFIXES
from assessments.text.message import Message
from builders import FULL_ANSWERS, NOW, a_department, a_version
from register.opendata import dictionary
from register.opendata.datasets import DATASETS

ADDED = Field(name="yearly_cost", kind=Kind.NUMBER, section="about", label=Message("What it costs in a year"))
BASE = "https://algoritmer.staden.example"


@dataclass(frozen=True, slots=True)
class MoreAnswers(Answers):
    yearly_cost: int | None = None


def an_entry(**more: object):
    return published_entry(a_version(published_at=NOW, **more), a_department())


def test_a_field_that_is_added_is_in_json_context_columns_and_dictionary() -> None:
    added = ADDED
    fields = record_fields((*PUBLIC_FIELDS, added))
    answers = MoreAnswers(**{name: getattr(FULL_ANSWERS, name) for name in Answers.__slots__}, yearly_cost=48_213)
    entry = published_entry(a_version(answers=answers), a_department(), fields=(*PUBLIC_FIELDS, added))

    assert record(entry, BASE, fields)["yearly_cost"] == 48_213
    assert context(BASE, fields)["@context"]["yearly_cost"] == {"@id": f"{OWN}:yearly_cost", "@type": "xsd:integer"}
    row = dict(zip(columns(fields), cells(record(entry, BASE, fields), fields), strict=True))
    assert row["yearly_cost"] == "48213"
    lines = dictionary.described(replace(DATASETS["entries"], columns=fields), BASE)
    (line,) = (line for line in lines if line.name == "yearly_cost")
    assert (line.label, line.term) == (added.label, f"{BASE}/data/dictionary#entries.yearly_cost")


def test_what_is_not_public_is_in_no_record() -> None:
    public = {field.name.replace("-", "_") for field in FIELDS if field.audience is Audience.PUBLIC}
    names = {field.name for field in RECORD}
    assert public <= names
    hidden = Field(name="inner", kind=Kind.LINE, section="about", label=Message("Inner"), audience=Audience.INNER)
    assert "inner" not in {field.name for field in record_fields(f for f in (*FIELDS, hidden) if f in PUBLIC_FIELDS)}


def test_names_are_written_in_one_way_and_each_has_a_term_of_a_known_vocabulary() -> None:
    names = [field.name for field in RECORD]
    assert len(set(names)) == len(names)
    assert [name for name in names if not name.replace("_", "").isalnum() or name != name.lower()] == []
    assert {field.term.partition(":")[0] for field in RECORD} <= {OWN, *PREFIXES}
    assert len(set(columns(RECORD))) == len(columns(RECORD))


def test_every_column_is_explained_in_every_language() -> None:
    described = [line for dataset in DATASETS.values() for line in dictionary.described(dataset, BASE)]
    assert [line.name for line in described for code, words in line.codes if words is None] == []
    assert [line.name for line in described if line.shape not in dictionary.SHAPES.values()] == []
    head, *rows = dictionary.as_csv(BASE).splitlines()
    assert head.split(",")[2 : 2 + len(LANGUAGES)] == [f"meaning_{language}" for language in LANGUAGES]
    assert len(rows) == sum(len(columns(dataset.columns)) for dataset in DATASETS.values())


def test_a_document_has_all_languages_inside_and_whole_addresses() -> None:
    entry = an_entry()
    written = document(entry, BASE, "https://licence.example")
    assert written["id"] == f"{BASE}/id/entry"
    assert written["risks"] == {language: f"risks in {language}" for language in LANGUAGES}
    assert list(written["page"].values()) == [f"{BASE}/{language}/algorithms/entry" for language in LANGUAGES]
    assert written["published"] == "2026-11-24T09:00:00Z"
    as_ld = linked(entry, BASE, "https://licence.example")
    assert as_ld["@id"] == written["id"]
    assert as_ld["@type"] == ["schema:SoftwareApplication"], "rules that people have written are no AI system"
    assert None not in as_ld.values()
    by_language = {field.name for field in RECORD if field.shape is Shape.WORDS}
    meanings = context(BASE)["@context"]
    assert {name for name, meaning in meanings.items() if "@language" in str(meaning)} == by_language | {
        "links",
        "grounds",
    }
    of_links = meanings["links"]["@context"]
    assert of_links["address"] == "@id"
    assert of_links["title"] == {"@id": "dcterms:title", "@container": "@language"}


def test_changes_name_the_fields_that_say_something_else() -> None:
    before = an_entry()
    after = an_entry(number=2, answers=replace(FULL_ANSWERS, personal_data=False))
    assert changed_fields(before, after) == ("personal_data", "impact_assessment_need")
    assert changed_fields(before, an_entry(number=2)) == ()
