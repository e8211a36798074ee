"""A language is a line and catalogues. Here is one, made up, each string marked: nothing of ours is left unmarked."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from made_up_language import tree
from made_up_language.allowed import ALLOWED, TOKENS, WHOLE
from made_up_language.unmarked import rest, unmarked
from register.web.fallback import marked, with_lang

ROOT = Path(__file__).parent.parent
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("made-up")
    tree.build(made)
    return made


def run(folder: Path, *words: str, **environ: str) -> str:
    command = [sys.executable, *words]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", **environ}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def pages(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    data = tmp_path_factory.mktemp("data")
    answer: dict[str, str] = json.loads(run(folder, str(ROOT / "made_up_language" / "crawl.py"), str(data)))
    return answer


def left_over(text: str) -> str:
    return ALLOWED.sub("", rest(text))


@pytest.mark.later
def test_no_page_has_a_sentence_of_ours_in_another_language(pages: dict[str, str]) -> None:
    shown = {path: html for path, html in pages.items() if "<html" in html and path != TOKENS}
    assert len(shown) >= 60, sorted(pages)
    assert {path for path in shown if path.startswith("/xx/")} >= {"/xx/", "/xx/learn", "/xx/learn/glossary"}
    strange = {(path, text) for path, html in shown.items() for text in unmarked(html) if WORD.search(left_over(text))}
    assert {(path, text) for path, text in strange if text not in WHOLE} == set()


@pytest.mark.later
def test_every_kind_of_page_is_there(pages: dict[str, str]) -> None:
    assert {path: answer for path, answer in pages.items() if answer.startswith("!!")} == {}


@pytest.mark.later
def test_content_that_is_not_translated_says_that_it_is_swedish(pages: dict[str, str]) -> None:
    assert '<h1><span lang="sv">Vad är en algoritm?</span></h1>' in pages["/xx/learn/what-is-an-algorithm"]
    assert re.search(r'<div id="[\w-]+" lang="sv">', pages["/xx/learn/glossary"])


@pytest.mark.later
def test_a_feed_and_a_letter_are_in_the_language(pages: dict[str, str]) -> None:
    assert '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="xx"><title>⟦' in pages["/xx/feed.atom"]
    letter = pages["letter"]
    assert "⟦" in letter
    lines = [line for line in letter.splitlines() if WORD.search(left_over(re.sub(r"https?://\S+", "", line)))]
    assert lines == []


def test_the_command_speaks_the_language(folder: Path) -> None:
    for words in ((), ("check",), ("assess",), ("user", "add")):
        shown = " ".join(run(folder, "-m", "register.shell.cli", *words, "--help", LC_ALL="xx_XX.UTF-8").split())
        assert "⟦" in shown
        unmarked_words = re.sub(r"-m register\.shell\.cli( \w+)*|--[\w-]+|\[[\w|-]+\]", "", rest(shown))
        assert set(WORD.findall(unmarked_words)) <= {"python", *_names()}


def _names() -> set[str]:
    from register.shell.cli import ELSEWHERE, main

    return {*main.commands, *ELSEWHERE}


def test_a_sentence_that_a_catalogue_lacks_is_marked_where_an_element_can_be() -> None:
    sentence = marked("Hej")
    assert with_lang(f"<p>{sentence}</p>") == '<p><span lang="sv">Hej</span></p>'
    assert with_lang(f'<a title="{sentence}">x</a>') == '<a title="Hej">x</a>'
    assert (
        with_lang(f"<title>{sentence}</title><option>{sentence}</option>") == "<title>Hej</title><option>Hej</option>"
    )
    assert with_lang(f"<p>{sentence} {marked('<b>du</b>')}</p>").count("<span") == with_lang("").count("") + 1
