"""``insyn assess``: an assessment from the shell, without a database. Reads options, prints what came of it."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from assessments.complaints import EvaluationDataError, in_english
from assessments.computing import Assessed, PlainFile, assess_source, inventory_of
from assessments.inventory import Inventory
from assessments.plan import TestPlan, YesMeans
from assessments.planning import complaints, complete
from assessments.rate_words import title as rate_title
from assessments.result import Comparison, GroupResult, Result
from assessments.sentence import Sentence
from assessments.verdict import Verdict
from assessments.wording import VERDICT_WORDS, finding, headline, size

Texts = tuple[str, ...]


class RefusedFileError(click.ClickException):
    """The file or the plan cannot be used; the message says what to do."""

    exit_code = 2


class DisagreementError(click.ClickException):
    """fairlearn or scikit-learn came to other figures: a fault in Insyn, nothing is written."""

    exit_code = 3


@click.command("assess", short_help="Test evaluation data for fairness, without a database.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outcome", required=True, metavar="COLUMN", help="What turned out to be true.")
@click.option("--outcome-yes", multiple=True, metavar="VALUES", help="Values of the outcome that mean yes.")
@click.option("--outcome-no", multiple=True, metavar="VALUES", help="Values of the outcome that mean no.")
@click.option("--decision", required=True, metavar="COLUMN", help="What the system decided.")
@click.option("--decision-yes", multiple=True, metavar="VALUES", help="Values of the decision that mean yes.")
@click.option("--decision-no", multiple=True, metavar="VALUES", help="Values of the decision that mean no.")
@click.option("--groups", multiple=True, required=True, metavar="COLUMNS", help="Columns with the groups to compare.")
@click.option("--reference", multiple=True, metavar="COLUMN=VALUE", help="The group to compare with; else the largest.")
@click.option("--margin", default="0.05", show_default=True, help="The smallest gap that matters; 0.05 is 5 of 100.")
@click.option("--yes-burdens", "yes_means", flag_value="burden", default=None, help="A yes is a burden to the person.")
@click.option("--yes-helps", "yes_means", flag_value="help", help="A yes helps the person.")
@click.option("--primary", multiple=True, metavar="RATES", help="The rates that decide; else all that are shown.")
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the full result here.",
)
def assess(file: Path, json_file: Path | None, **options: Any) -> None:
    """Test FILE, a CSV, for fairness: rates for each group, how sure they are, and whether they differ.

    0/1 and true/false need no values. With only the values that mean yes, every other value means no. Several values
    are separated by commas; a value that holds a comma is given by repeating the option, once for each value.
    """
    try:
        assessed = asyncio.run(_assessed(file, options))
    except EvaluationDataError as error:
        raise RefusedFileError("\n".join(in_english(complaint) for complaint in error.complaints)) from error
    result = assessed.result
    if result.checked_by is None or not result.checked_by.agrees:
        raise DisagreementError(
            "fairlearn and scikit-learn came to other figures. This is a fault in Insyn: report it."
        )
    click.echo("\n".join(_summary(assessed)))
    if json_file is not None:
        _write(json_file, result)
        click.echo(f"\nThe full result, with exact counts, is in {json_file}.")


async def _assessed(file: Path, options: Mapping[str, Any]) -> Assessed:
    source = PlainFile(file)
    with _progress("Reading") as tell:
        inventory = await inventory_of(source, tell)
    plan = complete(_plan(options, inventory), inventory)
    if found := complaints(plan, inventory):
        raise EvaluationDataError(*found)
    with _progress("Counting and checking") as tell:
        return await assess_source(source, plan, tell)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[float], None]]:
    """A bar on the error stream where a person looks at it, so that output can be piped."""
    stream = sys.stderr
    with click.progressbar(length=1000, label=what, file=stream, hidden=not stream.isatty()) as bar:

        def tell(share: float) -> None:
            bar.update(int(share * 1000) - bar.pos)

        yield tell


def _plan(options: Mapping[str, Any], inventory: Inventory) -> TestPlan:
    def levels(column: str) -> Texts:
        found = inventory.column(column)
        return () if found is None else found.levels

    outcome: str = options["outcome"]
    decision: str = options["decision"]
    yes_means: YesMeans | None = options["yes_means"]
    return TestPlan(
        outcome=outcome,
        decision=decision,
        groups=_listed(options["groups"], inventory.names),
        outcome_yes=_listed(options["outcome_yes"], levels(outcome)),
        outcome_no=_listed(options["outcome_no"], levels(outcome)),
        decision_yes=_listed(options["decision_yes"], levels(decision)),
        decision_no=_listed(options["decision_no"], levels(decision)),
        reference=tuple(_references(options["reference"], inventory)),
        yes_means=yes_means,
        primary=_listed(options["primary"], ()),
        margin=options["margin"],
    )


def _listed(texts: Texts, known: Texts) -> Texts:
    """What one option lists. Given once it is cut at commas, unless the whole is itself a name that is there."""
    if len(texts) != 1 or texts[0] in known:
        return texts
    return tuple(part.strip() for part in texts[0].split(",") if part.strip())


def _references(given: Texts, inventory: Inventory) -> Iterator[tuple[str, str]]:
    for text in given:
        column, equals, value = text.partition("=")
        if not equals:
            raise RefusedFileError(f"--reference {text}: write it as COLUMN=VALUE, for example sex=Male.")
        found = inventory.column(column)
        parts = [part.partition("=") for part in text.split(",")]
        if found is not None and value not in found.levels and all(equals for _, equals, _ in parts):
            yield from ((name.strip(), said.strip()) for name, _, said in parts)
        else:
            yield column, value


def _write(json_file: Path, result: Result) -> None:
    text = json.dumps(result.to_dict(), ensure_ascii=False, indent=2) + "\n"
    try:
        json_file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RefusedFileError(f"{json_file} cannot be written: {error.strerror}.") from error


def _summary(assessed: Assessed) -> Iterator[str]:
    """A verdict on each primary comparison, then a table for each rate. Sentences round; tables are exact."""
    result, public = assessed.result, assessed.public
    yield " ".join(in_english(sentence) for sentence in size(public, "en"))
    for attribute, value in result.plan.reference:
        yield f"Groups of {attribute} are compared with {value}."
    for comparison in public.comparisons:
        if comparison.primary:
            title = in_english(rate_title(comparison.metric, public.yes_means))
            told = [headline(public, comparison, "en")]
            if comparison.verdict is Verdict.DIFFERENCE:
                told += finding(public, comparison, "en")
            yield f"\n{title}. " + " ".join(in_english(sentence) for sentence in told)
    for attribute in result.plan.groups:
        for metric in (figure.metric for figure in result.overall.figures):
            yield from _table(result, attribute, metric)
    if result.checked_by is not None:
        checked = result.checked_by
        yield (
            f"\n{checked.checked} figures were computed again by fairlearn {checked.fairlearn} and scikit-learn "
            f"{checked.scikit_learn}, with the same result."
        )


def _table(result: Result, attribute: str, metric: str) -> Iterator[str]:
    title = in_english(rate_title(metric, result.plan.yes_means))
    yield f"\n{metric} ({title}), by {attribute}"
    groups = [group for group in result.groups if group.attributes[0][0] == attribute]
    width = max(len(_name(group)) for group in groups)
    for group in groups:
        figure = group.figure(metric)
        if figure.value is None or figure.low is None or figure.high is None:
            yield f"  {_name(group):<{width}}  cannot be computed: {str(figure.reason).replace('_', ' ')}"
            continue
        share = f"{figure.numerator}/{figure.denominator}"
        of_100 = f"{figure.value * 100:6.2f} of 100"
        interval = f"{figure.low * 100:.1f}–{figure.high * 100:.1f}"
        yield f"  {_name(group):<{width}}  {share:>15}  {of_100}  {interval:>11}  {_verdict(result, group, metric)}"


def _name(group: GroupResult) -> str:
    return group.attributes[0][1] or "(unknown)"


def _verdict(result: Result, group: GroupResult, metric: str) -> str:
    attribute, value = group.attributes[0]
    if value == result.plan.reference_of(attribute):
        return "compared with"
    found: Comparison | None = next(
        (c for c in result.comparisons if c.group == group.attributes and c.metric == metric), None
    )
    words: Sentence | str = "" if found is None else VERDICT_WORDS[found.verdict]
    return words if isinstance(words, str) else in_english(words).lower()
