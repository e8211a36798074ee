"""Where a score is cut: at several thresholds, or where the places for the first so many end. Pure; judges nothing.

A tie is decided by the plan, never by the order of rows. Scores are compared with the decimals that the plan keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assessments.plan.plan import TestPlan, decimal_of
from assessments.plan.tabulation import CountTable
from assessments.text.complaints import PlanRefusedError, quoted
from assessments.text.message import Message

Group = tuple[str, str | None]  # attribute and value


@dataclass(frozen=True, slots=True)
class Edge:
    """The last score that reaches the places: ``score`` in the table's whole multiples.

    ``above`` cases have a higher score and get a yes. ``tied`` share this one with others, and there are too few places
    for them; 0 where everybody who has it fits. ``by_group`` says who the tied are.
    """

    score: int
    decimals: int
    places: int
    above: int
    tied: int
    by_group: tuple[tuple[str, str | None, int], ...] = ()
    changes_verdict: bool = False  # whether a verdict would be another if the tie were decided the other way

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "by_group": [list(line) for line in self.by_group]}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Edge":
        by_group = tuple((attribute, value, cases) for attribute, value, cases in written["by_group"])
        return cls(**{**written, "by_group": by_group})


def edge(plan: TestPlan, table: CountTable) -> Edge:
    """Where the places end. PlanRefusedError where even the highest score is shared by more than there are places."""
    cases = _cases_by_score(table)
    above, last = 0, min(cases, default=0)
    for score in sorted(cases, reverse=True):
        last = score
        if above + cases[score] >= plan.first:
            break
        above += cases[score] if score > min(cases) else 0
    tied = cases.get(last, 0) if above + cases.get(last, 0) > plan.first else 0
    if tied and above == 0 and plan.ties == "out":
        raise PlanRefusedError(
            Message(
                "The highest score is shared by {tied} cases, and there are {places} places: the score does not say "
                "who comes first. Keep more decimals, let all of them in, or choose another number.",
                {"tied": tied, "places": plan.first},
            )
        )
    by_group = tuple(_tied_groups(plan, table, last)) if tied else ()
    return Edge(
        score=last,
        decimals=plan.decimals,
        places=plan.first,
        above=above,
        tied=tied,
        by_group=by_group,
    )


def reaches(score: object, plan: TestPlan, cut: Edge) -> bool | None:
    """Whether this score is among the first; None without a score."""
    if not isinstance(score, int):
        return None
    return score > cut.score or (score == cut.score and (cut.tied == 0 or plan.ties == "in"))


def about_first(plan: TestPlan, rows: int | None = None) -> Iterable[Message]:
    """What keeps a plan from picking the first so many by score."""
    if not plan.first:
        return
    if plan.task != "score" or plan.threshold or plan.other_thresholds:
        yield Message(
            "A yes goes to the first so many by score, or to every score from a threshold on. Choose one of the two."
        )
    if plan.first < 0 or (plan.count is None and rows is not None and plan.first >= rows):
        yield Message("The number of places must be at least 1 and smaller than the number of cases.")
    if plan.person is not None or plan.weight is not None:
        yield Message(
            "Places are counted in cases. Leave the column with persons or weights out, or give a threshold instead."
        )
    if plan.outcome_known not in ("everyone", "unrelated"):
        yield Message("Places by score need the outcome of everyone, or of nobody. Give a threshold instead.")


def _cases_by_score(table: CountTable) -> dict[int, int]:
    together: dict[int, int] = {}
    place = table.sums.index("n")
    for key, sums in table.rows.items():
        if isinstance(score := key[-1], int):
            together[score] = together.get(score, 0) + sums[place]
    return together


def _tied_groups(plan: TestPlan, table: CountTable, score: int) -> Iterable[tuple[str, str | None, int]]:
    place = table.sums.index("n")
    for number, attribute in enumerate(plan.groups):
        cases: dict[str | None, int] = {}
        for key, sums in table.rows.items():
            if key[-1] == score:
                value = None if key[number] is None else str(key[number])
                cases[value] = cases.get(value, 0) + sums[place]
        for value in sorted(cases, key=lambda name: (name is None, name or "")):
            yield attribute, value, cases[value]


MOST_THRESHOLDS = 9  # besides the one that is used: more, and nothing can be proved of any


def about_thresholds(plan: TestPlan) -> Iterable[Message]:
    if not plan.other_thresholds:
        return
    if wrong := tuple(text for text in plan.other_thresholds if decimal_of(text) is None):
        yield Message("The other thresholds must be numbers; these are none: {values}.", {"values": quoted(wrong)})
    if plan.task != "score":
        yield Message("Several thresholds can be laid side by side of a score only. Leave the others out.")
    elif plan.outcome_known != "everyone":
        yield Message(
            "Who has a yes depends on the threshold. Several can be laid side by side only where the true outcome is "
            "known of everyone, or of nobody."
        )
    if plan.decision in plan.counted:
        yield Message("The column with the score cannot be a group as well when several thresholds are tried.")
    if len(plan.other_thresholds) > MOST_THRESHOLDS:
        yield Message("Name at most {most} other thresholds.", {"most": MOST_THRESHOLDS})


def typed_thresholds(text: str) -> tuple[str, ...]:
    """``0,4; 0,6`` or ``0.4, 0.6`` or one on each line: a comma within a number is a decimal comma where no other sign
    stands between the numbers.
    """
    parts = [part.strip(",") for part in text.replace(";", " ").split()]
    if len(parts) == 1 and (parts[0].count(",") > 1 or ("," in parts[0] and "." in parts[0])):
        parts = parts[0].split(",")
    return tuple(part for part in parts if part)
