"""Reads a finding back, in both languages: its numbers, its direction and its verdict, and where they disagree."""

import re
from dataclasses import dataclass

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.report import sentences as wording
from assessments.text.languages import Language
from register.language import translate

INVERSE = {"false_negative_rate", "true_negative_rate"}  # they count a no, and headlines speak of a yes
SENTENCES = {
    "sv": {
        "rates": re.compile(r"(?:^Av \d+ .*? var det )?(\d+) .*?jämfört med (\d+)"),
        "gap": re.compile(r"^Skillnaden är (?:ungefär )?(minst|knappt)? ?([\d,]+) av"),
        "between": re.compile(r"troligen mellan ([\d,]+) och (knappt )?([\d,]+)\."),
        "other way": re.compile(r"mellan (knappt )?([\d,]+) av \S+ åt andra hållet och (knappt )?([\d,]+) av"),
        "at most": re.compile(r"troligen (mer än 0 och )?högst (knappt )?([\d,]+)"),
        "margin": re.compile(r"bestämde staden att en skillnad på ([\d,]+) av"),
        "opposite": "ser ut att visa motsatsen",
        "none": "Avrundade är de två siffrorna lika",
        "smaller": "är troligen mindre.",
        "large": "är troligen minst så stor.",
        "may be smaller": "Den verkliga skillnaden kan vara mindre.",
        "unsure": "Vi kan inte säga om den verkliga skillnaden är så stor.",
        "many": "jämförelser på en gång. Då",
        "few": "Det var för få i testet",
        "rounded": "De två siffrorna är avrundade",
        "more": "oftare än",
        "less": "mer sällan än",
        "shares": ("en större andel", "en mindre andel"),
        "ties": "behandlas annorlunda",
    },
    "en": {
        "rates": re.compile(r"(?:^Among [\d,]+ .*? there were )?(\d+) .*?(?:compared with|and) (\d+)"),
        "gap": re.compile(r"^The difference is (?:about )?(at least|just under)? ?([\d.]+) in"),
        "between": re.compile(r"probably between ([\d.]+) and (just under )?([\d.]+)\."),
        "other way": re.compile(r"between (just under )?([\d.]+) in \S+ the other way and (just under )?([\d.]+) in"),
        "at most": re.compile(r"probably (more than 0 and )?at most (just under )?([\d.]+)"),
        "margin": re.compile(r"decided that a difference of ([\d.]+) in"),
        "opposite": "seem to show the opposite",
        "none": "Rounded, there is no difference",
        "smaller": "is probably smaller.",
        "large": "is probably at least that large.",
        "may be smaller": "The true difference may be smaller.",
        "unsure": "Whether the true difference is that large, we cannot say.",
        "many": "comparisons at once. Then",
        "few": "There were too few in the test",
        "rounded": "The two figures are rounded",
        "more": "more often",
        "less": "less often",
        "shares": ("a larger share", "a smaller share"),
        "ties": "are treated differently",
    },
}


@dataclass
class ReadGap:
    size: float
    low: float
    high: float


def number(text: str, under: str | None = None) -> float:
    return float(text.replace(",", ".").strip(".")) - (0.01 if under else 0)


def read(sentence: str, words) -> ReadGap | None:
    """The numbers of a gap as a reader takes them: *just under 5* is less than 5."""
    if sentence.startswith(words["none"]):
        ends = [number(end, under) for _, under, end in words["at most"].findall(sentence)]
        if any(is_there for is_there, _, _ in words["at most"].findall(sentence)):
            return ReadGap(0, 0.01, ends[0])
        return ReadGap(0, -ends[0], ends[-1])
    match = words["gap"].search(sentence)
    if match is None:
        return None
    size = number(match[2], match[1] if match[1] in ("knappt", "just under") else None)
    low = high = size
    if ends := words["other way"].search(sentence):
        low, high = -number(ends[2], ends[1]), number(ends[4], ends[3])
    elif ends := words["between"].search(sentence):
        low, high = number(ends[1]), number(ends[3], ends[2])
    elif ends := words["at most"].search(sentence):
        low, high = 0.01 if ends[1] else 0, number(ends[3], ends[2])
    return ReadGap(size, low, high)


def contradictions(public: PublicResult, comparison: PublicComparison, language: str) -> list[str]:
    words = SENTENCES[language]
    headline = translate(wording.headline(public, comparison, language), Language(language))
    first, *others = (translate(m, Language(language)) for m in wording.finding(public, comparison, language))
    if comparison.hidden:
        return [] if words["ties"] in headline and not re.search(r"\d", first) else [f"{headline} {first}"]
    text = " ".join((headline, first, *others)).replace("\N{NO-BREAK SPACE}", "")
    plain = first.replace("\N{NO-BREAK SPACE}", "")
    gap = read(others[0].replace("\N{NO-BREAK SPACE}", ""), words)
    rates = [float(n.replace(",", "")) for n in words["rates"].search(plain).group(1, 2)]
    return [f"{rule}: {text}" for rule, holds in rules(text, rates, gap, words, comparison, headline) if not holds]


def rules(text, rates, gap, words, comparison, headline):
    margin_match = words["margin"].search(text)
    margin = number(margin_match[1]) if margin_match else None
    a, b = rates
    is_rounded = words["rounded"] in text or words["opposite"] in text
    yield "the gap is that of the two rates", abs(abs(a - b) - gap.size) < 0.02 or is_rounded
    yield "the gap lies between its ends", gap.low - 0.02 <= gap.size <= gap.high + 0.02
    yield "a gap of nought has no direction", gap.size or not words["other way"].search(text)
    if margin is not None and words["smaller"] in text:
        yield "what is smaller is smaller", gap.size < margin and gap.high < margin and gap.low > -margin
    if margin is not None and words["large"] in text:
        yield "what is surely large is large", gap.size >= margin and gap.low >= margin
    if margin is not None and words["may be smaller"] in text:
        yield "what may be smaller reaches and may be smaller", gap.size >= margin and 0 < gap.low < margin
    if margin is not None and words["unsure"] in text:
        yield "what is unsure is there and below the margin", gap.size < margin
    if words["many"] in text:
        yield "chance among many is given as reason where the interval alone is sure", gap.low > 0
    if words["few"] in text:
        yield "few people are given as reason where the interval is wide", gap.low <= 0
    yield from directions(headline, rates, gap, words, comparison, is_opposite=words["opposite"] in text)


def directions(headline, rates, gap, words, comparison, *, is_opposite):
    shown_more, shown_less = (word in headline for word in (words["more"], words["less"]))
    larger, smaller = (word in headline for word in words["shares"])
    if not (shown_more or shown_less or larger or smaller):
        return
    yield "a direction has a gap that is there", gap.low >= 0
    more = shown_more or larger
    if comparison.metric in INVERSE:
        more = not more
    yield (
        "who is worse off is first, and has the figure that says so",
        (((rates[0] >= rates[1]) if more else (rates[0] <= rates[1])) or is_opposite),
    )
