"""Made-up judgements of made-up answers, by several people who err now and then: in rows, or side by side."""

import random
from collections.abc import Sequence


def judged_csv(
    *,
    answers: int,
    people: int,
    gap: float = 0.0,
    noise: float = 0.05,
    raters: Sequence[str] = "ABCDE",
    words: Sequence[str] = ("no", "yes"),
    persons: int = 0,
) -> bytes:
    """A row for each judgement. Half of the words, in their order, are bad; ``noise`` is how often a person errs, by a
    word that is near.
    """
    chance, lines = random.Random(11), []
    for number in range(answers):
        language = ("sv", "fi")[number % 2]
        asker = f"p{number % persons}" if persons else ""
        luck = random.Random(asker).random() if persons else chance.random()  # who asks twice is answered alike
        is_good = luck < (0.7 if language == "sv" else 0.7 - gap)
        half = len(words) // 2
        place = chance.randrange(half) + half * is_good
        for rater in raters[:people]:
            chosen = place if chance.random() > noise else min(max(place + chance.choice((-1, 1)), 0), len(words) - 1)
            lines.append(f"a{number},{rater},{words[chosen]},{language},{asker}")
    chance.shuffle(lines)
    return "\n".join(["answer,rater,judgement,language,asker", *lines]).encode()


def side_by_side(content: bytes) -> bytes:
    """The same with a row for each answer and a column for each who judged."""
    head, *lines = content.decode().splitlines()
    del head
    rows: dict[str, dict[str, str]] = {}
    for line in lines:
        answer, rater, judgement, language, _ = line.split(",")
        rows.setdefault(answer, {"language": language})[rater] = judgement
    raters = sorted({name for row in rows.values() for name in row} - {"language"})
    made = [
        ",".join((answer, row["language"], *(row.get(rater, "") for rater in raters))) for answer, row in rows.items()
    ]
    return "\n".join([",".join(("answer", "language", *raters)), *made]).encode()
