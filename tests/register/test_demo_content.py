"""What the demo city promises its readers: short and plain, in both languages, on data that show what they are for."""

import csv
import io
import re
import tomllib
from importlib.resources import files

import pytest

from algorithms.entries.entry import LANGUAGES, OpinionKind, VersionState
from algorithms.entries.fields import MARKDOWN, TEXTS
from algorithms.entries.markdown import to_plain
from algorithms.entries.texts import Text
from algorithms.people import Role
from assessments.plan.completing import complete
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory
from assessments.reading.evaluation_data import table as read_table
from assessments.results.result import Result
from assessments.runs.evaluate import computed
from assessments.statistics.intervals import newcombe, z_of
from assessments.statistics.significance import holm, score_test
from register.demo.content import accounts, departments, entries
from register.demo.evaluation_data import csv_bytes, rows
from register.demo.evaluation_design import DATASETS
from register.demo.files import FURTHER, ContentError, read_entry
from register.demo.values import DemoAssessment, DemoEntry

MOST_WORDS = {
    Text.SUMMARY: 60,
    Text.CONCERNS: 35,
    Text.HUMAN: 30,
    Text.DATA: 30,
    Text.OBJECTION: 35,
    Text.CONTACT: 20,
}
WORD = re.compile(r"[^\W_]+(?:[-'’.:,\u00a0][^\W_]+)*")
BEFORE_OPINION = {VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED}
EVERY = [(entry, assessment) for entry in entries() for assessment in entry.assessments]
ASSESSMENTS = [pair for pair in EVERY if not pair[1].more_judgements]
((CHAT, JUDGED),) = (pair for pair in EVERY if pair[1].more_judgements)

every_entry = pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.slug)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_assessment = pytest.mark.parametrize(
    "assessment", [demo for _, demo in ASSESSMENTS], ids=[assessment.dataset for _, assessment in ASSESSMENTS]
)


def words(text: str) -> list[str]:
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:])\s+|\n+", text) if words(part)]


def lix(text: str) -> float:
    tokens = words(text)
    return len(tokens) / len(sentences(text)) + 100 * sum(len(word) > 6 for word in tokens) / len(tokens)


@every_language
@every_entry
def test_the_five_answers_are_short(entry: DemoEntry, language: str) -> None:
    counted = {text: len(words(entry.texts[text, language])) for text in MOST_WORDS}
    assert {text: n for text, n in counted.items() if n > MOST_WORDS[text]} == {}
    assert sum(counted.values()) <= 150
    long = [part for text in MOST_WORDS for part in sentences(entry.texts[text, language]) if len(words(part)) > 25]
    assert long == []


@every_language
@every_entry
def test_summary_and_concerns_are_easy_to_read(entry: DemoEntry, language: str) -> None:
    assert lix(entry.texts[Text.SUMMARY, language]) <= 40
    assert lix(entry.texts[Text.CONCERNS, language]) <= 40


@every_language
@every_entry
def test_the_whole_card_is_readable(entry: DemoEntry, language: str) -> None:
    parts = (entry.texts.get((text, language), "") for text in Text)
    assert lix(". ".join(parts)) <= 45


@every_entry
def test_every_text_is_there_in_both_languages_and_fits_its_field(entry: DemoEntry) -> None:
    for text in set(Text) - FURTHER:
        for language in LANGUAGES:
            assert entry.texts[text, language], (text, language)
    for text in Text:
        for language in LANGUAGES:
            passage = entry.texts.get((text, language), "")
            assert len(passage) <= TEXTS[text].limit
            assert text in MARKDOWN or ("\n" not in passage and "*" not in passage)
            assert not passage or passage != entry.texts[text, "en" if language == "sv" else "sv"]


@every_entry
def test_markdown_leaves_only_words(entry: DemoEntry) -> None:
    for text in MARKDOWN:
        for language in LANGUAGES:
            assert "**" not in to_plain(entry.texts.get((text, language), ""))


@every_entry
def test_step_texts_are_in_both_languages(entry: DemoEntry) -> None:
    for texts in (entry.opinion_texts, entry.objection_answer, entry.return_reason, entry.withdraw_reason):
        assert bool(texts["sv"]) == bool(texts["en"])


@every_entry
def test_the_steps_fit_the_state(entry: DemoEntry) -> None:
    assert (entry.opinion is None) == (entry.state in BEFORE_OPINION)
    assert bool(entry.return_reason["sv"]) == (entry.state is VersionState.RETURNED)
    assert bool(entry.withdraw_reason["sv"]) == (entry.state is VersionState.WITHDRAWN)
    assert (entry.published_days_ago is not None) == (entry.state in (VersionState.PUBLISHED, VersionState.WITHDRAWN))
    assert (entry.withdrawn_days_ago is not None) == (entry.state is VersionState.WITHDRAWN)
    assert entry.changed_days_ago > (entry.published_days_ago or 0) > (entry.withdrawn_days_ago or -1)


