"""From the options of ``insyn assess`` to a test plan. Reads no files; whether a plan fits, the plan's rules say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import click

from assessments.data.encodings import ENCODINGS
from assessments.data.inventory import Inventory
from assessments.judgements.agreement import SCALES
from assessments.judgements.patterns import AGREED_BY
from assessments.plan.completing import words_for_unknown
from assessments.plan.plan import OUTCOME_KNOWN, TIES, Repeated, Task, TestPlan
from assessments.plan.score_cuts import typed_thresholds
from assessments.plan.unknown_words import differ_in_case_only
from assessments.statistics.disparities import PRESETS
from assessments.statistics.margin import USUAL
from assessments.text.message import Message
from register.shell.reader import usage_error

Texts = tuple[str, ...]
_AS_GIVEN = (
    "yes_means",
    "margin_reason",
    "against",
    "stratum",
    "count",
    "weight",
    "threshold",
    "first",
    "ties",
    "decimals",
    "tolerance",
    "top",
    "outcome_known",
    "population",
    "flagged",
    "period",
    "sheet",
    "key",
    "pairs",
    "answer",
    "rater",
    "scale",
    "agreed_by",
    "presets",
)
_TASKS: Mapping[str, Task] = {
    "decision": "decision",
    "score": "score",
    "class": "classes",
    "amount": "amounts",
    "rank": "ranking",
    "judgement": "judgements",
}
_WHICH_TASK = Message(
    "Name what the system said by one of --decision, --score with --threshold or --first, --class, --amount with "
    "--tolerance, --rank with --top, or --judgement with --answer and --rater."
)
Option = Callable[[Callable[..., Any]], Callable[..., Any]]

_OPTIONS = (
    click.option("--outcome", metavar="COLUMN", help="What turned out to be true. Left out: nobody knows."),
    click.option("--outcome-yes", multiple=True, metavar="VALUES", help="Values of the outcome that mean yes."),
    click.option("--outcome-no", multiple=True, metavar="VALUES", help="Values of the outcome that mean no."),
    click.option("--decision", metavar="COLUMN", help="What the system decided: yes or no."),
    click.option("--score", metavar="COLUMN", help="The system's score, instead of a decision; with --threshold."),
    click.option("--threshold", default="", metavar="NUMBER", help="A score of at least this means yes."),
    click.option(
        "--other-threshold",
        "other_thresholds",
        multiple=True,
        metavar="NUMBERS",
        help="Other thresholds to compare with, separated by spaces: all are judged together.",
    ),
    click.option("--first", default=0, metavar="NUMBER", help="Instead of a threshold: how many have places."),
    click.option(
        "--ties",
        type=click.Choice(TIES),
        default="out",
        show_default=True,
        help="With --first: whether all who share the last score are in, or out. The order of rows decides nothing.",
    ),
    click.option("--class", "class_", metavar="COLUMN", help="The system's class; --outcome is the true one."),
    click.option("--amount", metavar="COLUMN", help="The system's amount, with --tolerance; --outcome: the true one."),
    click.option("--tolerance", default="", metavar="NUMBER", help="An amount further off than this is wrong."),
    click.option("--rank", metavar="COLUMN", help="The system's place in a ranking, 1 is first; with --top."),
    click.option("--top", default=0, metavar="NUMBER", help="How many places count as being among the first."),
    click.option(
        "--judgement",
        multiple=True,
        metavar="COLUMN",
        help="What somebody thought of the system's answer. Given for each person who judged, or once with the two:",
    ),
    click.option("--answer", metavar="COLUMN", help="Which answer was judged, where each judgement is a row."),
    click.option("--rater", metavar="COLUMN", help="Who judged it: a made-up letter. Never stored."),
    click.option("--good", "good", multiple=True, metavar="VALUES", help="Judgements that mean a good answer."),
    click.option(
        "--scale",
        type=click.Choice(SCALES),
        default="nominal",
        show_default=True,
        help="Judgements are names (nominal), in an order (ordinal), or numbers with equal steps (interval).",
    ),
    click.option("--scale-order", multiple=True, metavar="VALUES", help="Of an order without numbers: lowest first."),
    click.option(
        "--agreed-by",
        type=click.Choice(AGREED_BY),
        default="majority",
        show_default=True,
        help="An answer is good when more than half say so, or everyone; where they are divided, it is neither.",
    ),
    click.option("--decimals", default=3, show_default=True, help="Decimals of a score or an amount that are kept."),
    click.option("--decision-yes", multiple=True, metavar="VALUES", help="Values of the decision that mean yes."),
    click.option("--decision-no", multiple=True, metavar="VALUES", help="Values of the decision that mean no."),
    click.option(
        "--unknown",
        multiple=True,
        metavar="VALUE",
        help="A value of outcome, decision or groups that means unknown; COLUMN=VALUE of one column only. Usual words "
        "such as NULL and okänt are known.",
    ),
    click.option("--known", multiple=True, metavar="VALUE", help="A usual word for unknown that is a group here."),
    click.option("--join-case", multiple=True, metavar="COLUMNS", help="Groups that differ in capitals only are one."),
    click.option("--keep-case", multiple=True, metavar="COLUMNS", help="Groups that differ in capitals only are not."),
    click.option(
        "--outcome-known",
        type=click.Choice(OUTCOME_KNOWN),
        default="everyone",
        show_default=True,
        help="Of whom: only those with a yes (flagged), those and a random sample, whose decision is no (audit), or "
        "some, for reasons that have nothing to do with the decision (unrelated): then each rate has bounds.",
    ),
    click.option("--population", default=0, metavar="NUMBER", help="With an audit: how many cases there were in all."),
    click.option("--flagged", default=0, metavar="NUMBER", help="With an audit: how many of them got a yes."),
    click.option("--groups", multiple=True, metavar="COLUMNS", help="Columns with groups to compare."),
    click.option("--reference", multiple=True, metavar="COLUMN=VALUE", help="The group to compare with; else largest."),
    click.option(
        "--against",
        type=click.Choice(["reference", "rest", "whole"]),
        default="reference",
        show_default=True,
        help="With whom each group is compared.",
    ),
    click.option("--bands", multiple=True, metavar="COLUMN=NUMBERS", help="Cut numbers into bands: age=18,30,65."),
    click.option("--publish-pairs", "pairs", is_flag=True, help="Publish attributes crossed two and two as well."),
    click.option("--stratum", metavar="COLUMN", help="A legitimate factor that is held equal in further comparisons."),
    click.option("--sheet", default="", metavar="NAME", help="Of a workbook with several tables: which sheet."),
    click.option(
        "--encoding",
        type=click.Choice(list(ENCODINGS)),
        help="How the letters of a CSV are read, where they come out wrong by themselves.",
    ),
    click.option(
        "--totals",
        type=click.Choice(["out", "in"]),
        help="Rows that look like totals of others, such as “Summa”: left out, or counted as cases.",
    ),
    click.option("--key", metavar="COLUMN", help="Finds each case's groups in --groups-file."),
    click.option("--count", metavar="COLUMN", help="Aggregated counts: how many cases a row stands for."),
    click.option("--weight", metavar="COLUMN", help="Sampling weights."),
    click.option(
        "--person", metavar="COLUMN", help="The same person in several rows: a made-up number for each. Never stored."
    ),
    click.option("--pair", metavar="COLUMN", help="The same case once for each group, with only the group changed."),
    click.option("--persons-once", "persons_once", is_flag=True, help="Nobody is in more than one row."),
    click.option("--period", default="", metavar="MONTH/MONTH", help="Of the data, for example 2025-01/2025-12."),
    click.option(
        "--margin",
        metavar="GAP",
        help="The smallest gap that matters: 0.05 is 5 in 100, 0.8-1.25 a ratio; else by how rare it is in all.",
    ),
    click.option(
        "--margin-reason", default="", metavar="TEXT", help="Why a margin of more than half of a rate is right here."
    ),
    click.option("--yes-burdens", "yes_means", flag_value="burden", default=None, help="A yes is a burden."),
    click.option("--yes-helps", "yes_means", flag_value="help", help="A yes helps the person."),
    click.option(
        "--rule-of-thumb",
        "presets",
        multiple=True,
        type=click.Choice(list(PRESETS)),
        help="Show a common rule as well.",
    ),
    click.option("--primary", multiple=True, metavar="RATES", help="The rates that decide; else the usual four."),
)


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Every option that says what is compared, in the order in which help lists them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _names() -> Iterator[str]:
    """What the command calls each of these options."""

    @plan_options
    def nothing() -> None:
        """Holds the options, so that click says what it calls them."""

    return (parameter.name for parameter in click.command()(nothing).params if parameter.name is not None)


OF_PLAN = tuple(_names())


def plan_from(options: Mapping[str, Any], inventory: Inventory) -> TestPlan:
    """The plan as it was given. click.UsageError for an option that is not written as it should be."""

    def levels(column: str | None) -> Texts:
        known_column = None if column is None else inventory.column(column)
        return () if known_column is None else known_column.levels

    (task, given), judgements = _task(options), _listed(options["judgement"], inventory.names)
    decision, outcome = judgements[0] if judgements else given, options["outcome"]
    groups = _listed(options["groups"], inventory.names)
    judged = tuple(dict.fromkeys(level for name in (decision, *judgements) for level in levels(name)))
    every = (*(level for column in (outcome, *groups) for level in levels(column)), *judged)
    named_unknown = [part for text in options["unknown"] for part in _listed((text,), every)]
    unknown = {column: set(_unknown_in(column, named_unknown)) for column in (outcome, decision, *groups)}
    return TestPlan(
        task=task,
        outcome=outcome,
        decision=decision,
        groups=groups,
        outcome_yes=_listed(options["outcome_yes"], levels(outcome)),
        outcome_no=_listed(options["outcome_no"], levels(outcome)),
        decision_yes=_listed(options["good"] or options["decision_yes"], judged),
        decision_no=_listed(options["decision_no"], judged),
        more_judgements=judgements[1:],
        scale_order=_listed(options["scale_order"], judged),
        outcome_unknown=tuple(value for value in levels(outcome) if value in unknown[outcome]),
        decision_unknown=tuple(value for value in judged if value in unknown[decision]),
        group_unknown=tuple(_group_unknown(options["known"], {name: unknown[name] for name in groups}, inventory)),
        joined_values=tuple(_spellings(options, inventory)),
        reference=tuple(_references(options["reference"], inventory)),
        primary=_listed(options["primary"], ()),
        margin=options["margin"] or USUAL,
        encoding=options["encoding"] or "",
        totals=options["totals"] or "",
        repeated=_repeated(options),
        person=options["pair"] or options["person"],
        bands=tuple(_bands(options["bands"])),
        other_thresholds=tuple(number for text in options["other_thresholds"] for number in typed_thresholds(text)),
        **{name: options[name] for name in _AS_GIVEN},
    )


def _repeated(options: Mapping[str, Any]) -> Repeated:
    if options["pair"]:
        return "pairs"
    return "yes" if options["person"] else "no" if options["persons_once"] else "unknown"


def _task(options: Mapping[str, Any]) -> tuple[Task, str]:
    """What the system gave, and the column with it."""
    named = [(task, name) for task, name in _named_options(options) if name is not None]
    if len(named) != 1:
        raise usage_error(_WHICH_TASK)
    return named[0]


def _named_options(options: Mapping[str, Any]) -> Iterator[tuple[Task, str | None]]:
    for option, task in _TASKS.items():
        given = options["class_" if option == "class" else option]
        yield task, given[0] if isinstance(given, tuple) and given else given or None


def _listed(texts: Texts, known: Texts) -> Texts:
    """What one option lists. Given once it is cut at commas, unless the whole is itself a name that is there."""
    if len(texts) != 1 or texts[0] in known:
        return texts
    return tuple(part.strip() for part in texts[0].split(",") if part.strip())


def _unknown_in(column: str | None, given: Iterable[str]) -> Iterator[str]:
    """The values that mean unknown in a column: those of every column, and its own."""
    for text in given:
        yield text
        name, equals, value = text.partition("=")
        if equals and name == column:
            yield value


def _group_unknown(known: Texts, unknown: Mapping[str, set[str]], inventory: Inventory) -> Iterator[tuple[str, Texts]]:
    """For each column of groups its values that are none: those named and the usual words, but for those known."""
    for name, named in unknown.items():
        column = inventory.column(name)
        words = {*words_for_unknown(column), *named} - set(known)
        if column is not None and (words or known):
            yield name, tuple(value for value in column.levels if value in words)


def _spellings(options: Mapping[str, Any], inventory: Inventory) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for name in _listed(options["join_case"], inventory.names):
        column = inventory.column(name)
        yield name, () if column is None else tuple(sorted(differ_in_case_only(column.values).items()))
    yield from ((name, ()) for name in _listed(options["keep_case"], inventory.names))


def _references(given: Texts, inventory: Inventory) -> Iterator[tuple[str, str]]:
    for text in given:
        column, equals, value = text.partition("=")
        if not equals:
            raise usage_error(
                Message("--reference {text}: write it as COLUMN=VALUE, for example sex=Male.", {"text": text})
            )
        known_column = inventory.column(column)
        parts = [part.partition("=") for part in text.split(",")]
        if (
            known_column is not None
            and value not in known_column.levels
            and len(parts) > 1
            and all(sign for _, sign, _ in parts)
        ):
            yield from ((name.strip(), level.strip()) for name, _, level in parts)
        else:
            yield column, value


def _bands(given: Texts) -> Iterator[tuple[str, Texts]]:
    for text in given:
        column, equals, limits = text.partition("=")
        if not equals:
            raise usage_error(
                Message("--bands {text}: write it as COLUMN=NUMBERS, for example age=18,30,65.", {"text": text})
            )
        yield column, tuple(limit.strip() for limit in limits.split(","))
