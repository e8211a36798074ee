"""Answers that are chosen from a few: each with its words, and the sets that rules and lists speak of."""

from collections.abc import Mapping
from enum import StrEnum

from assessments.text.message import Message, labelled


class OperationalStatus(StrEnum):
    PLANNED = "planned"
    PILOT = "pilot"
    IN_USE = "in-use"
    ENDED = "ended"

    @property
    def in_operation(self) -> bool:
        """It has an effect on people today, in full or on trial."""
        return self in (OperationalStatus.PILOT, OperationalStatus.IN_USE)

    @property
    def has_ended(self) -> bool:
        return self is OperationalStatus.ENDED


IN_OPERATION = frozenset(status for status in OperationalStatus if status.in_operation)
NOT_ENDED = frozenset(status for status in OperationalStatus if not status.has_ended)


class HumanRole(StrEnum):
    DECIDES = "decides"  # a person always decides
    CAN_STEP_IN = "can-step-in"  # the system decides, a person can change it
    AUTOMATIC = "automatic"  # nobody looks before it takes effect


STATUS_WORDS: Mapping[OperationalStatus, Message] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: Message("Planned"),
        OperationalStatus.PILOT: Message("Being tested"),
        OperationalStatus.IN_USE: Message("In use"),
        OperationalStatus.ENDED: Message("No longer used"),
    },
)
HUMAN_ROLE_WORDS: Mapping[HumanRole, Message] = labelled(
    HumanRole,
    {
        HumanRole.DECIDES: Message("A person always decides"),
        HumanRole.CAN_STEP_IN: Message("The system decides, a person can change it"),
        HumanRole.AUTOMATIC: Message("The system acts on its own"),
    },
)
