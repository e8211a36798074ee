"""What others call their algorithms is compared as a name, and only where it is one."""

import pytest

from algorithms.neighbours.rules import name_key, objections


@pytest.mark.parametrize(
    "words",
    [
        "In-house", "Intern ontwikkeld", "Egen utveckling", "unknown", "Okänd", "n.v.t.", "N/A", "-", "12",
        "https://stad.example/tool", "www.stad.example", "post@stad.example", "stad.example/x", "",
    ],
)  # fmt: skip
def test_what_is_no_name_is_not_compared(words: str) -> None:
    assert name_key(words) == ""


@pytest.mark.parametrize(
    ("written", "same"), [("Zivver.", "ZIVVER"), ("Söka  stöd", "soka stod"), ("“Copilot”", "Copilot")]
)
def test_names_are_folded(written: str, same: str) -> None:
    assert name_key(written.strip("“”")) == name_key(same) != ""


def test_a_list_is_kept_with_source_licence_and_day_alone() -> None:
    assert set(objections("", " ", "http://x.example", None)) == {"source", "licence", "address", "as-of"}
