"""The class that the AI Act puts a system in, from questions in plain words. No law text, no storage, no clock."""

from algorithms.law.risk.classifying import classify, next_question, path
from algorithms.law.risk.kinds import AnnexI, Classification, Duty, Exemption, Operator, RiskClass
from algorithms.law.risk.questions import EDITION, QUESTIONS

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
