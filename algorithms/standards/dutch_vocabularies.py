"""The words of the Dutch publication standard 0.1, 0.4 and 1.0, in Dutch and as its English edition has them. Pure.

A word that comes later is a row here, with the day.
"""

from collections.abc import Mapping
from datetime import date

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.standards.field_map import Vocabulary
from assessments.text.message import labelled

_STATUS: Mapping[str, Mapping[str, OperationalStatus]] = {  # language → their word → ours
    "en": {
        "in use": OperationalStatus.IN_USE,
        "active": OperationalStatus.IN_USE,
        "in operation": OperationalStatus.IN_USE,
        "operational": OperationalStatus.IN_USE,
        "in development": OperationalStatus.PLANNED,
        "pilot": OperationalStatus.PILOT,
        "out of use": OperationalStatus.ENDED,
        "archived": OperationalStatus.ENDED,
    },
    "nl": {
        "in gebruik": OperationalStatus.IN_USE,
        "actief": OperationalStatus.IN_USE,
        "operationeel": OperationalStatus.IN_USE,
        "in ontwikkeling": OperationalStatus.PLANNED,
        "in werking": OperationalStatus.IN_USE,
        "in productie": OperationalStatus.IN_USE,
        "proef": OperationalStatus.PILOT,
        "pilot": OperationalStatus.PILOT,
        "gestopt": OperationalStatus.ENDED,
        "buiten gebruik": OperationalStatus.ENDED,
        "gearchiveerd": OperationalStatus.ENDED,
    },
}
_YES_NO: Mapping[str, str] = {"yes": "yes", "ja": "yes", "no": "no", "nee": "no"}

_THEMES: Mapping[Topic, str] = labelled(
    Topic,
    {
        Topic.SUPPORT_AND_CARE: "health and healthcare; zorg en gezondheid; migration and integration;"
        " migratie en integratie",
        Topic.SCHOOL_AND_CHILDCARE: "education and science; onderwijs en wetenschap",
        Topic.WORK_AND_MONEY: "social security; sociale zekerheid; work; werk; economy; economie; finance; financiën;"
        " public finance; overheidsfinanciën",
        Topic.BUILDING_AND_TRAFFIC: "space and infrastructure; ruimte en infrastructuur; nature and environment;"
        " natuur en milieu; traffic; verkeer; housing; huisvesting; living; wonen; agriculture; landbouw; road safety",
        Topic.CULTURE_AND_LEISURE: "culture and recreation; cultuur en recreatie",
        Topic.CITY_OPERATIONS: "organisation and business operations; organisatie en bedrijfsvoering; board; bestuur;"
        " service delivery; dienstverlening; public order and safety; openbare orde en veiligheid; law; recht;"
        " international; internationaal; basic registration",
    },
)
VOCABULARY = Vocabulary(
    as_of=date(2024, 5, 7),
    status=_STATUS,
    topics={word.strip(): topic for topic, words in _THEMES.items() for word in words.split(";")},
    yes_no=_YES_NO,
)
