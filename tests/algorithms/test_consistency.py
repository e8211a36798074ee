"""The same product with another class raises a question to both owners, and nothing else does."""

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
BUILT = {f"{RISK}{question}": said for question, said in CLASS_ANSWERS.items()}
BOUGHT = {**BUILT, f"{RISK}origin": "bought"}


def about(name: str, choices: dict[str, str], *, product: str = "", supplier: str = "") -> Version:
    version = a_version(choices=choices, texts={(Text.PRODUCT, "sv"): product, (Text.SUPPLIER, "sv"): supplier})
    return replace(version, id=an_id(name), entry=replace(version.entry, id=an_id(f"entry {name}")))


def test_the_answers_of_these_tests_give_two_classes():
    classes = [found.risk_class for one in (RULES, BOUGHT) if (found := classification(a_version(choices=one)))]
    assert classes == [RiskClass.NOT_AI, RiskClass.HIGH_RISK]


def test_both_owners_are_asked_about_the_same_product_with_another_class():
    one = about("one", dict(RULES), product="Oribi Speak")
    other = about("other", BOUGHT, product="  oribi  SPEAK ")

    for mine, theirs in ((one, other), (other, one)):
        (found,) = disagreements(mine, [one, other], ())
        assert (found.other, found.ours is found.theirs) == (theirs, False)


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ({"product": "A"}, {"product": "B"}, False),
        ({"supplier": "Exempel AB"}, {"supplier": "exempel ab"}, True),
        ({"supplier": "Exempel AB", "product": "A"}, {"supplier": "Exempel AB"}, True),
        ({"supplier": "Exempel AB", "product": "A"}, {"supplier": "Exempel AB", "product": "B"}, False),
        ({"product": "A"}, {"supplier": "Exempel AB"}, False),
        ({}, {}, False),
    ],
)
def test_what_counts_as_the_same(one, other, asked):
    mine, theirs = about("one", dict(RULES), **one), about("other", BOUGHT, **other)
    assert bool(disagreements(mine, [theirs], ())) is asked


def test_what_the_city_built_itself_has_no_supplier_in_common():
    one = about("one", dict(RULES), supplier="Staden")
    other = about("other", BUILT, supplier="Staden")
    assert disagreements(one, [other], ()) == ()


def test_an_entry_with_no_class_or_the_same_class_asks_nothing_nor_does_it_of_itself():
    one = about("one", BOUGHT, product="A")
    assert disagreements(one, [about("same", BOUGHT, product="A"), about("none", {}, product="A")], ()) == ()
    assert disagreements(about("none", {}, product="A"), [one], ()) == ()
    assert disagreements(one, [replace(one, choices=dict(RULES))], ()) == ()


def test_a_reference_collection_asks_as_another_entry_does_under_a_key_that_stays():
    known = ClassedProduct("A", "", RiskClass.MINIMAL, "En annan stad", "", date(2026, 1, 1))
    mine = about("one", BOUGHT, product="a")

    (found,) = disagreements(mine, (), [known])
    (later,) = disagreements(mine, (), [replace(known, as_of=date(2026, 9, 1))])

    assert (found.theirs, found.key) == (RiskClass.MINIMAL, later.key)
    assert len(found.key) <= 60


def test_an_answer_has_words_and_not_too_many():
    assert objections(" ")
    assert objections("å" * 2_001)
    assert not objections("Vi använder den till något annat.")
