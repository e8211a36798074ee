"""Answers of chat systems judged by several people: agreement by published examples, and what is concluded."""

import json
import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import polars as pl
import pytest

from assessments import assess
from assessments.data.inventory import Inventory
from assessments.gate.public_result import Policy, PublicResult
from assessments.judgements.agreement import (
    SCALES,
    JudgedAnswers,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
)
from assessments.judgements.patterns import decided, pattern_of, text_of
from assessments.judgements.resampling import with_intervals
from assessments.plan.completing import complete
from assessments.plan.judging import judged_in
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import read_plan, write_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.report.public_report import report
from assessments.results.counts_file import CountedFile, read_counts, write_counts
from assessments.results.result import Data, Result
from assessments.runs.evaluate import conclude, public_result
from assessments.statistics.verdict import Because, Verdict
from assessments.text.complaints import EvaluationDataError, in_english
from judged_answers import judged_csv, side_by_side

LONG = TestPlan(
    task="judgements", outcome=None, decision="judgement", answer="answer", rater="rater", groups=("language",),
    reference=(("language", "sv"),), decision_yes=("yes",), decision_no=("no",), repeated="no",
)  # fmt: skip
WIDE = replace(LONG, answer=None, rater=None, decision="A", more_judgements=("B", "C"))
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units
OBSERVERS = ("12332141 2...", "12332241 25.3", ".3332342 251.", "12332441 251.")
FLEISS = (  # Fleiss (1971), table 1: thirty patients, six psychiatrists, five diagnoses
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040 "
    "10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)  # fmt: skip


def source(content: bytes) -> ByteSource:
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def result_of(content: bytes, plan: TestPlan = LONG) -> Result:
    counted, data = table(source(content), tabulation_spec(plan))
    return conclude(plan, counted, data)


def rows_of(kinds) -> bytes:
    answers = (zip("ABC", kind, strict=False) for kind in kinds)
    rows = [
        f"{n},{who},{judgement},{('fi', 'sv')[n % 2]}" for n, answer in enumerate(answers) for who, judgement in answer
    ]
    return "\n".join(["answer,rater,judgement,language", *rows]).encode()


def observed() -> Counter[tuple[str | None, ...]]:
    units = zip(*(row.replace(" ", "") for row in OBSERVERS), strict=True)
    return Counter(tuple(None if value == "." else value for value in unit) for unit in units)


def diagnosed() -> Counter[tuple[str | None, ...]]:
    return Counter(
        tuple(name for name, times in zip("abcde", counts, strict=True) for _ in range(int(times)))
        for counts in FLEISS.split()
    )


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_the_published_example_with_missing_judgements(scale, alpha) -> None:
    places = {str(number): Fraction(number) for number in range(1, 6)}
    assert round(krippendorff_alpha(observed(), scale, places).value or 0, 3) == alpha


def test_kappa_of_six_psychiatrists_is_the_published_one() -> None:
    assert round(fleiss_kappa(diagnosed()).value or 0, 3) == 0.430


def test_kappa_of_two_people_is_the_published_one() -> None:
    """Cohen (1960): 200 cases, of which both say the same of .70, and would of .41 by chance."""
    both = dict(zip(product("abc", "abc"), (88, 14, 18, 10, 40, 10, 2, 6, 12), strict=True))
    assert round(cohen_kappa(both).value or 0, 3) == 0.492


def by_definition(patterns, scale, places) -> float:
    """Alpha by its first definition: the mean disagreement within answers over that of all judgements, pair by pair."""
    units = [[v for v in pattern if v is not None] for pattern, n in patterns.items() for _ in range(n)]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]
    totals = Counter(every)

    def apart(first, other) -> float:
        if scale == "nominal":
            return float(first != other)
        if scale == "interval":
            return float(places[first] - places[other]) ** 2
        low, high = sorted((places[first], places[other]))
        between = sum(number for value, number in totals.items() if low <= places[value] <= high)
        return float(between - (totals[first] + totals[other]) / 2) ** 2

    within = sum(apart(a, b) / (len(unit) - 1) for unit in units for a in unit for b in unit) / len(every)
    among = sum(apart(a, b) for a in every for b in every) / (len(every) * (len(every) - 1))
    return 1 - within / among


