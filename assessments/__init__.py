"""The fairness engine: evaluation data in, findings out. Knows nothing of registers, people or the web.

In a notebook: ``from assessments import Plan, assess``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessments.notebook import Assessment, assess, count, load_plan, save
    from assessments.plan.plan import Label
    from assessments.plan.plan import TestPlan as Plan

__all__ = ["Assessment", "Label", "Plan", "assess", "count", "load_plan", "save"]

_HOMES = {
    "Assessment": ("notebook", "Assessment"),
    "Label": ("plan.plan", "Label"),
    "Plan": ("plan.plan", "TestPlan"),
    "assess": ("notebook", "assess"),
    "count": ("notebook", "count"),
    "load_plan": ("notebook", "load_plan"),
    "save": ("notebook", "save"),
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for, and no sooner: a web process must not pay for what only an assessment needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, called = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), called)
