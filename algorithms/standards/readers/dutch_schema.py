"""The Dutch publication standard 1.0 by the names of its JSON Schema, which are others than those of its CSV. Pure."""

from algorithms.entries.links import LinkKind
from algorithms.standards.dutch_vocabularies import VOCABULARY
from algorithms.standards.field_map import Standard, Way
from algorithms.standards.readers.columns import address, answer, own, text

_ASSESSMENTS = {"heading": "Impact assessments", "nl": "Impacttoetsen"}
_COLUMNS = (
    text("name", "name"),
    own("organization", "organisation"),
    own("source_id", "identifier"),
    own("source_link", "address"),
    own("schema", "version"),
    own("language", "language"),
    text("description_short", "summary"),
    answer("status", Way.STATUS, "operational_status"),
    answer("start_date", Way.MONTH, "in_use_since"),
    answer("end_date", Way.MONTH, "in_use_until"),
    answer("contact", Way.EMAIL, "contact_email"),
    answer("search_terms", Way.WORDS, "search-words"),
    answer("theme", Way.THEME, "search-words"),
    text("purpose_and_impact", "purpose"),
    text("considerations", "considerations"),
    text("human_intervention", "human"),
    text("data", "data"),
    text("risk_management", "risks"),
    text("impact_assessment_explanation", "risks", **_ASSESSMENTS),
    text("impact_assessments", "risks", **_ASSESSMENTS),
    text("legal_basis", "legal-basis"),
    text("legal_basis_title", "legal-basis", "Laws", nl="Wetten"),
    text("technical_operation", "how-it-works"),
    text("supplier", "supplier"),
    text("data_source_title", "data", "Sources", nl="Bronnen"),
    address("link"),
    address("legal_basis_link", LinkKind.LAW),
    address("impact_assessment_link", LinkKind.IMPACT_ASSESSMENT),
    address("data_source_link", LinkKind.DATA_SOURCE),
    address("processing_register_link", LinkKind.RECORD_OF_PROCESSING),
    address("source_code_link", LinkKind.SOURCE_CODE),
    own("publication_category", "classed"),
)
DUTCH_SCHEMA = Standard(
    key="nl-schema",
    head=frozenset({"name", "organization", "purpose_and_impact", "technical_operation"}),
    columns=_COLUMNS,
    vocabulary=VOCABULARY,
)
