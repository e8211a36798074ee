"""What is written of unknown outcomes and of change over time is true to what is printed: it is read back."""

import re
from math import hypot

import pytest

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.report import remarks, trends
from assessments.report import sentences as wording
from assessments.text.languages import Language
from assessments.text.message import Message
from assessments.words.gaps import whole_of
from assessments.words.phrases import worse
from programs import FULL
from random_results import random_courses, random_followed_up
from read_findings import SENTENCES, contradictions
from register.language import translate

NAMES = {"sv": {"a": "kvinnor", "b": "män", "c": "unga"}, "en": {"a": "women", "b": "men", "c": "young people"}}
ALL = {"sv": "personer totalt", "en": "people in all"}
BOUNDS = {
    "sv": re.compile(r"från (\d+) till (\d+) av 100 för (.+?), och från (\d+) till (\d+) av 100 för (.+?)\.$"),
    "en": re.compile(r"from (\d+) to (\d+) in 100 for (.+?), and from (\d+) to (\d+) in 100 for (.+?)\.$"),
}
RANGES = re.compile(r"([^\W\d]+(?: [^\W\d]+)*) (\d+)–(\d+)")
FOLLOWED_UP = {
    "sv": {
        "all": "För alla är det känt",
        "yes": re.compile(r"Av dem som fick ja .*?(ungefär (\d+) av|nästan ingen|nästan alla)"),
        "no": re.compile(r"Av dem som fick nej .*?(ungefär (\d+) av|nästan ingen|nästan alla)"),
    },
    "en": {
        "all": "It is known for all",
        "yes": re.compile(r"Of those with a yes,.*?(about (\d+) in|hardly anybody|nearly everybody)"),
        "no": re.compile(r"Of those with a no,.*?(about (\d+) in|hardly anybody|nearly everybody)"),
    },
}
COURSES = {
    "sv": {
        "now": re.compile(r"Nu är det (\d+) och (\d+)\."),
        "grown": re.compile(r"[Ss]killnaden(?: har)? ökat med (?:ungefär )?(\d+) av (\d+)"),
        "shrunk": re.compile(r"[Ss]killnaden(?: har)? minskat med (?:ungefär )?(\d+) av (\d+)"),
        "turned": re.compile(r"åt andra hållet\. Den har ändrats med (?:ungefär )?(\d+) av (\d+)"),
        "sure": "Det beror troligen inte på slumpen",
        "alike": "har troligen inte ändrats på ett sätt som spelar roll",
        "chance": "kan bero på slumpen",
        "rounded": "avrundade",
        "worse": re.compile(r"Skillnaden är mindre för att det har blivit sämre för (.+?), inte"),
        "mostly": re.compile(r"Det är mest siffran för (.+?) som har ändrats"),
    },
    "en": {
        "now": re.compile(r"Now it is (\d+) and (\d+)\."),
        "grown": re.compile(r"difference has grown by (?:about )?(\d+) in (\d+)"),
        "shrunk": re.compile(r"difference has shrunk by (?:about )?(\d+) in (\d+)"),
        "turned": re.compile(r"the other way\. It has changed by (?:about )?(\d+) in (\d+)"),
        "sure": "probably not due to chance",
        "alike": "probably not changed in a way that matters",
        "chance": "may be due to chance",
        "rounded": "rounded",
        "worse": re.compile(r"The difference is smaller because it has become worse for (.+?), not"),
        "mostly": re.compile(r"It is mostly the figure for (.+?) that has changed"),
    },
}


def read(messages: tuple[Message, ...], language: str) -> str:
    written = " ".join(translate(message, Language(language)) for message in messages)
    return (
        re.sub(r"(?<=\d),(?=\d{3})", "", written.replace("\N{NO-BREAK SPACE}", ""))
        if language == "en"
        else (written.replace("\N{NO-BREAK SPACE}", ""))
    )


