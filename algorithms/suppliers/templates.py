"""What a supplier's product is, in words that entries of it begin with. What the city decides is in none. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from algorithms.entries import fields
from algorithms.entries.entry import LANGUAGES, Version
from algorithms.entries.field import Field
from algorithms.entries.texts import Text
from assessments.text.message import Message

# What is the same wherever the product is used. Purpose, people, law, risks, contract and class are local decisions.
TEXTS = (
    Text.SUPPLIER,
    Text.PRODUCT,
    Text.HOW_IT_WORKS,
    Text.LICENCE,
    Text.SOURCE_CODE,
    Text.OPEN_STANDARDS,
    Text.DATA_ACCESS,
)
QUESTIONS: tuple[Field, ...] = tuple(fields.TEXTS[text] for text in TEXTS)
LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class SupplierTemplate:
    id: UUID
    name: str
    revision: int
    at: datetime
    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)


def read(typed: Mapping[str, str]) -> tuple[str, dict[tuple[Text, str], str], dict[str, Message]]:
    """Name and texts as they were written in a form, and what is wrong with them by control."""
    name, errors = " ".join(typed.get("template-name", "").split()), dict[str, Message]()
    if not name:
        errors["template-name"] = Message("Write what the template is called, for example supplier and product.")
    elif len(name) > LONGEST_NAME:
        errors["template-name"] = Message("Shorten the name to {most} characters.", {"most": LONGEST_NAME})
    texts = {(text, language): typed.get(f"{text}-{language}", "").strip() for text in TEXTS for language in LANGUAGES}
    for (text, language), words in texts.items():
        if (over := len(words) - fields.TEXTS[text].limit) > 0:
            values = {"over": over, "most": fields.TEXTS[text].limit}
            errors[f"{text}-{language}"] = Message("Shorten this by {over} characters. It may have {most}.", values)
    return name, {key: words for key, words in texts.items() if words}, errors


def taken_from(version: Version) -> dict[tuple[Text, str], str]:
    """What an entry says of its product, as the beginning of a template."""
    return {key: words for key, words in version.texts.items() if key[0] in TEXTS and words}
