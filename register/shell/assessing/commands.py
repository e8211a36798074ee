"""``insyn assess`` and ``insyn count``: an assessment from the shell, or only its counts, without a database."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from assessments.data.encodings import ENCODINGS
from assessments.results.counts_file import CountedFile, write_counts
from assessments.results.wide_margin import proposed_for, wide_margin
from assessments.runs.child import Child
from assessments.runs.subprocess_client import AssessmentOutput, concluded
from assessments.text.complaints import ChildStoppedError, EvaluationDataError, PlanRefusedError
from assessments.text.message import Message
from register.language import Language
from register.shell.assessing.counting import ENGINES, RefusedFileError, check_options, count_files, paths_of
from register.shell.assessing.options import plan_options
from register.shell.assessing.output import summary, write_csv, write_fairlearn, write_html, write_json, write_plan_file
from register.shell.reader import localize, reader_language


class RefusedPlanError(click.ClickException):
    """The data cannot bear what the plan asks; the message says what to choose between."""

    exit_code = 4


_CHOICE = Message(
    "Say so with --outcome-known: flagged, audit or audit_of_the_rest (with --population and --flagged), unrelated."
)

_HINTS = {  # by a part of the sentence: how its answer is given here
    "differ only in capital letters": Message("Say so with --join-case COLUMN or --keep-case COLUMN."),
    "do not tell which group is largest": Message("Name it with --reference COLUMN=VALUE, once for each column."),
    "total of other rows": Message("Say so with --totals out, or --totals in where they are cases."),
    "looks like a note and": Message("Say so with --totals out, or --totals in where they are cases."),
    "totals of other rows": Message("Say so with --totals out, or --totals in where they are cases."),
    "not UTF-8, though": Message("Or say how its letters are read with --encoding, for example windows-1252."),
    "nobody has said mean yes or no": Message("A value that means that nothing is known: --unknown VALUE."),
}


class DisagreementError(click.ClickException):
    """fairlearn or scikit-learn came to other figures: a fault in Insyn, nothing is written."""

    exit_code = 3


@contextmanager
def refusals() -> Iterator[None]:
    """What data or plan were refused for, as a sentence and an exit code."""
    try:
        yield
    except EvaluationDataError as error:
        sentences = [localize(complaint) for complaint in error.complaints]
        if isinstance(error, PlanRefusedError):
            raise RefusedPlanError("\n".join([*sentences, localize(_CHOICE)])) from error
        hints = (
            localize(hint)
            for part, hint in _HINTS.items()
            if any(part in complaint.msgid for complaint in error.complaints)
        )
        raise RefusedFileError("\n".join([*sentences, *hints])) from error
    except ChildStoppedError:
        raise click.Abort from None


def _written_to(option: str, about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    kind = click.Path(dir_okay=False, writable=True, path_type=Path)
    return click.option(f"--{option}", f"{option.replace('-', '_')}_file", type=kind, help=about)


_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How files are read: a second one, and another engine."""
    second = click.option("--groups-file", type=_EXISTING, help="A second file with groups, one row for each --key.")
    engine = click.option(
        "--engine",
        type=click.Choice(ENGINES),
        help="Read files and folders larger than memory: by DuckDB, or by Spark on a cluster.",
    )
    return second(engine(command))


