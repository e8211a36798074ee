"""What somebody else's columns and words mean is said by a person; whatever they hold, it stays text."""

import io
import zipfile

import pytest

from algorithms.people import Role
from algorithms.storage.list_queries import Narrowed
from algorithms.storage.list_queries import listed as listed_entries
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from city import City
from listed import HEADER, LIST, Listed, entries, workbook
from register.language import Language
from register.settings import Settings
from steps import actor


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    sheet = sheet_of(
        ByteSource(open_blocks=lambda: iter([content]), size=len(content)), most_rows=9999, most_columns=999
    )
    return [sheet.names, *(cells for _, cells in sheet.rows)]


def test_list_returns_with_its_wrong_rows_marked_and_can_be_corrected_and_sent_again(city: City) -> None:
    wrong = LIST + b"\nTredje;social;=cmd|' /C calc'!A0;planerad;ja;;ingen adress;"
    listed = Listed(city, wrong).matched()
    marked = listed.client.get(f"{listed.address}/marked.xlsx").content
    header, *rows = rows_of(marked)
    assert header == ("Att rätta", *HEADER.split(";"))
    assert [row[0] for row in rows] == ["", "", "E-post: Skriv en adress med @, till exempel enhet@staden.example."]
    assert rows[2][3] == "=cmd|' /C calc'!A0"

    listed.again(workbook([list(header), *map(list, rows[:2]), [*rows[2][:7], "ny@staden.example", ""]]), "rättad.xlsx")
    assert "3 rader kan bli poster." in listed.text
    listed.carry_out()
    assert len(listed.created) == 3


def test_chosen_meanings_are_filled_in_for_a_list_like_it(city: City) -> None:
    first = Listed(city, LIST.replace(b"planerad", b"kanske"))
    first.columns(title="Systemlistan", **{"column-2": "risks-sv"})
    first.words(**{"operational_status-1": "planned"}).carry_out()

    second = Listed(
        city, LIST.replace(b"planerad", b"kanske").replace(b"Val av", b"Byte av").replace(b"Rutter", b"V\xc3\xa4gar")
    )
    city.client.get(f"{second.address}/columns")
    assert "Ifyllt som i ”Systemlistan”" in second.text
    form = dict(next(form for form in city.client.page.forms if "title" in form.names).values)
    assert (form["title"], form["column-2"]) == ("Systemlistan", "risks-sv")
    second.columns()
    assert second.import_record.matching == first.import_record.matching, "words too"
    second.words()
    assert "2 rader kan bli poster." in second.text

    another = Listed(city, b"A;B;C\n1;2;3\n", "annan.csv")
    city.client.get(f"{another.address}/columns")
    assert "Ifyllt som i" not in another.text


def test_corrected_list_keeps_earlier_answers_and_asks_only_about_what_is_new(city: City) -> None:
    listed = Listed(city).matched()
    before = listed.import_record.matching
    listed.again(LIST.replace(b"planerad", b"kanske"))
    assert listed.import_record.matching == before
    assert "Nästa steg: orden" in listed.text
    listed.words(**{"operational_status-1": "-"})
    assert "2 rader kan bli poster." in listed.text

    listed.again(LIST.replace(b"Kontakt", b"Enheten"))
    assert "Nästa steg: kolumnerna" in listed.text


def test_which_number_of_a_date_is_the_day_is_asked_once_for_the_whole_column(city: City) -> None:
    dates = LIST.replace(b"2024-03-15", b"5/1/2023").replace(b"nej;;;", b"nej;;;6/1/2023")
    listed = Listed(city, dates).columns()
    assert listed.client.url.endswith("/words")
    assert "\u201d5/1/2023\u201d" in listed.text
    assert "6/1/2023" not in listed.text
    assert "Säg vad" in listed.words().text
    listed.words(**{"in_use_since-0": "day-first"})
    assert "2 rader kan bli poster." in listed.text
    assert listed.text.count("I bruk sedan 2023-01") == 2


def test_our_own_table_goes_out_and_comes_back_the_same(city: City) -> None:
    Listed(city).matched().carry_out()
    table = city.client.get("/workspace/entries.csv").content
    listed = Listed(city, table, "entries.csv").columns(topic="")
    assert "2 namn finns redan." in listed.text
    listed.carry_out(**{"allow-duplicates": "yes"})

    by = actor(city, Role.EDITOR)
    versions = [row.version for row in city.call(listed_entries, Narrowed(), "sv", seen_by=by, first=0, most=9)]
    fields = [
        (version.name, version.entry.topic, version.entry.department, version.answers.operational_status)
        for version in versions
    ]
    assert len(fields) == 4
    assert fields[0::2] == fields[1::2]


