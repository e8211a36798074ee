"""How a posted section is read into texts and answers, and which section comes after which. The fields: entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.field import Section
from algorithms.entries.fields import BY_NAME
from algorithms.entries.sections import SECTIONS, STEPS
from algorithms.entries.texts import Text
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """What was read from a posted section; with errors, nothing of it is to be stored."""

    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)  # by the name of the control


def label(name: str) -> Message:
    """What the field with this name is called in the form; KeyError where there is none."""
    return BY_NAME[name].label


def section(slug: str) -> Section | None:
    return next((section for section in SECTIONS if section.slug == slug), None)


def following(slug: str) -> str | None:
    """The slug of the next step, or None after the last and for sections that are asked apart."""
    slugs = [section.slug for section in STEPS]
    place = slugs.index(slug) + 1 if slug in slugs else len(slugs)
    return slugs[place] if place < len(slugs) else None


def read(section: Section, typed: Mapping[str, str]) -> ParsedSection:
    """The posted words of one section as texts and answers, or what is wrong with them."""
    texts: dict[tuple[Text, str], str] = {}
    answers: dict[str, object] = {}
    errors: dict[str, Message | None] = {}
    for entry_field in section.fields:
        if entry_field.text is None:
            answer, errors[entry_field.name] = entry_field.read(typed.get(entry_field.name, "").strip())
            answers[entry_field.name] = answer
            continue
        for language in LANGUAGES:
            control = f"{entry_field.name}-{language}"
            words = typed.get(control, "").strip()
            texts[entry_field.text, language], errors[control] = words, entry_field.complaint(words)
    return ParsedSection(texts, answers, {control: error for control, error in errors.items() if error})
