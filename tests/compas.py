"""ProPublica's published COMPAS table: counts as a fact, expanded to the rows they came from."""

import csv
import io
import json
from pathlib import Path

COUNTS = Path(__file__).parent / "data" / "compas_counts.json"


def compas_csv() -> bytes:
    """7,214 rows with race, two_year_recid and score_text."""
    table = json.loads(COUNTS.read_text("utf-8"))
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(table["columns"][:-1])
    for *values, count in table["cells"]:
        rows.writerows([values] * count)
    return written.getvalue().encode()
