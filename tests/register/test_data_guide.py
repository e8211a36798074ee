"""What departments are given to work with works: templates, examples in both formats, and SQL that makes the counts."""

import csv
import io
import sqlite3

import pytest

from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, sums, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from city import City
from register.language import Language
from register.public.learning.guide_content import EXAMPLE_ROWS, GUIDES, Guide
from register.settings import Settings

every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
every_language = pytest.mark.parametrize("language", Language)


def reading(content: bytes) -> ByteSource:
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def plan_of(guide: Guide, language: Language, **changes) -> TestPlan:
    if guide.task == "judgements":
        return plan_of_judgements(guide, language)
    groups, (decision, *true) = guide.header(language)[:2], guide.header(language)[2:]
    yes, no = ("ja", "nej") if language is Language.SWEDISH else ("yes", "no")
    plan = {"task": guide.task, "decision": decision, "groups": groups, "outcome": true[0] if true else None, **changes}
    mapped = {"outcome_yes": yes, "outcome_no": no} if guide.task in ("decision", "score") else {}
    mapped |= {"decision_yes": yes, "decision_no": no} if guide.task == "decision" else {}
    return TestPlan(**plan, **mapped, threshold="0.5", tolerance="100", top=10)


def plan_of_judgements(guide: Guide, language: Language) -> TestPlan:
    yes, no = ("ja", "nej") if language is Language.SWEDISH else ("yes", "no")
    if guide.laid_out:
        group, decision, *others = guide.header(language)
        columns = {"decision": decision, "more_judgements": others}
    else:
        answer, rater, decision, group = guide.header(language)
        columns = {"decision": decision, "answer": answer, "rater": rater}
    return TestPlan(
        task="judgements", outcome=None, groups=(group,), decision_yes=(yes,), decision_no=(no,), **columns
    )  # fmt: skip


def answers_in(guide: Guide) -> int:
    return EXAMPLE_ROWS // 3 if guide.name == "judgements" else EXAMPLE_ROWS


@pytest.fixture
def client(settings: Settings):
    with City(settings) as running:
        yield running.client


@every_language
@every_guide
def test_templates_and_examples_are_there_and_can_be_tested(client, guide, language) -> None:
    address = f"/{language}/evaluation-data"
    assert f"{guide.name}-example.xlsx" in client.get(address).text
    template = client.get(f"{address}/{guide.name}-template.csv").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(template), delimiter=";" if language == "sv" else ",")) == guide.header(language)
    counted = []
    for kind in ("csv", "xlsx"):
        content = client.get(f"{address}/{guide.name}-example.{kind}").content
        plan = complete(plan_of(guide, language), listing := inventory(reading(content)))
        assert listing.rows == EXAMPLE_ROWS
        assert complaints(plan, listing) == ()
        counted.append(counts(plan, table(reading(content), tabulation_spec(plan))[0]))
    assert counted[0] == counted[1]
    assert counted[0].n == answers_in(guide)


@every_language
@every_guide
def test_the_sql_makes_what_the_rows_make(guide, language) -> None:
    header, rows = guide.header(language), guide.rows(language)
    database = sqlite3.connect(":memory:")
    columns, places = ", ".join(f'"{name}"' for name in header), ", ".join("?" * len(header))
    name = "ärenden" if language == "sv" else "cases"
    database.execute(f'CREATE TABLE "{name}" ({columns})')
    database.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608  # our own words
    cursor = database.execute(guide.sql(language))
    written = io.StringIO(newline="")
    names = [column[0] for column in cursor.description]
    csv.writer(written).writerows([names, *cursor])
    content = written.getvalue().encode()
    count = names[-1] if guide.counts else None
    plan = complete(plan_of(guide, language, count=count), inventory(reading(content)))
    from_sql, _ = table(reading(content), tabulation_spec(plan))
    plain_file = io.StringIO(newline="")
    csv.writer(plain_file).writerows([header, *rows])
    plain = complete(plan_of(guide, language), inventory(reading(plain_file.getvalue().encode())))
    from_rows, _ = table(reading(plain_file.getvalue().encode()), tabulation_spec(plain))
    assert counts(plan, from_sql) == counts(plain, from_rows)
    assert sums(plan, from_sql, None)[None]["n"] == answers_in(guide)


def test_what_is_no_file_of_the_guide_is_not_found(client) -> None:
    for name in ("decision-secret.csv", "nothing-example.csv", "decision", "decision-example.xls"):
        assert client.get(f"/sv/evaluation-data/{name}").status_code == 404
