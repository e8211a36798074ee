"""What belongs to an entry: its case number, and withholding it, which shows how many and never which."""

from datetime import timedelta
from uuid import UUID

import pytest

from algorithms.editing import entry_commands
from algorithms.entries.entry import LANGUAGES
from algorithms.entries.event_details import Particular
from algorithms.entries.texts import LONGEST_CASE_NUMBER
from algorithms.people import Role
from algorithms.published import queries as public_queries
from algorithms.redaction.withholding import GROUNDS
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from algorithms.tables import OpinionRow
from builders import NOW
from city import NAME, City
from logged import notes_of
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

SLUG = "urval-av-ansokningar-for-extra-kontroll"
REASON = "Den som kontrolleras skulle kunna räkna ut urvalet."
GROUND = GROUNDS[0]
CITED = "Offentlighets- och sekretesslagen (2009:400), 17 kap. 1 §"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def published(city: City) -> UUID:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def withhold(city: City, version: UUID) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    assert client.submit("Undanta posten", ground=GROUND.key, reason=REASON).status_code == 200


def lift(city: City, version: UUID) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    client.submit("Häv undantaget")


def public_addresses(language: str) -> list[str]:
    card = f"/{language}/algorithms/{SLUG}"
    return [card, f"{card}/versions/1", f"{card}/assessments/1"]


