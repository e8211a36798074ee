"""A list becomes entries and is undone, in a real browser: by keyboard alone, with JavaScript off, and in English."""

from pathlib import Path
from typing import Any

import pytest

from register.accounts.demo import PASSWORD
from running import Running
from walking import InEnglish, KeyboardOnly, Walker, WithoutScript

LIST = """System;Förvaltning;Läge;E-post
{way} väljer;Socialförvaltningen;i drift;ingen adress
{way} räknar;Socialförvaltningen;planerad;
"""


@pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript, InEnglish])
def test_from_a_list_to_drafts_and_back(browser: Any, own_demo: Running, tmp_path: Path, way: type[Walker]) -> None:
    wrong, mended = tmp_path / "lista.csv", tmp_path / "rättad.csv"
    wrong.write_text(LIST.format(way=way.__name__))
    mended.write_text(wrong.read_text().replace("ingen adress", "enhet@staden.example"))
    with way(browser, own_demo.url) as walker:
        walker.sign_in("redaktor@exempelstad.example", PASSWORD)
        walker.go("/workspace/entries")
        walker.follow("Importera från ett kalkylark")
        walker.attach("Din lista", wrong)
        walker.press("Ladda upp")
        wait(walker, "Nästa steg: kolumnerna")
        walker.follow("Säg vad kolumnerna betyder")
        walker.select("Del av livet som den hör till", "Bygga och trafik")
        walker.press("Spara och fortsätt")
        walker.press("Spara och prova")
        assert walker.says("En rad är fel.")
        assert walker.says("D2")

        walker.page.locator("details:has(#file) summary").press("Enter")
        walker.attach("Den rättade listan", mended)
        walker.press("Ladda upp")
        wait(walker, "2 rader kan bli poster.")
        walker.press("Skapa 2 poster")
        wait(walker, "2 poster skapades")
        walker.press("Ångra importen")
        assert walker.says("Ångrad")
        walker.go("/workspace/entries")
        assert way.__name__ not in walker.text


def wait(walker: Walker, words: str) -> None:
    """Until the worker has done its part. Without a script the page is asked again by its link."""
    for _ in range(60):
        if walker.says(words):
            return
        walker.page.wait_for_timeout(500)
        if not walker.javascript:
            walker.go(walker.page.url)
    raise AssertionError(f"the page never says {words!r}: {walker.text}")
