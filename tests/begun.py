"""Where a walk begins: an entry written, submitted or agreed to in a running demo city, through its forms over HTTP."""

from algorithms.law.dpia import CRITERIA
from client import RemoteClient
from entering import EDITOR, OFFICER, RISKS
from register.accounts.people.demo import PASSWORD
from wording import words

NAMES = {"sv": "Svenska", "en": "English"}
TYPED = {
    "about": {
        "summary-sv": "Systemet läser anmälningar och föreslår vilka som är bråttom.",
        "summary-en": "The system reads reports and suggests which are urgent.",
        "operational_status": "in-use",
    },
    "purpose": {"concerns-sv": "Ja, om du anmäler buller.", "purpose-sv": "För att hinna."},
    "people": {"human_role": "decides", "human-sv": "Ja. En inspektör avgör."},
    "data": {"personal_data": "yes", "data-sv": "Det du skriver i anmälan."},
    "rights": {"objection-sv": "Be en människa läsa den.", "contact_email": "buller@exempelstad.example"},
    "law": {"risks-sv": RISKS},
}


def sign_in(client: RemoteClient, who: str, language: str = "sv") -> None:
    """In this language, whichever the account had chosen; it keeps it."""
    client.cookies.clear()
    client.get("/sign-in?lang=sv")
    client.submit("/sign-in?lang=sv", email=who, password=PASSWORD)
    if any(form.is_called(NAMES[language]) for form in client.page.forms):
        client.submit(NAMES[language])


def a_draft(client: RemoteClient, name: str) -> str:
    """Every question answered; the address of the version."""
    sign_in(client, EDITOR)
    client.get("/workspace/entries/new")
    options = {(entry.text or "").strip(): entry.get("value") for entry in client.page.root.iter("option")}
    care = options["Socialförvaltningen"]
    client.submit("/workspace/entries/new", name=name, department=str(care), topic="building-and-traffic")
    version = client.url.partition("/answers")[0]
    for slug, typed in TYPED.items():
        client.get(f"{version}/answers/{slug}")
        client.submit(words("Save and continue"), **typed)
    client.get(f"{version}/class")
    client.submit(words("Save and go on"), technique="rules")
    client.get(f"{version}/impact")
    client.submit(words("Save"), **{criterion.key: "no" for criterion in CRITERIA})
    return version


def submitted(client: RemoteClient, name: str) -> str:
    version = a_draft(client, name)
    client.get(version)
    client.submit(words("Submit for opinion and review"))
    return version


def agreed_to(client: RemoteClient, name: str) -> str:
    version = submitted(client, name)
    sign_in(client, OFFICER)
    client.get(version)
    client.submit(words("Record the opinion"), opinion="agree")
    return version