def bound_contradictions(public: PublicResult, comparison: PublicComparison, language: str) -> list[str]:
    """Of a pair: figures that the sentence gives other bounds than are printed, or that lie outside their own."""
    *_, last = wording.finding(public, comparison, language)
    text = read((*wording.finding(public, comparison, language),), language)
    match = BOUNDS[language].search(read((last,), language))
    group = public.group(comparison.attribute, comparison.value)
    is_pair = comparison.against == "reference"
    other = public.group(comparison.attribute, comparison.reference) if is_pair else public.overall
    figures = [side.figure(comparison.metric) for side in (group, other)]
    is_bounded = all(figure.lowest is not None for figure in figures) and comparison.difference is not None
    if match is None:
        return [f"bounds that are printed are written: {text}"] if is_bounded and public.has_missing else []
    lowest, highest, first, least, most, second = match.groups()
    rules = {
        "what is known of all is not unknown": public.has_missing,
        "bounds are the printed ones": [(int(lowest), int(highest)), (int(least), int(most))]
        == [(figure.lowest, figure.highest) for figure in figures],
        "bounds are of who is named": first == NAMES[language][comparison.value]
        and second == (NAMES[language][comparison.reference] if is_pair else ALL[language]),
        "a figure lies within its bounds": all(
            f.lowest <= f.per_100 <= f.highest for f in figures if f.per_100 is not None
        ),
        "a direction is possible within the bounds": not is_pair
        or _is_possible(comparison.difference or 0, *map(int, (lowest, highest, least, most))),
    }
    return [f"{rule}: {text}" for rule, holds in rules.items() if not holds]


def _is_possible(difference: float, lowest: int, highest: int, least: int, most: int) -> bool:
    return highest >= least if difference > 0 else lowest <= most if difference < 0 else True


def remark_contradictions(public: PublicResult, language: str) -> list[str]:
    """Of the whole test: of how many it is known, and the bounds that stand under a chart."""
    words, text = FOLLOWED_UP[language], read(tuple(wording.followed_up(public)), language)
    is_known_of_all = words["all"] in text
    wrong = [] if is_known_of_all is not public.has_missing else [f"known of all: {text}"]
    for side, printed in (("yes", public.known_with_yes), ("no", public.known_with_no)):
        match = words[side].search(text)
        number = None if match is None else int(match[2]) if match[2] else 0 if match[1] in _NONE else 100
        if number != (printed if public.has_missing else None):
            wrong.append(f"known of {side} is {printed}: {text}")
    for metric in public.primary:
        ranges = read(remarks.moved(public, "g", metric, language), language)
        if ranges and is_known_of_all:
            wrong.append(f"known of all, and not known: {text} {ranges}")
        by_name = {name: group for group in public.groups for name in [NAMES[language].get(group.value)] if name}
        for name, low, high in RANGES.findall(ranges.partition(":")[2]):
            figure = by_name[name].figure(metric)
            if (int(low), int(high)) != (figure.lowest, figure.highest) or not int(low) <= figure.per_100 <= int(high):
                wrong.append(f"{name} has {figure}: {ranges}")
    return wrong


_NONE = ("hardly anybody", "nästan ingen")


def course_contradictions(periods: tuple[PublicResult, ...], language: str) -> tuple[list[str], int]:
    *others, now = periods
    wrong, sure = [], 0
    for course in trends.courses(now, others, language):
        text, words = read(course.sentences, language), COURSES[language]
        series = [(p, c) for p in periods for c in p.comparisons if c.primary and c.difference is not None]
        wrong += [f"{rule}: {text}" for rule, holds in course_rules(text, series, words, language) if not holds]
        sure += words["sure"] in text
    return wrong, sure


