"""How much people who judged the same answers agree, beyond what chance would make: alpha and kappa. Pure.

Closed forms over whole numbers. Draws for intervals: resampling.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, Literal

from assessments.judgements.patterns import AgreedBy, Pattern, Patterns, decided, meanings_in
from assessments.statistics.intervals import rounded

Scale = Literal["nominal", "ordinal", "interval"]
SCALES: tuple[Scale, ...] = ("nominal", "ordinal", "interval")
ENOUGH, TENTATIVE = 0.8, 0.667  # Krippendorff, Content Analysis, 2nd ed. (2004), 241: conclude; conclude with caution
Level = Literal["enough", "tentative", "too_little"]
ALL_ALIKE, NOBODY_TO_COMPARE, UNEVEN = "all_alike", "nobody_to_compare", "uneven"
REPEATED_PERSONS, TOO_FEW_DRAWS = "repeated_persons", "too_few_draws"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """``reason`` says why there is no value, or no interval to it."""

    name: Literal["krippendorff_alpha", "cohen_kappa", "fleiss_kappa"]
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many ``answers``, ``compared`` were judged by several, and on ``unanimous`` of these all said good, or all
    not. ``undecided`` were judged and have no judgement in the end; ``unjudged`` nobody judged.
    """

    scale: Scale
    raters: int
    answers: int
    compared: int
    unanimous: int
    undecided: int
    unjudged: int
    alpha: Coefficient
    kappa: Coefficient

    @property
    def level(self) -> Level | None:
        """Whether people agree enough to conclude from what they say; None where alpha does not exist."""
        alpha = self.alpha.value
        if alpha is None:
            return None
        return "enough" if alpha >= ENOUGH else "tentative" if alpha >= TENTATIVE else "too_little"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Agreement":
        both = {name: Coefficient(**written[name]) for name in ("alpha", "kappa")}
        return cls(**{**written, **both})


@dataclass(frozen=True, slots=True)
class JudgedAnswers:
    """Every answer's pattern, and what its values mean: good or not, and where on the scale, where it is ordered."""

    patterns: Patterns
    meaning_of: Callable[[str], bool | None]
    rule: AgreedBy = "majority"
    scale: Scale = "nominal"
    places: Mapping[str, Fraction] = field(default_factory=dict)


def agreement(judged: JudgedAnswers) -> Agreement:
    """Of all answers together; alpha and kappa without their intervals."""
    patterns, raters = judged.patterns, max(map(len, judged.patterns), default=0)
    compared = unanimous = undecided = unjudged = 0
    for pattern, answers in patterns.items():
        meanings = meanings_in(pattern, judged.meaning_of)
        compared += answers * (len(meanings) > 1)
        unanimous += answers * (len(meanings) > 1 and len(set(meanings)) == 1)
        undecided += answers * (bool(meanings) and decided(meanings, judged.rule) is None)
        unjudged += answers * (not meanings)
    return Agreement(
        scale=judged.scale,
        raters=raters,
        answers=sum(patterns.values()),
        compared=compared,
        unanimous=unanimous,
        undecided=undecided,
        unjudged=unjudged,
        alpha=krippendorff_alpha(patterns, judged.scale, judged.places),
        kappa=cohen_kappa(patterns) if raters == 2 else fleiss_kappa(patterns),
    )


def krippendorff_alpha(patterns: Patterns, scale: Scale, places: Mapping[str, Fraction] | None = None) -> Coefficient:
    """How much people agree beyond chance: 1 is complete agreement, 0 what chance would make, below 0 is worse.

    Formula: 1 - (n - 1) Σ o(c,k) δ²(c,k) / Σ n(c) n(k) δ²(c,k), with o(c,k) the pairs of judgements c and k within an
    answer, each divided by how many judged it less one, n(c) their sums and n the sum of these. δ² is 0 or 1 (nominal);
    the square of n(c)/2, all n between, and n(k)/2 (ordinal); (c - k)² (interval). Missing judgements are left out, and
    so is an answer that one person judged. Unit: none, at most 1. Undefined where no answer has two judgements, and
    where all judgements are the same. Source: Krippendorff, Content Analysis, 2nd ed. (2004), ch. 11; Hayes &
    Krippendorff, Communication Methods and Measures 1 (2007) 77-89.
    """
    pairs = coincidences(patterns)
    totals: dict[str, Fraction] = {}
    for (first, _), number in pairs.items():
        totals[first] = totals.get(first, Fraction()) + number
    n = sum(totals.values(), Fraction())
    if n == 0:
        return Coefficient(name="krippendorff_alpha", value=None, reason=NOBODY_TO_COMPARE)
    apart = distances(totals, scale, places or {})
    expected = sum(totals[c] * totals[k] * apart[c, k] for c, k in product(totals, totals))
    if expected == 0:
        return Coefficient(name="krippendorff_alpha", value=None, reason=ALL_ALIKE)
    observed = sum(number * apart[pair] for pair, number in pairs.items())
    return Coefficient(name="krippendorff_alpha", value=rounded(float(1 - (n - 1) * observed / expected)))