def test_alpha_agrees_with_its_definition_on_made_up_judgements_of_every_kind() -> None:
    chance = random.Random(7)
    places = {value: Fraction(place) for place, value in enumerate("abcd")}
    for scale in ("nominal", "ordinal", "interval"):
        for _ in range(4):
            people = chance.randint(2, 5)
            patterns = Counter(
                tuple(chance.choice(["a", "b", "c", "d", None]) for _ in range(people)) for _ in range(30)
            )
            expected = by_definition(patterns, scale, places)
            assert krippendorff_alpha(patterns, scale, places).value == pytest.approx(expected, abs=1e-11)


def test_kappas_agree_with_scikit_learn_where_both_judge_all() -> None:
    from sklearn.metrics import cohen_kappa_score

    chance = random.Random(3)
    pairs = [(chance.choice("aab"), chance.choice("abb")) for _ in range(200)]
    expected = cohen_kappa_score(*zip(*pairs, strict=True))
    assert cohen_kappa(Counter(pairs)).value == pytest.approx(expected, abs=1e-12)


def test_what_does_not_exist_has_a_reason() -> None:
    alike, single = {("yes", "yes", "yes"): 40}, {("yes", None, None): 20, ("no", None, None): 20}
    for patterns, reason in ((alike, "all_alike"), (single, "nobody_to_compare")):
        assert krippendorff_alpha(patterns, "nominal").reason == reason
        assert fleiss_kappa(patterns).reason == reason
        assert krippendorff_alpha(patterns, "nominal").value is None
    assert cohen_kappa({("yes", None): 4}).reason == "nobody_to_compare"
    assert cohen_kappa({("yes", "yes"): 4}).reason == "all_alike"
    assert fleiss_kappa({("yes", "no", "no"): 4, ("no", "no", None): 3}).reason == "uneven"


def test_the_interval_holds_the_agreement_of_all_answers() -> None:
    """Two people who each err in 10 of 100: alpha of very many answers is 1 - 2·.1·.9 / .5 = .64."""
    chance, held = np.random.default_rng(5), 0
    for _ in range(150):
        good = chance.random(120) < 0.5
        judged_good = [np.where(chance.random(120) < 0.1, ~good, good) for _ in range(2)]
        patterns = Counter(("ny"[int(a)], "ny"[int(b)]) for a, b in zip(*judged_good, strict=True))
        judged = JudgedAnswers(patterns, lambda value: value == "y")
        alpha = with_intervals(agreement(judged), judged).alpha
        held += (alpha.low or 0) <= 0.64 <= (alpha.high or 0)
    assert 0.9 <= held / 150 <= 0.99


def test_a_tie_is_never_broken() -> None:
    assert decided([True, False], "majority") is None
    assert decided([True, True, False], "majority") is True
    assert decided([True, True, False], "everyone") is None
    assert decided([False, False], "everyone") is False
    assert decided([], "majority") is None
    assert text_of(["no", "yes"]) != text_of(["yes", "no"])
    assert text_of(["no", "yes", None]) == text_of([None, "yes", "no"])
    with pytest.raises(ValueError, match="yes"):
        pattern_of('["yes","no","no"]')


def test_judgements_become_a_verdict_between_groups_in_either_layout_of_the_file() -> None:
    content = judged_csv(answers=600, people=3, gap=0.3)
    long, wide = result_of(content), result_of(side_by_side(content), WIDE)
    assert long.groups == wide.groups
    assert long.agreement == wide.agreement
    assert long.comparisons == wide.comparisons
    (comparison,) = long.comparisons
    assert comparison.verdict is Verdict.DIFFERENCE
    assert (long.overall.tally.n, long.data.rows) == (600, 600)
    assert long.checked_by is not None
    assert long.checked_by.agrees
    assert Result.from_dict(long.to_dict()) == long


def test_agreement_is_counted_in_answers() -> None:
    kinds = [("yes", "yes", "yes")] * 200 + [("no", "no", "no")] * 41 + [("yes", "yes", "no")] * 59
    measured = result_of(rows_of(kinds)).agreement
    assert measured is not None
    assert (measured.raters, measured.answers, measured.compared, measured.unanimous) == (3, 300, 300, 241)


def test_judgements_that_differ_in_capital_letters_only_are_the_same() -> None:
    plan = replace(LONG, decision_yes=("yes", "Yes"), decision_unknown=("don't know",))
    kinds = [("yes", "Yes")] * 60 + [("no", "no")] * 40 + [("yes", "don't know")] * 5
    measured = agreement(judged_in(plan, table(source(rows_of(kinds)), tabulation_spec(plan))[0]))
    assert (measured.compared, measured.unanimous, measured.alpha.value, measured.kappa.value) == (100, 100, 1.0, 1.0)


