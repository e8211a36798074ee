"""A register of many entries, put into the tables at once: for what must not grow with how many there are."""

from collections.abc import Callable
from uuid import UUID, uuid4

from algorithms.entries.entry import LANGUAGES, Topic, VersionState
from algorithms.entries.texts import Text
from algorithms.law.given_answers import EDITION_OF_ANSWERS, RISK
from algorithms.law.risk import EDITION, RiskClass
from algorithms.storage.save import store_new_texts
from algorithms.tables import ChoiceRow, EntryRow, VersionRow
from builders import NOW

AT_ONCE = 200
PUBLISHED = {"review_month": "2028-11", "risk_class": RiskClass.NOT_AI.value}  # what follows from the rules
_RULES = {EDITION_OF_ANSWERS: EDITION, f"{RISK}technique": "rules"}


async def fill(
    owner: UUID, number: int, state: VersionState, product: Callable[[int], str] | None = None, first: int = 0
) -> None:
    """So many entries of one department, one version each, with a class and a product of its own unless said."""
    product = product or f"{state} {{}}".format
    for start in range(first, first + number, AT_ONCE):
        made = [(uuid4(), uuid4(), place) for place in range(start, min(start + AT_ONCE, first + number))]
        await EntryRow.insert(*(_entry(entry, owner, f"{state}-{place}") for entry, _, place in made))
        await VersionRow.insert(*(_version(entry, version, state) for entry, version, _ in made))
        await store_new_texts([text for _, version, place in made for text in _texts(version, place, product(place))])
        choices = [(version, *choice) for _, version, _ in made for choice in _RULES.items()]
        await ChoiceRow.insert(*(ChoiceRow(version=of, name=name, value=value) for of, name, value in choices))


def _entry(identity: UUID, owner: UUID, slug: str) -> EntryRow:
    who = {"created_by": identity, "created_at": NOW}
    return EntryRow(id=identity, slug=slug, department=owner, topic=Topic.WORK_AND_MONEY.value, **who)


def _version(entry: UUID, identity: UUID, state: VersionState) -> VersionRow:
    who = {"changed_by": entry, "changed_at": NOW}
    public = {"published_at": NOW, **PUBLISHED} if state is VersionState.PUBLISHED else {}
    return VersionRow(id=identity, entry=entry, number=1, state=state.value, **who, **public)


def _texts(version: UUID, place: int, product: str):
    for language in LANGUAGES:
        yield version, Text.NAME, language, f"{language} {place}", ""
    yield version, Text.PRODUCT, "sv", product, ""
    yield version, Text.SUPPLIER, "sv", f"Leverantör {place % 7}", ""
