"""Each value means yes, no, a group, or that nothing is known; a word for unknown never counts as no."""

import pytest

from assessments import assess
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.unknown_words import usually_means_unknown
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.statistics.counts import Tally
from assessments.text.complaints import EvaluationDataError, in_english


def reading(text: str) -> ByteSource:
    content = text.encode()
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def rows(*lines: tuple[str, int]) -> str:
    return "grupp,beslut,utfall\n" + "".join(f"{line}\n" * number for line, number in lines)


PLAN = TestPlan(
    outcome="utfall", decision="beslut", groups=("grupp",), outcome_yes=("ja",), decision_yes=("ja",), margin="0.1"
)


def counted(text: str, plan: TestPlan = PLAN) -> dict[tuple[str | None, ...], Tally]:
    completed = complete(plan, listing := inventory(reading(text)))
    assert complaints(completed, listing) == ()
    return counts(completed, table(reading(text), tabulation_spec(completed))[0]).tallies()


USUAL = (
    *("NULL", "nan", "NaN", "N/A", "#N/A", "NA", "n/a", "#SAKNAS!", "–", "-", "—", ".", "?", "…", "--", "#VÄRDEFEL!"),
    *("okänt", "Okänd", " OKÄNDA ", "vet ej", "Vet inte", "ej bedömd", "Ej bedömt", "inte bedömd", "ännu ej bedömd"),
    *("Ej avgjord", "pågående", "PÅGÅENDE", "saknas", "Uppgift saknas", "unknown", "Pending", "missing", "(null)"),
    *("not assessed", "Not yet decided", "<NA>", "None", "ej klart", "under utredning", "ej angivet", "vill ej uppge"),
    *("\\N", "#SAKNAS", "ej relevant", "inte relevant", "kan ej bedömas", "går inte att avgöra", "Återkallad ansökan"),
    *("återtagen", "N/K", "undisclosed", "Prefer not to answer", "don’t know", "TBC", "to be confirmed", "in process"),
    *("ej inrapporterat", "ej kand", "Inga uppgifter", "väntar på beslut", "avvaktar svar", "utreds", "sex unknown"),
    *("n/a (not available)", "decision pending", "not yet", "ej ännu", "ej uppföljd", "not followed up", "ej uppgift"),
    *(
        "skyddad uppgift",
        "Sekretess",
        "saknas uppgift",
        "Uppgift saknas.",
        "uppg. saknas",
        "kön saknas",
        "n.d.",
        "nan.",
    ),
    *(
        "ukjent",
        "Ikke oppgitt",
        "vet ikke",
        "tuntematon",
        "ei tiedossa",
        "keine Angabe",
        "nicht bekannt",
        "k. A.",
        "#NV",
    ),
    *("uppgift utelämnad", "(blanks)", "Uoplyst", "puuttuu"),
    *("uppgift  saknas", "no data", "to be determined", "[okänt]", "Okänt kön", "återkallad"),
)


@pytest.mark.parametrize("word", USUAL)
def test_the_usual_words_for_unknown_are_known_in_any_case_and_with_blanks(word) -> None:
    assert usually_means_unknown(word)


ANSWERS = ["ja", "nej", "0", "1", "true", "man", "kvinna", "none", "no", "icke-binär", "annat", "-1", "A-", "65+", "NO"]
ANSWERS += [
    "saknar bostad",
    "bostad saknas",
    "saknar inkomst",
    "missing person",
    "ej kontrollerad",
    "öppen",
    "avskriven",
]
ANSWERS += [
    "refused",
    "avslag",
    "utredd",
    "känd",
    "ej skyldig",
    "not guilty",
    "ingen åtgärd",
    "kunde inte betala",
    "klar",
]
ANSWERS += ["ej vald", "inte beviljad", "not fraud", "no action", "ej godkänd", "inget fel", "not selected"]


@pytest.mark.parametrize("word", ANSWERS)
def test_an_answer_is_not_taken_for_unknown(word) -> None:
    assert not usually_means_unknown(word)


@pytest.mark.parametrize("word", ["NULL", "pågående", "ej bedömd", "#SAKNAS!", " – ", "N/A"])
def test_with_the_yes_values_alone_no_word_for_unknown_counts_as_no(word) -> None:
    text = rows(("a,ja,ja", 20), ("a,nej,nej", 20), (f"a,nej,{word}", 7), (f"b,{word},nej", 5), ("b,ja,ja", 9))
    tallies = counted(text)
    assert (tallies["a",].tn, tallies["a",].n) == (20, 47)
    assert (tallies["b",].fp + tallies["b",].tn, tallies["b",].n) == (0, 14)


@pytest.mark.parametrize("word", ["JA", "Ja", "j", "J", "yes", "1", "True", "x"])
def test_with_the_yes_values_alone_another_way_to_say_yes_never_counts_as_no(word) -> None:
    text = rows(("A,ja,ja", 10), (f"A,{word},ja", 1), ("B,nej,nej", 10))
    completed = complete(PLAN, listing := inventory(reading(text)))
    (complaint,) = complaints(completed, listing)
    assert in_english(complaint).startswith(
        f"Column “beslut” has values that nobody has said mean yes or no: “{word}”."
    )


def test_with_nought_as_yes_a_one_means_no() -> None:
    plan = TestPlan(outcome=None, decision="beslut", groups=("grupp",), decision_yes=("0",))
    assert counted(rows(("A,0,", 3), ("A,1,", 2)), plan)["A",].selected == 3