@every_entry
def test_the_opinion_fits_whether_personal_data_are_used(entry: DemoEntry) -> None:
    if entry.opinion is not None:
        assert (entry.opinion is OpinionKind.NOT_CONCERNED) == (not entry.answers["personal_data"])
    if entry.opinion in (OpinionKind.AGREE_WITH_CONDITIONS, OpinionKind.OBJECT):
        assert entry.opinion_texts["sv"]
    assert bool(entry.objection_answer["sv"]) == (entry.opinion is OpinionKind.OBJECT)


def test_the_city_shows_what_cities_run() -> None:
    city = entries()
    assert len(city) >= 14
    assert len({entry.slug for entry in city}) == len(city)
    assert {entry.department for entry in city} == {department.slug for department in departments()}
    assert len(departments()) >= 6
    assert {entry.state for entry in city} == set(VersionState) - {VersionState.REPLACED, VersionState.DISCARDED}
    assert {entry.written_by for entry in city} == {"department", "coordinator"}
    assert {entry.answers["human_role"] for entry in city} == {"decides", "can-step-in", "automatic"}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.slug) for entry in city)
    assert all(re.fullmatch(r"[a-z.]+@exempelstad\.example", str(entry.answers["contact_email"])) for entry in city)
    assert any(entry.opinion is OpinionKind.OBJECT and entry.state is VersionState.PUBLISHED for entry in city)


def test_there_is_an_account_for_every_role_and_an_opinion_for_every_board() -> None:
    assert {account.role for account in accounts()} == set(Role)
    slugs = [slug for account in accounts() if account.role is Role.DPO for slug in account.departments]
    assert sorted(slugs) == sorted(department.slug for department in departments())
    assert all(account.email.endswith("@exempelstad.example") for account in accounts())
    assert all("(demo)" in account.name and len(account.password) >= 15 for account in accounts())


def test_an_unknown_or_missing_key_names_the_file() -> None:
    name = "01-urval-av-forsorjningsstod.toml"
    written = tomllib.loads((files("register.demo") / "entries" / name).read_text(encoding="utf-8"))
    with pytest.raises(ContentError, match=rf"{name}.*colour"):
        read_entry({**written, "colour": "blue"}, name)
    with pytest.raises(ContentError, match=rf"{name}.*topic"):
        read_entry({key: value for key, value in written.items() if key != "topic"}, name)
    with pytest.raises(ContentError, match=rf"{name}.*asleep"):
        read_entry({**written, "state": "asleep"}, name)


def test_there_are_twelve_assessments_of_three_kinds() -> None:
    shown = [assessment.shows for _, assessment in ASSESSMENTS]
    kinds = ("difference", "no_important_difference", "not_enough_data")
    assert [shown.count(kind) for kind in kinds] == [5, 4, 3]
    assert {entry.state for entry, _ in ASSESSMENTS} == {VersionState.PUBLISHED, VersionState.IN_REVIEW}
    assert len({assessment.dataset for _, assessment in ASSESSMENTS}) == 12
    assert {assessment.dataset for _, assessment in ASSESSMENTS} == set(DATASETS)


@every_assessment
def test_a_difference_has_its_measure(assessment: DemoAssessment) -> None:
    assert (assessment.measure is not None) == (assessment.shows == "difference")
    if measure := assessment.measure:
        for language in LANGUAGES:
            acts = measure.what[language] and measure.who[language] and measure.by_when
            assert bool(acts) != bool(measure.accepted[language])
        assert measure.by_when is None or re.fullmatch(r"202[67]-(0[1-9]|1[0-2])", measure.by_when)


@every_assessment
def test_the_plan_fits_the_file(assessment: DemoAssessment) -> None:
    made = list(rows(assessment.dataset, rows=assessment.rows, seed=assessment.seed))
    assert len(made) == assessment.rows
    by_column = {column: {row[column] for row in made} for column in made[0]}
    assert set(assessment.outcome_yes) < by_column[assessment.outcome]
    assert set(assessment.decision_yes) < by_column[assessment.decision]
    assert tuple(attribute for attribute, _ in assessment.reference) == assessment.groups
    for attribute, value in assessment.reference:
        assert value in by_column[attribute]
    named = {(label.attribute, label.value) for label in assessment.labels}
    values = {(group, value) for group in assessment.groups for value in by_column[group] if value}
    assert named == values | {(group, None) for group in assessment.groups}


