"""The seven grounds of the Discrimination Act in an entry, a line each: whether it was examined, and why not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from algorithms.entries.kinds import Kind
from algorithms.entries.record_list import RecordPart, with_semicolons
from assessments.text.message import Message, labelled


class Ground(StrEnum):
    """Chapter 1, section 4 of the Discrimination Act, in its order."""

    SEX = "sex"
    TRANSGENDER = "transgender-identity"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    DISABILITY = "disability"
    SEXUAL_ORIENTATION = "sexual-orientation"
    AGE = "age"


class Examined(StrEnum):
    YES = "examined"
    NO = "not-examined"


GROUNDS: Mapping[Ground, Message] = labelled(
    Ground,
    {
        Ground.SEX: Message("Sex"),
        Ground.TRANSGENDER: Message("Transgender identity or expression"),
        Ground.ETHNICITY: Message("Ethnicity"),
        Ground.RELIGION: Message("Religion or other belief"),
        Ground.DISABILITY: Message("Disability"),
        Ground.SEXUAL_ORIENTATION: Message("Sexual orientation"),
        Ground.AGE: Message("Age"),
    },
)
EXAMINED: Mapping[Examined, Message] = labelled(
    Examined, {Examined.YES: Message("Examined"), Examined.NO: Message("Not examined")}
)
_GROUNDS_WRITTEN: Mapping[Ground, tuple[str, ...]] = labelled(  # in small letters
    Ground,
    {
        Ground.SEX: ("kön",),
        Ground.TRANSGENDER: ("könsöverskridande identitet eller uttryck", "transgender identity or expression"),
        Ground.ETHNICITY: ("etnisk tillhörighet", "etnicitet", "ethnicity"),
        Ground.RELIGION: ("religion eller annan trosuppfattning", "religion or other belief", "religion"),
        Ground.DISABILITY: ("funktionsnedsättning",),
        Ground.SEXUAL_ORIENTATION: ("sexuell läggning", "sexual orientation"),
        Ground.AGE: ("ålder",),
    },
)
_EXAMINED_WRITTEN: Mapping[Examined, tuple[str, ...]] = labelled(
    Examined,
    {
        Examined.YES: ("undersökt", "undersökts", "undersökte", "ja", "yes"),
        Examined.NO: ("inte undersökt", "ej undersökt", "inte undersökts", "nej", "no", "not examined"),
    },
)
GROUND_LIST = with_semicolons(
    RecordPart(name="ground", label=Message("Ground"), kind=Kind.CHOICE, choices=GROUNDS, likely=_GROUNDS_WRITTEN),
    RecordPart(
        name="examined",
        label=Message("Examined or not examined"),
        kind=Kind.CHOICE,
        choices=EXAMINED,
        likely=_EXAMINED_WRITTEN,
        term="insyn:ground_examined",
    ),
    RecordPart(name="reason", label=Message("How, or why not"), term="insyn:ground_reason"),
)


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """What the department says of one ground; None and "" where it says nothing."""

    ground: Ground
    examined: Examined | None = None
    reason: str = ""


def ground_answers(text: str) -> tuple[GroundAnswer, ...]:
    """All seven, in the order of the act."""
    records = {record["ground"]: record for record in reversed(GROUND_LIST.read(text))}
    answers = ((ground, records.get(ground, {})) for ground in Ground)
    return tuple(
        GroundAnswer(
            ground=ground,
            examined=Examined(str(known["examined"])) if "examined" in known else None,
            reason=str(known.get("reason", "")),
        )
        for ground, known in answers
    )
