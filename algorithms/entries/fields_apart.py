"""The fields that are asked apart, of those whom they concern: fundamental rights, purchase, technical depth."""

from algorithms.entries.field import Field, Place
from algorithms.entries.grounds import GROUND_LIST
from algorithms.entries.kinds import Kind
from algorithms.entries.texts import Text
from assessments.text.message import Message

APART_FIELDS: tuple[Field, ...] = (
    Field(
        name=Text.RIGHTS_USE,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:hasContext",
        label=Message("In which part of your work is the system used, and what does it do there?"),
        hint=Message(
            "Follow a case from beginning to end. Say where the system comes in, and what its result is used for."
        ),
        place=Place.RIGHTS,
        card_title=Message("How it is used"),
        markdown=True,
    ),
    Field(
        name=Text.RIGHTS_TIME,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:hasDuration",
        label=Message("From when and until when is it to be used, and how often?"),
        hint=Message(
            "For example every day from March 2027, for about 4,000 applications a year, until the review in 2029."
        ),
        place=Place.RIGHTS,
        card_title=Message("How long and how often"),
        markdown=True,
    ),
    Field(
        name=Text.RIGHTS_PEOPLE,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:hasDataSubject",
        label=Message("Which people and groups does it affect, also those who do not use it themselves?"),
        hint=Message(
            "Think of children, relatives, employees, and people who are poor, ill, old or new to the country."
        ),
        place=Place.RIGHTS,
        card_title=Message("Who is affected"),
        markdown=True,
    ),
    Field(
        name=Text.RIGHTS_HARM,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:hasImpact",
        label=Message("Which harm may come to each of these groups?"),
        hint=Message(
            "Use what the provider says in the instructions for use. Think of wrong decisions, discrimination, "
            "privacy, children’s rights and the right to be heard. Cite assessments of how it treats groups."
        ),
        place=Place.RIGHTS,
        card_title=Message("What may go wrong for them"),
        markdown=True,
    ),
    Field(
        name=Text.RIGHTS_OVERSIGHT,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:hasOrganisationalMeasure",
        label=Message("Who oversees the system, what do they look at, and when do they step in?"),
        hint=Message("Follow the instructions for use. Say what training, time and authority they have."),
        place=Place.RIGHTS,
        card_title=Message("How people oversee it"),
        markdown=True,
    ),
    Field(
        name=Text.RIGHTS_REMEDY,
        kind=Kind.PROSE,
        section="fundamental-rights",
        term="dpv:isMitigatedByMeasure",
        label=Message("What do you do if harm occurs? Who decides, and how do people complain?"),
        hint=Message("Say who may stop the system, how mistakes are put right, and where people turn."),
        place=Place.RIGHTS,
        card_title=Message("What the city does if it goes wrong"),
        markdown=True,
    ),
    Field(
        name=Text.CONTRACT,
        kind=Kind.LINE,
        section="procurement",
        label=Message("Contract"),
        hint=Message("Its number, when it ends, and whether it can be extended."),
        limit=400,
        place=Place.PURCHASE,
        aliases=("avtal", "avtalsnummer", "kontrakt", "contract"),
    ),
    Field(
        name=Text.LICENCE,
        kind=Kind.LINE,
        section="procurement",
        term="schema:license",
        label=Message("Licence"),
        hint=Message("For example open source under EUPL-1.2, or for 200 users."),
        limit=400,
        place=Place.PURCHASE,
        aliases=("licens", "licence", "license"),
    ),
    Field(
        name=Text.CODE_OWNER,
        kind=Kind.LINE,
        section="procurement",
        term="dcterms:rightsHolder",
        label=Message("Who owns the source code"),
        hint=Message("The city, the supplier, or both: which part is whose."),
        limit=200,
        place=Place.PURCHASE,
        aliases=("ägare av källkoden", "källkodens ägare", "code owner", "source code owner"),
    ),
    Field(
        name=Text.SOURCE_CODE,
        kind=Kind.LINE,
        section="procurement",
        term="schema:codeRepository",
        label=Message("Whether the source code is given out"),
        hint=Message(
            "Where it is published, or how to ask for it. If it is not given out: under which section, for example "
            "chapter 31, section 16 of the Public Access to Information and Secrecy Act."
        ),
        card_title=Message("Source code"),
        limit=400,
        place=Place.PURCHASE,
    ),
    Field(
        name=Text.OPEN_STANDARDS,
        kind=Kind.LINE,
        section="procurement",
        term="dcterms:conformsTo",
        label=Message("Open standards"),
        hint=Message("Which ones it uses to take in and give out data."),
        limit=400,
        place=Place.PURCHASE,
    ),
    Field(
        name=Text.DATA_ACCESS,
        kind=Kind.PROSE,
        section="procurement",
        term="dcterms:accessRights",
        label=Message("Access to data"),
        hint=Message("Who owns the data, whether the supplier may use them, and how the city gets them out."),
        place=Place.PURCHASE,
    ),
    Field(
        name=Text.EXIT,
        kind=Kind.PROSE,
        section="procurement",
        label=Message("If the city wants to stop using it"),
        hint=Message("What it would cost, how long it would take, and what would stay behind."),
        place=Place.PURCHASE,
    ),
    Field(
        name=Text.MODEL,
        kind=Kind.LINE,
        section="technical",
        term="schema:softwareVersion",
        label=Message("Model and version"),
        hint=Message("For example logistic regression, version 3 of May 2026."),
        limit=200,
        place=Place.TECHNICAL,
    ),
    Field(
        name=Text.TRAINING_DATA,
        kind=Kind.PROSE,
        section="technical",
        term="dpv:hasDataSource",
        label=Message("What it has learned from"),
        hint=Message("Which cases, from when, how they were chosen, and what is known to be askew in them."),
        place=Place.TECHNICAL,
        markdown=True,
    ),
    Field(
        name=Text.OUT_OF_SCOPE,
        kind=Kind.PROSE,
        section="technical",
        label=Message("What it must not be used for"),
        hint=Message("Similar uses that people might be tempted to try."),
        place=Place.TECHNICAL,
        markdown=True,
    ),
    Field(
        name=Text.CAVEATS,
        kind=Kind.PROSE,
        section="technical",
        term="schema:usageInfo",
        label=Message("Advice for users"),
        hint=Message("When its results are uncertain, and what users should do then."),
        place=Place.TECHNICAL,
        markdown=True,
    ),
    Field(
        name=Text.GROUNDS,
        kind=Kind.RECORDS,
        records=GROUND_LIST,
        section="technical",
        term="insyn:grounds_of_discrimination",
        label=Message("Grounds of discrimination"),
        hint=Message(
            "One ground on each line, with semicolons: which ground, examined or not examined, and how or why not. For "
            "example: age; examined; in the test of 2026. The grounds are sex, transgender identity or expression, "
            "ethnicity, religion or other belief, disability, sexual orientation and age."
        ),
        limit=2000,
        place=Place.TECHNICAL,
    ),
)
