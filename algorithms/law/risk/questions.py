"""The questionnaire on the AI Act as one table: each answer with what is asked next and what follows. Decides nothing.

Not asked, for a city does not meet them: importers and distributors, makers of general-purpose models, open licences.
"""

from collections.abc import Mapping

from algorithms.law.risk.annex_iii import AREAS, BIOMETRICS
from algorithms.law.risk.exemption import EXEMPTION
from algorithms.law.risk.kinds import RiskQuestion
from algorithms.law.risk.practices import PRACTICE, PRODUCT
from algorithms.law.risk.scope import SCOPE
from algorithms.law.risk.transparency import TRANSPARENCY

EDITION = "2026-12"  # stored with the answers: when questions change, it distinguishes old answers from new ones
FIRST = "technique"

QUESTIONS: Mapping[str, RiskQuestion] = {
    question.key: question for question in (*SCOPE, PRACTICE, BIOMETRICS, PRODUCT, *AREAS, *EXEMPTION, *TRANSPARENCY)
}
