"""The technical depth of a card: the nine sections that Mitchell et al. (2019) ask of a model card. Pure.

What stands on the card in plain words is not said twice: the sections point to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from algorithms.cards.model_card import Card, Passage
from algorithms.entries.field import Place
from algorithms.entries.grounds import EXAMINED, GROUNDS, ground_answers
from algorithms.entries.texts import Text
from assessments.report.public_report import Report
from assessments.text.message import Message

SOURCE = "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, doi:10.1145/3287560.3287596"


@dataclass(frozen=True, slots=True)
class Detail:
    """One line: what it is about, and what is said of it. ``anchor`` is where on the card it is said already."""

    label: Message
    content: tuple[Passage | Message | str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Message
    details: tuple[Detail, ...]


_NOT_DESCRIBED = Message("The city has not provided this information.")
_NOT_TESTED = Message("No assessment has been published.")
_NOT_SHOWN = Message("What is stored of it is not what was published, so it cannot be shown.")
_NO_ANSWER = Message("The city has not said whether this ground was examined.")
_RULES = Message("The system follows rules that people have written. It has not learned from data.")
_IN_A_CHAPTER = frozenset({Text.MODEL, Text.TRAINING_DATA, Text.OUT_OF_SCOPE, Text.CAVEATS, Text.GROUNDS})
_ABOVE = Message("See the card, where it is explained in plain words.")


def chapters(card: Card) -> tuple[Chapter, ...]:
    """All nine, in the order of the article; where nothing is known they say so."""
    return (
        Chapter(Message("Model details"), _model(card)),
        Chapter(Message("Intended use"), _use(card)),
        Chapter(Message("Factors"), _factors(card)),
        Chapter(Message("Metrics"), _metrics(card)),
        Chapter(Message("Evaluation data"), _evaluation(card)),
        Chapter(Message("Training data"), _training(card)),
        Chapter(Message("Quantitative analyses"), _analyses(card)),
        Chapter(Message("Ethical considerations"), _ethics(card)),
        Chapter(Message("Caveats and recommendations"), _caveats(card)),
    )


def _model(card: Card) -> tuple[Detail, ...]:
    named = (
        (Text.MODEL, Message("Model and version")),
        (Text.PRODUCT, Message("Product")),
        (Text.SUPPLIER, Message("Supplier")),
        (Text.LICENCE, Message("Licence")),
        (Text.SOURCE_CODE, Message("Source code")),
        (Text.CONTACT, Message("Contact")),
    )
    details = (Detail(label, (card.passages[text.value],)) for text, label in named if text.value in card.passages)
    further = (
        Detail(field.title, (field.passage or field.words or "",))
        for field in card.at(Place.TECHNICAL)
        if field.name not in _IN_A_CHAPTER
    )
    version = Detail(Message("Version of this card"), (str(card.number),))
    return (*details, *further, version, _above(card, "How it works", "workings"))


def _use(card: Card) -> tuple[Detail, ...]:
    role = (card.human_role,) if card.human_role else ()
    return (
        _above(card, "Why the city uses it, and what is decided", "purpose"),
        Detail(Message("People and the system"), role),
        _written(card, Text.OUT_OF_SCOPE, Message("What it must not be used for")),
    )


def _factors(card: Card) -> tuple[Detail, ...]:
    groups = dict.fromkeys(name for test in card.tested if test.report for name in test.report.compared)
    return (Detail(Message("Groups that were compared"), tuple(groups) or (_no_figures(card),)), *_grounds(card))


def _grounds(card: Card) -> tuple[Detail, ...]:
    """The seven grounds of the Discrimination Act, where the system uses data about people."""
    if not card.about_people:
        return ()
    written = card.passages.get(Text.GROUNDS.value, Passage("", card.language))
    return tuple(
        Detail(
            GROUNDS[answer.ground],
            (
                EXAMINED[answer.examined] if answer.examined else _NO_ANSWER,
                *((Passage(answer.reason, written.language),) if answer.reason else ()),
            ),
        )
        for answer in ground_answers(written.words)
    )


def _metrics(card: Card) -> tuple[Detail, ...]:
    lines = (
        Detail(Message("Metrics the verdict is based on"), (title, *report.rates, report.margin))
        for title, report in _newest(card)
    )
    return tuple(lines) or (Detail(Message("Metrics the verdict is based on"), (_no_figures(card),)),)


def _evaluation(card: Card) -> tuple[Detail, ...]:
    lines = (Detail(Message("Cases in the test"), (title, *report.intro)) for title, report in _newest(card))
    return tuple(lines) or (Detail(Message("Cases in the test"), (_no_figures(card),)),)


def _training(card: Card) -> tuple[Detail, ...]:
    rules = card.learned is False and Text.TRAINING_DATA.value not in card.passages
    about = Message("What it has learned from")
    return (Detail(about, (_RULES,)) if rules else _written(card, Text.TRAINING_DATA, about),)


def _analyses(card: Card) -> tuple[Detail, ...]:
    reports = [test.report for test in card.tested if test.report]
    if not reports:
        return (Detail(Message("Groups one at a time"), (_no_figures(card),)),)
    crossed = any(report.crossed for report in reports)
    two = Message("They are folded in the test above.") if crossed else Message("Not asked for in the test plan.")
    return (
        _above(card, "Groups one at a time", "fairness"),
        Detail(Message("Groups crossed two and two"), (two,)),
    )


def _ethics(card: Card) -> tuple[Detail, ...]:
    rights = (_above(card, "What it means for people’s rights", "law"),) if card.at(Place.RIGHTS) else ()
    return (_above(card, "Risks, and what is done about them", "risks"), *rights)


def _caveats(card: Card) -> tuple[Detail, ...]:
    limits = {limit.msgid: limit for _, report in _newest(card) for limit in report.limits}
    known = (Detail(Message("What the figures cannot show"), tuple(limits.values())),) if limits else ()
    return (_written(card, Text.CAVEATS, Message("Advice for users")), *known)


def _newest(card: Card) -> Iterable[tuple[Passage, Report]]:
    return ((test.title, test.report) for test in card.tested if test.report and not test.has_later)


def _no_figures(card: Card) -> Message:
    return _NOT_SHOWN if card.tested else _NOT_TESTED


def _written(card: Card, text: Text, label: Message) -> Detail:
    return Detail(label, (card.passages.get(text.value, _NOT_DESCRIBED),))


def _above(card: Card, words: str, anchor: str) -> Detail:
    """Where the card says it already; a text that nobody has written has no place there."""
    if anchor in set(Text) and anchor not in card.passages:
        return Detail(Message(words), (_NOT_DESCRIBED,))
    return Detail(Message(words), (_ABOVE,), anchor)