@pytest.mark.parametrize("language", Language)
def test_the_empty_list_is_understood_as_it_is_and_its_explanations_are_no_entry(city: City, language) -> None:
    shown = city.client.get(f"/workspace/imports/template.xlsx?lang={language}").content
    header, explained = rows_of(shown)
    filled = dict.fromkeys(header, "") | {header[3]: "Min algoritm"}
    listed = Listed(city, workbook([list(header), list(explained), list(filled.values())]), "mall.xlsx").columns()

    assert "En rad kan bli en post." in listed.text
    listed.carry_out()
    assert entries(city) == ["Min algoritm"]


EVIL = ('<script>alert("x7")</script>', "=cmd|' /C calc'!A0", "{{ 7*7 }}", '"><x7 onx7=1>', "@SUM(1)", "x" * 85)


def test_whatever_stands_in_a_list_is_text_on_every_page_and_in_every_file(city: City) -> None:
    rows = [[evil[:90], evil, evil] for evil in EVIL]
    listed = Listed(city, workbook([[f"Namn {EVIL[0]}", "Status", "Syfte"], *rows]), f"{EVIL[0]}.xlsx")
    listed.client.get(f"{listed.address}/columns")
    pages = [listed.client.page]
    listed.client.submit("Spara och fortsätt", topic="city-operations", **{"column-0": "name-sv"})
    pages.append(listed.client.page)
    assert [evil for evil in EVIL if evil not in listed.text] == []
    listed.client.submit("Spara och prova", **{f"operational_status-{place}": "-" for place in range(len(EVIL))})
    pages.append(listed.client.page)
    assert [evil for evil in EVIL[:5] if evil not in listed.text] == []
    content = listed.client.get(f"{listed.address}/marked.xlsx").content
    assert [list(row[-3:]) for row in rows_of(content)[1:]] == rows
    listed.client.get("/workspace/imports")
    for page in (*pages, listed.client.page):
        assert not [element for element in page.root.iter() if element.tag == "x7" or element.get("onx7")]
        assert all(script.get("src") for script in page.root.iter("script"))
        assert "49" not in page.text


def test_a_workbook_says_what_is_in_it_as_text_alone(city: City) -> None:

    content = Listed(city, b"Namn;E-post\n=1+1;fel").columns().client.get
    address = f"{city.client.url}/marked.xlsx"
    with zipfile.ZipFile(io.BytesIO(content(address).content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_missing_choices_are_requested_and_every_choice_is_kept(city: City) -> None:
    listed = Listed(city, LIST.replace(b"planerad", b"kanske"))
    listed.client.get(f"{listed.address}/columns")
    answer = listed.client.submit(
        "Spara och fortsätt", topic="", **{"column-0": "purpose-sv", "column-2": "purpose-sv"}
    )
    assert answer.status_code == 422
    for words in ("Två kolumner står för", "Välj vilken kolumn som är namnet", "Välj ett område"):
        assert words in listed.text
    assert dict(listed.client.page.form("Spara och fortsätt").values)["column-2"] == "purpose-sv"

    listed.columns()
    listed.words(**{"operational_status-0": "ended", "operational_status-1": ""})
    assert "Säg vad ”kanske” betyder." in listed.text
    assert dict(listed.client.page.form("Spara och prova").values)["operational_status-0"] == "ended"
    assert listed.import_record.matching.answers == {}


def test_who_saves_column_meanings_second_is_notified(city: City) -> None:
    listed = Listed(city)
    listed.client.get(f"{listed.address}/columns")
    old = listed.client.page.form("Spara och fortsätt").fill({"topic": "city-operations"}).fields
    listed.columns(topic="work-and-money")

    assert listed.client.post(f"{listed.address}/columns", old).status_code == 422
    assert listed.import_record.matching.topic == "work-and-money"


def test_identity_numbers_are_pointed_at_before_anything_is_created(city: City) -> None:
    listed = Listed(city, b"Namn;Syfte\nA;19121212-1212").matched()
    assert "ser ut som personnummer: B2" in listed.text
