"""A masked word is at no public address of an entry, in whatever text it was written; and not everybody masks."""

import re
from uuid import UUID

import pytest

from algorithms.city_tables import MaskRow
from algorithms.editing import commands
from algorithms.editing import mask_commands as masking
from algorithms.entries.entry import LANGUAGES
from algorithms.people import NotFoundError, Role
from algorithms.redaction.masks import GROUNDS
from asking import ask, questions_path
from builders import NOW, a_person
from city import City, texts
from conftest import settings_for
from logged import token
from public_readers import public_addresses, readers_with
from second_run import Run, csv
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

SECRET = "Vera Lind"
SLUG = "urval-av-ansokningar-for-extra-kontroll"
ROWS = [("ja" if n % 2 else "nej", "ja" if n % 3 else "nej", "mk"[n % 4 < 2]) for n in range(240)]


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def published(city: City, about: str = SECRET, email: str = "stod@staden.example", title: str = "") -> UUID:
    """With these words in every text, in the title of a test that it cites, and in its plan."""
    version, editor = a_draft(city), actor(city, Role.EDITOR)
    entry_texts = {key: f"{words.rstrip('.')}, {about}." for key, words in texts().items()}
    answers = {"contact_email": email}
    city.call(commands.save, version, revision=1, texts=entry_texts, answers=answers, by=editor, at=NOW)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/evidence/new")
    titles = {f"title-{language}": title or f"Test av {about} ({language})" for language in LANGUAGES}
    client.submit("Ladda upp", file=(f"{about}.csv", csv("behov;beslut;kön", ROWS)), **titles)
    run = Run.__new__(Run)
    run.city, run.client, run.address = city, client, client.url
    city.work()
    run.plan("kön", key="")
    run.save(
        **{"label-0-0-sv": f"Grupp enligt {about}", "label-0-1-sv": f"{about} och andra", "reason": f"Enligt {about}."}
    )
    run.finish()
    client.submit("Stöd versionen på bedömningen") if "Stöd versionen" in run.words else cite(city, run)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def cite(city: City, run: Run) -> None:
    assert city.client.post(f"{run.address}/cite", {**token(city)}).status_code == 303


def propose(city: City, version: UUID, words: str = SECRET, **more: object) -> str:
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/masking")
    client.submit("Föreslå", words=words, ground=GROUNDS[0].key, reason="Hon är anhörig.", **more)
    return client.page.text.replace("\xa0", " ")


def mask(city: City, version: UUID, words: str = SECRET) -> None:
    propose(city, version, words)
    if "Titta på det här" in city.client.page.text:
        city.client.submit("Föreslå")
    city.as_(Role.DPO).get(f"{page_of(version)}/masking")
    city.client.submit("Maskera orden")


def test_a_masked_word_is_at_no_public_address_and_nowhere_in_the_workspace(city: City) -> None:
    version = published(city, email="vera.lind@staden.example")
    ask(city, f"Varför sa {SECRET} nej?", questions_path())
    client = city.client
    test = client.get(f"/sv/algorithms/{SLUG}/assessments/1").text
    assert (f"Test av {SECRET}" in test, f"{SECRET} och andra" in test) == (True, True)
    mask(city, version)

    assert readers_with(city, SLUG, "lind") == set()
    answers = {at: client.get(at, follow=True).status_code for at in public_addresses(SLUG)}
    assert (len(answers) > 90, {at for at, status in answers.items() if status != 200}) == (True, set())
    for query in ("lind", "vera+lind"):
        results = client.get(f"/sv/search?q={query}").text
        assert SLUG not in results
    city.as_(Role.COORDINATOR)
    run = next(iter(re.findall(r"/evidence/([0-9a-f-]{36})", client.get(page_of(version)).text)))
    for path in ("", "/answers", "/preview", "/history", "/masking", "/entry", f"/evidence/{run}"):
        assert "lind" not in client.get(page_of(version) + path, follow=True).text.casefold(), path


