"""``insyn assess``: an assessment from the shell, without a database. Reads files and options, says what came of it."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from assessments.plan.completing import complete
from assessments.plan.guidance import proposed_person
from assessments.plan.objections import complaints, several
from assessments.plan.overall_rates import proposed_margin
from assessments.plan.second_file import Files
from assessments.results.wide_margin import proposed_for, wide_margin
from assessments.runs.subprocess_client import AssessmentOutput, PlainFile, assess_source, concluded, inventory_of
from assessments.text.complaints import ChildStoppedError, EvaluationDataError, PlanRefusedError
from assessments.text.message import Message
from register.language import Language
from register.shell.assess_fairlearn import write_fairlearn
from register.shell.assess_options import plan_from, plan_options
from register.shell.assess_output import summary, write_csv, write_html, write_json
from register.shell.reader import localize, reader_language, usage_error


class RefusedFileError(click.ClickException):
    """The file or the plan cannot be used; the message says what to do."""

    exit_code = 2


class RefusedPlanError(click.ClickException):
    """The data cannot bear what the plan asks; the message says what to choose between."""

    exit_code = 4


_CHOICE = Message(
    "Say so with --outcome-known: flagged, audit or audit_of_the_rest (with --population and --flagged), unrelated."
)

_HINTS = {  # by a part of the sentence: how its answer is given here
    "differ only in capital letters": Message("Say so with --join-case COLUMN or --keep-case COLUMN."),
    "nobody has said mean yes or no": Message("A value that means that nothing is known: --unknown VALUE."),
}
_READ_AS = Message("The letters were read as {encoding}. If they look wrong, save the file as UTF-8.")
_LOOKS_LIKE_PERSON = Message(
    "“{column}” looks as if it told persons apart: name it with --person, or say --persons-once."
)


class DisagreementError(click.ClickException):
    """fairlearn or scikit-learn came to other figures: a fault in Insyn, nothing is written."""

    exit_code = 3


def _written_to(option: str, about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    kind = click.Path(dir_okay=False, writable=True, path_type=Path)
    return click.option(f"--{option}", f"{option}_file", type=kind, help=about)


@click.command("assess", short_help="Test evaluation data for fairness, without a database.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@plan_options
@click.option(
    "--groups-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A second file with groups, one row for each --key.",
)
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
    """
    if bool(options["groups_file"]) != bool(options["key"]):
        raise usage_error(Message("Name --groups-file and --key together: the column that both files have."))
    try:
        assessed = asyncio.run(_assessed([PlainFile(path) for path in _paths(files)], options))
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
    if assessed.result.checked_by is None or not assessed.result.checked_by.agrees:
        raise DisagreementError(
            localize(Message("fairlearn and scikit-learn came to other figures. This is a fault in Insyn: report it."))
        )
    writers = {
        "json": write_json,
        "csv": write_csv,
        "html": lambda path, made: write_html(path, made, Language(language)),
        "fairlearn": lambda path, made: write_fairlearn(path, made.counted),
    }
    given = ((options[f"{name}_file"], write) for name, write in writers.items())
    messages = [_written(path, write, assessed) for path, write in given if path is not None]
    click.echo("\n\n".join(["\n".join(summary(assessed, reader_language(os.environ))), *messages]))


def _paths(given: tuple[str, ...]) -> Iterator[Path]:
    """The files that are meant: those named, and those that a pattern finds, each once and in order of name."""
    unique_paths: dict[Path, None] = {}
    for text in given:
        path = Path(text)
        paths = [path] if path.is_file() else sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
        if not paths:
            raise RefusedFileError(localize(Message("There is no file {file}.", {"file": text})))
        unique_paths |= dict.fromkeys(paths)
    return iter(unique_paths)


def _written(path: Path, write: Callable[[Path, AssessmentOutput], Message], assessed: AssessmentOutput) -> str:
    try:
        return localize(write(path, assessed))
    except OSError as error:
        raise RefusedFileError(
            localize(Message("{file} cannot be written: {reason}.", {"file": str(path), "reason": error.strerror}))
        ) from error


async def _assessed(files: Sequence[PlainFile], options: Mapping[str, Any]) -> AssessmentOutput:
    second = PlainFile(options["groups_file"]) if options["groups_file"] else None
    with _progress(Message("Reading")) as on_progress:
        cases = (await inventory_of(files, on_progress)).of_sheet(options["sheet"])
        read = Files(cases, None if second is None else await inventory_of(second))
    if cases.encoding and not cases.encoding.startswith("utf"):
        click.echo(localize(replace(_READ_AS, values={"encoding": cases.encoding})), err=True)
    if cases.sheets:
        raise RefusedFileError(localize(several(cases)) + " " + localize(Message("Name it with --sheet.")))
    plan = read.placed(complete(plan_from(options, read.inventory), read.inventory))
    if options["margin"] is None:
        plan = replace(plan, margin=proposed_margin(plan, read.inventory))
    if objections := read.unfit() or (*read.complaints(plan), *complaints(plan, read.inventory)):
        raise EvaluationDataError(*objections)
    if plan.repeated == "unknown" and (column := proposed_person(read.cases)):
        click.echo(localize(replace(_LOOKS_LIKE_PERSON, values={"column": column})), err=True)
    with _progress(Message("Counting and checking")) as on_progress:
        assessed = await assess_source(files, plan, on_progress, second=second, published=False)
    return await _with_informative_margin(assessed, is_given=options["margin"] is not None)


async def _with_informative_margin(assessed: AssessmentOutput, *, is_given: bool) -> AssessmentOutput:
    """Refuses a given margin that is too wide for the rates in all; one that was left open follows from them."""
    if (objection := wide_margin(assessed.result)) is None:
        return assessed
    if is_given:
        raise EvaluationDataError(objection)
    assert assessed.counted is not None  # it was counted here
    counted = replace(assessed.counted, plan=replace(assessed.counted.plan, margin=proposed_for(assessed.result)))
    (again,) = await concluded([counted])
    return replace(again, counted=counted)


@contextmanager
def _progress(what: Message) -> Iterator[Callable[[float], None]]:
    """A bar on the error stream where a person looks at it, so that output can be piped."""
    stream = sys.stderr
    with click.progressbar(length=1000, label=localize(what), file=stream, hidden=not stream.isatty()) as bar:

        def advance(share: float) -> None:
            bar.update(int(share * 1000) - bar.pos)

        yield advance
