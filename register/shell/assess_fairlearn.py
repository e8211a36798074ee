"""An assessment opened in fairlearn: the exact counts as a table, and ten lines of Python that go on from there."""

import csv
from pathlib import Path

from assessments.plan.reading_table import counts
from assessments.runs.subprocess_client import CountedFile
from assessments.text.message import Message

_PROGRAM = """\
# Opens the counts of an assessment in fairlearn. Needs: pip install fairlearn pandas
import pandas as pd
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

counts = pd.read_csv({table!r}, dtype=dict.fromkeys({groups!r}, str), keep_default_na=False)
known = counts[(counts.outcome != "") & (counts.decision != "")].astype({{"outcome": int, "decision": int}})
metrics = {{f.__name__: f for f in (selection_rate, true_positive_rate, false_positive_rate)}}
frame = MetricFrame(metrics=metrics, y_true=known.outcome, y_pred=known.decision, sensitive_features=known[{groups!r}],
                    sample_params={{name: {{"sample_weight": known.n}} for name in metrics}})
print(frame.by_group)  # a rate that does not exist is printed as 0: Insyn leaves it out
"""


def write_fairlearn(path: Path, counted: CountedFile) -> Message:
    """``path`` gets the program, and a CSV file of the same name the counts."""
    exact_counts, table = counts(counted.plan, counted.table), path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*exact_counts.attributes, "outcome", "decision", "n"])
        for groups, outcome, decision, number in exact_counts.to_dict()["cells"]:
            named = ("" if value is None else value for value in groups)
            lines.writerow([*named, _bit(outcome), _bit(decision), number])
    path.write_text(_PROGRAM.format(table=table.name, groups=list(counted.plan.groups)), encoding="utf-8")
    return Message(
        "The counts for fairlearn are in {table}, and {program} opens them. They are exact: keep them in the house.",
        {"table": str(table), "program": str(path)},
    )


def _bit(value: bool | None) -> str:  # one of the two sides of a cell
    return "" if value is None else str(int(value))
