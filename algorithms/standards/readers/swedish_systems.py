"""A Swedish city's register of systems, by its AI applications. What is internal stays in the origin. Pure."""

from datetime import date

from algorithms.entries.choices import OperationalStatus
from algorithms.standards.field_map import Standard, Vocabulary, Way
from algorithms.standards.readers.columns import CLASS, INTERNAL, answer, left, own, text

_STATUS = {
    "draft": OperationalStatus.PLANNED,
    "planned": OperationalStatus.PLANNED,
    "development": OperationalStatus.PLANNED,
    "active": OperationalStatus.IN_USE,
    "production": OperationalStatus.IN_USE,
    "suspended": OperationalStatus.ENDED,
    "deprecated": OperationalStatus.IN_USE,
    "retired": OperationalStatus.ENDED,
}
_COLUMNS = (
    text("name", "name"),
    own("ai_application_id", "identifier"),
    own("system_id", "identifier"),
    own("owner_organization_id", "organisation_code"),
    own("owner_organization.name", "organisation", "owner_organization_name"),
    own("registration_status", "state"),
    own("registration_date", "state"),
    text("description", "summary"),
    answer("status", Way.STATUS, "operational_status"),
    text("usage_description", "purpose"),
    text("transparency_measures", "decides", sv="Så får människor veta"),
    text("transparency_type", "decides", sv="Öppenhet"),
    text("monitoring_measures", "monitoring"),
    text("fria_results", "risks", sv="Bedömning av grundläggande rättigheter"),
    text("classification_justification", "risks", sv="Skäl för klassen enligt det andra registret"),
    text("high_risk_area", "risks", sv="Område för hög risk enligt det andra registret"),
    text("system.name", "product", "", "system_name"),
    text("system.version", "model", "", "system_version"),
    text("supplier.name", "supplier", "", "supplier_name"),
    text("hosting_type", "how-it-works", sv="Drift"),
    own("risk_category", "classed"),
    left("classification_date", CLASS),
    left("fria_required", CLASS),
    left("fria_date", CLASS),
    *(
        left(name, INTERNAL)
        for name in (
            "classification_responsible_id",
            "contact_person_id",
            "oversight_responsible_id",
            "incident_contact_id",
        )
    ),
)
SWEDISH_SYSTEMS = Standard(
    key="se-systems",
    head=frozenset({"ai_application_id", "name", "status", "risk_category"}),
    columns=_COLUMNS,
    vocabulary=Vocabulary(as_of=date(2026, 11, 30), status={"sv": _STATUS}, topics={}, yes_no={}),
    language="sv",
)
