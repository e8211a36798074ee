"""The class that the AI Act puts a system in, from questions in plain words. No law text, no storage, no clock."""

from algorithms.risk.classifying import classify, next_question, path
from algorithms.risk.kinds import AnnexI, Classification, Duty, Exemption, Operator, RiskClass
from algorithms.risk.questions import EDITION, QUESTIONS

__all__ = [
    "EDITION",
    "QUESTIONS",
    "AnnexI",
    "Classification",
    "Duty",
    "Exemption",
    "Operator",
    "RiskClass",
    "classify",
    "next_question",
    "path",
]
