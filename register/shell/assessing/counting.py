"""From the files of a command to their counts and the plan that they were counted by: one reading where it can be.

Says on the error stream what a person should know of the reading. Concludes nothing.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from assessments.data.inventory import Inventory
from assessments.plan.completing import complete, counted_rows
from assessments.plan.guidance import proposed_person
from assessments.plan.objections import complaints, several, whatever_the_data
from assessments.plan.overall_rates import proposed_margin
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import LARGEST, read_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.second_file import Files
from assessments.plan.table_inventory import as_written, with_replaced
from assessments.results.counts_file import CountedFile
from assessments.runs.child import Limits
from assessments.runs.subprocess_client import (
    PlainFile,
    Survey,
    counts_in,
    inventory_of,
    surveyed,
    surveyed_by,
    tabulated,
)
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.shell.assessing.options import OF_PLAN, plan_from
from register.shell.reader import localize, usage_error

ENGINES = ("duckdb", "spark")
_DAYS = 7 * 24 * 3600
_OF_ENGINE = Limits(memory=1 << 50, cpu_seconds=_DAYS, wall_seconds=_DAYS)  # the engine limits itself
_OF_SYSTEM = ("HOME", "TMPDIR", "JAVA_HOME", "USER", "MASTER")
_OF_ENGINES = ("SPARK_", "PYSPARK_", "HADOOP_", "YARN_", "AWS_", "AZURE_")
_WITH_A_PLAN = (
    "period",
    "margin",
    "margin_reason",
    "sheet",
    "totals",
    "encoding",
)  # what a saved plan may be given besides
_SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")
_READ_AS = Message("The letters were read as {encoding}. If they look wrong, name another by --encoding.")
_NO_SECOND_FILE = Message("A second file is read without --engine. Join the files first, or leave --engine out.")
_LOOKS_LIKE_PERSON = Message(
    "“{column}” looks as if it told persons apart: name it with --person, or say --persons-once."
)


class RefusedFileError(click.ClickException):
    """The file or the plan cannot be used; the message says what to do."""

    exit_code = 2


_BOTH_FILES = Message("Name --groups-file and --key together: the column that both files have.")


def check_options(options: Mapping[str, Any], files: Sequence[str]) -> None:
    """click.UsageError for options that do not go together."""
    is_saved = bool(options["plan_file"] or options["counts"])
    others = (files, options["plan_file"], options["engine"], options["groups_file"])
    if options["counts"] and any(others):
        raise usage_error(Message("Counts come alone: leave files, --plan, --engine and --groups-file out."))
    if not files and not options["counts"]:
        raise usage_error(Message("Name the file with data, or counts with --counts."))
    if not is_saved and not options["groups"]:
        raise usage_error(Message("Name the columns with groups by --groups, or a saved plan by --plan."))
    if not is_saved and bool(options["groups_file"]) != bool(options["key"]):
        raise usage_error(_BOTH_FILES)
    if is_saved and (option := _repeated_option(click.get_current_context())):
        raise usage_error(
            Message(
                "The plan says already what {option} says. Leave the option out, or change the plan.",
                {"option": option},
            )
        )


def _repeated_option(context: click.Context) -> str | None:
    """An option that says what a saved plan says as well."""
    given = (name for name in OF_PLAN if context.get_parameter_source(name) is ParameterSource.COMMANDLINE)
    twice = next((name for name in given if name not in _WITH_A_PLAN), None)
    return next((parameter.opts[0] for parameter in context.command.params if parameter.name == twice), None)


def paths_of(given: Iterable[str], engine: str | None) -> list[str]:
    """The files that are meant: those named, in a folder where an engine reads, and those that a pattern finds."""
    unique_paths: dict[str, None] = {}
    for text in given:
        path = Path(text)
        if engine == "spark" and "://" in text:
            paths: list[Path | str] = [text]
        elif engine and path.is_dir():
            paths = [part for part in sorted(path.rglob("*")) if _is_data(part, path)]
        elif path.is_file():
            paths = [path]
        else:
            paths = sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
        if not paths:
            raise RefusedFileError(localize(Message("There is no file {file}.", {"file": text})))
        unique_paths |= dict.fromkeys(map(str, paths))
    return list(unique_paths)


def _is_data(path: Path, folder: Path) -> bool:
    """Engines leave files of their own in a folder, whose names begin with a dot or a line."""
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return path.is_file() and path.suffix.lower() in _SUFFIXES and not hidden


def saved_plan(path: Path) -> TestPlan:
    """EvaluationDataError names each field of the file that is wrong."""
    try:
        with path.open("rb") as file:
            return read_plan(file.read(LARGEST + 1))
    except OSError as error:
        raise RefusedFileError(
            localize(Message("{file} cannot be read: {reason}.", {"file": str(path), "reason": error.strerror}))
        ) from error


async def count_files(paths: Sequence[str], options: Mapping[str, Any]) -> CountedFile:
    """The counts, and the plan completed. EvaluationDataError carries what a person can do."""
    if options["counts"]:
        counted = await counts_in([PlainFile(path) for path in options["counts"]])
        return replace(counted, plan=_adjusted(counted.plan, options))
    plan = _adjusted(saved_plan(options["plan_file"]), options) if options["plan_file"] else None
    key = options["key"] if plan is None else plan.key
    if bool(options["groups_file"]) != bool(key):
        raise usage_error(_BOTH_FILES)
    if options["engine"] and options["groups_file"]:
        raise usage_error(_NO_SECOND_FILE)
    files = [PlainFile(Path(path)) for path in paths]
    with _progress(Message("Reading")) as on_progress:
        survey = await _survey(paths, files, plan, options, on_progress)
    once = None if survey is None else _counted(survey, plan, options)
    return once or await _count_in_two_readings(files, plan, options)


def _adjusted(plan: TestPlan, options: Mapping[str, Any]) -> TestPlan:
    """A saved plan with what may be given besides it."""
    given = {name: options[name] for name in _WITH_A_PLAN if options.get(name)}
    return replace(plan, **{"encoding": "", **given})  # an earlier file may have been written otherwise


async def _survey(
    paths: Sequence[str],
    files: Sequence[PlainFile],
    plan: TestPlan | None,
    options: Mapping[str, Any],
    on_progress: Callable[[float], None],
) -> Survey | None:
    """One reading for columns and counts, by what the plan says before anybody knows the values."""
    draft = plan_from(options, _NOTHING) if plan is None else plan
    wrong = whatever_the_data(draft)
    if options["engine"]:
        if wrong:
            raise EvaluationDataError(*wrong)
        spec = as_written(tabulation_spec(draft))
        return await surveyed_by(options["engine"], paths, spec, _engine_environment(), _OF_ENGINE)
    if wrong or options["groups_file"]:
        return None
    return await surveyed(files, as_written(tabulation_spec(draft)), on_progress)


_NOTHING = Inventory(rows=0, sha256="", encoding="", separator="", columns=())


def _engine_environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name in _OF_SYSTEM or name.startswith(_OF_ENGINES)}


def _counted(survey: Survey, plan: TestPlan | None, options: Mapping[str, Any]) -> CountedFile | None:
    """None where something else should have been counted, as the values show."""
    listed, table, data = survey
    draft = plan_from(options, _NOTHING) if plan is None else plan
    completed = _completed(Files(listed), plan, options)
    if as_written(tabulation_spec(completed)) != as_written(tabulation_spec(draft)):
        return None
    return CountedFile(completed, with_replaced(table, tabulation_spec(completed)), data)


def _completed(read: Files, plan: TestPlan | None, options: Mapping[str, Any]) -> TestPlan:
    """The plan for these files. EvaluationDataError where it does not fit."""
    cases, inventory = read.cases, read.inventory
    if cases.encoding and not cases.encoding.startswith("utf") and not options["encoding"]:
        click.echo(localize(replace(_READ_AS, values={"encoding": cases.encoding})), err=True)
    if cases.sheets:
        raise RefusedFileError(localize(several(cases)) + " " + localize(Message("Name it with --sheet.")))
    completed = read.placed(complete(plan_from(options, inventory) if plan is None else plan, inventory))
    if plan is None and options["margin"] is None:
        completed = replace(completed, margin=proposed_margin(completed, counted_rows(completed, inventory)))
    if objections := read.unfit() or (*read.complaints(completed), *complaints(completed, inventory)):
        raise EvaluationDataError(*objections)
    if completed.repeated == "unknown" and (column := proposed_person(cases)):
        click.echo(localize(replace(_LOOKS_LIKE_PERSON, values={"column": column})), err=True)
    return completed


async def _count_in_two_readings(
    files: Sequence[PlainFile], plan: TestPlan | None, options: Mapping[str, Any]
) -> CountedFile:
    second = PlainFile(options["groups_file"]) if options["groups_file"] else None
    with _progress(Message("Reading")) as on_progress:
        cases = await inventory_of(files, on_progress, encoding=options["encoding"] or "")
        sheet = options["sheet"] or ("" if plan is None else plan.sheet)
        read = Files(cases.of_sheet(sheet), None if second is None else await inventory_of(second))
    completed = _completed(read, plan, options)
    with _progress(Message("Counting and checking")) as on_progress:
        return CountedFile(completed, *await tabulated(files, completed, on_progress, second=second))


@contextmanager
def _progress(what: Message) -> Iterator[Callable[[float], None]]:
    """A bar on the error stream where a person looks at it, so that output can be piped."""
    stream = sys.stderr
    with click.progressbar(length=1000, label=localize(what), file=stream, hidden=not stream.isatty()) as bar:

        def advance(share: float) -> None:
            bar.update(int(share * 1000) - bar.pos)

        yield advance
