"""What residents read: rounded, hidden where people are few, true to the verdict, in Swedish and English."""

import ast
import json
import string
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assessments.gate.public_result import Policy, PublicResult
from assessments.gate.rounding import of_100
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import Label, TestPlan
from assessments.report import rate_labels, remarks
from assessments.report import sentences as wording
from assessments.report.charts import charts
from assessments.report.public_report import report
from assessments.report.remarks import limits, tension
from assessments.results.assessment import assess
from assessments.results.result import CheckedBy, Data
from assessments.runs.evaluate import public_result
from assessments.statistics.counts import Counts
from assessments.statistics.verdict import Verdict
from assessments.text.complaints import in_english
from assessments.text.message import Message

PACKAGE = Path(wording.__file__).parent.parent
LABELS = (
    Label(attribute="g", value="a", sv="kvinnor", en="women"),
    Label(attribute="g", value="b", sv="män", en="men"),
    Label(attribute="g", value=None, sv="kön", en="sex"),
)


def published(a, b, *, yes_means="burden", labels=LABELS, unknown=0) -> PublicResult:
    """Group b is the reference. Each is (tp, fp, tn, fn)."""
    cells = {((None,), True, True): unknown}
    for name, (tp, fp, tn, fn) in (("a", a), ("b", b)):
        cells |= {((name,), True, True): tp, ((name,), False, True): fp}
        cells |= {((name,), False, False): tn, ((name,), True, False): fn}
    plan = TestPlan(
        outcome="y", decision="d", groups=("g",), reference=(("g", "b"),), yes_means=yes_means, labels=labels
    )
    counts = Counts(("g",), {cell: n for cell, n in cells.items() if n})
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def text_of(public, metric="false_positive_rate", language="en") -> str:
    comparison = next(c for c in public.comparisons if c.metric == metric)
    sentences = (wording.headline(public, comparison, language), *wording.finding(public, comparison, language))
    return " ".join(in_english(sentence) for sentence in sentences)


def test_compas_says_45_and_23_and_28_and_48_of_100_and_a_difference(compas) -> None:
    public = publish(compas.result())
    black, white = public.group("race", "African-American"), public.group("race", "Caucasian")
    assert [black.figure(m).per_100 for m in ("false_positive_rate", "false_negative_rate")] == [45, 28]
    assert [white.figure(m).per_100 for m in ("false_positive_rate", "false_negative_rate")] == [23, 48]
    assert (public.size, black.size, white.is_reference) == (7200, 3700, True)
    assert public.shows_difference
    comparison = next(
        c for c in public.comparisons if c.value == "African-American" and c.metric == "false_positive_rate"
    )
    assert (comparison.verdict, comparison.difference, comparison.low, comparison.high) == (
        Verdict.DIFFERENCE,
        22,
        17,
        27,
    )


def test_nothing_is_published_of_fewer_than_ten(compas) -> None:
    public = publish(compas.result())
    native = public.group("race", "Native American")
    assert native.figure("false_positive_rate").hidden == "too_few"  # 3 of 8
    assert native.figure("false_negative_rate").hidden == "too_few"  # 1 of 10
    comparison = next(
        c for c in public.comparisons if c.value == "Native American" and c.metric == "false_positive_rate"
    )
    assert (comparison.difference, comparison.low, comparison.high, comparison.smallest_visible) == (
        None,
        None,
        None,
        None,
    )
    assert (comparison.verdict, comparison.hidden) == (Verdict.NOT_ENOUGH_DATA, "too_few")


def test_a_group_of_nine_is_not_shown_at_all_and_a_difference_in_it_neither() -> None:
    public = published((0, 9, 0, 0), (300, 10, 990, 200))
    assert public.group("g", "a").size is None
    assert {figure.hidden for figure in public.group("g", "a").figures} == {"too_few"}
    assert not public.shows_difference
    assert "too few" in text_of(public)
    assert published((0, 24, 0, 0), (300, 10, 990, 200)).group("g", "a").size is None
    assert published((0, 25, 0, 0), (300, 10, 990, 200)).group("g", "a").size == 50


def test_missing_rate_is_not_distinguished_from_one_of_few_people() -> None:
    public = published((30, 0, 0, 30), (300, 50, 450, 200))
    assert public.group("g", "a").figure("false_positive_rate").hidden == "too_few"
    assert "too few" in text_of(public)


@pytest.mark.parametrize(
    ("share", "whole"),
    [(Fraction(1, 200), 1), (0.445, 45), (0.4449, 44), (-0.005, -1), (0.0, 0), (1.0, 100), (Fraction(349, 1488), 23)],
)
def test_halves_are_rounded_away_from_zero(share, whole) -> None:
    assert of_100(share) == whole


