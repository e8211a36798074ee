"""A fairness test to try: numbers from the address, through the same steps as a real one, to a sentence and a chart.

Counts, rates, intervals, verdicts, rounding and words are those of ``assessments``; nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import Label, TestPlan
from assessments.report.charts import Chart, charts
from assessments.report.public_report import PublicFinding, report
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.text.message import Message
from register.language import Language
from register.web.forms import FormPage, errors_by_control

MOST_PEOPLE, MOST_MARGIN = 100_000, 50
BEGINNING: Mapping[str, str] = {
    "north": "600",
    "north-wrong": "72",
    "south": "800",
    "south-wrong": "56",
    "margin": "5",
}
RATE = "false_positive_rate"
_TOO_MANY = Message("There cannot be more mistakes than people.")


@dataclass(frozen=True, slots=True)
class TrialResult(FormPage):
    """What was typed, and what came of it; without a finding where something cannot be counted."""

    finding: PublicFinding | None = None
    chart: Chart | None = None
    key: Message | None = None


def tried(query: Mapping[str, str], language: Language) -> TrialResult:
    """From the address, where ``BEGINNING`` stands in for what it leaves out."""
    typed = {name: query.get(name, usual).strip()[:20] for name, usual in BEGINNING.items()}
    numbers = {name: _number(written) for name, written in typed.items()}
    if errors := _errors(numbers):
        return TrialResult(typed=typed, errors=errors_by_control(errors))
    known = {name: number for name, number in numbers.items() if number is not None}
    result = assess(_counts(known), _plan(known["margin"]), data=Data("0" * 64, known["north"] + known["south"]))
    public = publish(result)
    trial_report = report(public, language)
    drawn = next(chart for chart in charts(public, language) if chart.metric == RATE)
    return TrialResult(typed=typed, finding=trial_report.shown[0], chart=drawn, key=trial_report.key)


def _number(written: str) -> int | None:
    bare = "".join(written.split())
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 9 else None


def _errors(numbers: Mapping[str, int | None]) -> dict[str, Message]:
    errors = {}
    for name, number in numbers.items():
        most = MOST_MARGIN if name == "margin" else MOST_PEOPLE
        least = 0 if name.endswith("-wrong") else 1
        if number is None or not least <= number <= most:
            errors[name] = Message("Write a whole number from {least} to {most}.", {"least": least, "most": most})
    for place in ("north", "south"):
        people, wrong = numbers[place], numbers[f"{place}-wrong"]
        if place not in errors and f"{place}-wrong" not in errors and (wrong or 0) > (people or 0):
            errors[f"{place}-wrong"] = _TOO_MANY
    return errors


def _counts(known: Mapping[str, int]) -> Counts:
    """People with whom nothing was wrong: some were picked out all the same."""
    return Counts(
        ("place",),
        {
            ((place,), False, picked): known[f"{place}-wrong"] if picked else known[place] - known[f"{place}-wrong"]
            for place in ("north", "south")
            for picked in (True, False)
        },
    )


def _plan(margin: int) -> TestPlan:
    return TestPlan(
        outcome="wrong",
        decision="picked",
        groups=("place",),
        outcome_yes=("yes",),
        outcome_no=("no",),
        decision_yes=("yes",),
        decision_no=("no",),
        reference=(("place", "south"),),
        yes_means="burden",
        primary=(RATE,),
        margin=f"{margin / 100:.2f}",
        margin_reason="chosen by the reader, to see what it does",
        labels=(
            Label(attribute="place", value="north", sv="personer i norr", en="people in the north"),
            Label(attribute="place", value="south", sv="personer i söder", en="people in the south"),
        ),
    )
