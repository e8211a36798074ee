"""What the two forms of a test plan hold, and how a plan is read from them. What may be wrong with it: its rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.data.encodings import ENCODINGS
from assessments.data.inventory import ColumnInventory, Inventory
from assessments.judgements.agreement import SCALES
from assessments.judgements.patterns import AGREED_BY
from assessments.plan.completing import complete
from assessments.plan.guidance import GuidanceAnswers
from assessments.plan.judging import about_judgements, decision_column
from assessments.plan.overall_rates import proposed_margin
from assessments.plan.plan import OUTCOME_KNOWN, REPEATED, TASKS, TOTALS, YES_OR_NO, Label, TestPlan
from assessments.plan.score_cuts import typed_thresholds
from assessments.plan.second_file import Files
from assessments.plan.tabulation import Bands
from assessments.plan.unknown_words import differ_in_case_only
from assessments.statistics.disparities import PRESETS
from assessments.statistics.margin import margin_of
from assessments.statistics.metrics import METRICS
from assessments.text.message import Message
from register.request.forms import Form

MOST_GROUPS = 6
_LISTS = ("groups", "more_judgements")  # fields of the first form with several columns
MEANINGS = ("yes", "no", "unknown")  # of a value of outcome or decision


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first form asks for. Every field is a name of the form's, and text as it was typed."""

    task: str = "decision"
    decision: str = ""
    outcome: str = ""
    outcome_known: str = "everyone"
    yes_means: str = ""
    shown: str = ""  # "person": somebody sees the score and goes by it
    groups: tuple[str, ...] = ()
    count: str = ""
    weight: str = ""
    stratum: str = ""
    key: str = ""  # finds each case in the second file
    sheet: str = ""  # of a workbook with several tables
    encoding: str = ""  # of a CSV whose letters were read wrong
    totals: str = ""  # whether rows that look like totals of others are left out
    repeated: str = "unknown"  # whether the same person can be in several rows
    person: str = ""  # and the column that shows it
    answer: str = ""  # of judgements in rows of their own: which answer was judged
    rater: str = ""  # and by whom
    more_judgements: tuple[str, ...] = ()  # of judgements side by side: the further columns

    @classmethod
    def read(cls, text: Callable[[str], str], every: Callable[[str], tuple[str, ...]]) -> "Columns":
        typed = ((field.name, text(field.name)) for field in fields(cls) if field.name not in _LISTS)
        arguments: dict[str, Any] = {name: value for name, value in typed if value}
        return cls(**arguments | {name: every(name) for name in _LISTS})

    @classmethod
    def of(cls, plan: TestPlan) -> "Columns":
        names = (field.name for field in fields(cls) if field.name not in (*_LISTS, "shown"))
        arguments: dict[str, Any] = {name: getattr(plan, name) or "" for name in names}
        return cls(**arguments | {name: getattr(plan, name) for name in _LISTS})

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values for the hidden fields of the second form."""
        single = [(field.name, getattr(self, field.name)) for field in fields(self) if field.name not in _LISTS]
        listed = ((name, value) for name in _LISTS for value in getattr(self, name))
        return (*((name, value) for name, value in single if value), *listed)

    @property
    def is_yes_or_no(self) -> bool:
        return self.task in YES_OR_NO

    @property
    def plan(self) -> TestPlan:
        """The plan as far as the first form says it."""
        arguments: dict[str, Any] = {
            "task": self.task if self.task in TASKS else "decision",
            "outcome_known": self.outcome_known if self.outcome_known in OUTCOME_KNOWN else "everyone",
            "yes_means": self.yes_means if self.yes_means in ("burden", "help") else None,
            "sheet": self.sheet,
            "encoding": self.encoding if self.encoding in ENCODINGS else "",
            "totals": next((choice for choice in TOTALS if choice == self.totals), ""),
            "repeated": self.repeated if self.repeated in REPEATED else "unknown",
            "person": self.person if self.repeated in ("yes", "pairs") and self.person else None,
            **{name: getattr(self, name) or None for name in ("outcome", "count", "weight", "stratum", "key")},
        }
        if self.task == "judgements":
            further = tuple(name for name in self.more_judgements if name != self.decision)
            arguments |= {"answer": self.answer or None, "rater": self.rater or None, "more_judgements": further}
        return TestPlan(decision=self.decision, groups=self.groups, **arguments)

    @property
    def known(self) -> GuidanceAnswers:
        plan = self.plan
        return GuidanceAnswers(
            task=plan.task,
            has_outcome=plan.outcome is not None,
            outcome_known=plan.outcome_known,
            yes_means=plan.yes_means,
            score_is_shown=self.shown == "person",
        )


def wrong_columns(files: Files, chosen: Columns) -> dict[str, Message]:
    """What keeps the second form from being asked, by the name of the field."""
    there = {column.name: column for column in files.cases.columns}
    errors: dict[str, Message] = {}
    if chosen.task == "judgements":
        errors |= _wrong_judgements(files, chosen)
    elif chosen.decision not in there or (chosen.task == "decision" and there[chosen.decision].has_too_many_values):
        errors["decision"] = Message("Choose the column that says what the system decided.")
    if chosen.outcome and (chosen.outcome not in there or chosen.outcome == chosen.decision):
        errors["outcome"] = Message(
            "Choose the column that says what turned out to be true, another than the decision."
        )
    elif not chosen.outcome and chosen.task in ("classes", "amounts"):
        errors["outcome"] = Message("Choose the column with the true class or amount.")
    elif chosen.outcome and chosen.is_yes_or_no and there[chosen.outcome].has_too_many_values:
        errors["outcome"] = Message("Choose a column with the few values that mean yes and no.")
    if files.cases.totals is not None and chosen.totals not in ("out", "in"):
        errors["totals"] = Message("Say whether rows that look like totals are left out.")
    if chosen.repeated in ("yes", "pairs") and chosen.person not in there:
        errors["person"] = Message("Choose the column with persons, or another answer.")
    return errors | _wrong_groups(files, chosen)


def _wrong_judgements(files: Files, chosen: Columns) -> dict[str, Message]:
    judgements = decision_column(chosen.plan, files.cases)
    if chosen.decision not in files.cases.names or judgements is None or judgements.has_too_many_values:
        return {"decision": Message("Choose the column with judgements of answers, such as yes and no, or 1 to 5.")}
    wrong = next(iter(about_judgements(chosen.plan)), None)
    return {} if wrong is None else {"answer": wrong}


def _wrong_groups(files: Files, chosen: Columns) -> dict[str, Message]:
    plan = files.placed(chosen.plan)
    if not chosen.groups or not set(chosen.groups) <= set(files.inventory.names) - {chosen.outcome, chosen.decision}:
        return {"groups": Message("Choose at least one column with groups, other than outcome and decision.")}
    if len(chosen.groups) > MOST_GROUPS:
        return {"groups": Message("Choose at most {most} columns with groups.", {"most": MOST_GROUPS})}
    faults = {"groups": files.misplaced(plan), "key": files.wrong_key(plan)}
    return {name: sentence for name, sentences in faults.items() for sentence in list(sentences)[:1]}


def begun(plan: TestPlan | None, chosen: Columns, columns: Mapping[str, ColumnInventory]) -> dict[str, str]:
    """What the second form holds at first: an earlier plan, else what needs no choice, and the largest groups."""
    rows = max((column.missing + sum(n for _, n in column.values) for column in columns.values()), default=0)
    known = Inventory(rows=rows, sha256="", encoding="", separator="", columns=tuple(columns.values()))
    same = plan is not None and Columns.of(plan) == replace(chosen, shown="")
    filled = complete(plan if plan is not None and same else chosen.plan, known)
    if not same:
        filled = replace(filled, margin=proposed_margin(filled, known))
    as_given = ("threshold", "tolerance", "decimals", "reason", "margin_reason", "against")
    typed = {name: str(getattr(filled, name)) for name in as_given}
    typed |= {name: str(getattr(filled, name) or "") for name in ("first", "top", "population", "flagged")}
    typed |= {"ties": filled.ties, "scale": filled.scale, "agreed_by": filled.agreed_by}
    typed["scale_order"] = ", ".join(filled.scale_order)
    typed["other_thresholds"] = " ".join(filled.other_thresholds)
    typed["pairs"] = "yes" if filled.pairs else ""
    typed["margin"] = _of_100(filled.margin)
    typed["first-month"], _, typed["last-month"] = filled.period.partition("/")
    for part in ("outcome", "decision"):
        column = columns.get(filled.outcome or "") if part == "outcome" else decision_column(filled, known)
        for n, value in enumerate(column.levels if column else ()):
            meanings = (word for word in MEANINGS if value in getattr(filled, f"{part}_{word}"))
            typed[f"{part}-{n}"] = next(meanings, "")
    for g, name in enumerate(filled.groups):
        levels, reference = columns[name].levels, filled.reference_of(name)
        typed[f"reference-{g}"] = str(levels.index(reference)) if reference in levels else ""
        limits = dict(filled.bands).get(name, ())
        unknown = dict(filled.group_unknown).get(name, ())
        typed |= {f"group-{g}-{n}": "unknown" if value in unknown else "group" for n, value in enumerate(levels)}
        typed[f"join-{g}"] = "no" if dict(filled.joined_values).get(name) == () else "yes"
        typed[f"bands-{g}"], typed[f"within-{g}"] = ", ".join(limits), _number_in(limits, reference)
    return typed | dict(_labels_typed(filled, [columns[name] for name in filled.groups]))


def _number_in(limits: tuple[str, ...], band: str | None) -> str:
    """A number that lies in this band, as a person would have typed it."""
    names = Bands(limits).names() if limits else ()
    if band not in names:
        return ""
    place = names.index(band)
    return limits[place - 1] if place else str(Decimal(limits[0]) - 1)


def _labels_typed(plan: TestPlan, groups: Iterable[ColumnInventory]) -> Iterable[tuple[str, str]]:
    known = {(label.attribute, label.value): label for label in plan.labels}
    for g, column in enumerate(groups):
        for n, value in enumerate((None, *column.levels)):
            if label := known.get((column.name, value)):
                yield f"label-{g}-{n}-sv", label.sv
                yield f"label-{g}-{n}-en", label.en


def read(form: Form, files: Files, chosen: Columns) -> TestPlan:
    """The whole plan; what is wrong with it, its own rules say."""
    plan, inventory = files.placed(chosen.plan), files.inventory
    columns = [column for name in plan.groups for column in [inventory.column(name)] if column is not None]
    bands = tuple(_bands(form, columns))
    as_written = ("reason", "margin_reason", "threshold", "tolerance")
    arguments: dict[str, Any] = {name: form.text(name) for name in as_written}
    arguments["other_thresholds"] = typed_thresholds(form.text("other_thresholds")) if plan.task == "score" else ()
    arguments |= {"against": form.text("against") or "reference", "pairs": form.text("pairs") == "yes"}
    arguments |= {name: _whole(form.text(name), 0) for name in ("first", "top", "population", "flagged")}
    arguments["ties"] = "in" if form.text("ties") == "in" else "out"
    arguments |= _judged(form) if plan.task == "judgements" else {}
    arguments |= {
        f"{part}_{meaning}": _mapped(form, part, column, meaning)
        for part, column in (
            ("outcome", inventory.column(plan.outcome or "")),
            ("decision", decision_column(plan, inventory)),
        )
        for meaning in MEANINGS
    }
    return replace(
        plan,
        reference=(*_references(form, columns), *_banded_references(form, columns, bands)),
        bands=bands,
        group_unknown=tuple(_group_unknown(form, columns)),
        joined_values=tuple(_joined_values(form, columns)),
        primary=tuple(name for name in METRICS if name in form.all("primary")),
        presets=tuple(name for name in PRESETS if name in form.all("presets")),
        sensitive=tuple(name for name in plan.columns if name in form.all("sensitive")),
        margin=_share(form.text("margin")),
        period="/".join(month for part in ("first", "last") if (month := form.text(f"{part}-month"))),
        decimals=_whole(form.text("decimals"), 3),
        labels=tuple(_labels(form, columns)),
        **arguments,
    )


def _judged(form: Form) -> dict[str, Any]:
    """How judgements are measured, and how several of an answer become one."""
    order = tuple(value for part in form.text("scale_order").split(",") if (value := part.strip()))
    scale, rule = form.text("scale"), form.text("agreed_by")
    return {
        "scale": scale if scale in SCALES else "nominal",
        "agreed_by": rule if rule in AGREED_BY else "majority",
        "scale_order": order if scale == "ordinal" else (),
    }


def _mapped(form: Form, part: str, column: ColumnInventory | None, meaning: str) -> tuple[str, ...]:
    levels = column.levels if column else ()
    return tuple(value for n, value in enumerate(levels) if form.text(f"{part}-{n}") == meaning)


def _group_unknown(form: Form, columns: Iterable[ColumnInventory]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for g, column in enumerate(columns):
        answers = [(value, form.text(f"group-{g}-{n}")) for n, value in enumerate(column.levels)]
        if any(answer for _, answer in answers):
            yield column.name, tuple(value for value, answer in answers if answer == "unknown")


def _joined_values(form: Form, columns: Iterable[ColumnInventory]) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    for g, column in enumerate(columns):
        if same := differ_in_case_only(column.values):
            answer = form.text(f"join-{g}")
            if answer in ("yes", "no"):
                yield column.name, tuple(sorted(same.items())) if answer == "yes" else ()


def _references(form: Form, columns: Iterable[ColumnInventory]) -> Iterable[tuple[str, str]]:
    for g, column in enumerate(columns):
        place = form.text(f"reference-{g}")
        if place.isdecimal() and int(place) < len(column.levels):
            yield column.name, column.levels[int(place)]


def _bands(form: Form, columns: Iterable[ColumnInventory]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """``18, 30, 65``: the lowest number of each band."""
    for g, column in enumerate(columns):
        limits = tuple(part for part in form.text(f"bands-{g}").replace(",", " ").replace(";", " ").split() if part)
        if column.has_too_many_values and limits:
            yield column.name, limits


def _banded_references(
    form: Form, columns: Iterable[ColumnInventory], bands: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterable[tuple[str, str]]:
    """The band that holds the number that was typed."""
    limits = dict(bands)
    for g, column in enumerate(columns):
        number = form.text(f"within-{g}")
        if column.name in limits and (name := Bands(limits[column.name]).name_of(number)) is not None:
            yield column.name, name


def _labels(form: Form, columns: Iterable[ColumnInventory]) -> Iterable[Label]:
    for g, column in enumerate(columns):
        for n, value in enumerate((None, *column.levels)):
            swedish, english = form.text(f"label-{g}-{n}-sv"), form.text(f"label-{g}-{n}-en")
            if swedish or english:
                yield Label(attribute=column.name, value=value, sv=swedish or english, en=english or swedish)


def _whole(text: str, otherwise: int) -> int:
    digits = text.replace(" ", "").replace("\u00a0", "")
    return int(digits) if digits.isdecimal() and len(digits) < 13 else otherwise


def unreadable(form: Form) -> dict[str, Message]:
    """What is wrong with numbers that are none, by the name of the control: a plan has only read ones."""
    names = ("first", "top", "population", "flagged", "decimals")
    return {name: _NO_NUMBER for name in names if (typed := form.text(name)) and _whole(typed, -1) < 0}


_NO_NUMBER = Message("Write a whole number in figures, for example 1200.")


def _share(of_100: str) -> str:
    """``5`` of 100 as ``0.05``; what is no number is left for the plan's own complaint."""
    try:
        return format((Decimal(of_100.replace(",", ".")) / 100).normalize(), "f")
    except InvalidOperation:
        return of_100


def _of_100(text: str) -> str:
    """As a person types it: 5 for 5 of 100, a ratio as it is."""
    margin = margin_of(text)
    return text if margin is None else margin.printed
