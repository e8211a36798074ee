"""Same product name, another class raises a question to both owners, and nothing else does."""

from dataclasses import replace
from datetime import date

import pytest

from algorithms.consistency.rules import ClassedProduct, disagreements, objections
from algorithms.entries.entry import Version
from algorithms.entries.texts import Text
from algorithms.law.given_answers import RISK, classification
from algorithms.law.risk import RiskClass
from builders import FULL_CHOICES, a_version, an_id
from city import CLASS_ANSWERS

RULES = FULL_CHOICES
BUILT = {f"{RISK}{question}": answer for question, answer in CLASS_ANSWERS.items()}
BOUGHT = {**BUILT, f"{RISK}origin": "bought"}


def about(name: str, choices: dict[str, str], *, product: str = "", supplier: str = "") -> Version:
    version = a_version(choices=choices, texts={(Text.PRODUCT, "sv"): product, (Text.SUPPLIER, "sv"): supplier})
    return replace(version, id=an_id(name), entry=replace(version.entry, id=an_id(f"entry {name}")))


def test_the_answers_of_these_tests_give_two_classes():
    classes = [
        outcome.risk_class for choices in (RULES, BOUGHT) if (outcome := classification(a_version(choices=choices)))
    ]
    assert classes == [RiskClass.NOT_AI, RiskClass.HIGH_RISK]


def test_both_owners_are_asked_about_the_same_product_with_another_class():
    entry = about("one", dict(RULES), product="Oribi Speak")
    other = about("other", BOUGHT, product="  oribi  SPEAK ")

    for own, counterpart in ((entry, other), (other, entry)):
        (disagreement,) = disagreements(own, [entry, other], ())
        assert (disagreement.other, disagreement.own_class is disagreement.other_class) == (counterpart, False)


@pytest.mark.parametrize(
    ("first", "other", "disagree"),
    [
        ({"product": "A"}, {"product": "B"}, False),
        ({"supplier": "Exempel AB"}, {"supplier": "exempel ab"}, True),
        ({"supplier": "Exempel AB", "product": "A"}, {"supplier": "Exempel AB"}, True),
        ({"supplier": "Exempel AB", "product": "A"}, {"supplier": "Exempel AB", "product": "B"}, False),
        ({"product": "A"}, {"supplier": "Exempel AB"}, False),
        ({}, {}, False),
    ],
)
def test_what_counts_as_the_same(first, other, disagree):
    entry, counterpart = about("one", dict(RULES), **first), about("other", BOUGHT, **other)
    assert bool(disagreements(entry, [counterpart], ())) is disagree


def test_what_the_city_built_itself_has_no_supplier_in_common():
    entry = about("one", dict(RULES), supplier="Staden")
    other = about("other", BUILT, supplier="Staden")
    assert disagreements(entry, [other], ()) == ()


def test_an_entry_with_no_class_or_the_same_class_asks_nothing_nor_does_it_of_itself():
    entry = about("one", BOUGHT, product="A")
    assert disagreements(entry, [about("same", BOUGHT, product="A"), about("none", {}, product="A")], ()) == ()
    assert disagreements(about("none", {}, product="A"), [entry], ()) == ()
    assert disagreements(entry, [replace(entry, choices=dict(RULES))], ()) == ()


def test_a_reference_collection_asks_as_another_entry_does_under_a_key_that_stays():
    known = ClassedProduct(
        product="A",
        supplier="",
        risk_class=RiskClass.MINIMAL,
        source="En annan stad",
        address="",
        as_of=date(2026, 1, 1),
    )
    entry = about("one", BOUGHT, product="a")

    (disagreement,) = disagreements(entry, (), [known])
    (later,) = disagreements(entry, (), [replace(known, as_of=date(2026, 9, 1))])

    assert (disagreement.other_class, disagreement.key) == (RiskClass.MINIMAL, later.key)
    assert len(disagreement.key) <= 60


def test_an_answer_has_words_and_not_too_many():
    assert objections(" ")
    assert objections("å" * 2_001)
    assert not objections("Vi använder den till något annat.")
