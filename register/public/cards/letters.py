"""What a letter or a decision says about the system behind it: a sentence, the permanent address and its QR code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from algorithms.cards.model_card import chosen
from algorithms.entries.choices import HumanRole
from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedEntry
from assessments.text.message import Message
from register.language import Language, translate
from register.web.qr_code import QRCode, qr_code

_IN_MATTER = Message(  # most systems decide nothing themselves: only what is true of all of them is said
    "The city used the system “{name}” in this matter. Read how it works and what you can do: {address}"
)
_HERE = Message("The city uses the system “{name}” here. Read how it works and what you can do: {address}")


@dataclass(frozen=True, slots=True)
class LetterWords:
    """``sentences`` by language; none where the system uses no data about people, who then get no decision by it."""

    slug: str
    address: str
    code: QRCode
    sentences: Mapping[Language, str]


def letter_words(published: PublishedEntry, letters_url: str) -> LetterWords:
    """The address is permanent: it leads to the card whatever becomes of the site, also where entries are merged."""
    address = f"{letters_url}/id/{published.slug}"
    about_people = published.answer("personal_data") is not False
    return LetterWords(
        slug=published.slug,
        address=address,
        code=qr_code(address),
        sentences={language: _sentence(published, address, language) for language in Language if about_people},
    )


def _sentence(published: PublishedEntry, address: str, language: Language) -> str:
    name = chosen(published.localized(Text.NAME), language)
    values = {"name": name.words if name else "", "address": address}
    acts_alone = published.answer("human_role") == HumanRole.AUTOMATIC  # a chat, say, that people meet by themselves
    return translate(replace(_HERE if acts_alone else _IN_MATTER, values=values), language)