def test_answers_on_which_people_are_divided_are_in_no_rate() -> None:
    kinds = [("yes", "yes")] * 80 + [("no", "no")] * 40 + [("yes", "no")] * 30
    result = result_of(rows_of(kinds))
    assert (result.overall.tally.selected, result.overall.tally.decision_missing) == (80, 30)
    assert result.agreement is not None
    assert (result.agreement.undecided, result.agreement.kappa.name) == (30, "cohen_kappa")


def test_people_who_do_not_agree_lead_to_no_conclusion() -> None:
    result = result_of(judged_csv(answers=600, people=3, gap=0.5, noise=0.35))
    assert result.agreement is not None
    assert result.agreement.level == "too_little"
    (comparison,) = result.comparisons
    assert (comparison.p_adjusted or 1) < 0.05
    assert (comparison.verdict, comparison.judgement.because) == (Verdict.NOT_ENOUGH_DATA, Because.RATERS_DISAGREE)
    public = public_result(result, Policy(), [])
    assert public.comparisons[0].because is Because.RATERS_DISAGREE
    assert not public.shows_difference
    words = " ".join(in_english(s) for s in (*report(public, "en").intro, *report(public, "en").shown[0].sentences))
    assert "They do not agree well enough" in words
    assert "great certainty" not in words.partition("chance")[2].partition("alpha")[2]


def test_nothing_is_concluded_over_time_from_a_period_in_which_people_did_not_agree() -> None:
    def published(noise: float, period: str) -> PublicResult:
        content = judged_csv(answers=600, people=3, gap=0.5, noise=noise)
        return public_result(result_of(content, replace(LONG, period=period)), Policy(), [])

    before, now = published(0.02, "2025-01/2025-06"), published(0.02, "2025-07/2025-12")
    assert len(report(now, "en", [before]).courses) == 1
    assert report(published(0.35, "2025-07/2025-12"), "en", [before]).courses == ()


def test_one_person_alone_leads_to_no_conclusion() -> None:
    result = result_of(judged_csv(answers=600, people=1, gap=0.5))
    assert result.comparisons[0].judgement.because is Because.AGREEMENT_UNKNOWN
    public = public_result(result, Policy(), [])
    assert "No answer was judged by two people" in " ".join(map(in_english, report(public, "en").intro))


def test_who_judged_is_nowhere_in_what_is_kept_or_printed() -> None:
    content = judged_csv(answers=300, people=3, raters=("Qx", "Zy", "Wv"))
    counted, data = table(source(content), tabulation_spec(LONG))
    result = conclude(LONG, counted, data)
    public = public_result(result, Policy(), [])
    stored = [counted.to_dict(), result.to_dict(), public.to_dict()]
    assert not [rater for rater in ("Qx", "Zy", "Wv") if rater in json.dumps(stored)]
    assert PublicResult.from_dict(json.loads(json.dumps(public.to_dict()))) == public
    assert "a17" in content.decode()
    assert "a17" not in json.dumps(stored)


def test_residents_read_how_many_judged_and_how_well_they_agree() -> None:
    plan = replace(LONG, yes_means="help")
    public = public_result(result_of(judged_csv(answers=300, people=3, noise=0.02), plan), Policy(), [])
    intro = " ".join(map(in_english, report(public, "en").intro))
    assert intro.startswith("Three people judged about 300 answers.")
    assert "They agree well enough to conclude from what they said." in intro
    assert "A mistake here is" not in intro  # an answer is good or not, and nobody is missed
    assert public.agreement is not None
    assert round((public.agreement.alpha or 0) * 20, 9).is_integer()  # as coarse as a rate of 300 answers


def test_of_few_answers_no_agreement_is_printed() -> None:
    public = public_result(result_of(judged_csv(answers=36, people=2)), Policy(), [])
    assert public.agreement is not None
    assert (public.agreement.alpha, public.agreement.unanimous, public.agreement.low) == (None, None, None)


