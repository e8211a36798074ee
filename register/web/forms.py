"""What a page shows of a form that was refused: every typed word, and all that was wrong, at the control it is about.

Each page that is or holds a form is a FormPage; shown_again is how it comes back. How forms are read: request.forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from algorithms.review.workflow import RefusedError
from assessments.text.complaints import EvaluationDataError, FieldError
from assessments.text.message import Message
from register.request.forms import Form
from register.web.pages import PageResponse, page

Errors: TypeAlias = Mapping[str, tuple[Message, ...]]  # by the control's id; under "" what is about none of them
T = TypeVar("T", bound="FormPage")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page that is or holds a form: what its controls hold, by their names, and what is wrong with that."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)


def errors_at(control: str, *objections: Message) -> Errors:
    """All of these at one control, or at none."""
    return {control: objections}


def errors_by_control(errors: Mapping[str, Message]) -> Errors:
    """From rules that say one thing of each control."""
    return {control: (objection,) for control, objection in errors.items()}


def errors_of(refused: Exception, control: str = "") -> Errors:
    """Everything that an act was refused for: at the fields it names, otherwise at this control."""
    if isinstance(refused, FieldError):
        return errors_by_control(refused.errors)
    if isinstance(refused, RefusedError):
        return errors_at(control, *refused.objections)
    if isinstance(refused, EvaluationDataError):
        return errors_at(control, *refused.complaints)
    raise refused


def with_errors(shown: T, errors: Errors, typed: Form | Mapping[str, str] | None = None, **changes: Any) -> T:
    """The page as it was, with what has been typed in place of what is stored, and all that stood in the way."""
    words = typed.typed() if isinstance(typed, Form) else typed or {}
    return replace(shown, typed={**shown.typed, **words}, errors=errors, **changes)


def shown_again(
    template: str,
    shown: FormPage,
    errors: Errors,
    typed: Form | Mapping[str, str] | None = None,
    *,
    status: int = 422,
    **changes: Any,
) -> PageResponse:
    """The answer to a form that was refused; 409 where somebody else was first."""
    return page(template, with_errors(shown, errors, typed, **changes), status=status)
