"""What is wrong with evaluation data or a plan, as sentences a person can act on."""

from assessments.sentence import Sentence


class EvaluationDataError(Exception):
    """Evaluation data that cannot be used. ``complaints`` name the column or row, and what to do."""

    def __init__(self, *complaints: Sentence) -> None:
        super().__init__(" ".join(in_english(complaint) for complaint in complaints))
        self.complaints = complaints


def in_english(sentence: Sentence) -> str:
    """The sentence in the language it was written in, for logs and the command line."""
    values = {name: in_english(v) if isinstance(v, Sentence) else v for name, v in sentence.values.items()}
    if sentence.plural is not None and sentence.count != 1:
        return sentence.plural.format(**values, count=sentence.count)
    return sentence.msgid.format(**{"count": sentence.count, **values})


def quoted(values: list[str] | tuple[str, ...], *, most: int = 10) -> str:
    """Values as a readable list, cut short when there are many."""
    shown = [f"“{value}”" for value in values[:most]]
    return ", ".join([*shown, "…"] if len(values) > most else shown)
