"""What is written of scores, amounts and ranking is true to its numbers: sentences are read back, in both languages."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assessments.gate.public_result import PublicMetric, PublicResult
from assessments.report.metric_report import MetricFinding, metric_report
from assessments.statistics.verdict import Verdict
from assessments.text.languages import Language
from random_results import random_results
from register.language import translate

LARGEST = {  # of each figure, and whether its ends may be below nought
    "area_under_curve": (100, False),
    "balanced_accuracy": (100, False),
    "exposure": (100, False),
    "true_positive_share": (100, False),
    "calibration_in_the_large": (60, True),
    "mean_error": (5_000, True),
    "mean_absolute_error": (5_000, False),
}
MORE = {
    "sv": re.compile(r"\b(oftare|högre|större andel|mer uppmärksamhet|mer fel|bättre)\b"),
    "en": re.compile(r"\b(more often|higher|larger|more attention|further off|better)\b"),
}
LESS = {
    "sv": re.compile(r"\b(mer sällan|lägre|mindre andel|mindre uppmärksamhet|mindre fel|sämre)\b"),
    "en": re.compile(r"\b(less often|lower|smaller|less attention|less far off|worse)\b"),
}
NUMBER = {"sv": re.compile(r"\d+(?:,\d+)?"), "en": re.compile(r"\d+(?:\.\d+)?")}


def random_findings(n: int, seed: int) -> Iterator[tuple[PublicResult, tuple[PublicMetric, ...]]]:
    chance, (public,) = random.Random(seed), random_results(1, seed)
    for _ in range(n):
        name = chance.choice(list(LARGEST))
        metrics = tuple(_metric(chance, name, value) for value in ("a", "b"))
        if metrics[0].figure == metrics[1].figure:  # no test finds a difference there
            metrics = replace(metrics[0], verdict=Verdict.NO_IMPORTANT_DIFFERENCE), metrics[1]
        yield replace(public, other_metrics=metrics, primary=()), metrics


def _metric(chance: random.Random, name: str, value: str) -> PublicMetric:
    largest, is_signed = LARGEST[name]
    figure = chance.randint(-largest if is_signed else 0, largest)
    low, high = figure - chance.randint(0, 9), figure + chance.randint(0, 9)
    return PublicMetric(
        name=name,
        attribute="g",
        value=value,
        is_reference=value == "b",
        figure=float(figure),
        low=float(low if is_signed else max(low, 0)),
        high=float(high if largest > 100 or is_signed else min(high, 100)),
        verdict=chance.choice(list(Verdict)) if value == "a" else None,
    )


def contradictions(finding: MetricFinding, metrics: tuple[PublicMetric, ...], language: str) -> Iterator[str]:
    messages = (finding.headline, *finding.sentences)
    headline, *sentences = (
        translate(message, Language(language)).replace("\N{NO-BREAK SPACE}", "") for message in messages
    )
    text = " ".join((headline, *sentences))
    plain = text.replace(",", "" if language == "en" else ",")  # in English it parts thousands
    numbers = [float(number.replace(",", ".")) for number in NUMBER[language].findall(plain)]
    for metric in metrics:
        for end in (metric.figure, metric.low, metric.high):
            if end is not None and abs(end) not in numbers:
                yield f"{abs(end):g} is not there: {text}"
    yield from wrong_directions(headline, text, metrics, language)


def wrong_directions(headline: str, text: str, metrics: tuple[PublicMetric, ...], language: str) -> Iterator[str]:
    """Who is named first has more where more is written, and less where less is."""
    is_more, is_less = (bool(words[language].search(headline)) for words in (MORE, LESS))
    if not (is_more or is_less):
        return
    names = re.findall(r"\b(?:women|men|kvinnor|män)\b", headline.casefold())
    first, second = metrics if names[0] in ("women", "kvinnor") else metrics[::-1]
    if is_more == is_less or (first.figure > second.figure) != is_more or first.figure == second.figure:
        yield f"{first.figure:g} and {second.figure:g}: {text}"


def every_contradiction(n: int, seed: int) -> list[str]:
    return [
        wrong
        for public, metrics in random_findings(n, seed)
        for language in ("sv", "en")
        for finding in metric_report(public, language).findings
        for wrong in contradictions(finding, metrics, language)
    ]


def test_no_sentence_of_a_figure_contradicts_its_numbers() -> None:
    assert every_contradiction(300, seed=23)[:5] == []


@pytest.mark.later
def test_none_of_10_000_figures_is_worded_so_that_numbers_disagree() -> None:
    assert every_contradiction(10_000, seed=2311)[:5] == []
