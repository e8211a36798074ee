"""Writes docs/generated/ from the program itself (`make docs`); a test sees that it was done. Decides nothing."""

import inspect
from collections.abc import Iterable
from dataclasses import MISSING, fields
from pathlib import Path

from access_pages import access
from dictionary_page import dictionary, open_fields
from law_pages import facts, obligations, risk
from sentences_page import sentences
from standards_page import standards
from writing import page, table

from algorithms.people import CITY_WIDE, GRANTS, Permission, Role
from algorithms.review.workflow import MOVES, STEPS
from assessments.results.bootstrap import spreads
from assessments.results.metrics_of_plan import OTHER_METRICS
from assessments.results.selective_labels import reconstructed
from assessments.statistics.disparities import PRESETS
from assessments.statistics.metrics import CRITERIA, METRICS
from register.opendata.interface import openapi
from register.settings import Settings

FOLDER = Path(__file__).parent / "generated"


def workflow() -> str:
    rows = [
        (
            step.action.value,
            step.start.value,
            step.end.value,
            " or ".join(sorted(_holders(step.needs))),
            ", ".join(rule.value for rule in step.rules) or "–",
        )
        for step in STEPS
    ]
    return page(
        "The workflow",
        "algorithms/review/workflow.py",
        "Every step a version can take. What is not listed is refused.",
        table(("step", "from", "to", "who", "rules that must hold"), rows) + _moves(),
    )


def _moves() -> str:
    rows = [(start.value, end.value) for start, end in MOVES.items()]
    lead = "\nWhen the coordinator moves the entry to another department, an open version changes like this, and every "
    return lead + "opinion that was given for the old board no longer counts.\n\n" + table(("from", "to"), rows)


def roles() -> str:
    rows = [
        (
            role.value,
            "the city" if role in CITY_WIDE else "a department",
            *("●" if p in GRANTS[role] else "" for p in Permission),
        )
        for role in Role
    ]
    return page(
        "The roles",
        "algorithms/people.py",
        "A person may hold several, each in the whole city or in one department.",
        table(("role", "held in", *(permission.value for permission in Permission)), rows),
    )


def settings() -> str:
    rows = [
        (f"`{field.metadata['variable']}`", field.metadata["about"], _default_text(field.default))
        for field in fields(Settings)
        if "variable" in field.metadata
    ]
    return page(
        "The settings",
        "register/settings.py",
        "Read once from the environment when a command starts.",
        table(("variable", "what it is", "if left out"), rows),
    )


def metrics() -> str:
    """Definition, formula, unit, when undefined and source of each rate and other metric, from their docstrings."""
    rows = [(name, metric.share) for name, metric in METRICS.items()]
    rows += [(name, metric) for name, metric in OTHER_METRICS.items()]
    rows += [("reconstructed_from_an_audit", reconstructed), ("widest_gap", spreads)]
    parts = [
        f"## {name.replace('_', ' ').capitalize()}\n\n`{name}`\n\n{inspect.getdoc(entry)}\n" for name, entry in rows
    ]
    criteria = [
        (criterion.name, criterion.definition, ", ".join(f"`{rate}`" for rate in criterion.metrics), criterion.source)
        for criterion in CRITERIA
    ]
    rules = [(f"`{rule.name}`", rule.title.msgid, rule.source) for rule in PRESETS.values()]
    return page(
        "The rates and measures",
        "assessments/statistics/metrics.py and assessments/measures/",
        "Cases are counted by true outcome and decision: TP, FP, TN and FN. A rate is one division of whole numbers; "
        "where its denominator is 0 it does not exist, and no number is given for it.",
        "\n".join(
            [
                *parts,
                "## Criteria\n",
                table(("criterion", "what it asks", "rates", "source"), criteria),
                "\n## Rules of thumb\n\nShown on request, beside how often they go off on a fair system.\n",
                table(("name", "what it says", "source"), rules),
            ]
        ),
    )


PAGES = {
    "workflow.md": workflow,
    "roles.md": roles,
    "access.md": access,
    "settings.md": settings,
    "metrics.md": metrics,
    "sentences.md": sentences,
    "risk.md": risk,
    "obligations.md": obligations,
    "law.md": facts,
    "data-dictionary.md": dictionary,
    "fields.md": open_fields,
    "standards.md": standards,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), "utf-8")
        print(f"Wrote docs/generated/{name}.")
    openapi.FILE.write_text(openapi.as_text(), "utf-8")
    print("Wrote the description of the interface (OpenAPI).")


def _holders(needs: Iterable[Permission]) -> set[str]:
    return {role.value for role in Role for permission in needs if permission in GRANTS[role]}


def _default_text(default: object) -> str:
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return "" if default in (MISSING, "", Path()) else f"`{default}`"


if __name__ == "__main__":
    main()
