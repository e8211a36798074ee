"""Sensitive data through the pages: not kept while the officer is asked, and counted only as the officer agreed."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from algorithms.entries.entry import OpinionKind
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence import necessity_commands
from algorithms.people import Membership, Role
from algorithms.review.workflow import RefusedError
from assessments.runs import commands, queries
from assessments.runs.run import RunState
from builders import NOW, a_department
from city import PASSWORD, City
from register.accounts.people import commands as accounts
from register.settings import Settings
from second_run import FEW_CASES, FEW_GROUPS
from sensitive_run import CASES, REASONS, Sensitive
from steps import actor


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def test_a_sensitive_file_is_destroyed_while_the_officer_is_asked(city: City) -> None:
    run = Sensitive(city, CASES)
    stored = (city.settings.data_dir / "uploads" / str(run.id)).read_bytes()
    assert holds(city.settings.data_dir, stored[200:264])
    form = run.plan("diagnos", key="").form("Spara testplanen")
    assert [value for name, value in form.values if name == "sensitive"] == ["diagnos"]  # its name suggests it
    run.save()

    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    assert not holds(city.settings.data_dir, stored[200:264])
    assert city.call(queries.wrapped_key, run.id) is None
    assert "Filen är inte kvar just nu" in run.words
    assert "Filen förstördes" in run.words  # the receipt
    assert "Starta bedömningen" not in run.words
    run.client.get(f"/workspace/versions/{run.version}/history")
    stored_run = city.call(queries.runs, [run.id])[run.id]
    for text in ("Fil: ärenden.csv", f"SHA-256: {stored_run.file_sha256}"):
        assert text in run.words


def holds(folder: Path, canary: bytes) -> bool:
    return any(canary in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_from_necessity_and_opinion_to_the_result_with_the_same_file(city: City) -> None:
    run = Sensitive(city, CASES).planned().written()
    assert f"Skrivet {'24 november 2026'}" in run.words
    city.as_(Role.DPO)
    assert "Något väntar på dig." in run.words
    assert "1 väntar på dig" in run.words
    run.client.click("Test av data från 2026-11-24")
    for words in (*list(REASONS.values())[:-1], "31 mars 2027", "diagnos", "ja, nej", "Testplan"):
        assert words in run.words
    assert "(120)" not in run.words  # columns and values, and not how many
    run.client.submit("Spara yttrandet", opinion="agree-with-conditions", words="Visa bara för enheten.")
    assert "Har synpunkter" in run.words
    run.client.get("/workspace")
    assert "känsliga uppgifter" not in run.words
    city.as_(Role.EDITOR)
    assert "Dataskyddsombudet har gett sitt råd. Ladda upp samma fil igen för att gå vidare." in run.words
    assert run.client.click("Test av data från 2026-11-24").status_code == 200

    assert run.upload() == 200
    run.client.get("/workspace")
    assert "känsliga uppgifter" not in run.words
    assert run.state is RunState.PLANNED
    assert "Visa bara för enheten." in run.look()
    run.finish()
    assert (run.state, run.stored_files) == (RunState.DONE, set())
    run.client.get(f"/workspace/versions/{run.version}/history")
    for text in (
        "Skrev varför känsliga uppgifter behövs",
        "Yttrade sig om ett test med känsliga uppgifter: Har synpunkter",
        "Laddade upp samma fil igen",
        "Startade en bedömning",
    ):
        assert text in run.words


@pytest.mark.storage
def test_another_file_is_refused_with_a_plain_sentence_and_nothing_of_it_is_kept(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("agree")

    assert run.upload(CASES + b"\n") == 422
    assert "Det här är en annan fil än den som yttrandet gäller" in run.words
    assert run.upload(b"") == 422
    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    assert city.call(queries.with_files) == set()


def test_before_the_opinion_nothing_can_be_uploaded_or_started(city: City) -> None:
    run = Sensitive(city, CASES).planned()
    for prepare in (lambda: None, run.written, lambda: run.give_opinion("object", "Ta bort kolumnen.")):
        prepare()
        city.as_(Role.EDITOR).get(f"{run.address}/same-file", follow=True)
        assert run.client.url == run.address
        token = {"_csrf_token": dict(run.client.page.forms[0].values)["_csrf_token"]}
        files = {"file": ("ärenden.csv", CASES)}
        assert run.client.post(f"{run.address}/same-file", token, files=files).status_code == 422
        assert run.client.post(f"{run.address}/start", token).status_code == 422
        assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    assert "Ta bort kolumnen." in run.look()
    assert "Den som godkänner kan besluta skriftligt att det ändå ska göras." in run.words


def test_after_advice_against_the_approver_decides_in_writing_and_advice_and_decision_are_read_together(
    city: City,
) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("object", "För brett.")
    city.as_(Role.APPROVER)
    assert "Dataskyddsombudet avråder från ett test. Läs varför och besluta." in run.words
    run.decide("", "")
    assert "Skriv vad du beslutar, och varför du inte följer rådet." in run.words
    assert "Skriv beslutets diarienummer." in run.words
    for reader in (Role.DPO, Role.EDITOR, Role.AUDITOR):
        city.as_(reader).get(f"{run.address}/opinion")
        assert "Besluta att testet ska göras" not in run.words, reader
    run.decide("Utan diagnosen ser vi inte skillnaden.")
    for text in ("Avråder", "För brett.", "Utan diagnosen ser vi inte skillnaden.", "SOC 2026-77"):
        assert text in run.words

    assert run.upload() == 200
    assert run.state is RunState.PLANNED
    run.give_opinion("object", "Fortfarande för brett.")
    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())  # new advice asks for a new decision
    run.decide()
    assert run.upload() == 200
    run.look()
    run.finish()
    assert run.state is RunState.DONE
    run.client.get(f"/workspace/versions/{run.version}/history")
    assert "Beslutade om ett test med känsliga uppgifter, mot ombudets råd" in run.words
    assert "Diarienummer: SOC 2026-77" in run.words


def test_the_dossier_has_the_six_conditions_the_advice_the_decision_and_the_receipt(city: City) -> None:
    run = Sensitive(city, CASES).planned()
    assert run.client.get(f"{run.address}/dossier").status_code == 404
    run.written().give_opinion("object", "För brett.").decide()
    run.upload()
    run.look()
    run.finish()
    run.client.click("Underlaget, villkor för villkor")
    for text in (*list(REASONS.values())[:4], "31 mars 2027", "För brett.", "Vi gör det ändå.", "SOC 2026-77"):
        assert text in run.words
    for condition in "abcdef":
        assert f"{condition}. " in run.words
    assert "artikel 4a" in run.words
    assert "Inte än. Filen förstörs när testet är klart." not in run.words


def test_the_dossier_is_given_out_on_paper_with_every_condition(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("object", "För brett.").decide()
    answer = run.client.get(f"{run.address}/dossier.pdf")
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="dossier-')
    for text in (
        *list(REASONS.values())[:4],
        "För brett.",
        "Vi gör det ändå.",
        "artikel 4a",
        *(f"{c}. " for c in "abcdef"),
    ):
        assert text in words


def test_rewritten_necessity_is_read_again_after_an_objection(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("object", "För brett.").written(others="Nu smalare.")

    assert "För brett." not in run.look()
    run.give_opinion("agree")
    assert run.upload() == 200
    assert run.state is RunState.PLANNED


def test_the_officer_may_object_until_it_is_started_and_the_file_is_destroyed_again(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("agree")
    run.upload()
    assert len(run.stored_files) == 1
    run.give_opinion("object", "Jag har ändrat mig.")

    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    city.as_(Role.EDITOR)
    assert "Dataskyddsombudet avråder. Den som godkänner beslutar, eller så ändrar ni testet. Läs varför." in run.words
    run.give_opinion("agree")
    run.upload()
    run.look()
    run.client.submit("Starta bedömningen")
    city.as_(Role.DPO).get(f"{run.address}/opinion")
    assert "Spara yttrandet" not in run.words


def test_another_plan_makes_the_opinion_void_and_other_labels_do_not(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("agree")
    run.upload()
    run.planned(**{"label-0-1-sv": "personer med diagnos"})
    assert (run.state, len(run.stored_files)) == (RunState.PLANNED, 1)
    run.planned(margin="10")

    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    assert "Skrivet för en annan plan" in run.words
    run.client.get(f"{run.address}/necessity")
    assert dict(run.client.page.form("Spara och fråga ombudet").values)["access"] == REASONS["access"]
    run.written()
    city.as_(Role.DPO)
    assert "Något väntar på dig." in run.words


def test_what_has_been_called_sensitive_in_writing_is_not_called_otherwise_to_get_round_the_officer(city: City) -> None:
    run = Sensitive(city, CASES).planned().written().give_opinion("object", "Nej.")
    city.as_(Role.EDITOR)
    run.plan("diagnos", key="")
    run.save(sensitive=[])

    assert "Ni har skrivit att “diagnos” är känslig." in run.words
    assert run.state is RunState.SET_ASIDE


@pytest.mark.storage
def test_a_column_called_sensitive_by_mistake_can_be_called_otherwise_before_anything_is_written(city: City) -> None:
    run = Sensitive(city, CASES).planned()
    run.plan("diagnos", key="")
    run.save(sensitive=[])
    assert (run.state, "Känsliga uppgifter" in run.words) == (RunState.SET_ASIDE, False)

    assert run.upload() == 200
    assert run.state is RunState.PLANNED
    run.look()
    run.finish()
    assert run.state is RunState.DONE


def test_nobody_gives_the_opinion_on_what_they_wrote_themselves(city: City) -> None:
    social = a_department().id
    both = tuple(Membership(role, social) for role in (Role.EDITOR, Role.DPO))
    address = "bada@staden.example"
    city.call(accounts.add_person, address, "Båda", PASSWORD, by=accounts.OPERATOR, at=NOW, memberships=both)
    run = Sensitive(city, CASES).planned()
    run.client.cookies.clear()
    run.client.get("/sign-in")
    run.client.submit("/sign-in?lang=sv", email=address, password=PASSWORD)
    run.client.get(f"{run.address}/necessity")
    run.client.submit("Spara och fråga ombudet", **REASONS)
    run.client.get(f"{run.address}/opinion")
    assert "Spara yttrandet" not in run.words

    token = dict(run.client.page.forms[0].values)["_csrf_token"]
    fields = {"_csrf_token": token, "necessity": "1", "opinion": "agree"}
    assert run.client.post(f"{run.address}/opinion", fields).status_code == 422
    assert "Någon annan måste lämna yttrandet." in run.words
    assert run.client.get("/workspace").status_code == 200
    assert "Känsliga uppgifter väntar" not in run.words


def test_an_opinion_on_words_that_were_changed_meanwhile_is_not_recorded(city: City) -> None:
    run = Sensitive(city, CASES).planned().written()
    city.as_(Role.DPO).get(f"{run.address}/opinion")
    read = dict(run.client.page.form("Spara yttrandet").values)
    run.written(purpose="Något annat.")
    city.as_(Role.DPO).get(f"{run.address}/opinion")
    form = run.client.page.form("Spara yttrandet")
    sent = {**dict(form.values), "necessity": read["necessity"], "opinion": "agree", "words": "Mina ord."}

    assert run.client.post(f"{run.address}/opinion", sent).status_code == 422
    assert "har ändrats sedan du läste" in run.words
    assert "Mina ord." in run.words
    assert "Dataskyddsombudets yttrande Inte lämnat" in run.look()


@pytest.mark.storage
def test_what_is_missing_comes_back_with_every_typed_word(city: City) -> None:
    run = Sensitive(city, CASES).planned().written(access="", deleted="2020-01-01")
    assert "Skriv vilka som kommer åt uppgifterna, och hur det dokumenteras." in run.words
    assert "Den dagen har redan varit." in run.words
    assert dict(run.client.page.form("Spara och fråga ombudet").values)["purpose"] == REASONS["purpose"]
    run.written().give_opinion("object")

    assert "Skriv dina synpunkter, eller varför du avråder." in run.words
    assert ("opinion", "object") in run.client.page.form("Spara yttrandet").values


@pytest.mark.parametrize("cases_first", [True, False])
def test_both_files_are_destroyed_and_both_have_to_come_back(city: City, cases_first: bool) -> None:
    groups = FEW_GROUPS.replace("kön".encode(), b"religion")
    first, other = (FEW_CASES, groups) if cases_first else (groups, FEW_CASES)
    run = Sensitive(city, FEW_CASES).read(groups)
    run.plan("religion")
    run.save()
    assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
    run.written().give_opinion("agree")

    assert run.upload(first) == 200
    assert (run.state, len(run.stored_files)) == (RunState.SET_ASIDE, 1)
    assert run.upload(first) == 422
    assert len(run.stored_files) == 1
    assert run.upload(other) == 200
    assert (run.state, len(run.stored_files)) == (RunState.PLANNED, 2)
    run.look()
    run.finish()
    assert (run.state, run.stored_files) == (RunState.DONE, set())


def test_an_objection_destroys_the_first_of_two_files_that_had_come_back(city: City) -> None:
    groups = FEW_GROUPS.replace("kön".encode(), b"religion")
    run = Sensitive(city, FEW_CASES).read(groups)
    run.plan("religion")
    run.save()
    run.written().give_opinion("agree").upload(groups)
    run.give_opinion("object", "Nej.")

    assert (run.state, run.stored_files, city.call(queries.with_files)) == (RunState.SET_ASIDE, set(), set())


def test_starting_asks_for_itself_whether_the_officer_agrees(city: City) -> None:
    """Whatever brought the run so far: a plan that was stored without asking, and a file that lies there."""
    run = Sensitive(city, CASES)
    editor = actor(city, Role.EDITOR)
    run.plan("diagnos", key="")
    run.save(sensitive=[])
    plain = city.call(queries.plan, run.id)
    marked = type(plain).from_dict({**plain.to_dict(), "sensitive": ["diagnos"]})
    city.call(commands.store_plan, run.id, marked, by=editor.id, at=NOW)
    assert (run.state, len(run.stored_files)) == (RunState.PLANNED, 1)

    with pytest.raises(RefusedError):
        city.call(evidence_commands.queue, run.version, run.id, by=editor, at=NOW)
    run.look()
    run.client.submit("Starta bedömningen")
    assert "Skriv först varför de behövs." in run.words
    assert run.state is RunState.PLANNED


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.DPO])
def test_another_departments_people_find_nothing_of_it(city: City, role: Role) -> None:
    city.add_person(role, "school")
    run = Sensitive(city, CASES).planned().written()
    client = city.as_(role, "school")
    assert "ärenden.csv" not in client.page.text
    token = {"_csrf_token": dict(client.page.forms[0].values)["_csrf_token"], "necessity": "1", "opinion": "agree"}

    for address in ("necessity", "opinion", "same-file"):
        assert client.get(f"{run.address}/{address}").status_code in (403, 404)
    for address in ("necessity", "opinion"):
        assert client.post(f"{run.address}/{address}", {**token, **REASONS}).status_code in (403, 404)
    files = {"file": ("ärenden.csv", CASES)}
    assert client.post(f"{run.address}/same-file", token, files=files).status_code in (403, 404)
    school = Membership(Role.DPO, a_department("school").id)
    stranger = type(actor(city, Role.DPO))(UUID(int=7), "Främling", (school,))
    with pytest.raises(necessity_commands.NotFoundError):
        city.call(necessity_commands.give_opinion, run.version, run.id, 1, OpinionKind.AGREE, "", by=stranger, at=NOW)
    assert run.stored_files == set()
