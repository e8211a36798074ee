"""The command line speaks the language of its reader: LC_ALL, LC_MESSAGES and LANG say which."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from register.language import Language, translate
from register.shell.cli import ELSEWHERE, main
from register.shell.reader import localized, reader_language

SV, EN = Language.SWEDISH, Language.ENGLISH
LEAVES = ("", *sorted({*main.commands, *ELSEWHERE}), "user add", "department add")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, EN),
        ({"LANG": ""}, EN),
        ({"LANG": "C.UTF-8"}, EN),
        ({"LANG": "POSIX"}, EN),
        ({"LANG": "fi_FI"}, EN),
        ({"LANG": "sverige"}, EN),
        ({"LANG": "en_GB.UTF-8"}, EN),
        ({"LANG": "sv"}, SV),
        ({"LANG": "sv_SE.UTF-8"}, SV),
        ({"LANG": "sv_FI@euro"}, SV),
        ({"LANG": "en_US", "LC_MESSAGES": "sv_SE"}, SV),
        ({"LANG": "sv_SE", "LC_MESSAGES": "fi_FI"}, EN),
        ({"LANG": "sv_SE", "LC_MESSAGES": "sv_SE", "LC_ALL": "C"}, EN),
        ({"LANG": "en_US", "LC_ALL": "", "LC_MESSAGES": "", "LC_TIME": "sv_SE"}, EN),
    ],
)
def test_the_first_variable_that_says_something_decides(environ: dict[str, str], language: Language) -> None:
    assert reader_language(environ) is language


def insyn(*words: str, lang: str, typed: str = "", **environ: str) -> click.testing.Result:
    return CliRunner().invoke(main, list(words), input=typed, env={"LC_ALL": lang, **environ})


def command_of(words: str) -> click.Command:
    command: click.Command = main
    for name in words.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name) or command
    return command


def folded(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("words", LEAVES)
@pytest.mark.parametrize(("lang", "language"), [("C.UTF-8", EN), ("fi_FI", EN), ("sv_SE.UTF-8", SV)])
def test_help_of_every_command_is_in_the_readers_language(
    words: str, lang: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = folded(insyn(*words.split(), "--help", lang=lang).output)
    monkeypatch.setenv("LC_ALL", "C")
    command = localized(command_of(words))
    about = [part for part in (command.help or "").split("\n\n") if part]
    spoken = [option.help for option in command.params if isinstance(option, click.Option) and not option.hidden]
    fixed = ["Usage:", "Options", "[OPTIONS]", "Show this message and exit."]
    if any(parameter.required for parameter in command.params if isinstance(parameter, click.Option)):
        fixed.append("required")

    whole = folded(translate(command.help or "", language))
    assert about
    assert whole in shown
    for sentence in (*spoken, *fixed):
        assert sentence, f"an option of {words} has no help"
        assert folded(translate(sentence, language)) in shown
        if language is SV:
            assert folded(sentence) not in shown


@pytest.mark.parametrize(
    ("words", "english", "swedish"),
    [
        (["check", "--hed"], "Error: No such option '--hed'.", "Fel: Flaggan '--hed' finns inte."),
        (["count"], "Error: Missing argument 'FILE…'.", "Fel: Här saknas argumentet 'FIL…'."),
        (["verify"], "Error: Name a signed result", "Fel: Ange ett signerat resultat"),
        (["serve", "--port", "0"], "0 is not in the range", "0 ligger utanför"),
        (["assess", "nowhere.csv", "--groups", "a", "--key", "b"], "Name --groups-file and", "Ange --groups-file och"),
        (["assess", "nowhere.csv", "--groups", "a"], "There is no file nowhere.csv.", "Filen nowhere.csv finns inte."),
        (["migrate"], "INSYN_TIME_ZONE is 'nowhere'; write", "INSYN_TIME_ZONE är 'nowhere'; skriv"),
        (["check"], "INSYN_TIME_ZONE is 'nowhere'; write", "INSYN_TIME_ZONE är 'nowhere'; skriv"),
        (["links"], "INSYN_TIME_ZONE is 'nowhere'; write", "INSYN_TIME_ZONE är 'nowhere'; skriv"),
    ],
)
def test_an_error_is_in_the_readers_language(words: list[str], english: str, swedish: str) -> None:
    for lang, sentence in (("", english), ("C.UTF-8", english), ("fi_FI", english), ("sv_SE.UTF-8", swedish)):
        outcome = insyn(*words, lang=lang, INSYN_TIME_ZONE="nowhere")
        assert (outcome.exit_code != 0, sentence in outcome.output) == (True, True), outcome.output


def test_a_password_is_asked_for_twice_in_swedish(tmp_path: Path) -> None:
    typed = "en helt annan mening\nen annan mening igen\n" * 2
    dialogue = insyn(
        "user", "add", "a@b.example", "--name", "A", lang="sv_SE", typed=typed, INSYN_DATA_DIR=str(tmp_path)
    )
    assert "Lösenord (minst 15 tecken)" in dialogue.output
    assert "Upprepa för att bekräfta" in dialogue.output
    assert "du skrev inte samma sak båda gångerna" in dialogue.output
    assert "Avbrutet!" in dialogue.output


def test_check_says_what_it_saw_in_swedish_and_json_stays_as_programs_know_it(tmp_path: Path) -> None:
    here = {"INSYN_DATA_DIR": str(tmp_path)}
    assert "Databasen är uppdaterad." in insyn("migrate", lang="sv_SE", **here).output
    names = [f"--{kind}-{language}=Skola" for kind in ("name", "board") for language in ("sv", "en")]
    assert "Skola har lagts till." in insyn("department", "add", "school", *names, lang="sv_SE", **here).output
    assert insyn("check", lang="sv_SE", **here).output.startswith("Oförändrat: loggen har 1 rader")
    answer = json.loads(insyn("check", "--json", lang="sv_SE", **here).output)
    assert (answer["intact"], answer["said"].split(":")[0]) == (True, "Intact")


def test_an_assessment_is_summed_up_in_swedish(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("group,decision\n" + "a,1\na,0\nb,1\nb,0\n" * 60)
    outcome = insyn("assess", str(data), "--decision", "decision", "--groups", "group", lang="sv_SE")
    assert outcome.exit_code == 0, outcome.output
    for sentence in ("Testet bygger på ungefär", "av 100", "jämförs med", "med samma resultat"):
        assert sentence in outcome.output, outcome.output
