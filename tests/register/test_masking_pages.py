"""A word that law keeps from being read: one person proposes, another decides, and then nobody reads it anywhere."""

from uuid import UUID

import pytest

from algorithms.city_tables import MaskRow
from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.log.tables import LogRow
from algorithms.people import Role
from algorithms.redaction.masks import GROUNDS
from algorithms.search.index.tables import PageRow, WordRow
from algorithms.tables import EventRow
from builders import NOW
from city import City
from logged import notes_of, token
from register.settings import Settings
from register.storage.database import ConstraintError
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

SECRET = "Vera Lind"
CARD = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
REASON = "Hon är anhörig och inte anställd."


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def published(city: City) -> UUID:
    version, editor = a_draft(city), actor(city, Role.EDITOR)
    entry_texts = {(Text.RISKS, "sv"): f"Som **{SECRET}** har sagt.", (Text.NAME, "en"): f"As {SECRET} said"}
    revision = city.call(commands.for_change, version, editor).revision
    city.call(commands.save, version, revision=revision, texts=entry_texts, by=editor, at=NOW)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def propose(city: City, version: UUID, by: Role = Role.EDITOR, words: str = SECRET) -> int:
    client = city.as_(by)
    client.get(f"{page_of(version)}/masking")
    return client.submit("Föreslå", words=words, ground=GROUNDS[0].key, reason=REASON).status_code


def decide(city: City, version: UUID, by: Role, press: str) -> None:
    client = city.as_(by)
    client.get(f"{page_of(version)}/masking")
    assert client.submit(press).status_code == 200


def test_after_two_people_the_word_is_read_nowhere_and_the_card_says_that_words_are_masked(city: City) -> None:
    version = published(city)
    assert SECRET in city.client.get(CARD).text
    assert propose(city, version) == 200
    assert SECRET in city.client.get(CARD).text, "one person alone masks nothing"
    assert "Ord som någon vill maskera" in city.as_(Role.DPO).get("/workspace").text
    assert "(på svenska)" in city.client.get(f"{page_of(version)}/masking").text
    assert f"<mark>{SECRET}</mark>" in city.client.get(f"{page_of(version)}/masking").text

    decide(city, version, Role.DPO, "Maskera orden")

    for address in (
        CARD,
        CARD.replace("/sv/", "/en/"),
        f"{CARD}/versions/1",
        "/en/algorithms",
        "/sv/algorithms?q=vera",
    ):
        assert "Lind" not in city.client.get(address).text, address
    assert "(maskerat)" in city.client.get(CARD).text
    assert "Ord maskerades den 24 november 2026." in city.client.page.text
    for path in ("", "/answers", "/preview", "/history", "/masking"):
        assert "Lind" not in city.as_(Role.COORDINATOR).get(page_of(version) + path).text, path
    assert "Lind" not in city.client.get("/workspace/entries.csv").text
    assert not is_listed(city, "lind"), "nor is it found by those who search for it"
    for table in (PageRow, WordRow):
        assert [row for row in city.call(table.select().run) if "lind" in str(row).casefold()] == []


def is_listed(city: City, word: str) -> bool:
    """Whether staff who search for the word find an entry."""
    city.client.get("/workspace/entries", params={"q": word})
    return any(address.startswith("/workspace/versions/") for address, _ in city.client.page.links)


def test_the_history_and_the_log_tell_the_ground_and_never_the_word(city: City) -> None:
    version = published(city)
    propose(city, version)
    decide(city, version, Role.COORDINATOR, "Maskera orden")

    for action in ("propose-mask", "confirm-mask"):
        assert notes_of(city, action) == [("", {"law": "gdpr.5-1-c"})]
    assert "artikel 5.1 c" in city.client.get(f"{page_of(version)}/history").text
    assert SECRET not in str(city.call(EventRow.select().run)) + str(city.call(LogRow.select().run))


def test_proposer_is_refused_also_with_a_forged_form(city: City) -> None:
    version = published(city)
    propose(city, version, Role.COORDINATOR)
    assert "Maskera orden" not in city.client.get(f"{page_of(version)}/masking").text
    mask = city.call(MaskRow.select().first().run)["id"]

    forced = city.client.post(f"{page_of(version)}/masking/{mask}", {**token(city), "confirm": "yes"})

    assert forced.status_code == 422
    assert SECRET in city.client.get(CARD).text
    both = {MaskRow.state: "active", MaskRow.decided_by: MaskRow.proposed_by, MaskRow.decided_at: NOW}
    with pytest.raises(ConstraintError):  # the database has the rule as well
        city.call(MaskRow.update(both, force=True).run)


@pytest.mark.storage
def test_what_is_declined_or_lifted_is_read_again(city: City) -> None:
    version = published(city)
    propose(city, version)
    decide(city, version, Role.DPO, "Maskera dem inte")
    assert SECRET in city.client.get(CARD).text
    propose(city, version)
    decide(city, version, Role.COORDINATOR, "Maskera orden")
    assert SECRET not in city.client.get(CARD).text
    decide(city, version, Role.COORDINATOR, "Häv maskeringen")
    assert SECRET in city.client.get(CARD).text
    assert is_listed(city, "lind")
    assert "Hävt, alla kan läsa orden igen" in city.as_(Role.EDITOR).get(f"{page_of(version)}/masking").text


def test_words_that_are_not_there_are_refused_with_what_was_typed(city: City) -> None:
    version = published(city)
    assert propose(city, version, words="Nils Ek") == 422
    assert "Orden står inte i någon publicerad text i posten." in city.client.page.text
    assert ("words", "Nils Ek") in [value for form in city.client.page.forms for value in form.values]


def test_a_masked_word_that_somebody_writes_again_is_masked_at_once(city: City) -> None:
    first, editor = published(city), actor(city, Role.EDITOR)
    propose(city, first)
    decide(city, first, Role.COORDINATOR, "Maskera orden")
    entry = city.call(commands.for_change, first, editor).entry.id
    second = city.call(commands.new_version, entry, by=editor, at=NOW)
    assert SECRET not in str(city.call(commands.for_change, second, editor).texts)

    entry_texts = {(Text.PURPOSE, "sv"): f"{SECRET} igen"}
    city.call(commands.save, second, revision=0, texts=entry_texts, by=editor, at=NOW)

    assert city.call(commands.for_change, second, editor).text(Text.PURPOSE, "sv") == "(maskerat) igen"
    city.as_(Role.COORDINATOR)
    assert is_listed(city, "igen")
    assert not is_listed(city, "lind")
