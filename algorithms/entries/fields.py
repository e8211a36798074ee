"""Every field of an entry, in the order of the form. To add one: docs/changing.md. What a row means: field.

Here are those of the guided form, and what follows from all rows. Those that are asked apart: fields_apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.entries.choices import HUMAN_ROLE_WORDS, STATUS_WORDS, HumanRole, OperationalStatus
from algorithms.entries.field import Audience, Field, Place, Required
from algorithms.entries.fields_apart import APART_FIELDS
from algorithms.entries.kinds import Kind
from algorithms.entries.links import LINKS
from algorithms.entries.texts import Text
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class Answers:
    """The fields that are answered once; None is "not answered yet", never a default."""

    operational_status: OperationalStatus | None = None
    in_use_since: str | None = None  # "2024-03"
    in_use_until: str | None = None  # "2026-09"
    personal_data: bool | None = None
    human_role: HumanRole | None = None
    contact_email: str | None = None
    next_review: str | None = None  # "2027-03"


_STEP_FIELDS: tuple[Field, ...] = (
    Field(
        name=Text.NAME,
        kind=Kind.LINE,
        section="about",
        term="dcterms:title",
        label=Message("Name"),
        hint=Message("Say what it does, not what the product is called: “Choosing applications for an extra check”."),
        limit=100,
        required=Required.ALWAYS,
        place=Place.HEAD,
        aliases=(
            "namn",
            "name",
            "systemnamn",
            "system",
            "system name",
            "benämning",
            "titel",
            "title",
            "algoritm",
            "tjänst",
        ),
    ),
    Field(
        name=Text.SUMMARY,
        kind=Kind.PROSE,
        section="about",
        term="dcterms:abstract",
        label=Message("What it does"),
        hint=Message("Two or three short sentences. Write as if a neighbour had asked."),
        limit=400,
        required=Required.ALWAYS,
        place=Place.HEAD,
        read_first=True,
        aliases=("sammanfattning", "beskrivning", "summary", "description", "kort beskrivning"),
    ),
    Field(
        name="operational_status",
        kind=Kind.CHOICE,
        section="about",
        term="dpv:hasStatus",
        label=Message("Is it in use?"),
        choices=STATUS_WORDS,
        required=Required.ALWAYS,
        place=Place.HEAD,
        filter_name="status",
        aliases=("status", "driftstatus", "driftläge", "läge", "operational status"),
        likely={
            "in-use": ("i drift", "drift", "produktion", "i produktion", "aktiv", "active", "live", "används"),
            "pilot": ("pilot", "på prov", "test", "testas", "pilotdrift", "trial"),
            "planned": ("planeras", "planering", "under införande", "utveckling", "idé", "upphandling"),
            "ended": ("avvecklad", "avvecklat", "avslutad", "ur drift", "nedlagd", "retired"),
        },
    ),
    Field(
        name="in_use_since",
        kind=Kind.MONTH,
        section="about",
        term="schema:startDate",
        label=Message("In use since"),
        hint=Message("Year and month, for example 2024-03."),
        place=Place.HEAD,
        aliases=("i drift sedan", "driftsatt", "startdatum", "driftstart", "infört", "start date", "in use since"),
    ),
    Field(
        name="in_use_until",
        kind=Kind.MONTH,
        section="about",
        term="schema:endDate",
        label=Message("In use until"),
        hint=Message("Year and month in which it ended. Empty as long as it is used."),
        place=Place.HEAD,
        aliases=("i drift till", "avvecklad", "slutdatum", "avslutades", "end date", "in use until"),
    ),
    Field(
        name=Text.SEARCH_WORDS,
        kind=Kind.LINE,
        section="about",
        term="schema:keywords",
        label=Message("Search words"),
        hint=Message("Other words that people may look for, with commas between. They are not shown on the card."),
        limit=200,
        aliases=("sökord", "nyckelord", "taggar", "tags", "keywords", "search words"),
    ),
    Field(
        name=Text.CONCERNS,
        kind=Kind.PROSE,
        section="purpose",
        term="dcterms:audience",
        label=Message("Does it concern me?"),
        hint=Message("Begin with who is concerned, and roughly how many."),
        limit=400,
        required=Required.ALWAYS,
        place=Place.FIRST_ANSWERS,
        read_first=True,
        aliases=("målgrupp", "berörda", "vilka berörs", "concerned", "users"),
    ),
    Field(
        name=Text.USED_A_YEAR,
        kind=Kind.LINE,
        section="purpose",
        term="dpv:hasFrequency",
        label=Message("How often it is used"),
        hint=Message("How many cases, decisions or people a year, for example about 4,000 applications a year."),
        limit=200,
        place=Place.CONCERNED,
        card_title=Message("How often is it used?"),
        aliases=("volym", "antal per år", "antal ärenden", "användning per år", "frequency", "scale", "volume"),
    ),
    Field(
        name=Text.PURPOSE,
        kind=Kind.PROSE,
        section="purpose",
        term="dpv:hasPurpose",
        label=Message("Why the city uses it"),
        hint=Message("What was the problem, and what gets better?"),
        required=Required.ALWAYS,
        place=Place.PASSAGES,
        markdown=True,
        aliases=("syfte", "ändamål", "purpose", "nytta"),
    ),
    Field(
        name=Text.DECIDES,
        kind=Kind.PROSE,
        section="purpose",
        term="dpv:hasOutcome",
        label=Message("What is decided, and what part the system has"),
        hint=Message("Name the decision and what the system contributes to it."),
        place=Place.PASSAGES,
        card_title=Message("What is decided"),
        markdown=True,
    ),
    Field(
        name=Text.CONSIDERATIONS,
        kind=Kind.PROSE,
        section="purpose",
        term="dpv:hasJustification",
        label=Message("Considerations and alternatives"),
        hint=Message("What else was tried or thought of, and why this was chosen."),
        place=Place.PASSAGES,
        markdown=True,
        aliases=("överväganden", "alternativ", "avvägningar", "considerations", "alternatives", "proportionality"),
    ),
    Field(
        name="human_role",
        kind=Kind.CHOICE,
        section="people",
        term="dpv:hasHumanInvolvement",
        label=Message("Does a person decide?"),
        choices=HUMAN_ROLE_WORDS,
        required=Required.ALWAYS,
        place=Place.HEAD,
        aliases=("beslutsform", "mänsklig kontroll", "human role", "grad av automatisering"),
    ),
    Field(
        name=Text.HUMAN,
        kind=Kind.PROSE,
        section="people",
        label=Message("How people take part"),
        hint=Message("Begin with yes or no. Then: who looks, what they see, and how they can decide otherwise."),
        required=Required.ALWAYS,
        place=Place.FIRST_ANSWERS,
        read_first=True,
        card_title=Message("Does a person decide?"),
        markdown=True,
    ),
    Field(
        name="personal_data",
        kind=Kind.YES_NO,
        section="data",
        label=Message("Does it use data about people?"),
        required=Required.ALWAYS,
        in_column=True,
        aliases=("personuppgifter", "personuppgifter ja/nej", "personal data", "gdpr"),
        likely={"yes": ("j", "y", "x", "true", "sant", "1"), "no": ("n", "false", "falskt", "0")},
    ),
    Field(
        name=Text.DATA,
        kind=Kind.PROSE,
        section="data",
        term="dpv:hasData",
        label=Message("Which data are used"),
        hint=Message("Say where they come from, and name what is not used if people may wonder."),
        required=Required.ALWAYS,
        place=Place.FIRST_ANSWERS,
        read_first=True,
        card_title=Message("Which data are used?"),
        markdown=True,
        aliases=("data", "datakällor", "uppgifter", "data sources", "personuppgifter som behandlas"),
    ),
    Field(
        name=Text.RECIPIENTS,
        kind=Kind.PROSE,
        section="data",
        term="dpv:hasRecipient",
        label=Message("Who else gets the data"),
        hint=Message("Authorities, companies and others, and why. Say “nobody” if it is so."),
        limit=600,
        place=Place.CONCERNED,
        card_title=Message("Who else gets the data?"),
        aliases=("mottagare", "mottagare av uppgifter", "delas med", "recipients", "data sharing"),
    ),
    Field(
        name=Text.NOTICE,
        kind=Kind.PROSE,
        section="rights",
        term="dpv:hasNotice",
        label=Message("How people are told"),
        hint=Message("Where and when they learn that it is used: on the form, in the decision, on a sign, or not yet."),
        limit=600,
        place=Place.CONCERNED,
        card_title=Message("How am I told that it is used?"),
        aliases=("information till berörda", "så informeras", "information", "notice", "how people are informed"),
    ),
    Field(
        name=Text.OBJECTION,
        kind=Kind.PROSE,
        section="rights",
        term="dpv:hasRight",
        label=Message("What can I do?"),
        hint=Message("How to ask, object or appeal, and within which time."),
        required=Required.ALWAYS,
        place=Place.FIRST_ANSWERS,
        read_first=True,
        markdown=True,
    ),
    Field(
        name=Text.CONTACT,
        kind=Kind.LINE,
        section="rights",
        term="schema:contactPoint",
        label=Message("Who answers"),
        hint=Message("The unit that answers questions."),
        limit=200,
        place=Place.HEAD,
        read_first=True,
        aliases=("kontakt", "kontaktenhet", "enhet", "contact", "ansvarig enhet", "systemägare"),
    ),
    Field(
        name="contact_email",
        kind=Kind.EMAIL,
        section="rights",
        term="schema:email",
        label=Message("E-mail to the unit"),
        hint=Message("A shared mailbox."),
        required=Required.ALWAYS,
        place=Place.HEAD,
        aliases=("e-post", "epost", "mejl", "mail", "e-mail", "email", "funktionsbrevlåda"),
    ),
    Field(
        name=Text.RISKS,
        kind=Kind.PROSE,
        section="law",
        term="dpv:hasRisk",
        label=Message("Risks, and what is done about them"),
        hint=Message("One risk at a time, with its measure."),
        required=Required.ALWAYS,
        place=Place.PASSAGES,
        markdown=True,
        aliases=("risker", "risk", "risks"),
    ),
    Field(
        name=Text.LEGAL_BASIS,
        kind=Kind.PROSE,
        section="law",
        term="dpv:hasLegalBasis",
        label=Message("Legal basis"),
        hint=Message("The law behind the task, explained for non-lawyers."),
        place=Place.LAW,
        markdown=True,
        aliases=("rättslig grund", "laglig grund", "lagstöd", "legal basis"),
    ),
    Field(
        name=Text.HOW_IT_WORKS,
        kind=Kind.PROSE,
        section="workings",
        term="dcterms:description",
        label=Message("How it works"),
        hint=Message("Method, what goes in, what comes out, how it is kept up."),
        place=Place.WORKINGS,
        markdown=True,
        aliases=("teknik", "metod", "technique", "method"),
    ),
    Field(
        name=Text.MONITORING,
        kind=Kind.PROSE,
        section="workings",
        term="dpv:hasTechnicalOrganisationalMeasure",
        label=Message("How it is followed up"),
        hint=Message("Who looks at how well it works, at what, and how often."),
        place=Place.WORKINGS,
        aliases=("uppföljning", "övervakning", "monitoring", "follow-up"),
    ),
    Field(
        name=Text.SUPPLIER,
        kind=Kind.LINE,
        section="workings",
        term="schema:provider",
        label=Message("Supplier"),
        hint=Message("The supplier, or that the city made it."),
        limit=200,
        place=Place.WORKINGS,
        aliases=("leverantör", "supplier", "vendor", "tillverkare"),
    ),
    Field(
        name=Text.PRODUCT,
        kind=Kind.LINE,
        section="workings",
        term="schema:isBasedOn",
        label=Message("Product"),
        hint=Message("What the supplier calls it, so that it is found elsewhere."),
        limit=200,
        place=Place.WORKINGS,
    ),
    Field(
        name=Text.LINKS,
        kind=Kind.RECORDS,
        records=LINKS,
        section="workings",
        term="schema:relatedLink",
        label=Message("Links"),
        hint=Message(
            "One on each line: what it is, a title and an address, as “Law: Social Services Act https://…”. It may be "
            "a law, a data source, an impact assessment, a record of processing, a product, source code, the EU "
            "database, or more to read."
        ),
        limit=2000,
        place=Place.PASSAGES,
        card_title=Message("Read more"),
        aliases=("länkar", "länk", "webbadress", "url", "links", "link", "läs mer", "website"),
    ),
    Field(
        name="next_review",
        kind=Kind.MONTH,
        section="workings",
        label=Message("Next review"),
        hint=Message("Year and month, for example 2027-03."),
        place=Place.HEAD,
        in_column=True,
        aliases=("nästa översyn", "nästa granskning", "next review"),
    ),
    Field(
        name=Text.CHANGE_NOTE,
        kind=Kind.PROSE,
        section="workings",
        term="schema:releaseNotes",
        label=Message("What is new in this version"),
        hint=Message("Needed from the second version, in plain words."),
        limit=500,
        required=Required.FROM_SECOND_VERSION,
    ),
)

FIELDS: tuple[Field, ...] = (*_STEP_FIELDS, *APART_FIELDS)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
TEXTS: Mapping[Text, Field] = {field.text: field for field in FIELDS if field.text is not None}
ANSWERS: tuple[Field, ...] = tuple(field for field in FIELDS if field.text is None)
FILTERED_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.filter_name)
PUBLIC_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.audience is Audience.PUBLIC)
MARKDOWN = frozenset(text for text, field in TEXTS.items() if field.has_html)
RIGHTS = tuple(text for text, field in TEXTS.items() if field.section == "fundamental-rights")
REQUIRED = frozenset(text for text, field in TEXTS.items() if field.required is Required.ALWAYS)
FIRST_ANSWERS = tuple(text for text, field in TEXTS.items() if field.read_first)