def test_difference_reads_as_people_speak() -> None:
    words = text_of(published((3000, 540, 5460, 2000), (3000, 300, 5700, 2000)))
    assert words == (
        "Women with nothing wrong were picked out more often than men, but we cannot say whether the difference is "
        "large enough to matter. 9 in 100 women with nothing wrong were picked out anyway, compared with 5 in 100 men. "
        "The difference is 4 in 100, probably between 2 and 6. It is about 1.8 times as common among women. Before the "
        "test, the city decided that a difference of 5 in 100 matters. Whether the true difference is that large, we "
        "cannot say."
    )
    assert text_of(published((3000, 900, 5100, 2000), (3000, 300, 5700, 2000))).startswith(
        "Women with nothing wrong were picked out more often than men. 15 in 100 women with nothing wrong were picked "
        "out anyway, compared with 5 in 100 men."
    )


def test_the_gap_is_the_one_that_a_reader_sees_between_the_two_rates(compas) -> None:
    public = publish(compas.result())
    words = text_of(public)
    assert "45 in 100 people" in words
    assert "compared with 23 in 100 people" in words
    assert "The difference is 22 in 100, probably between 17 and 27." in words


def test_a_gap_that_may_go_either_way_says_so() -> None:
    words = text_of(published((30, 10, 90, 20), (300, 50, 450, 200)))
    assert "We cannot say whether women are treated differently from men." in words
    assert "10 in 100 women with nothing wrong were picked out anyway, compared with 10 in 100 men." in words
    assert "Rounded, there is no difference between the two figures." in words
    assert "one way and" in words
    assert "would hardly have shown" in words


def test_a_swedish_margin_has_a_decimal_comma_and_groups_their_swedish_names() -> None:
    public = replace(published((3000, 900, 5100, 2000), (3000, 300, 5700, 2000)), margin="2.5")
    words = text_of(public, language="sv")
    assert "2,5 in 100" in words
    assert "kvinnor" in words
    assert wording.attribute_name(public, "g", "sv") == "kön"


def test_people_of_unknown_group_are_counted_and_few_of_them_are_not() -> None:
    sizes = [
        " ".join(in_english(s) for s in wording.size(published((50, 5, 40, 5), (50, 5, 40, 5), unknown=n), "en"))
        for n in (0, 4, 30)
    ]
    assert sizes[0] == "The test used about 200 cases."
    assert sizes[1].endswith("For fewer than 25 of them we do not know the group (sex).")
    assert sizes[2].endswith("For about 50 of them we do not know the group (sex).")


@pytest.mark.parametrize("yes_means", ["burden", "help", None])
def test_every_rate_has_words_for_every_meaning_of_yes(yes_means) -> None:
    public = published((300, 150, 350, 200), (300, 50, 450, 200), yes_means=yes_means, labels=())
    for figure in public.overall.figures:
        assert "people in the group “a”" in text_of(public, figure.metric)
        assert in_english(rate_labels.title(figure.metric, yes_means))
        assert "100" in in_english(rate_labels.caption(figure.metric, yes_means))
    assert remarks.limits(public, "en")


def test_the_public_result_survives_the_journey_and_names_the_full_one(compas) -> None:
    result = replace(
        compas.result(), checked_by=CheckedBy(fairlearn="0.15.0", scikit_learn="1.9.1", agrees=True, checked=28)
    )
    public = publish(result)
    assert PublicResult.from_dict(json.loads(json.dumps(public.to_dict()))) == public
    assert public.full_result_sha256 == result.hash
    assert public.checked_with == {"fairlearn": "0.15.0", "scikit-learn": "1.9.1"}


def test_the_public_result_holds_no_exact_count(compas) -> None:
    public = publish(compas.result()).to_dict()
    hashes = {"plan_sha256", "full_result_sha256"}
    written = json.dumps({name: part for name, part in public.items() if name not in hashes})
    for exact in ("805", "1795", "7214", "3696", "349", "numerator", "p_value"):
        assert exact not in written


def test_chart_rows_stand_where_their_figures_say() -> None:
    chart = next(c for c in charts(published((300, 150, 350, 200), (0, 1, 5, 2)), "sv") if c.metric == "precision")
    women, men = chart.rows
    assert (women.label, women.per_100, women.low, women.high) == ("Kvinnor", 65, 55, 74)
    assert chart.ticks == (0, 20, 40, 60, 80)
    assert (women.at, women.start, women.end) == (81.3, 68.8, 92.5)
    assert (men.hidden, men.at, men.size, men.is_reference) == ("too_few", None, None, True)


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (
            (
                Label(attribute="g", value="a", sv="kvinnor", en="women"),
                Label(attribute="h", value="x", sv="unga", en="young people"),
            ),
            "women, young people",
        ),
        ((), "a, x"),
    ],
)
def test_a_crossing_is_called_by_both_its_names(labels, name) -> None:
    cells = {((g, h), None, decision): 400 for g in "ab" for h in "xy" for decision in (True, False)}
    cells |= {(("a", "x"), None, True): 700}
    plan = TestPlan(
        outcome=None, decision="d", groups=("g", "h"), reference=(("g", "b"), ("h", "y")), labels=labels, pairs=True
    )
    public = publish(assess(Counts(("g", "h"), cells), plan, data=Data("0" * 64, 3500)))
    summary = report(public, "en")
    assert any(name in in_english(finding.headline).lower() for finding in summary.crossed_findings)
    assert len(summary.crossed) == 1
    assert PublicResult.from_dict(json.loads(json.dumps(public.to_dict()))) == public


