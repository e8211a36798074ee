"""What is wrong with evaluation data or a plan, as sentences a person can act on."""

from collections.abc import Mapping

from assessments.text.message import Message


class FieldError(Exception):
    """What was typed cannot be taken: a sentence for each field that is wrong, under "" what is about none of them."""

    def __init__(self, errors: Mapping[str, Message]) -> None:
        super().__init__("; ".join(sentence.msgid for sentence in errors.values()))
        self.errors = errors


class ReadableError(Exception):
    """An error that somebody reads: ``message`` in the reader's language, ``str`` in English, for logs."""

    def __init__(self, message: Message) -> None:
        super().__init__(in_english(message))
        self.message = message


class EvaluationDataError(Exception):
    """Evaluation data that cannot be used. ``complaints`` name the column or row, and what to do."""

    def __init__(self, *complaints: Message) -> None:
        super().__init__(" ".join(in_english(complaint) for complaint in complaints))
        self.complaints = complaints


class PlanRefusedError(EvaluationDataError):
    """The file is good and has been counted, but the plan asks of it what it cannot bear: a person chooses again."""


class ChildDiedError(EvaluationDataError):
    """The process that read the file ended without a word. Once may be chance; the file is to blame if it goes on."""


class OutOfReachError(EvaluationDataError):
    """The file could not be reached or read on this machine. That says nothing about the file."""


class ChildStoppedError(Exception):
    """The process that read the file was asked to end by a person or the system. That says nothing about the file."""


def in_english(sentence: Message | str) -> str:
    """The sentence in the language it was written in, for logs and the command line."""
    if isinstance(sentence, str):
        return sentence
    values = {name: in_english(v) if isinstance(v, Message) else v for name, v in sentence.values.items()}
    if sentence.plural is not None and sentence.count != 1:
        return sentence.plural.format(**values, count=sentence.count)
    return sentence.msgid.format(**{"count": sentence.count, **values})


def quoted(values: list[str] | tuple[str, ...], *, most: int = 10) -> str:
    """Values as a readable list, cut short when there are many."""
    shown = [f"“{value}”" for value in values[:most]]
    return ", ".join([*shown, "…"] if len(values) > most else shown)
