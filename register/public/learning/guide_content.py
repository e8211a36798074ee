"""How a department gets evaluation data out: for each task its columns, an example, SQL, and what a pivot table does.

Column names and values are those of the reader's language. No case here is real.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice

from assessments.plan.plan import Task
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.language import Language

EXAMPLE_ROWS = 60
Named = Mapping[str, str]


def _named(swedish: str, english: str) -> Named:
    return {Language.SWEDISH: swedish, Language.ENGLISH: english}


@dataclass(frozen=True, slots=True)
class GuideColumn:
    """``values`` are gone through in turn for the example; each is a pair of Swedish and English words."""

    name: Named
    about: Message
    values: tuple[Named, ...]

    def cells(self, language: Language, count: int) -> list[str]:
        return [in_language(value, language) for value in islice(cycle(self.values), count)]


@dataclass(frozen=True, slots=True)
class Guide:
    """``counts`` says whether counted rows will do, so that no single case has to be handed over."""

    task: Task
    title: Message
    columns: tuple[GuideColumn, ...]
    counts: bool
    laid_out: str = ""  # where the same task has several guides: which of them

    @property
    def name(self) -> str:
        """At the beginning of the names of its files."""
        return f"{self.task}-{self.laid_out}" if self.laid_out else self.task

    def header(self, language: Language) -> list[str]:
        return [in_language(column.name, language) for column in self.columns]

    def rows(self, language: Language) -> list[list[str]]:
        """The example: values gone through at different speeds, so that every combination comes up."""
        sides = (column.cells(language, EXAMPLE_ROWS) for column in self.columns)
        return [list(row) for row in zip(*sides, strict=True)]

    def sql(self, language: Language) -> str:
        """Counts where they will do, else the rows. Standard SQL; the name of the table is to be replaced."""
        names = ", ".join(f'"{name}"' for name in self.header(language))
        table, number = in_language(_TABLE, language), in_language(_NUMBER, language)
        if not self.counts:
            return f'SELECT {names}\nFROM "{table}";'
        return f'SELECT {names}, COUNT(*) AS "{number}"\nFROM "{table}"\nGROUP BY {names};'


_TABLE = _named("ärenden", "cases")
_NUMBER = _named("antal", "number")
_YES_NO = (_named("ja", "yes"), _named("nej", "no"))
_DECIDED = (*_YES_NO, _named("nej", "no"), _named("ja", "yes"), _named("nej", "no"))
_TRUE = (*_YES_NO, _named("nej", "no"), _named("nej", "no"), _named("ja", "yes"), _named("", ""), _named("nej", "no"))
_SEX = GuideColumn(
    _named("kön", "sex"),
    Message("A group to compare. Left empty where it is not known."),
    (_named("kvinna", "woman"), _named("man", "man"), _named("man", "man"), _named("kvinna", "woman"), _named("", "")),
)
_AGE = GuideColumn(
    _named("ålder", "age"),
    Message("A group to compare, as bands or as a number that is cut into bands later."),
    tuple(_named(band, band) for band in ("18–29", "30–64", "65+", "30–64")),
)
_OUTCOME = GuideColumn(_named("utfall", "outcome"), Message("What turned out to be true, where it is known."), _TRUE)


def _plain(values: Iterable[str]) -> tuple[Named, ...]:
    return tuple(_named(value, value) for value in values)


def _decimals(values: Iterable[str]) -> tuple[Named, ...]:
    return tuple(_named(value.replace(".", ","), value) for value in values)


_LANGUAGES = (_named("svenska", "Swedish"), _named("engelska", "English"), _named("arabiska", "Arabic"))
_JUDGEMENTS = (*_YES_NO[:1] * 3, *_YES_NO, *_YES_NO[:1] * 2)  # mostly yes, gone through out of step with answers
_LANGUAGE = _named("språk", "language")


def _side_by_side(letter: str, values: tuple[Named, ...]) -> GuideColumn:
    about = Message("What {letter} said about the answer. Left empty where {letter} does not know.", {"letter": letter})
    return GuideColumn(_named(f"bedömning {letter}", f"judgement {letter}"), about, values)


_CLASSES = (_named("hemtjänst", "home care"), _named("dagverksamhet", "day care"), _named("boende", "care home"))
GUIDES = (
    Guide(
        task="decision",
        title=Message("A yes or a no"),
        columns=(
            _SEX,
            _AGE,
            GuideColumn(_named("beslut", "decision"), Message("What the system decided."), _DECIDED),
            _OUTCOME,
        ),
        counts=True,
    ),
    Guide(
        task="score",
        title=Message("A score, where a certain value or more means yes"),
        columns=(
            _SEX,
            _AGE,
            GuideColumn(
                _named("poäng", "score"),
                Message("The system’s score. Two or three decimals are enough."),
                _decimals(("0.12", "0.55", "0.31", "0.78", "0.40", "0.93", "0.05")),
            ),
            _OUTCOME,
        ),
        counts=True,
    ),
    Guide(
        task="classes",
        title=Message("One of several classes"),
        columns=(
            _SEX,
            _AGE,
            GuideColumn(
                _named("klass", "class"),
                Message("The class that the system chose."),
                (*_CLASSES, _CLASSES[0], _CLASSES[1], _CLASSES[0], _CLASSES[0]),
            ),
            GuideColumn(
                _named("rätt_klass", "right_class"), Message("The class that turned out to be right."), _CLASSES
            ),
        ),
        counts=True,
    ),
    Guide(
        task="amounts",
        title=Message("An amount, a time or a distance"),
        columns=(
            _SEX,
            _AGE,
            GuideColumn(
                _named("belopp", "amount"),
                Message("What the system said."),
                _plain(("1200", "3400", "800", "2100", "5600", "950", "1500")),
            ),
            GuideColumn(
                _named("rätt_belopp", "right_amount"),
                Message("What turned out to be right."),
                _plain(("1250", "3300", "800", "2600", "5500", "900", "1450")),
            ),
        ),
        counts=False,
    ),
    Guide(
        task="ranking",
        title=Message("A place in a ranking or a queue"),
        columns=(
            _SEX,
            _AGE,
            GuideColumn(
                _named("plats", "place"),
                Message("1 is the first."),
                _plain(str(place) for place in range(1, EXAMPLE_ROWS + 1)),
            ),
        ),
        counts=False,
    ),
    Guide(
        task="judgements",
        title=Message("Answers that people have judged: a row for each judgement"),
        columns=(
            GuideColumn(
                _named("svar", "answer"),
                Message("A made-up number for each answer, the same in all rows about it."),
                _plain(str(row // 3 + 1) for row in range(EXAMPLE_ROWS)),
            ),
            GuideColumn(_named("bedömare", "rater"), Message("A letter for who judged, never a name."), _plain("ABC")),
            GuideColumn(
                _named("bedömning", "judgement"), Message("What that person said about the answer."), _JUDGEMENTS
            ),
            GuideColumn(
                _LANGUAGE,
                Message("A group to compare: of the question, or of who asked."),
                tuple(language for language in _LANGUAGES for _ in range(3)),
            ),
        ),
        counts=False,
    ),
    Guide(
        task="judgements",
        laid_out="side-by-side",
        title=Message("Answers that people have judged: a column for each who judged"),
        columns=(
            GuideColumn(_LANGUAGE, Message("A group to compare: of the question, or of who asked."), _LANGUAGES),
            _side_by_side("A", _JUDGEMENTS),
            _side_by_side("B", (*_JUDGEMENTS[:-1], *_YES_NO)),
            _side_by_side("C", (*_JUDGEMENTS, _named("", ""))),
        ),
        counts=False,
    ),
)
