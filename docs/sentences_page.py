"""The generated page of every sentence a finding can have, in both languages, from made-up results. Decides nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from writing import page, table

from assessments.gate.public_result import PublicComparison, PublicMetric, PublicResult, Tie
from assessments.gate.suppress_and_round import publish
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import Label, TestPlan, YesMeans
from assessments.report import metric_labels, remarks, trends
from assessments.report import sentences as wording
from assessments.report.metric_report import metric_report
from assessments.report.rate_labels import caption_of
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.statistics.metrics import METRICS
from assessments.statistics.verdict import Because, Verdict
from assessments.text.message import Message
from register.language import Language, translate

LANGUAGES = (Language.SWEDISH, Language.ENGLISH)
_LABELS = (
    Label(attribute="sex", value="w", sv="kvinnor", en="women"),
    Label(attribute="sex", value="m", sv="män", en="men"),
    Label(attribute="sex", value=None, sv="kön", en="sex"),
)
_MEANINGS: tuple[tuple[str, YesMeans | None], ...] = (("burden", "burden"), ("help", "help"), ("neither", None))
_OWN = FindingWords(
    phrases={
        "counted": {"sv": "barn", "en": "children"},
        "yes": {"sv": "fick sitt förstahandsval", "en": "got their first choice"},
        "no": {"sv": "fick inte sitt förstahandsval", "en": "did not get their first choice"},
        "should": {"sv": "som skulle ha fått det enligt reglerna", "en": "who should have got it by the rules"},
        "should_not": {
            "sv": "som inte skulle ha fått det enligt reglerna",
            "en": "who should not have got it by the rules",
        },
    }
)
_KINDS: tuple[tuple[str, Verdict, Because | None, tuple[float, float, float], str], ...] = (
    ("difference, surely large", Verdict.DIFFERENCE, Because.SURELY_IMPORTANT, (9, 7, 11), "5"),
    ("difference, may be smaller", Verdict.DIFFERENCE, Because.MAY_BE_SMALLER, (6, 2, 10), "5"),
    ("difference, rounded below the margin", Verdict.DIFFERENCE, Because.MAY_BE_SMALLER, (4, 1, 8), "5"),
    ("no difference that matters", Verdict.NO_IMPORTANT_DIFFERENCE, None, (1, -2, 5), "5"),
    ("the same, with a gap of nought", Verdict.NO_IMPORTANT_DIFFERENCE, None, (0, -3, 2), "5"),
    ("a certain gap that is too small to matter", Verdict.NO_IMPORTANT_DIFFERENCE, Because.CERTAIN_GAP, (3, 1, 5), "5"),
    ("a gap, perhaps important", Verdict.NOT_ENOUGH_DATA, Because.NOT_SURELY_IMPORTANT, (4, 1, 7), "5"),
    ("too few people", Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW, (4, -6, 15), "5"),
    ("many comparisons", Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW, (4, 1, 7), "5"),
    ("in between", Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW, (2, -1, 6), "5"),
    ("the margin is too wide", Verdict.NOT_ENOUGH_DATA, Because.MARGIN_TOO_WIDE, (1, -2, 4), "5"),
    ("a ratio as margin", Verdict.DIFFERENCE, Because.SURELY_IMPORTANT, (9, 7, 11), "0.8-1.25"),
)
_VISIBLE = {"too few people": 9.0, "many comparisons": 4.0, "in between": 4.0}


def sentences() -> str:
    parts = ("## The verdict", _verdicts(), "## Every rate, for a burden, a help and neither", _rates())
    parts += ("## In the words of a citation", _own_words(), "## Figures that are no rates", _other_metrics())
    parts += ("## Over time", _over_time(), "## Around the figures", _around())
    return page(
        "What is written of findings",
        "assessments/words, assessments/report",
        "Every form of sentence about a finding, written out in both languages with made-up numbers. Read it aloud: "
        "what cannot be told to a neighbour is changed there.",
        "\n\n".join(parts) + "\n",
    )


def _text(messages: Iterable[Message | str], language: Language) -> str:
    return (
        " ".join(translate(message, language) for message in messages)
        .replace("* ", "*", 1)
        .replace(" *<br> ", "*<br>")
        .replace("|", "\\|")
    )


def _table(rows: Iterable[tuple[str, Iterable[tuple[Message | str, ...]]]]) -> str:
    """Each row with its sentences in Swedish and in English."""
    written = [
        (name, *(_text(texts, language) for texts, language in zip(both, LANGUAGES, strict=True)))
        for name, both in rows
    ]
    return table(("form", "svenska", "English"), written)


def _result(yes_means: YesMeans | None, women: tuple[int, ...] = (450, 120, 880, 50), **changed: str) -> PublicResult:
    cells = {}
    for name, (tp, fp, tn, fn) in (("w", women), ("m", (480, 60, 940, 20))):
        cells |= {((name,), True, True): 40 * tp, ((name,), False, True): 40 * fp}
        cells |= {((name,), False, False): 40 * tn, ((name,), True, False): 40 * fn}
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("sex",),
        reference=(("sex", "m"),),
        yes_means=yes_means,
        primary=tuple(METRICS),
        labels=_LABELS,
        **changed,  # type: ignore[arg-type]  # texts of a plan
    )
    counts = Counts(("sex",), cells)
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def _finding(public: PublicResult, comparison: PublicComparison) -> list[tuple[Message | str, ...]]:
    return [
        (wording.headline(public, comparison, language), *wording.finding(public, comparison, language))
        for language in LANGUAGES
    ]


def _verdicts() -> str:
    public = _result("burden")
    comparison = next(c for c in public.comparisons if c.metric == "false_positive_rate")
    rows = []
    for name, verdict, because, (gap, low, high), margin in _KINDS:
        judged = replace(
            comparison,
            verdict=verdict,
            because=because,
            difference=gap,
            low=low,
            high=high,
            of=100,
            other=12.0 - gap,
            smallest_visible=_VISIBLE.get(name, 4.0),
        )
        rows.append((name, _finding(replace(public, margin=margin, family=16), judged)))
    hidden = replace(
        comparison, verdict=Verdict.NOT_ENOUGH_DATA, because=Because.TOO_FEW, difference=None, hidden="too_few"
    )
    return _table([*rows, ("nothing to show", _finding(public, hidden))])


def _rates() -> str:
    rows = []
    for name, yes_means in _MEANINGS:
        public = _result(yes_means)
        for comparison in public.comparisons:
            title = f"{comparison.metric}, {name}"
            captions = [(caption_of(public, comparison.metric, language),) for language in LANGUAGES]
            texts = [
                (
                    "*",
                    *caption,
                    "*<br>",
                    wording.headline(public, comparison, language),
                    *wording.finding(public, comparison, language)[:1],
                )
                for caption, language in zip(captions, LANGUAGES, strict=True)
            ]
            rows.append((title, texts))
    return _table(rows)


def _own_words() -> str:
    public = _result("help").cited_with(_OWN)
    return _table((comparison.metric, _finding(public, comparison)) for comparison in public.comparisons)


def _other_metrics() -> str:
    rows = []
    figures = {"area_under_curve": (71.0, 80.0), "balanced_accuracy": (74.0, 82.0), "exposure": (41.0, 55.0)}
    figures |= {
        "calibration_in_the_large": (4.0, -1.0),
        "mean_error": (340.0, 20.0),
        "mean_absolute_error": (410.0, 260.0),
    }
    figures |= {"true_positive_share": (8.0, 12.0)}
    for name, (women, men) in figures.items():
        metrics = tuple(
            PublicMetric(
                name=name,
                attribute="sex",
                value=value,
                is_reference=value == "m",
                figure=figure,
                low=figure - 2,
                high=figure + 2,
                verdict=Verdict.DIFFERENCE if value == "w" else None,
                because=Because.MAY_BE_SMALLER if value == "w" else None,
            )
            for value, figure in (("w", women), ("m", men))
        )
        public = replace(_result("burden"), other_metrics=metrics, primary=())
        both = []
        for language in LANGUAGES:
            shown = metric_report(public, language)
            assert shown is not None
            both.append(
                (
                    "*",
                    metric_labels.caption(public, name, language),
                    "*<br>",
                    shown.findings[0].headline,
                    *shown.findings[0].sentences,
                )
            )
        rows.append((name, both))
    return _table(rows)


def _over_time() -> str:
    rows = []
    for name, women, men in _COURSES:
        before, now = _period(12, 5, "2025-01/2025-12"), _period(women, men, "2026-01/2026-12")
        texts = [
            tuple(s for line in trends.courses(now, [before, now], language) for s in line.sentences)
            for language in LANGUAGES
        ]
        rows.append((name, texts))
    return _table(rows)


_COURSES = (
    ("the gap has shrunk", 8, 5),
    ("it has grown", 16, 5),
    ("it has shrunk because one side got worse", 12, 10),
    ("it goes the other way", 4, 9),
    ("nothing has changed", 12, 5),
)


def _period(women: int, men: int, period: str) -> PublicResult:
    yes = {"w": women, "m": men}
    cells = {
        ((group,), None, is_yes): 100 * (n if is_yes else 100 - n)
        for group, n in yes.items()
        for is_yes in (True, False)
    }
    plan = TestPlan(
        outcome=None,
        decision="d",
        groups=("sex",),
        reference=(("sex", "m"),),
        yes_means="burden",
        labels=_LABELS,
        period=period,
    )
    return publish(assess(Counts(("sex",), cells), plan, data=Data(period.ljust(64, "0"), 20_000)))


def _around() -> str:
    public = _result("burden")
    known = replace(public, outcome_known="flagged", has_missing=True, known_with_yes=95, known_with_no=10)
    tied = replace(public, tie=Tie(is_there=True, about=150, taken_in=True, changes_verdict=True))
    rows: list[tuple[str, list[tuple[Message | str, ...]]]] = [
        ("size", [wording.size(public, language) for language in LANGUAGES]),
        ("of whom the truth is known", [tuple(wording.followed_up(known)) for _ in LANGUAGES]),
        ("places by score", [tuple(remarks.tie(tied)) for _ in LANGUAGES]),
        ("limits", [tuple(remarks.limits(public, language)) for language in LANGUAGES]),
        ("key", [(remarks.chart_key(),) for _ in LANGUAGES]),
        ("bounds", list(_bounds(public))),
    ]
    return _table(rows)


def _bounds(public: PublicResult) -> Iterator[tuple[Message | str, ...]]:
    groups = tuple(
        replace(group, figures=tuple(replace(figure, lowest=5, highest=20) for figure in group.figures))
        for group in public.groups
    )
    moved = replace(public, groups=groups, has_missing=True)
    for language in LANGUAGES:
        yield wording.finding(moved, moved.comparisons[0], language)[-1:]
