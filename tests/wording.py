"""What a page says, by the message of the program: tests name the English of the catalogue, and get the reader's words.

A better Swedish sentence breaks no test, then; and a message that the program no longer has fails at once.
"""

from functools import cache

import messages
from assessments.text.message import Message
from register.demo import content
from register.language import Language, translate, translations


def words(message: str | Message, language: Language | str = Language.SWEDISH) -> str:
    """A message in the words of this language, with its values; LookupError where no catalogue has it."""
    sentence = Message(message) if isinstance(message, str) else message
    if sentence.msgid not in _messages():
        raise LookupError(f"The program has no message {sentence.msgid!r}.")
    if "%(" not in f"{sentence.msgid}{sentence.plural}":
        return translate(sentence, Language(language))
    known = translations(Language(language))  # of a template
    if sentence.plural is None or sentence.count is None:
        return known.gettext(sentence.msgid) % sentence.values
    return known.ngettext(sentence.msgid, sentence.plural, sentence.count) % {"num": sentence.count, **sentence.values}


def named(text: str | Message, language: Language | str = Language.SWEDISH) -> str:
    """The same of what may be a message, messages joined by a colon, a department's Swedish name or anybody's words."""
    if isinstance(text, Message) or text in _messages():
        return words(text, language)
    parts = text.split(": ")
    if len(parts) > 1 and set(parts) <= _messages():
        return ": ".join(words(part, language) for part in parts)
    return next(
        (department.names[language] for department in content.departments() if department.names["sv"] == text), text
    )


@cache
def _messages() -> frozenset[str]:
    """All that the program says, singular and plural."""
    forms: set[str] = set()
    for package in messages.PACKAGES:
        for message in messages.read(package):
            forms |= set(message.id) if isinstance(message.id, tuple) else {message.id}
    return frozenset(forms - {""})