@click.command("assess", short_help="Test evaluation data for fairness, without a database.")
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option(
    "--plan",
    "plan_file",
    type=_EXISTING,
    help="A saved plan, from --save-plan or from the web, instead of the options that say what is compared.",
)
@plan_options
@reading_options
@click.option(
    "--counts",
    multiple=True,
    type=_EXISTING,
    help="Counts that insyn count made, instead of a file; several are added up.",
)
@_written_to("save-plan", "Write the plan here, for the next period.")
@_written_to("json", "Write the full result here, with exact counts.")
@_written_to("csv", "Write the figures that may be published here, as a table.")
@_written_to("html", "Write what may be published here, as a page that needs no other file.")
@_written_to("fairlearn", "Write a program here that opens the exact counts in fairlearn, and them beside it.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the page.")
def assess(files: tuple[str, ...], language: str, **options: Any) -> None:
    """Test FILE, a CSV, Excel workbook or Parquet file, for fairness: rates, how sure they are, whether they differ.

    Several files, or a pattern such as "2026-*.csv", are added up. 0/1 and true/false need no values. With only the
    values that mean yes, every other value means no. Several values are separated by commas; a value that holds a comma
    is given by repeating the option, once for each value.

    With --plan a saved plan says all that; --period, --margin and --sheet may be given besides it. With --counts no
    file is read: the counts hold the plan that they were made by.
    """
    check_options(options, files)
    with refusals():
        assessed = asyncio.run(_assessed(paths_of(files, options["engine"]), options))
    if assessed.result.checked_by is None or not assessed.result.checked_by.agrees:
        raise DisagreementError(
            localize(Message("fairlearn and scikit-learn came to other figures. This is a fault in Insyn: report it."))
        )
    writers = {
        "save_plan": write_plan_file,
        "json": write_json,
        "csv": write_csv,
        "html": lambda path, made: write_html(path, made, Language(language)),
        "fairlearn": lambda path, made: write_fairlearn(path, made.counted),
    }
    given = ((options[f"{name}_file"], write) for name, write in writers.items())
    messages = [_written(path, write, assessed) for path, write in given if path is not None]
    click.echo("\n\n".join(["\n".join(summary(assessed, reader_language(os.environ))), *messages]))


def _written(path: Path, write: Callable[[Path, AssessmentOutput], Message], assessed: AssessmentOutput) -> str:
    try:
        return localize(write(path, assessed))
    except OSError as error:
        raise RefusedFileError(
            localize(Message("{file} cannot be written: {reason}.", {"file": str(path), "reason": error.strerror}))
        ) from error


async def _assessed(paths: Sequence[str], options: Mapping[str, Any]) -> AssessmentOutput:
    """The second opinion's child starts first, and loads its libraries while the file is read."""
    async with Child() as concluding:
        await concluding.warm()
        counted = await count_files(paths, options)
        assessed = await _concluded(counted, concluding)
        is_given = bool(options["margin"] or options["plan_file"] or options["counts"])
        return await _with_informative_margin(assessed, concluding, is_given=is_given)


async def _concluded(counted: CountedFile, child: Child) -> AssessmentOutput:
    (output,) = await concluded([counted], published=False, child=child)
    return replace(output, counted=counted)


async def _with_informative_margin(assessed: AssessmentOutput, child: Child, *, is_given: bool) -> AssessmentOutput:
    """Refuses a given margin that is too wide for the rates in all; one that was left open follows from them."""
    if (objection := wide_margin(assessed.result)) is None:
        return assessed
    if is_given:
        raise EvaluationDataError(objection)
    assert assessed.counted is not None  # it was counted here
    counted = replace(assessed.counted, plan=replace(assessed.counted.plan, margin=proposed_for(assessed.result)))
    return await _concluded(counted, child)


@click.command("count", short_help="Count evaluation data by a plan, so that no row need be handed over.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--plan",
    "plan_file",
    required=True,
    type=_EXISTING,
    help="A saved plan, from insyn assess --save-plan or from the web.",
)
@click.option("--period", default="", metavar="MONTH/MONTH", help="Of the data, for example 2025-01/2025-12.")
@click.option("--sheet", default="", metavar="NAME", help="Of a workbook with several tables: which sheet.")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="How the letters of a CSV are read.")
@click.option("--totals", type=click.Choice(["out", "in"]), help="Rows that look like totals of others.")
@reading_options
def count(files: tuple[str, ...], **options: Any) -> None:
    """Count FILE by a plan: counts.json in insyn count --plan plan.json FILE > counts.json holds whole numbers, no row.

    The counts are taken by insyn assess --counts, and in the web where a file with data is uploaded. They are exact:
    keep them in the house.
    """
    given = {**options, "counts": (), "key": None, "margin": None}
    with refusals():
        counted = asyncio.run(count_files(paths_of(files, options["engine"]), given))
    sys.stdout.buffer.write(write_counts(counted))
    message = Message(
        "{rows} rows are counted. The counts are exact: keep them in the house.", {"rows": counted.data.rows}
    )
    click.echo(localize(message), err=True)
