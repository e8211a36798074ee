"""What a city's own data are like: values that mean unknown, and outcomes of those alone who were followed up."""

import io
import random

import polars as pl
import pytest
import xlsxwriter
from click.testing import CliRunner

from algorithms.people import Role
from assessments.runs.run import RunState
from city import City
from register.settings import Settings
from register.shell.assessing.commands import assess
from second_run import Run


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def cases(known_of_the_rest: float, count: int = 1_200) -> bytes:
    """Everybody with a yes was followed up, some of them without an end yet, and this share of the others."""
    chance, lines = random.Random(5), ["kön;beslut;behov"]
    for number in range(count):
        decision = "ja" if chance.random() < 0.3 else "nej"
        outcome = "pågående" if chance.random() < 0.03 else "ja" if chance.random() < 0.4 else "nej"
        known = decision == "ja" or chance.random() < known_of_the_rest
        sex = "okänt" if number % 40 == 0 else "Kvinna" if number % 30 == 1 else "kvinna" if number % 2 else "man"
        lines.append(f"{sex};{decision};{outcome if known else 'NULL'}")
    return "\n".join(lines).encode()


def plan_by_web(run: Run, margin_reason: str = "", **columns: str) -> None:
    """Columns; then the meanings: only yes and no are chosen, for the rest is proposed."""
    run.plan("kön", key="", **columns)
    assert "Är de samma grupp?" in run.words
    meanings = {"outcome-1": "yes", "outcome-2": "no", "decision-0": "yes", "decision-1": "no"}
    run.client.submit("Spara testplanen", **meanings, sensitive=[], margin_reason=margin_reason)


def test_on_the_pages_words_mean_unknown_and_partial_follow_up_is_refused_until_a_person_chooses(city) -> None:
    run = Run(city, cases(known_of_the_rest=0.04, count=9_600))  # so many that a rate among the few is printed
    plan_by_web(run)
    assert "Inte känt är NULL, pågående." in run.words
    assert "Kvinna räknas som kvinna." in run.words
    run.finish()
    assert run.state is RunState.INVENTORIED
    assert "Planen behöver ändras" in run.words
    assert "Felandelar som räknas bara på dem kan ligga långt från sanningen" in run.words
    assert run.stored_files
    plan_by_web(run, outcome_known="unrelated", margin_reason="Få blir nekade.")
    run.finish()
    assert run.state is RunState.DONE
    assert "Av dem som fick nej är det känt för ungefär 5 av 100." in run.words
    assert "Beroende på det kan siffran ligga var som helst från" in run.words
    assert not run.stored_files


def test_on_the_pages_a_sheet_of_a_workbook_is_chosen_and_odd_letters_are_shown(city) -> None:
    rows = [line.split(";") for line in cases(known_of_the_rest=1).decode().splitlines()]
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, number in (("Mars", 700), ("April", 1_201)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows[:number]):
                sheet.write_row(place, 0, row)
        book.add_worksheet("Läs mig").write(0, 0, "ja = beviljad")
    run = Run(city, written.getvalue())
    run.client.get(f"{run.address}/plan")
    assert "Vilket blad i arbetsboken?" in run.words
    assert "Läs mig" not in run.words
    run.client.submit("Fortsätt", sheet="April")
    assert "Filen har 1 200 rader." in run.words
    run.client.submit("Fortsätt", decision="beslut", outcome="behov", yes_means="help", groups=["kön"])
    meanings = {"outcome-0": "yes", "outcome-1": "no", "decision-0": "yes", "decision-1": "no"}
    run.client.submit("Spara testplanen", **meanings, sensitive=[])
    run.finish()
    assert run.state is RunState.DONE, run.words
    assert "Testet bygger på ungefär 1 200 ärenden." in run.words
    older = Run(city, cases(known_of_the_rest=1).decode().encode("mac-roman"))
    older.client.get(f"{older.address}/plan")
    assert "Mac Roman: kön, okänt, pågående" in older.words
    assert "Windows-1252: kšn, okŠnt, pŒgŒende" in older.words
    assert "pågående (" in older.words


def test_on_the_pages_columns_without_values_that_can_be_used_are_named(city) -> None:
    frame = pl.DataFrame({"kön": ["man", "kvinna"] * 30, "beslut": [1, 0] * 30, "tom": [None] * 60})
    frame = frame.with_columns(pl.Series("adress", [{"gata": "x"}] * 60), pl.col("tom").cast(pl.String))
    written = io.BytesIO()
    frame.write_parquet(written)
    run = Run(city, written.getvalue())
    run.client.get(f"{run.address}/plan")
    assert "Kolumnen tom är tom och kan inte väljas. Om dess celler är formler" in run.words
    assert "Kolumnen adress innehåller listor eller tabeller" in run.words


