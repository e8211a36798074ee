"""What a version answers about the law, read from its stored choices: its class, and whether a DPIA is needed. Pure."""

from collections.abc import Mapping

from algorithms.entries.entry import Version
from algorithms.law import dpia
from algorithms.law.dpia import Threshold
from algorithms.law.risk import EDITION, Classification, classify

RISK, DPIA = "risk:", "dpia:"
EDITION_OF_ANSWERS = f"{RISK}edition"  # of the questions that were answered: when they change, they are asked again


def risk_answers(version: Version) -> dict[str, str]:
    """By question of the classification."""
    return _with_prefix(version.choices, RISK)


def dpia_answers(version: Version) -> dict[str, bool]:
    """By criterion of the impact assessment."""
    return {key: value == "yes" for key, value in _with_prefix(version.choices, DPIA).items()}


def classification(version: Version) -> Classification | None:
    """The class; None while it is not known, or when it follows from questions that are no longer asked."""
    return None if is_outdated(version) else classify(risk_answers(version))


def is_outdated(version: Version) -> bool:
    """Whether the questions have changed since they were answered."""
    return version.choices.get(EDITION_OF_ANSWERS, EDITION) != EDITION


def dpia_threshold(version: Version) -> Threshold | None:
    return dpia.threshold(version.answers.personal_data, dpia_answers(version))


def _with_prefix(choices: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in choices.items() if name.startswith(prefix)}
