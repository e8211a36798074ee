"""Which language a reader gets, and how sentences, numbers and dates are said in it. No HTTP, no HTML."""

import gettext
import io
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from assessments.text import languages
from assessments.text.languages import FIRST
from assessments.text.message import Message

ROOT = Path(__file__).parent.parent
PACKAGES = ("assessments", "algorithms", "register")  # a later one may say it better


Language = languages.Language
LOCALES: Mapping[Language, Locale] = {language: Locale.parse(language.locale_name) for language in Language}


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """The words of all packages in one catalogue. What is not translated is said in the first language."""
    known = catalogue(language)
    if language not in (FIRST, languages.SOURCE):
        known.add_fallback(translations(FIRST))
    return known


def catalogue(language: Language) -> gettext.NullTranslations:
    """A language's own words. What the program is written in has none, and what it lacks it has as it was written."""
    merged = Catalog(locale=str(language))
    for package in PACKAGES:
        file = ROOT / package / "locale" / f"{language}.po"
        if file.exists():
            with file.open("rb") as stream:
                for message in read_po(stream, locale=str(language)):
                    if message.id and message.string:
                        merged[message.id] = message
    if not len(merged):
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(words: Message | str, language: Language, known: gettext.NullTranslations | None = None) -> str:
    """The sentence in this language, its integers grouped, its dates written out, its inner sentences said as well.

    ``known``: other words than those of ``translations``.
    """
    known = known or translations(language)
    if isinstance(words, str):
        return known.gettext(words) if words else ""
    if words.plural is None or words.count is None:
        message = known.gettext(words.msgid)
    else:
        message = known.ngettext(words.msgid, words.plural, words.count)
    values = words.values if words.count is None else {"count": words.count, **words.values}
    return message.format(**{name: _localized(value, language) for name, value in values.items()})


def _localized(value: object, language: Language) -> object:
    match value:
        case Message():
            return translate(value, language)
        case bool() | str():
            return value
        case int() | float():
            return number(value, language)
        case date():
            return day(value, language)
    return value


def number(value: float, language: Language, decimals: int | None = None) -> str:
    """``1 234,5`` in Swedish, ``1,234.5`` in English; with ``decimals`` exactly so many; a minus that is no hyphen."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=LOCALES[language]).replace("-", "\N{MINUS SIGN}")


def day(value: date, language: Language, zone: ZoneInfo | None = None) -> str:
    """``24 mars 2024``; a moment counts as the day it is in this time zone."""
    local = value.astimezone(zone) if isinstance(value, datetime) and zone else value
    return format_date(local, "d MMMM y", locale=LOCALES[language])


def moment(value: datetime, language: Language, zone: ZoneInfo) -> str:
    """``24 mars 2024 14:05``, in this time zone."""
    local = value.astimezone(zone)
    return f"{day(local, language)} {format_time(local, 'HH:mm', locale=LOCALES[language])}"


def month(value: str | date, language: Language) -> str:
    """``mars 2024`` from ``2024-03`` or a date. What is not a month is given back as it was written."""
    try:
        first = datetime.strptime(value, "%Y-%m").date() if isinstance(value, str) else value  # noqa: DTZ007  # no time
    except ValueError:
        return str(value)
    return format_date(first, "LLLL y", locale=LOCALES[language])


def negotiate(accept_language: str) -> Language:
    """The reader's first choice that we speak; the first language when the header says nothing we understand."""
    preferences: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accept_language[:1000].split(",")):
        tag, _, quality = part.strip().partition(";")
        spoken = tag.strip().lower().partition("-")[0]
        if spoken in set(Language) and (weight := _weight(quality)) > 0:
            preferences.append((-weight, place, Language(spoken)))
    return min(preferences)[2] if preferences else FIRST


def _weight(quality: str) -> float:
    try:
        return float(quality.strip().removeprefix("q=")) if quality.strip() else 1.0
    except ValueError:
        return 0.0


def in_language(tag: str, language: Language, *, inside: bool = False) -> str:
    """``In Swedish``, before a text in that language; the language's name where we have no such words.

    ``inside``: as in the middle of a sentence.
    """
    labels = _INSIDE if inside else _IN
    if tag in labels:
        return translate(labels[tag], language)
    name: str = LOCALES[language].languages.get(tag, tag)
    return name if inside else name.capitalize()


_OTHERS = "bg cs da de el es et fi fit fr ga hr hu is it lt lv mt nb nl nn pl pt ro rom se sk sl uk yi"  # of Europe


def spoken_languages(language: Language = FIRST) -> dict[str, str]:
    """In which content may have been written elsewhere: ours first, then those of Europe, by tag."""
    names = LOCALES[language].languages
    return {tag: names.get(tag, tag).capitalize() for tag in (*Language, *_OTHERS.split())}


_IN: Mapping[str, Message] = {"sv": Message("In Swedish"), "en": Message("In English")}
_INSIDE: Mapping[str, Message] = {"sv": Message("in Swedish"), "en": Message("in English")}


def formatters(language: Language, zone: ZoneInfo) -> Mapping[str, Callable[..., str]]:
    """What a template may call, already in its language."""
    return {
        "say": lambda words: translate(words, language),
        "in_language": lambda tag, *, inside=False: in_language(tag, language, inside=inside),
        "number": lambda value, decimals=None: number(value, language, decimals),
        "date": lambda value: day(value, language, zone),
        "moment": lambda value: moment(value, language, zone),
        "month": lambda value: month(value, language),
    }