def test_near_spellings_are_shown_and_offered_before_a_mask_is_proposed(city: City) -> None:
    near = ("Vera Linds", "Lind, Vera", "VeraLind", "vera.lind@stad.se", "V. Lind")
    version = published(
        city, f"{SECRET}: Vera Linds, Lind, Vera, VeraLind och vera.lind@stad.se, V. Lind", title="Test"
    )

    shown = propose(city, version)
    assert [words for words in near if words not in shown] == []
    assert city.call(MaskRow.count().run) == 0
    city.client.submit("Föreslå")
    (row,) = city.call(MaskRow.select().run)
    assert set(near) < set(row["words"].split("\n"))

    city.as_(Role.DPO).get(f"{page_of(version)}/masking")
    city.client.submit("Maskera orden")
    assert "lind" not in city.client.get(f"/sv/algorithms/{SLUG}").text.casefold()


def test_what_a_mask_does_not_reach_is_listed(city: City) -> None:
    version = published(city, "extra kontroll", email="extra.kontroll@staden.example", title="Test")
    shown = propose(city, version, "extra kontroll")
    assert "Postens egen webbadress innehåller orden" in shown
    assert "Adressen som invånarna skriver till" in shown


def test_without_a_title_the_name_of_the_file_is_not_made_public(city: City) -> None:
    version, client = a_draft(city), city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/evidence/new")
    client.submit("Ladda upp", file=(f"{SECRET}.csv", csv("behov;beslut;kön", ROWS)))
    (evidence,) = city.call(commands.for_change, version, actor(city, Role.EDITOR)).evidence
    assert evidence.titles["sv"] == "Test av data från 2026-11-24"
    assert SECRET not in str(evidence.titles)


@pytest.mark.parametrize(
    "who", [(Role.EDITOR, "social"), (Role.AUDITOR, "social"), (Role.COORDINATOR, ""), (Role.DPO, "school")]
)
def test_only_who_keeps_the_register_lifts_a_mask(city: City, who) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    mask(city, version, "utan anledning")
    (row,) = city.call(MaskRow.select().run)
    role, department = who
    if department == "school":
        city.add_person(role, department)
    city.as_(role, department or "social")

    answer = city.client.post(f"{page_of(version)}/masking/{row['id']}", {**token(city), "lift": "yes"})

    lifted = role is Role.COORDINATOR
    assert answer.status_code == (303 if lifted else 404 if department == "school" else 422)
    assert city.call(MaskRow.select().run)[0]["state"] == ("lifted" if lifted else "active")


@pytest.mark.parametrize("at", ["", f"/{UUID(int=7)}"], ids=["proposing", "deciding"])
def test_nobody_masks_in_another_department(city: City, at: str) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    city.add_person(Role.EDITOR, "school")
    city.as_(Role.EDITOR, "school")
    fields = {"words": "utan anledning", "ground": GROUNDS[0].key, "reason": "Skäl", "confirm": "yes"}
    assert city.client.post(f"{page_of(version)}/masking{at}", {**token(city), **fields}).status_code == 404
    assert city.call(MaskRow.count().run) == 0


def test_an_entry_of_another_department_is_not_there_for_who_would_mask_in_it(city: City) -> None:
    """Past the pages too: not refused, which would tell that it exists."""
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    stranger = a_person(Role.EDITOR, department="school")
    with pytest.raises(NotFoundError):
        city.call(masking.propose, version, "utan anledning", GROUNDS[0].key, "Skäl", by=stranger, at=city.clock())


def test_no_log_holds_a_word_of_a_residents_question(city: City, caplog) -> None:
    from algorithms.log.tables import LogRow
    from algorithms.tables import EventRow

    caplog.set_level("INFO")
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    word = "Kvistbrosågen"
    ask(city, f"Varför fick {word} nej?", questions_path())
    assert word not in caplog.text
    assert word not in str(city.call(LogRow.select().run)) + str(city.call(EventRow.select().run))
