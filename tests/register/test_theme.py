"""A city has its own look, and cannot choose one that people with weak sight cannot read."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from algorithms.search.query import residents_words
from city import City
from publishing import listed, publish
from register.settings import Settings, SettingsError
from register.shell.cli import main
from register.web.theme import PAIRS, contrast, read, shipped, too_faint

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
THEME = """
[colours]
brand = ["#7a1f5c", "#f0a8d8"]
mark = "#ffd34d"
[sv]
name = "Algoritmregistret"
title = "Det här räknar staden ut"
contact = "Kontaktcenter 08-465 004 00"
[en]
name = "The Algorithm Register"
"""


def a_theme(folder: Path, written: str = THEME, logo: str = LOGO) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "theme.toml").write_text(written, "utf-8")
    if logo:
        (folder / "logo.svg").write_text(logo, "utf-8")
    return folder


def refusal(folder: Path, written: str = THEME, logo: str = "") -> str:
    with pytest.raises(SettingsError) as refused:
        read(a_theme(folder, written, logo))
    return str(refused.value)


def test_our_own_colours_can_be_read_by_everybody_in_light_and_dark() -> None:
    assert list(too_faint(shipped())) == []
    assert {name for pair in PAIRS for name in (pair[0], *pair[1])} <= set(shipped())


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#16212b", "#16212b") == 1


def test_residents_see_the_citys_name_logo_colours_and_words(settings: Settings, tmp_path: Path) -> None:
    with City(replace(settings, theme_dir=a_theme(tmp_path / "theme"))) as city:
        html = city.client.get("/sv/").text
        assert "Det här räknar staden ut" in city.client.page.text
        assert "Algoritmregistret" in html
        assert "Kontaktcenter 08-465 004 00" in html
        logo = html.split('src="/static/logo')[1].split('"')[0]
        assert html.index("--brand: light-dark(#7a1f5c, #f0a8d8);") > html.index("--brand: light-dark(#0a4a5c")
        assert city.client.get(f"/static/logo{logo}").headers["content-type"] == "image/svg+xml"
        assert "The Algorithm Register" in city.client.get("/en/").text
        assert "Which" in city.client.page.text, "what the city leaves out is said in our words"


def test_staff_see_the_citys_colours(settings: Settings, tmp_path: Path) -> None:
    with City(replace(settings, theme_dir=a_theme(tmp_path / "theme"))) as city:
        style = city.client.get("/sign-in").text.split('href="/static/theme')[1].split('"')[0]
        assert "--brand: light-dark(#7a1f5c, #f0a8d8);" in city.client.get(f"/static/theme{style}").text


def test_without_a_theme_a_page_asks_for_no_theme(settings: Settings) -> None:
    with City(settings) as city:
        assert city.client.get("/sv/").text.count("--brand:") == 1


def test_a_colour_that_is_too_faint_is_refused_with_the_pair_and_what_is_needed(tmp_path: Path) -> None:
    message = refusal(tmp_path, '[colours]\nbrand = ["#9fb8c0", "#8fd3e0"]')
    assert "brand #9fb8c0 on paper #fbfaf6 (light) has contrast 2.0, and 4.5 is needed" in message
    assert "dark" not in message
    assert "mark-ink" in refusal(tmp_path, '[colours]\nmark = "#1a2733"')


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("colours = 3", "write colours as a table"),
        ('[colours]\nbrand = "blue"', 'write brand as "#0a4a5c"'),
        ('[colours]\nbrand = ["#0a4a5c"]', 'write brand as "#0a4a5c"'),
        ('[colours]\nsky = "#0a4a5c"', "colours has sky; the names are"),
        ('[colours]\nbrand = "#0a4a5c; } body { display: none"', 'write brand as "#0a4a5c"'),
        ('[sv]\nslogan = "x"', "[sv] knows name, title, lead, contact, not slogan."),
        ("[sv]\nname = 3", "[sv] name is a text"),
        ("sv = 3", "[sv] knows"),
        ("[fonts]", "theme.toml knows colours, sv, en, not fonts."),
        ("= 3", "theme.toml cannot be read"),
    ],
)
def test_wrong_theme_is_reported_before_anything_starts(tmp_path: Path, written: str, message: str) -> None:
    assert message in refusal(tmp_path, written)


def test_a_logo_is_a_light_picture_and_nothing_else(tmp_path: Path) -> None:
    assert "logo.svg cannot be read" in refusal(tmp_path, "", "not a picture")
    assert "logo.svg is no SVG picture." in refusal(tmp_path, "", "<html></html>")
    assert "20000 are the most" in refusal(tmp_path, "", LOGO.replace("<circle", "<circle" + " " * 20_000))


def test_the_program_does_not_start_with_a_theme_that_is_not_there(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("INSYN_THEME_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("INSYN_DATA_DIR", str(tmp_path))

    ended = CliRunner().invoke(main, ["migrate"])

    assert ended.exit_code == 1
    assert "INSYN_THEME_DIR: there is no theme.toml in that folder." in ended.output


def test_words_of_a_city_cannot_break_a_page(settings: Settings, tmp_path: Path) -> None:
    folder = a_theme(tmp_path / "theme", '[sv]\ntitle = "<script>alert(1)</script>"')
    with City(replace(settings, theme_dir=folder)) as city:
        assert "&lt;script&gt;" in city.client.get("/sv/").text


def test_staff_see_every_part_of_a_page_in_the_colours_of_their_city(settings: Settings, tmp_path: Path) -> None:
    with City(replace(settings, theme_dir=a_theme(tmp_path / "theme"))) as city:
        city.as_(Role.EDITOR)
        city.client.click("Delarna som sidorna är gjorda av")
        text = city.client.page.text
        assert [name for name in shipped() if name not in text] == []
        assert "#7a1f5c" in text
        assert "Skriv år och månad med bindestreck" in text


def test_a_city_adds_words_that_residents_use_and_a_file_that_cannot_be_read_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    folder = a_theme(tmp_path / "theme")
    (folder / "words.toml").write_text('[[sv]]\ntyped = ["p-lappis"]\nsearch = ["skolplacering"]\n', "utf-8")
    with City(replace(settings, theme_dir=folder)) as city:
        publish(city, "Skolplacering")
        assert listed(city, "?q=p%20lappis") == listed(city, "?q=plappis") == ["Skolplacering"]

    for written in (
        "[[sv]",
        "[[sv]]\nsearch = ['x']",
        "[[xx]]\ntyped = ['x']",
        "[[sv]]\ntyped = ['x']\nsituation = 'y'",
    ):
        (folder / "words.toml").write_text(written, "utf-8")
        with pytest.raises(SettingsError, match=r"words\.toml"):
            read(folder)
    residents_words.install()