def coincidences(patterns: Patterns) -> dict[tuple[str, str], Fraction]:
    """The pairs of judgements within answers, each answer's divided by how many judged it less one."""
    pairs: dict[tuple[str, str], Fraction] = {}
    for pattern, answers in patterns.items():
        for pair, number in pairs_within(pattern).items():
            pairs[pair] = pairs.get(pair, Fraction()) + answers * number
    return pairs


def pairs_within(pattern: Pattern) -> dict[tuple[str, str], Fraction]:
    counter = Counter(value for value in pattern if value is not None)
    others = sum(counter.values()) - 1
    if others < 1:
        return {}
    return {
        (c, k): Fraction(counter[c] * (counter[k] - (c == k)), others)
        for c, k in product(sorted(counter), sorted(counter))
        if counter[c] * (counter[k] - (c == k))
    }


def distances(
    totals: Mapping[str, Fraction], scale: Scale, places: Mapping[str, Fraction]
) -> dict[tuple[str, str], Fraction]:
    """How far apart two judgements are, squared."""
    if scale == "nominal":
        return {(c, k): Fraction(c != k) for c, k in product(totals, totals)}
    if scale == "interval":
        return {(c, k): (places[c] - places[k]) ** 2 for c, k in product(totals, totals)}
    middles, below = {}, Fraction()
    for value in sorted(totals, key=lambda value: places[value]):
        middles[value] = below + totals[value] / 2
        below += totals[value]
    return {(c, k): (middles[c] - middles[k]) ** 2 for c, k in product(totals, totals)}


def cohen_kappa(patterns: Patterns) -> Coefficient:
    """How much two people agree beyond what their own habits would make by chance.

    Formula: (p - e) / (1 - e), p the share of answers on which both say the same, e the sum over judgements of the
    product of how often each says it. Unit: none, at most 1. Undefined where no answer was judged by both, and where
    both always say the same one thing. Source: Cohen, Educational and Psychological Measurement 20 (1960) 37-46.
    """
    both = [(*pattern, answers) for pattern, answers in patterns.items() if len(pattern) == 2 and None not in pattern]
    n = sum(answers for *_, answers in both)
    if n == 0:
        return Coefficient(name="cohen_kappa", value=None, reason=NOBODY_TO_COMPARE)
    same = sum(answers for first, second, answers in both if first == second)
    sides: tuple[Counter[object], Counter[object]] = (Counter(), Counter())
    for first, second, answers in both:
        sides[0][first] += answers
        sides[1][second] += answers
    chance = Fraction(sum(sides[0][value] * sides[1][value] for value in sides[0]), n * n)
    return _beyond_chance("cohen_kappa", Fraction(same, n), chance)


def fleiss_kappa(patterns: Patterns) -> Coefficient:
    """How much several people agree beyond chance, where each answer was judged by equally many.

    Formula: (p - e) / (1 - e), p the mean over answers of Σ n(j)(n(j) - 1) / (m(m - 1)), with n(j) of the m people
    saying j; e the sum of the squares of how common each judgement is. Unit: none, at most 1. Undefined where no answer
    was judged by two, where answers were judged by different numbers of people, and where all judgements are the same.
    Source: Fleiss, Psychological Bulletin 76 (1971) 378-382.
    """
    counters = [(Counter(v for v in pattern if v is not None), answers) for pattern, answers in patterns.items()]
    several = [(counter, answers) for counter, answers in counters if counter.total() > 1 and answers]
    sizes = {counter.total() for counter, _ in several}
    if len(sizes) != 1:
        return Coefficient(name="fleiss_kappa", value=None, reason=UNEVEN if sizes else NOBODY_TO_COMPARE)
    (m,), n = sizes, sum(answers for _, answers in several)
    alike = sum(answers * sum(k * (k - 1) for k in counter.values()) for counter, answers in several)
    totals: Counter[str] = Counter()
    for counter, answers in several:
        for value, number in counter.items():
            totals[value] += answers * number
    chance = Fraction(sum(number * number for number in totals.values()), (n * m) ** 2)
    return _beyond_chance("fleiss_kappa", Fraction(alike, n * m * (m - 1)), chance)


def _beyond_chance(name: Literal["cohen_kappa", "fleiss_kappa"], observed: Fraction, chance: Fraction) -> Coefficient:
    if chance == 1:
        return Coefficient(name=name, value=None, reason=ALL_ALIKE)
    return Coefficient(name=name, value=rounded(float((observed - chance) / (1 - chance))))


def order_of(values: Sequence[str]) -> dict[str, Fraction]:
    """The places of named judgements, from the lowest up."""
    return {value: Fraction(place) for place, value in enumerate(values)}