@pytest.mark.parametrize(("against", "others", "rate"), [("rest", "others", 20), ("whole", "people in all", 25)])
def test_a_group_may_be_compared_with_the_others_or_with_everybody(against, others, rate) -> None:
    numbers = {"a": (300, 700), "b": (200, 800)}
    cells = {
        ((g,), None, answer): n for g, sides in numbers.items() for answer, n in zip((True, False), sides, strict=True)
    }
    plan = TestPlan(
        outcome=None,
        decision="d",
        groups=("g",),
        reference=(("g", "b"),),
        yes_means="burden",
        against=against,
        labels=LABELS,
    )
    public = publish(assess(Counts(("g",), cells), plan, data=Data("0" * 64, 2000)))
    assert [(comparison.value, comparison.reference, comparison.against) for comparison in public.comparisons] == [
        ("a", "", against),
        ("b", "", against),
    ]
    text = text_of(public, "selection_rate")
    assert text.startswith(f"Women were picked out more often than {others}.")
    assert f"30 in 100 women were picked out, compared with {rate} in 100 {others}." in text
    assert not any(group.is_reference for group in public.groups)
    assert PublicResult.from_dict(json.loads(json.dumps(public.to_dict()))) == public


def test_different_base_rates_are_explained_as_making_full_equality_impossible() -> None:
    alike = published((300, 150, 350, 200), (300, 50, 450, 200))
    assert tension(alike) == ()
    rarer = published((300, 150, 350, 200), (60, 80, 800, 60))
    sentences = [in_english(sentence) for sentence in tension(rarer)]
    assert sentences[0] == "How common it is that something is wrong seems to differ between the groups."
    assert "no system can be right equally often" in sentences[1]
    assert all(sentence in limits(rarer, "en") for sentence in tension(rarer))
    hidden = published((300, 150, 350, 200), (6, 8, 80, 6))
    assert tension(hidden) == ()  # what is not printed is not mentioned either


def test_widest_gap_and_rules_of_thumb_follow_from_what_is_printed() -> None:
    rates = {"a": 180, "b": 120, "c": 60}
    cells = {
        ((g,), None, decision): yes if decision else 300 - yes for g, yes in rates.items() for decision in (True, False)
    }
    plan = TestPlan(
        outcome=None, decision="d", groups=("g",), reference=(("g", "a"),), presets=("four_fifths", "nyc_ll144")
    )
    result = assess(Counts(("g",), cells), plan, data=Data("0" * 64, 900))
    public = public_result(result, Policy(), [])
    (chart,) = charts(public, "en")
    widest, rule = (in_english(note) for note in chart.notes)
    assert widest.startswith("The largest difference between two groups is 40 in 100.")
    assert "show about 5 in 100" in widest  # 1.69 standard deviations of a rate, 2.8 of 100
    assert "is broken for b, c. It would also be broken by" in rule
    assert PublicResult.from_dict(json.loads(json.dumps(public.to_dict()))) == public
    assert (public.rules[0].tripped, len(public.rules)) == (("b", "c"), 1)


def test_every_sentence_is_translated_to_swedish_with_the_same_places() -> None:
    with (PACKAGE / "locale" / "sv.po").open("rb") as file:
        catalogue = read_po(file, locale="sv")
    for msgid, plural in spoken():
        entry = catalogue.get(msgid)
        assert entry is not None, msgid
        translations = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert len(translations) == (2 if plural else 1), msgid
        for translation in translations:
            assert translation, msgid
            assert places(translation) == places(plural or msgid), msgid


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def spoken() -> list[tuple[str, str | None]]:
    """Every (msgid, plural) of the package. A msgid that is no literal could not be translated."""
    sentences = []
    for file in sorted(PACKAGE.glob("*.py")):
        if file.name in ("complaints.py", "sentence.py"):
            continue  # these make sentences out of what others wrote
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Message.__name__:
                plural = next((ast.literal_eval(k.value) for k in node.keywords if k.arg == "plural"), None)
                if not isinstance(node.args[0], ast.Name):  # a name: a variable that holds a literal
                    sentences.append((ast.literal_eval(node.args[0]), plural))
    return sentences