@pytest.mark.parametrize(("yes", "no"), [("1.0", "0.0"), ('"1,0"', '"0,0"'), ("SANT", "FALSKT"), ("True ", "FALSE")])
def test_ones_and_truths_need_no_meaning_however_a_program_writes_them(yes, no) -> None:
    plan = TestPlan(outcome="utfall", decision="beslut", groups=("grupp",))
    tally = counted(rows((f"A,{yes},{no}", 3), (f"A,{no},{no}", 2)), plan)["A",]
    assert (tally.n, tally.selected) == (5, 3)


def test_the_plan_names_what_it_counts_as_unknown_and_a_person_may_say_otherwise() -> None:
    text = rows(("NA,ja,ja", 20), ("b,nej,nej", 20), ("okänt,nej,pågående", 7))
    named = complete(PLAN, inventory(reading(text)))
    assert (named.outcome_unknown, named.group_unknown) == (("pågående",), (("grupp", ("NA", "okänt")),))
    assert TestPlan.from_dict(named.to_dict()) == named
    assert counted(text).keys() == {("b",), (None,)}
    otherwise = TestPlan.from_dict(
        {**PLAN.to_dict(), "group_unknown": {"grupp": []}, "outcome_no": ["nej", "pågående"]}
    )
    tallies = counted(text, otherwise)
    assert tallies.keys() == {("NA",), ("b",), ("okänt",)}
    assert tallies["okänt",].tn == 7


def test_a_value_that_a_person_calls_unknown_is_counted_as_missing_and_both_at_once_is_refused() -> None:
    text = rows(("a,ja,ja", 20), ("b,nej,nej", 20), ("x,nej,delvis", 7))
    plan = TestPlan.from_dict({**PLAN.to_dict(), "outcome_unknown": ["delvis"], "group_unknown": {"grupp": ["x"]}})
    tallies = counted(text, plan)
    assert tallies.keys() == {("a",), ("b",), (None,)}
    assert (tallies[None,].tn, tallies[None,].n) == (0, 7)
    both = complete(TestPlan.from_dict({**plan.to_dict(), "outcome_no": ["nej", "delvis"]}), inventory(reading(text)))
    assert any(
        "not known: “delvis”" in in_english(complaint) for complaint in complaints(both, inventory(reading(text)))
    )


def test_classes_that_are_not_known_are_nobodys_mistake() -> None:
    text = rows(("a,röd,röd", 20), ("a,blå,röd", 20), ("b,blå,blå", 20), ("b,N/A,blå", 9), ("b,röd,okänt", 9))
    plan = TestPlan(task="classes", outcome="utfall", decision="beslut", groups=("grupp",))
    tallies = counted(text, plan)
    assert (tallies["b",].n, tallies["b",].decision_missing) == (38, 18)


def test_floats_with_nan_as_pandas_writes_them_need_no_meaning() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {"grupp": ["a", "b"] * 60, "beslut": [1.0, 0.0, 1.0, float("nan")] * 30, "utfall": [1, 0] * 60}
    )
    tested = assess(frame, TestPlan(outcome="utfall", decision="beslut", groups=("grupp",), margin="0.1"))
    assert tested.result.overall.tally.n == 120
    assert tested.result.overall.tally.decision_missing == 30


def test_words_and_letters_are_the_same_however_they_were_typed() -> None:
    text = rows(("Älvsjö,ja,ja", 20), ("A\u0308lvsjo\u0308,ja ,ja", 20), (" Älvsjö ,nej,nej", 20), ("  ,nej,nej", 3))
    tallies = counted(text)
    assert {name: tally.n for name, tally in tallies.items()} == {("Älvsjö",): 60, (None,): 3}


def test_groups_that_differ_in_case_only_are_joined_or_kept_apart_but_never_silently() -> None:
    text = rows(("kvinna,ja,ja", 20), ("Kvinna,ja,nej", 9), ("man,nej,nej", 20))
    listing = inventory(reading(text))
    (complaint,) = complaints(complete(PLAN, listing), listing)
    assert "“Kvinna”, “kvinna”" in in_english(complaint)
    joined = TestPlan.from_dict({**PLAN.to_dict(), "joined_values": {"grupp": {"Kvinna": "kvinna"}}})
    assert {name: tally.n for name, tally in counted(text, joined).items()} == {("kvinna",): 29, ("man",): 20}
    apart = TestPlan.from_dict({**PLAN.to_dict(), "joined_values": {"grupp": {}}})
    assert len(counted(text, apart)) == 3


def test_a_plan_is_used_again_though_a_value_does_not_occur_this_month() -> None:
    plan = complete(PLAN, inventory(reading(rows(("a,ja,ja", 20), ("b,nej,nej", 20), ("b,nej,okänt", 2)))))
    assert counted(rows(("a,ja,nej", 20), ("b,nej,nej", 20)), plan)["a",].fp == 20
    with pytest.raises(EvaluationDataError, match="does not have the values “jaa”"):
        assess_text(
            rows(("a,ja,nej", 20), ("b,nej,ja", 20)),
            TestPlan(decision="beslut", groups=("grupp",), decision_yes="jaa", outcome=None),
        )


def assess_text(text: str, plan: TestPlan) -> None:
    completed = complete(plan, listing := inventory(reading(text)))
    if wrong := complaints(completed, listing):
        raise EvaluationDataError(*wrong)
