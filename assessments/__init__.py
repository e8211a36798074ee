"""The fairness engine: evaluation data in, findings out. Knows nothing of registers, people or the web."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessments.assessment import assess
    from assessments.counts import Counts
    from assessments.plan import TestPlan
    from assessments.result import Data, Result

__all__ = ["Counts", "Data", "Result", "TestPlan", "assess"]

_HOMES = {
    "Counts": "counts",
    "Data": "result",
    "Result": "result",
    "TestPlan": "plan",
    "assess": "assessment",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for, and no sooner: a web process must not pay for what only an assessment needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
