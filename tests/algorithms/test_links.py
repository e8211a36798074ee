"""Which addresses an entry sends its readers to, read out of sentences and Markdown as people write them."""

import pytest

from algorithms.entries.texts import Text
from algorithms.law.obligations import ObligationStatus, Status
from algorithms.links.rules import addresses
from builders import a_version


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Läs [här](https://stad.example/a).", ["https://stad.example/a"]),
        (
            "Se https://stad.example/a, och (https://stad.example/b).",
            ["https://stad.example/a", "https://stad.example/b"],
        ),
        ("https://stad.example/wiki/A_(B) säger mer.", ["https://stad.example/wiki/A_(B)"]),
        ("https://stad.example/?q=a&b=c#d!", ["https://stad.example/?q=a&b=c#d"]),
        ("mailto:unit@stad.example och ftp://stad.example", []),
        (f"https://stad.example/{'a' * 400}", []),
    ],
)
def test_addresses_are_found_as_people_write_them(words, expected):
    assert list(addresses(a_version(texts={(Text.RISKS, "sv"): words}), {})) == expected


def test_the_evidence_of_obligations_counts_and_each_address_once():
    version = a_version(
        texts={(Text.RISKS, "sv"): "https://stad.example/a", (Text.RISKS, "en"): "https://stad.example/a"}
    )
    duties = {"dpia": Status(ObligationStatus.MET, "", "https://stad.example/b")}
    assert addresses(version, duties) == ("https://stad.example/a", "https://stad.example/b")