def test_the_case_number_stands_on_the_card_as_the_city_writes_it_and_may_change_afterwards(city: City) -> None:
    version = published(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/entry")
    client.submit("Spara diarienumret", case_number="SOC  2026/1234")
    client.submit("Spara diarienumret", case_number="SN-2026 (17)")

    assert "Diarienummer SN-2026 (17)" in client.get(page_of(version)).text
    first, second = {"after": "SOC 2026/1234"}, {"before": "SOC 2026/1234", "after": "SN-2026 (17)"}
    assert notes_of(city, "set-case-number") == [("", first), ("", second)]
    history = client.get(f"{page_of(version)}/history").text
    assert "Tidigare: SOC 2026/1234" in history
    assert "Nu: SN-2026 (17)" in history
    client.cookies.clear()
    assert "Diarienummer SN-2026 (17)" in client.get(f"/sv/algorithms/{SLUG}").text
    assert "Case number SN-2026 (17)" in client.get(f"/en/algorithms/{SLUG}").text


@pytest.mark.storage
def test_the_history_is_in_the_order_of_the_days_whenever_it_was_written(city: City) -> None:
    version, by = a_draft(city), actor(city, Role.COORDINATOR)
    for number, day in (("LATE", 2), ("EARLY", 1)):
        city.call(entry_commands.set_case_number, version, number, by=by, at=NOW + timedelta(days=day))
    entry = city.call(queries.version, version, seen_by=by).entry.id
    current = [event.particulars[Particular.AFTER] for event in city.call(queries.events, entry, seen_by=by)[:2]]
    newest = {"seen_by": by, "first": 0, "most": 2}
    lately = [row.particulars[Particular.AFTER] for row, _ in city.call(queries.recent_events, NOW, **newest)]
    assert current == lately == ["LATE", "EARLY"]


def test_a_case_number_that_is_too_long_is_not_cut_but_asked_for_again(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/entry")

    long = "SOC 2026/" + "1" * LONGEST_CASE_NUMBER
    assert client.submit("Spara diarienumret", case_number=long).status_code == 422
    assert dict(client.page.form("Spara diarienumret").values)["case-number"] == long
    assert notes_of(city, "set-case-number") == []


def test_who_only_reads_changes_no_case_number(city: City) -> None:
    version = a_draft(city)
    for role in (Role.DPO, Role.AUDITOR):
        client = city.as_(role)
        client.get(f"{page_of(version)}/entry")
        assert {form.action for form in client.page.forms} == {"/workspace/language", "/sign-out"}
        token = dict(client.page.forms[0].values)["_csrf_token"]
        typed = {"_csrf_token": token, "case-number": "X 1"}
        assert client.post(f"{page_of(version)}/entry/case-number", typed).status_code == 403
    assert notes_of(city, "set-case-number") == []


def test_an_opinion_has_a_case_number_of_its_own_on_the_card(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    client = city.as_(Role.DPO)
    client.get(page_of(version))
    refused = client.submit("Spara yttrandet", opinion="agree", case_number="D" * (LONGEST_CASE_NUMBER + 1))
    assert (refused.status_code, city.call(OpinionRow.count().run)) == (422, 0)
    client.submit("Spara yttrandet", opinion="agree", case_number="DSO 2026/7")
    assert "Diarienummer DSO 2026/7" in client.page.text

    take(city, version, APPROVE, PUBLISH)
    assert "Diarienummer DSO 2026/7" in client.get(f"/sv/algorithms/{SLUG}").text


def test_withheld_entry_is_not_published_even_after_approval(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE)
    withhold(city, version)
    client = city.client
    client.get(page_of(version))
    assert "Posten är undantagen. Samordnaren måste häva undantaget" in client.page.text
    token = dict(client.page.forms[0].values)["_csrf_token"]
    assert client.post(f"{page_of(version)}/publish", {"_csrf_token": token}).status_code == 422
    client.cookies.clear()
    for language in LANGUAGES:
        assert {client.get(address).status_code for address in public_addresses(language)} == {404}

    lift(city, version)
    client.get(page_of(version))
    client.submit("Publicera nu")
    assert client.get(f"/sv/algorithms/{SLUG}").status_code == 200


def test_a_public_card_that_is_withheld_answers_that_it_is_gone_without_name_or_content(city: City) -> None:
    version = published(city)
    withhold(city, version)
    client = city.client
    client.cookies.clear()

    for language in LANGUAGES:
        for address in public_addresses(language):
            answer = client.get(address)
            assert answer.status_code == 410
            assert not [
                words for words in (NAME, "Choosing applications", "försörjningsstöd", REASON) if words in answer.text
            ]
        assert client.get(f"/{language}/algorithms/{SLUG}/assessments/1/signed.json").status_code == 404
        for address in ("", "/algorithms", "/algorithms?q=ansokningar", "/algorithms?department=social"):
            assert NAME not in client.get(f"/{language}{address}").text
            assert SLUG not in client.get(f"/{language}{address}").text
    assert CITED in client.get(f"/sv/algorithms/{SLUG}").text

    lift(city, version)
    client.cookies.clear()
    assert NAME in client.get(f"/sv/algorithms/{SLUG}").text
    client.get("/sv/algorithms?q=ansokningar")
    assert NAME in client.page.text


def test_everybody_reads_how_many_a_department_withholds_and_on_what_ground(city: City) -> None:
    version = published(city)
    assert "undantagen" not in city.client.get("/sv/algorithms").text
    assert sum(count for _, count in city.call(public_queries.department_counts)) == 1
    withhold(city, version)
    client = city.client
    client.cookies.clear()

    for address in ("/sv/", "/sv/algorithms", "/sv/algorithms?department=social", "/sv/algorithms?q=finns+inte"):
        client.get(address)
        assert "En algoritm är undantagen" in client.page.text
        assert f"Socialförvaltningen: en algoritm. {CITED}" in client.page.text
    assert "undantagen" not in client.get("/sv/algorithms?department=school").text
    assert "Ingen algoritm." in client.get("/sv/algorithms").text
    assert sum(count for _, count in city.call(public_queries.department_counts)) == 0


def test_only_the_coordinator_withholds_and_lifts_with_ground_and_reason(city: City) -> None:
    version = a_draft(city)
    for role in (Role.EDITOR, Role.APPROVER, Role.DPO, Role.AUDITOR):
        client = city.as_(role)
        client.get(f"{page_of(version)}/entry")
        token = dict(client.page.forms[0].values)["_csrf_token"]
        typed = {"_csrf_token": token, "ground": GROUND.key, "reason": REASON}
        for act in ("withhold", "stop-withholding"):
            assert client.post(f"{page_of(version)}/entry/{act}", typed).status_code == 403
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    assert client.submit("Undanta posten", reason=REASON).status_code == 422
    assert REASON in client.page.text
    assert client.submit("Undanta posten", ground=GROUND.key, reason=" ").status_code == 422
    assert notes_of(city, "withhold") == []

    client.submit("Undanta posten", ground=GROUND.key, reason=REASON)
    lift(city, version)
    assert notes_of(city, "withhold") == [(REASON, {"law": GROUND.key})]
    assert len(notes_of(city, "stop-withholding")) == 1
    history = client.get(f"{page_of(version)}/history").text
    assert REASON in history
    assert f"Lagstöd: {CITED}" in history


@pytest.mark.storage
def test_who_is_no_coordinator_withholds_nothing_past_the_pages_either(city: City) -> None:
    version = a_draft(city)
    for role in (Role.EDITOR, Role.APPROVER, Role.DPO, Role.AUDITOR):
        with pytest.raises(RefusedError, match="role does not include"):
            city.call(entry_commands.withhold, version, GROUND.key, REASON, by=actor(city, role), at=NOW)
        with pytest.raises(RefusedError, match="role does not include"):
            city.call(entry_commands.stop_withholding, version, by=actor(city, role), at=NOW)


def test_who_works_with_the_entry_reads_that_it_is_withheld(city: City) -> None:
    version = published(city)
    withhold(city, version)
    client = city.as_(Role.EDITOR)

    client.get(page_of(version))
    assert f"Undantagen: {CITED}" in client.page.text
    assert "Det publika kortet" not in client.page.text
    assert REASON in client.get(f"{page_of(version)}/entry").text
    assert "Undantagen" in client.get("/workspace/entries").text
