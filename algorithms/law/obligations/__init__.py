"""What law asks of a system, as one table; which rows apply, from when, and how much is done. Gives no legal advice."""

from algorithms.law.obligations.kinds import Obligation, ObligationStatus, Status, SystemFacts, Trait, Weight
from algorithms.law.obligations.listing import TABLE, Completeness, completeness, obligations, situation_of

__all__ = [
    "TABLE",
    "Completeness",
    "Obligation",
    "ObligationStatus",
    "Status",
    "SystemFacts",
    "Trait",
    "Weight",
    "completeness",
    "obligations",
    "situation_of",
]
