"""The language of the person at the command line, and all that is printed in it, click's own sentences as well.

LC_ALL, LC_MESSAGES and LANG decide, in this order; English where they name none of ours. Logs and JSON stay in English.
"""

import copy
import inspect
import os
import re
import sys
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

import click

from assessments.text.message import Message
from register.language import Language, translate, translations

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_OPTIONS, _COMMAND = Message("[OPTIONS]"), Message("COMMAND [ARGUMENTS]…")
_KINDS: Mapping[str, Message] = {  # of values, in click's names
    "text": Message("TEXT"),
    "integer": Message("INTEGER"),
    "integer range": Message("INTEGER"),
    "file": Message("FILE"),
    "directory": Message("FOLDER"),
}
_Command = TypeVar("_Command", bound=click.Command)


def reader_language(environ: Mapping[str, str]) -> Language:
    """``sv_FI.UTF-8`` and all other Swedish is Swedish; ``C.UTF-8``, Finnish, or nothing at all is English."""
    locale_name = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    tag = re.split(r"[-_.@]", locale_name)[0].lower()
    return Language(tag) if tag in set(Language) else Language.ENGLISH


def localize(words: Message | str) -> str:
    """The sentence in the language of the person who called the command."""
    return translate(words, reader_language(os.environ))


def end(words: Message | str, code: int = 1) -> NoReturn:
    """The command ends here, with this sentence on the error stream."""
    click.echo(localize(words), err=True)
    sys.exit(code)


def usage_error(words: Message) -> click.UsageError:
    """An option is missing or not written as it should be. Exit code 2, with a hint at --help."""
    return click.UsageError(localize(words))


def localized(command: _Command) -> _Command:
    """The same command with its help in the reader's language: click reads help when a command is built."""
    spoken = copy.copy(command)
    vars(spoken)["_help_option"] = None  # click made it once, in the language of who called first
    spoken.help = localize(inspect.cleandoc(spoken.help or ""))
    spoken.short_help = localize(spoken.short_help or "")
    spoken.options_metavar = localize(_OPTIONS)
    spoken.params = [_localized_parameter(parameter) for parameter in spoken.params]
    if isinstance(spoken, click.Group):
        spoken.subcommand_metavar = localize(_COMMAND)
        spoken.commands = {name: localized(inner) for name, inner in spoken.commands.items()}
    return spoken


def _localized_parameter(parameter: click.Parameter) -> click.Parameter:
    spoken = copy.copy(parameter)
    if spoken.metavar is not None:
        spoken.metavar = localize(spoken.metavar)
    if isinstance(spoken, click.Option):
        spoken.help = localize(spoken.help or "")
        if spoken.metavar is None and spoken.type.name in _KINDS and not spoken.is_flag:
            spoken.metavar = localize(_KINDS[spoken.type.name])
    return spoken


def _gettext(message: str) -> str:
    return translations(reader_language(os.environ)).gettext(message)


def _ngettext(message: str, plural: str, count: int) -> str:
    return translations(reader_language(os.environ)).ngettext(message, plural, count)


def _give_click_our_catalogues() -> None:
    """gettext, which click asks, reads compiled files of the whole machine. So its modules ask us, when they speak."""
    functions: Mapping[str, Any] = {"_": _gettext, "ngettext": _ngettext}
    for module in [module for name, module in sys.modules.items() if name.startswith("click.")]:
        for name in functions.keys() & vars(module).keys():
            setattr(module, name, functions[name])


_give_click_our_catalogues()
