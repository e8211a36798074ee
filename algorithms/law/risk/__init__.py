"""The class that the AI Act puts a system in, from questions in plain words. No law text, no storage, no clock."""

from algorithms.law.risk.classifying import classify, next_question, path
from algorithms.law.risk.kinds import AnnexI, Classification, Exemption, Operator, RiskClass, TransparencyDuty
from algorithms.law.risk.questions import EDITION, QUESTIONS

__all__ = [
    "EDITION",
    "QUESTIONS",
    "AnnexI",
    "Classification",
    "Exemption",
    "Operator",
    "RiskClass",
    "TransparencyDuty",
    "classify",
    "next_question",
    "path",
]