def test_persons_with_several_answers_make_the_figures_less_sure() -> None:
    content = judged_csv(answers=600, people=2, gap=0.3, persons=60)
    named = result_of(content, replace(LONG, person="asker", repeated="yes"))
    alone = result_of(content)
    own, other = named.comparisons[0].difference, alone.comparisons[0].difference
    assert own is not None
    assert other is not None
    assert (own.high or 0) - (own.low or 0) > (other.high or 0) - (other.low or 0)
    assert named.agreement is not None
    assert (named.agreement.alpha.low, named.agreement.alpha.reason) == (None, "repeated_persons")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1,A,yes,sv\n1,A,no,sv", "judged twice by the same person"),
        ("1,A,yes,sv\n1,B,no,fi", "Rows about the same answer have different values"),
        ("1,A,yes,sv\n,B,no,fi", "nobody knows which answer was judged"),
    ],
)
def test_rows_that_contradict_each_other_are_refused_in_words(rows, sentence) -> None:
    with pytest.raises(EvaluationDataError, match=sentence):
        result_of(f"answer,rater,judgement,language\n{rows}".encode())


def alpha_of(content: bytes, plan: TestPlan) -> float:
    """Without what a whole assessment takes."""
    counted, _ = table(source(content), tabulation_spec(plan))
    return agreement(judged_in(plan, counted)).alpha.value or 0


def test_judgements_in_an_order_or_with_equal_steps() -> None:
    content = judged_csv(answers=200, people=3, words=("1", "2", "4", "5"))
    stars = replace(LONG, decision_yes=("4", "5"), decision_no=("1", "2"))
    names_only, in_order, in_steps = (alpha_of(content, replace(stars, scale=scale)) for scale in SCALES)
    assert names_only < min(in_order, in_steps)
    names = judged_csv(answers=200, people=3, words=("bad", "poor", "fair", "good"))
    named = replace(LONG, decision_yes=("fair", "good"), decision_no=("bad", "poor"), scale="ordinal")
    there = inventory(source(names))
    assert any("no place in it" in in_english(m) for m in complaints(complete(named, there), there))
    ordered = replace(named, scale_order=("bad", "poor", "fair", "good"))
    assert complaints(complete(ordered, there), there) == ()
    assert alpha_of(names, ordered) == in_order


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rater": None}, "At least two people must have judged"),
        ({"more_judgements": ("language",)}, "Choose one of the two"),
        ({"groups": ("rater",), "reference": ()}, "must be different ones"),
        ({"count": "answer"}, "need neither a true outcome nor counts"),
        ({"scale": "interval"}, "these are none"),
        ({"decision_yes": ("yes", "maybe"), "decision_no": ("no",)}, ""),
    ],
)
def test_what_does_not_go_with_judgements_is_refused_in_words(changed, sentence) -> None:
    there: Inventory = inventory(source(judged_csv(answers=60, people=2)))
    plan = complete(replace(LONG, **changed), there)
    sentences = [in_english(message) for message in complaints(plan, there)]
    assert any(sentence in message for message in sentences) if sentence else not sentences


def test_the_same_judgements_give_the_same_bytes_in_any_order_and_none_are_counted_in_an_engine() -> None:
    content = judged_csv(answers=120, people=3)
    head, *lines = content.decode().splitlines()
    random.Random(1).shuffle(lines)
    shuffled = "\n".join([head, *lines]).encode()
    same = {replace(result_of(c), salt="", data=Data("0" * 64, 120)).canonical_json() for c in (content, shuffled)}
    assert len(same) == 1
    with pytest.raises(EvaluationDataError, match="read from files"):
        assess(pl.LazyFrame({"answer": ["1"], "rater": ["A"], "judgement": ["yes"], "language": ["sv"]}), LONG)


def test_plan_and_counts_are_files_like_those_of_other_tests() -> None:
    content = side_by_side(judged_csv(answers=120, people=3))
    plan = replace(WIDE, scale="nominal", agreed_by="everyone")
    assert read_plan(write_plan(plan)) == plan
    counted = CountedFile(plan, *table(source(content), tabulation_spec(plan)))
    read = read_counts(write_counts(counted))
    assert read.table.rows == counted.table.rows
    assert table(source(write_counts(counted)), tabulation_spec(plan))[0].rows == counted.table.rows
    changed = write_counts(counted).replace(b'[\\"no\\",\\"no\\",\\"no\\"]', b'[\\"no\\",\\"zz\\",\\"no\\"]')
    with pytest.raises(EvaluationDataError, match="cannot be right"):
        read_counts(changed)