@every_assessment
def test_the_file_is_the_same_every_time_and_another_with_another_seed(assessment: DemoAssessment) -> None:
    design = DATASETS[assessment.dataset]
    once = csv_bytes(assessment.dataset, rows=200, seed=assessment.seed)
    assert csv_bytes(assessment.dataset, rows=200, seed=assessment.seed) == once
    assert csv_bytes(assessment.dataset, rows=200, seed=assessment.seed + 1) != once
    read = csv.DictReader(io.StringIO(once.decode(design.encoding), newline=""), delimiter=design.delimiter)
    assert list(read) == list(rows(assessment.dataset, rows=200, seed=assessment.seed))


def test_the_chat_shows_answers_that_three_people_have_judged() -> None:
    plan = TestPlan(
        task="judgements", outcome=None, decision=JUDGED.decision, more_judgements=JUDGED.more_judgements,
        groups=JUDGED.groups, reference=JUDGED.reference, decision_yes=JUDGED.decision_yes, margin=JUDGED.margin,
    )  # fmt: skip
    content = csv_bytes(JUDGED.dataset, rows=JUDGED.rows, seed=JUDGED.seed)
    result = conclude_file(plan, content)
    assert (CHAT.slug, result.overall.tally.n) == ("svar-i-stadens-chatt", 800)
    assert result.agreement is not None
    assert (result.agreement.raters, result.agreement.level) == (3, "enough")
    assert [comparison.verdict.value for comparison in result.comparisons] == [JUDGED.shows]


def conclude_file(plan: TestPlan, content: bytes) -> Result:
    reading = ByteSource(open_blocks=lambda: iter([content]), size=len(content))
    completed = complete(plan, inventory(reading))
    table, data = read_table(reading, tabulation_spec(completed))
    return computed(completed, table, data)


def test_one_file_is_as_swedish_excel_saves_it() -> None:
    swedish = csv_bytes("chattsvar", rows=50, seed=1)
    assert swedish.startswith("samtal;ämne;språk;svar fanns;chatten svarade rätt\r\n".encode("windows-1252"))


def counted(assessment: DemoAssessment, records: list[dict[str, str]], metric: str) -> tuple[int, int]:
    """Numerator and denominator of the rate among these rows."""
    pairs = [
        (row[assessment.outcome] in assessment.outcome_yes, row[assessment.decision] in assessment.decision_yes)
        for row in records
        if row[assessment.outcome]
    ]
    match metric:
        case "selection_rate":
            return sum(decision for _, decision in pairs), len(pairs)
        case "false_positive_rate":
            wrong = [decision for outcome, decision in pairs if not outcome]
            return sum(wrong), len(wrong)
        case _:
            missed = [not decision for outcome, decision in pairs if outcome]
            return sum(missed), len(missed)


def verdicts(assessment: DemoAssessment) -> dict[tuple[str, str], str]:
    """What the definition of the three verdicts says of each named group, as one family: Holm for what is there, and
    intervals as wide as the family asks for (here at once for all, which is stricter) for what does not matter.
    """
    made = list(rows(assessment.dataset, rows=assessment.rows, seed=assessment.seed))
    pairs = {}
    for attribute, reference in assessment.reference:
        for value in sorted({row[attribute] for row in made} - {"", reference}):
            group, other = ([row for row in made if row[attribute] == which] for which in (value, reference))
            (metric,) = assessment.primary
            pairs[attribute, value] = (*counted(assessment, group, metric), *counted(assessment, other, metric))
    adjusted = dict(zip(pairs, holm([score_test(*numbers) for numbers in pairs.values()]), strict=True))
    z = z_of(0.05 / len(pairs))
    return {key: verdict(numbers, adjusted[key], float(assessment.margin), z) for key, numbers in pairs.items()}


def verdict(numbers: tuple[int, int, int, int], p: float, margin: float, z: float) -> str:
    numerator, cases, other, other_cases = numbers
    interval = newcombe(*numbers)
    if p <= 0.05 and abs(numerator / cases - other / other_cases) >= margin:
        # the least favourable rounding of the data must not change it: the interval stays clear of zero
        assert interval.low > 0 or interval.high < 0
        return "difference"
    sure = newcombe(*numbers, z)
    if -margin < sure.low and sure.high < margin:
        return "no_important_difference"
    return "not_enough_data"


@every_assessment
def test_no_margin_is_more_than_half_of_the_rate_that_it_judges(assessment: DemoAssessment) -> None:
    made = list(rows(assessment.dataset, rows=assessment.rows, seed=assessment.seed))
    (metric,) = assessment.primary
    yes, cases = counted(assessment, made, metric)
    assert float(assessment.margin) <= min(yes, cases - yes) / cases / 2


@every_assessment
def test_the_data_show_what_they_were_made_for(assessment: DemoAssessment) -> None:
    outcomes = list(verdicts(assessment).values())
    if assessment.shows == "difference":
        assert outcomes.count("difference") == 1
    else:
        assert set(outcomes) == {assessment.shows}
