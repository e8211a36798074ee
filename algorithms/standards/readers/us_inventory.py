"""The inventory of AI use cases of the United States, 2025, by its short names and its spreadsheet's. Pure."""

from datetime import date

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.links import LinkKind
from algorithms.standards.field_map import Standard, Vocabulary, Way
from algorithms.standards.readers.columns import address, answer, own, text

_STAGES = {
    "pre-deployment": OperationalStatus.PLANNED,
    "a) pre-deployment – the use case is in a development or acquisition status": OperationalStatus.PLANNED,
    "acquisition and/or development": OperationalStatus.PLANNED,
    "initiated": OperationalStatus.PILOT,
    "pilot": OperationalStatus.PILOT,
    "b) pilot – the use case has been deployed in a limited test or pilot capacity": OperationalStatus.PILOT,
    "deployed": OperationalStatus.IN_USE,
    "operation and maintenance": OperationalStatus.IN_USE,
    "c) deployed – the use case is being actively authorized or utilized to support the functions or mission of an"
    " agency": OperationalStatus.IN_USE,
    "retired": OperationalStatus.ENDED,
    "d) retired – the use case was reported in the agency's prior year's inventory, but its development and/or use has"
    " since been discontinued": OperationalStatus.ENDED,
}
_AREAS = {
    "energy & the environment": Topic.BUILDING_AND_TRAFFIC,
    "health & medical": Topic.SUPPORT_AND_CARE,
    "education & workforce": Topic.SCHOOL_AND_CHILDCARE,
    "transportation": Topic.BUILDING_AND_TRAFFIC,
    "procurement & financial management": Topic.CITY_OPERATIONS,
    "cybersecurity operations": Topic.CITY_OPERATIONS,
    "internal knowledge management & staff support": Topic.CITY_OPERATIONS,
}
_YES_NO = {"yes": "yes", "b) yes": "yes", "true": "yes", "no": "no", "a) no": "no", "false": "no"}
_COLUMNS = (
    text("use_case_name", "name"),
    own("agency_bureau", "organisation", "bureau/component"),
    own("id", "identifier", "use_case_id_[agency_abbrev.]_–_[#]", "use_case_id"),
    own("is_withheld", "state", "should_this_ai_use_case_be_withheld_from_public_reporting?"),
    text("system_outputs", "summary", "", "describe_the_ai_system’s_outputs."),
    answer("development_stage", Way.STATUS, "operational_status", "stage_of_development"),
    answer("operational_date", Way.MONTH, "in_use_since"),
    answer("contact_email", Way.EMAIL, "contact_email", "email_address"),
    answer("topic_area", Way.THEME, "search-words", "use_case_topic_area"),
    text("problem_solved", "purpose", "", "what_problem_is_the_ai_intended_to_solve?"),
    text("benefits", "purpose", "Benefits"),
    answer("has_pii", Way.YES_NO, "personal_data"),
    text("data_description", "training-data"),
    text("demographic_features", "data", "Demographic variables"),
    text("hi_potential_impacts", "risks"),
    text("is_high_impact", "risks", "Called high-impact", "is_the_ai_use_case_high_impact?"),
    text("hi_justification", "risks", "Why", "justification"),
    text("hi_testing_conducted", "risks", "Tested before use"),
    text("hi_assessment_completed", "risks", "Impact assessment made"),
    text("hi_independent_review", "risks", "Reviewed by others"),
    text("hi_public_consultation", "considerations", "Consulted"),
    text("hi_ongoing_monitoring", "monitoring"),
    text("hi_training_established", "human", "Training"),
    text("hi_failsafe_presence", "human", "Fail-safe"),
    text("hi_appeal_process", "objection"),
    text("classification", "how-it-works", "Method", "ai_classification"),
    text("have_ato", "how-it-works", "Authorised to operate"),
    text("has_custom_code", "how-it-works", "Code of its own"),
    text("vendor_name", "supplier", "", "vendor(s)_name"),
    text("contracting_usage", "contract", "Bought or built"),
    text("system_name_ato", "product", "", "system(s)_name"),
    address("link_to_data", LinkKind.DATA_SOURCE, "data", "Open data"),
    address("pia_url", LinkKind.IMPACT_ASSESSMENT, "risks", "Privacy impact assessment"),
    address("code_url", LinkKind.SOURCE_CODE, "source-code"),
)
US_INVENTORY = Standard(
    key="us-2025",
    head=frozenset({"use_case_name", "agency_bureau", "development_stage", "topic_area"}),
    columns=_COLUMNS,
    vocabulary=Vocabulary(as_of=date(2025, 12, 31), status={"en": _STAGES}, topics=_AREAS, yes_no=_YES_NO),
    language="en",
)
