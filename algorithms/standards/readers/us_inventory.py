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
    own("agency_bureau", "organisation", "bureau_component"),
    own("id", "identifier", "use_case_id…"),
    own("is_withheld", "state", "should_this_ai_use_case_be_withheld…"),
    text("system_outputs", "summary", "", "describe_the_ai_system_s_outputs…"),
    answer("development_stage", Way.STATUS, "operational_status", "stage_of_development"),
    answer("operational_date", Way.MONTH, "in_use_since", "date_when_ai_use_case_became_operational…"),
    answer("contact_email", Way.EMAIL, "contact_email", "email_address"),
    answer("topic_area", Way.THEME, "search-words", "use_case_topic_area"),
    text("problem_solved", "purpose", "", "what_problem_is_the_ai_intended_to_solve…"),
    text("benefits", "purpose", "Benefits", "what_are_the_expected_benefits…"),
    answer("has_pii", Way.YES_NO, "personal_data", "does_this_ai_use_case_involve_personally…"),
    text("data_description", "training-data", "", "describe_any_data_used_to_train…"),
    text("demographic_features", "data", "Demographic variables", "which_if_any_demographic_variables…"),
    text("hi_potential_impacts", "risks", "", "what_are_the_potential_impacts…"),
    text("is_high_impact", "risks", "Called high-impact", "is_the_ai_use_case_high_impact…"),
    text("hi_justification", "risks", "Why", "justification"),
    text("hi_testing_conducted", "risks", "Tested before use", "has_pre_deployment_testing…"),
    text("hi_assessment_completed", "risks", "Impact assessment made", "has_an_ai_impact_assessment…"),
    text(
        "hi_independent_review",
        "risks",
        "Reviewed by others",
        "has_as_independent_review…",
        "has_an_independent_review…",
    ),
    text("hi_public_consultation", "considerations", "Consulted", "what_steps_has_the_agency_taken_to_consult…"),
    text("hi_ongoing_monitoring", "monitoring", "", "is_there_a_process_to_conduct_ongoing…"),
    text("hi_training_established", "human", "Training", "has_the_agency_established_sufficient…"),
    text("hi_failsafe_presence", "human", "Fail-safe", "does_this_ai_use_case_have_an_appropriate_fail_safe…"),
    text("hi_appeal_process", "objection", "", "is_there_an_established_appeal_process…"),
    text("classification", "how-it-works", "Method", "ai_classification"),
    text(
        "have_ato", "how-it-works", "Authorised to operate", "does_this_ai_use_case_have_an_associated_authorization…"
    ),
    text("has_custom_code", "how-it-works", "Code of its own", "does_this_project_include_custom_developed…"),
    text("vendor_name", "supplier", "", "vendor_s_name"),
    text("contracting_usage", "contract", "Bought or built", "was_the_system_involved_in_this_use_case…"),
    text("system_name_ato", "product", "", "system_s_name"),
    address("link_to_data", LinkKind.DATA_SOURCE, "data", "Open data", "if_the_data_is_required_to_be_publicly…"),
    address(
        "pia_url",
        LinkKind.IMPACT_ASSESSMENT,
        "risks",
        "Privacy impact assessment",
        "if_publicly_available_provide_the_link…",
    ),
    address("code_url", LinkKind.SOURCE_CODE, "source-code", "", "if_the_code_is_open_source…"),
)
US_INVENTORY = Standard(
    key="us-2025",
    head=frozenset({"use_case_name", "agency_bureau", "development_stage", "topic_area"}),
    columns=_COLUMNS,
    vocabulary=Vocabulary(as_of=date(2025, 12, 31), status={"en": _STAGES}, topics=_AREAS, yes_no=_YES_NO),
    language="en",
)