def test_on_the_pages_the_letters_are_read_as_a_person_chooses_among_examples(city) -> None:
    rows = cases(known_of_the_rest=1).decode().replace("okänt", "okand").replace("pågående", "nej")
    run = Run(city, rows.replace("kön", "kšn").encode("windows-1252"))  # one letter is too little to go by
    run.client.get(f"{run.address}/plan")
    assert "Mac Roman: kön" in run.words
    run.client.submit("Läs bokstäverna så", encoding="mac-roman")
    run.client.submit("Fortsätt", decision="beslut", outcome="behov", yes_means="help", groups=["kön"])
    meanings = {"outcome-0": "yes", "outcome-1": "no", "decision-0": "yes", "decision-1": "no"}
    run.client.submit("Spara testplanen", **meanings, sensitive=[])
    run.finish()
    assert run.state is RunState.DONE, run.words
    assert "Testet bygger på ungefär 1 200 ärenden." in run.words


def test_the_command_reads_letters_by_a_named_encoding(tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(b"sex;k\x9an;d\n" + b"a;x;ja\nb;y;nej\n" * 60)
    options = [str(file), "--decision", "d", "--decision-yes", "ja", "--groups", "kön"]
    assert CliRunner().invoke(assess, options).exit_code == 2
    done = CliRunner().invoke(assess, [*options, "--encoding", "mac-roman"])
    assert done.exit_code == 0, done.output
    assert "Groups of kön are compared with x." in done.output


def test_the_command_refuses_partial_follow_up_with_the_figures_and_takes_the_choice_as_an_option(tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(cases(known_of_the_rest=0.04))
    options = ["--outcome", "behov", "--outcome-yes", "ja", "--decision", "beslut", "--decision-yes", "ja"]
    options += ["--groups", "kön", "--join-case", "kön"]
    refused = CliRunner().invoke(assess, [str(file), *options])
    assert refused.exit_code == 4
    assert "with a no. Error rates worked out from them alone" in refused.output
    assert "unrelated" in refused.output
    undecided = CliRunner().invoke(assess, [str(file), *options[:-2]])
    assert undecided.exit_code == 2
    assert "“Kvinna”, “kvinna”" in undecided.output
    assert "--join-case" in undecided.output
    done = CliRunner().invoke(assess, [str(file), *options, "--outcome-known", "unrelated", "--unknown", "man"])
    assert done.exit_code == 0, done.output
    assert "with the unknown" in done.output
    assert "man  " not in done.output  # called unknown, so it is no group
    assert "we do not know the group" in done.output


def test_on_the_pages_a_row_of_totals_is_named_and_left_out_unless_a_person_says_otherwise(city) -> None:
    run = Run(city, cases(known_of_the_rest=1) + b"\nSumma;411;612")
    run.client.get(f"{run.address}/plan")
    assert "Rad 1202 ser ut som summan av andra rader: där står “Summa” i kolumnen “kön”." in run.words
    run.client.submit("Fortsätt", decision="beslut", outcome="behov", yes_means="help", groups=["kön"])
    assert "411" not in run.words
    meanings = {"outcome-0": "yes", "outcome-1": "no", "decision-0": "yes", "decision-1": "no"}
    run.client.submit("Spara testplanen", **meanings, sensitive=[], margin="0.8-1.25")
    assert "De där kön är Summa: summor av andra rader." in run.words
    assert "Högst 0,8 gånger så vanligt eller minst 1,25 gånger så vanligt" in run.words
    run.finish()
    assert run.state is RunState.DONE, run.words
    assert "Testet bygger på ungefär 1 200 ärenden." in run.words


def test_the_command_names_a_row_of_totals_and_takes_the_choice_as_an_option_or_from_a_plan(tmp_path) -> None:
    file, plan = tmp_path / "cases.csv", tmp_path / "plan.json"
    file.write_bytes(cases(known_of_the_rest=1) + b"\n\nTotalt;411;612")
    options = ["--outcome", "behov", "--outcome-yes", "ja", "--decision", "beslut", "--decision-yes", "ja"]
    options += ["--groups", "kön", "--join-case", "kön"]
    refused = CliRunner().invoke(assess, [str(file), *options])
    assert refused.exit_code == 2
    assert "Row 1203 looks like a total" in refused.output
    assert "--totals out" in refused.output
    done = CliRunner().invoke(assess, [str(file), *options, "--totals", "out", "--save-plan", str(plan)])
    assert done.exit_code == 0, done.output
    file.write_bytes(cases(known_of_the_rest=1) + b"\nSumma;411;612")  # the next period says it otherwise
    again = CliRunner().invoke(assess, [str(file), "--plan", str(plan)])
    assert (again.exit_code, again.output.partition("\n\n")[0]) == (0, done.output.partition("\n\n")[0]), again.output


def test_the_command_says_how_the_group_to_compare_with_is_named_where_counts_do_not_tell(tmp_path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("grupp;beslut;antal\na;ja;40\na;nej;60\nb;ja;30\nb;nej;70\n")
    options = [str(file), "--decision", "beslut", "--decision-yes", "ja", "--groups", "grupp", "--count", "antal"]
    assert "--reference COLUMN=VALUE" in CliRunner().invoke(assess, options).output
    done = CliRunner().invoke(assess, [*options, "--reference", "grupp=b"])
    assert (done.exit_code, "about 200 cases" in done.output) == (0, True), done.output
