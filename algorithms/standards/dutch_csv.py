"""The columns of the Dutch publication standard 0.1, 0.4 and 1.0, as its register gives them out as CSV. Pure."""

from algorithms.entries.links import LinkKind
from algorithms.standards.dutch_vocabularies import VOCABULARY
from algorithms.standards.field_map import Standard, StandardColumn, Way

_DPIA = {"en": "Data protection impact assessment", "nl": "Gegevensbeschermingseffectbeoordeling"}
_IAMA = {"en": "Human rights impact assessment", "nl": "Impact assessment mensenrechten en algoritmes"}
_ASSESSMENTS = {"en": "Impact assessments", "nl": "Impacttoetsen"}

_COLUMNS: tuple[StandardColumn, ...] = (
    StandardColumn(name="name", aliases=("naam",), way=Way.TEXT, target="name"),
    StandardColumn(
        name="organization",
        aliases=("organisatienaam", "organisatie", "organisation"),
        way=Way.ORIGIN,
        target="organisation",
    ),
    StandardColumn(name="lars", aliases=("algoritme_id", "publicatie_id"), way=Way.ORIGIN, target="identifier"),
    StandardColumn(name="algorithm_id", way=Way.ORIGIN, target="identifier"),
    StandardColumn(name="source_id", aliases=("bron_id",), way=Way.ORIGIN, target="identifier"),
    StandardColumn(name="id", way=Way.ORIGIN, target="identifier"),
    StandardColumn(name="uuid", way=Way.ORIGIN, target="identifier"),
    StandardColumn(name="url", aliases=("link_naar_bronregistratie",), way=Way.ORIGIN, target="address"),
    StandardColumn(
        name="standard_version",
        aliases=("versie_publicatiestandaard", "standaardversie"),
        way=Way.ORIGIN,
        target="version",
    ),
    StandardColumn(name="lang", aliases=("taal",), way=Way.ORIGIN, target="language"),
    StandardColumn(name="language", way=Way.ORIGIN, target="language"),
    StandardColumn(name="owner", way=Way.ORIGIN, target="organisation_code"),
    StandardColumn(name="create_dt", aliases=("publicatie_datum", "publication_dt"), way=Way.ORIGIN, target="dated"),
    StandardColumn(name="state", way=Way.ORIGIN, target="state"),
    StandardColumn(name="published", way=Way.ORIGIN, target="state"),
    StandardColumn(name="released", way=Way.ORIGIN, target="state"),
    StandardColumn(
        name="description_short", aliases=("korte_omschrijving", "short_description"), way=Way.TEXT, target="summary"
    ),
    StandardColumn(name="status", way=Way.STATUS, target="operational_status"),
    StandardColumn(name="begin_date", aliases=("begindatum",), way=Way.MONTH, target="in_use_since"),
    StandardColumn(name="end_date", aliases=("einddatum",), way=Way.MONTH, target="in_use_until"),
    StandardColumn(name="revision_date", way=Way.MONTH, target="next_review"),
    StandardColumn(
        name="contact_email", aliases=("contactgegevens", "contact_information"), way=Way.EMAIL, target="contact_email"
    ),
    StandardColumn(name="department", way=Way.TEXT, target="contact"),
    StandardColumn(name="tags", aliases=("zoektermen", "search_terms"), way=Way.WORDS, target="search-words"),
    StandardColumn(name="category", aliases=("thema", "theme"), way=Way.THEME, target="search-words"),
    StandardColumn(name="area", way=Way.TEXT, target="concerns", headings={"en": "Area", "nl": "Gebied"}),
    StandardColumn(name="goal", aliases=("doel_en_impact", "goal_and_impact", "doel"), way=Way.TEXT, target="purpose"),
    StandardColumn(name="impact", way=Way.TEXT, target="purpose", headings={"en": "Impact", "nl": "Impact"}),
    StandardColumn(name="decision_making_process", way=Way.TEXT, target="decides"),
    StandardColumn(
        name="proportionality", aliases=("afwegingen", "considerations"), way=Way.TEXT, target="considerations"
    ),
    StandardColumn(name="human_intervention", aliases=("menselijke_tussenkomst",), way=Way.TEXT, target="human"),
    StandardColumn(name="source_data", aliases=("gegevens",), way=Way.TEXT, target="data"),
    StandardColumn(
        name="mprd",
        way=Way.TEXT,
        target="data",
        headings={"en": "Connected to basic registers", "nl": "Koppeling met basisregistraties"},
    ),
    StandardColumn(name="objection_procedure", way=Way.TEXT, target="objection"),
    StandardColumn(name="risks", aliases=("risicobeheer", "risk_management"), way=Way.TEXT, target="risks"),
    StandardColumn(name="iama", way=Way.TEXT, target="risks", headings=_IAMA),
    StandardColumn(name="iama_description", way=Way.TEXT, target="risks", headings=_IAMA),
    StandardColumn(name="dpia", way=Way.TEXT, target="risks", headings=_DPIA),
    StandardColumn(name="dpia_description", way=Way.TEXT, target="risks", headings=_DPIA),
    StandardColumn(
        name="impacttoetsen",
        aliases=("toelichting_op_impacttoetsen",),
        way=Way.TEXT,
        target="risks",
        headings=_ASSESSMENTS,
    ),
    StandardColumn(
        name="impacttoetsen_grouping",
        aliases=("impacttoets",),
        way=Way.LINKS,
        target="risks",
        headings=_ASSESSMENTS,
        kind=LinkKind.IMPACT_ASSESSMENT,
    ),
    StandardColumn(
        name="lawful_basis", aliases=("wettelijke_basis", "legal_basis"), way=Way.TEXT, target="legal-basis"
    ),
    StandardColumn(
        name="competent_authority",
        way=Way.TEXT,
        target="legal-basis",
        headings={"en": "Data controller", "nl": "Verwerkingsverantwoordelijke"},
    ),
    StandardColumn(
        name="lawful_basis_grouping",
        aliases=("verwijzingen_wettelijke_basis",),
        way=Way.LINKS,
        target="legal-basis",
        headings={"en": "Laws", "nl": "Wetten"},
        kind=LinkKind.LAW,
    ),
    StandardColumn(
        name="lawful_basis_link",
        way=Way.LINKS,
        target="legal-basis",
        headings={"en": "Laws", "nl": "Wetten"},
        kind=LinkKind.LAW,
    ),
    StandardColumn(
        name="methods_and_models",
        aliases=("technische_werking", "technical_operation"),
        way=Way.TEXT,
        target="how-it-works",
    ),
    StandardColumn(
        name="description", way=Way.TEXT, target="how-it-works", headings={"en": "Explanation", "nl": "Uitleg"}
    ),
    StandardColumn(
        name="type",
        way=Way.TEXT,
        target="how-it-works",
        headings={"en": "Type, or whether it learns by itself", "nl": "Type, of zelflerend"},
    ),
    StandardColumn(name="monitoring", way=Way.TEXT, target="monitoring"),
    StandardColumn(
        name="performance_standard",
        way=Way.TEXT,
        target="monitoring",
        headings={"en": "How well it must work", "nl": "Prestatienorm"},
    ),
    StandardColumn(name="provider", aliases=("leverancier", "supplier"), way=Way.TEXT, target="supplier"),
    StandardColumn(name="website", aliases=("link_naar_publiekspagina",), way=Way.LINKS),
    StandardColumn(name="documentation", way=Way.LINKS),
    StandardColumn(
        name="source_data_grouping",
        aliases=("verwijzingen_gegevensbronnen",),
        way=Way.LINKS,
        target="data",
        headings={"en": "Sources", "nl": "Bronnen"},
        kind=LinkKind.DATA_SOURCE,
    ),
    StandardColumn(
        name="source_data_link",
        way=Way.LINKS,
        target="data",
        headings={"en": "Sources", "nl": "Bronnen"},
        kind=LinkKind.DATA_SOURCE,
    ),
    StandardColumn(
        name="process_index_url",
        aliases=("link_naar_verwerkingsregister",),
        way=Way.LINKS,
        kind=LinkKind.RECORD_OF_PROCESSING,
    ),
    StandardColumn(name="application_url", way=Way.LINKS, kind=LinkKind.PRODUCT),
    StandardColumn(name="publiccode", aliases=("link_naar_broncode",), way=Way.LINKS, kind=LinkKind.SOURCE_CODE),
    StandardColumn(name="publication_category", aliases=("publicatiecategorie",), way=Way.ORIGIN, target="classed"),
)

DUTCH_CSV = Standard(
    key="nl-csv",
    head=frozenset(
        {"name", "organization", "description_short", "standard_version", "human_intervention", "contact_email"}
    ),
    columns=_COLUMNS,
    vocabulary=VOCABULARY,
)