def course_rules(text, series, words, language):
    is_sure, is_rounded = words["sure"] in text, words["rounded"] in text
    before, (now, latest) = series[0] if is_sure else series[-2], series[-1]
    of = min(c.of for _, c in series)
    a, c = map(int, SENTENCES[language]["rates"].search(text.partition(": ")[2]).group(1, 2))
    b, d = map(int, words["now"].search(text).group(1, 2))
    yield "figures are the printed ones", [(a, c), (b, d)] == [_rates(point, of) for point in (before, series[-1])]
    moves = {name: match for name in ("grown", "shrunk", "turned") if (match := words[name].search(text))}
    yield "one thing is said", len(moves) + (words["alike"] in text) + (words["chance"] in text) == 1
    yield "what is sure has a size", is_sure == (len(moves) == 1)
    then, since = abs(a - c), abs(b - d)
    for name, match in moves.items():
        by, is_other_side = int(match[1]), (a - c) * (b - d) < 0
        yield "a change of nought has no direction", by > 0
        yield "the change is of as many as the figures", int(match[2]) == of
        step = then + since if is_other_side else abs(since - then)
        yield "the change is that of the figures", by == step or is_rounded or len(series) > 2
        if name != "turned":
            yield "grown is more, shrunk is less", (since > then if name == "grown" else since < then) or is_rounded
        yield "the other way is the other way", is_other_side is (name == "turned") or is_rounded
    if len(series) == 2 and round(abs(latest.difference - before[1].difference) * of / 100) > 0:
        yield "what is sure is sure", is_sure == _is_sure(before[1], latest)
    if words["alike"] in text and not is_rounded:
        margin = whole_of(100 * now.judged_by.gap_at((latest.other or 0) / 100), of)
        yield "what does not matter is within the margin", abs((b - d) - (a - c)) <= margin + 1
    if match := words["worse"].search(text):
        yield "smaller is smaller", since < then and "turned" not in moves and "grown" not in moves
        direction = worse("selection_rate", now.yes_means)
        steps = [direction * (b - a), direction * (d - c)]
        yield "worse for who is named, better for nobody", min(steps) >= 0 < steps[_side(match[1], language)]
    if match := words["mostly"].search(text):
        steps = [abs(b - a), abs(d - c)]
        side = _side(match[1], language)
        yield "who has changed most has changed most", steps[side] > steps[1 - side]


def _side(name: str, language: str) -> int:
    return 0 if name == NAMES[language]["a"] else 1


def _rates(point: tuple[PublicResult, PublicComparison], of: int) -> tuple[int, int]:
    public, comparison = point
    per_100 = [public.group("g", value).figure(comparison.metric).per_100 for value in ("a", "b")]
    return whole_of(per_100[0], of), whole_of(per_100[1], of)


def _is_sure(before: PublicComparison, latest: PublicComparison) -> bool:
    """By the printed gaps and their ends, worked out once more."""
    by = latest.difference - before.difference
    down = hypot(latest.difference - latest.low, before.high - before.difference)
    up = hypot(latest.high - latest.difference, before.difference - before.low)
    return by >= down - 1e-9 if by > 0 else -by >= up - 1e-9 if by < 0 else False


def every_bound_contradiction(n: int, seed: int) -> tuple[list[str], int]:
    wrong, bounded = [], 0
    for public in random_followed_up(n, seed):
        for language in ("sv", "en"):
            wrong += remark_contradictions(public, language)
            for comparison in public.comparisons:
                bounded += comparison.difference is not None
                wrong += contradictions(public, comparison, language)
                wrong += bound_contradictions(public, comparison, language)
    return wrong, bounded


def every_course_contradiction(n: int, seed: int) -> tuple[list[str], int]:
    wrong, sure = [], 0
    for periods in random_courses(n, seed):
        for language in ("sv", "en"):
            parts, certain = course_contradictions(periods, language)
            wrong, sure = wrong + parts, sure + certain
    return wrong, sure


@pytest.mark.slow
def test_no_sentence_on_what_is_unknown_contradicts_its_figures() -> None:
    wrong, bounded = every_bound_contradiction(20, seed=19)
    assert wrong[:5] == []
    assert bounded > 60


@pytest.mark.slow
def test_no_sentence_on_change_over_time_contradicts_its_figures() -> None:
    wrong, sure = every_course_contradiction(100, seed=19)
    assert wrong[:5] == []
    assert sure > 20


@pytest.mark.later
@pytest.mark.parametrize("seed", [1911, 1912])
def test_none_of_many_results_with_unknown_outcomes_is_worded_so_that_figures_disagree(seed) -> None:
    wrong, _ = every_bound_contradiction(5_000 if FULL else 50, seed)
    assert wrong[:5] == []


@pytest.mark.later
def test_none_of_many_courses_is_worded_so_that_figures_and_verdict_disagree() -> None:
    wrong, _ = every_course_contradiction(10_000 if FULL else 500, seed=1913)
    assert wrong[:5] == []
