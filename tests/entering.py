"""Somebody who writes an entry for the first time, in a real browser: from the first question to submitting it."""

from algorithms.law.dpia import CRITERIA
from register.accounts.people.demo import PASSWORD
from walking import Walker

EDITOR, OFFICER, COORDINATOR = (f"{who}@exempelstad.example" for who in ("redaktor", "dataskydd.vard", "samordnare"))
RISKS = "En anmälan kan bli liggande."


def write(walker: Walker, name: str) -> str:
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow("Add an algorithm")
    walker.write("Name in Swedish", name)
    walker.select("Department that owns it", "Socialförvaltningen")
    walker.select("Topic it belongs to", "Building and traffic")
    walker.press("Begin the draft")
    version = walker.page.url.partition("/answers")[0]

    walker.write("In Swedish", "Systemet läser anmälningar och föreslår vilka som är bråttom.", "What it does")
    walker.write("In English", "The system reads reports and suggests which are urgent.", "What it does")
    walker.choose("In use", "Is it in use?")
    walker.press("Save and continue")
    for group, words in (
        ("Does it concern me?", "Ja, om du anmäler buller."),
        ("Why the city uses it", "För att hinna."),
    ):
        walker.write("In Swedish", words, group)
    walker.press("Save and continue")
    walker.choose("A person always decides", "Does a person decide?")
    walker.write("In Swedish", "Ja. En inspektör avgör.", "How people take part")
    walker.press("Save and continue")
    walker.choose("Yes", "Does it use data about people?")
    walker.write("In Swedish", "Det du skriver i anmälan.", "Which data are used")
    walker.press("Save and continue")
    walker.write("In Swedish", "Du kan be en människa läsa om anmälan.", "What can I do?")
    walker.write("E-mail to the unit", "buller@exempelstad.example")
    walker.press("Save and continue")
    walker.write("In Swedish", RISKS, "Risks, and what is done about them")
    walker.press("Save and continue")
    walker.press("Save and look at all answers")
    assert walker.shows_message("Every required question is answered.")
    walker.follow("Go on to submit")
    answer_about_the_law(walker)
    walker.press("Submit for opinion and review")
    return version


def answer_about_the_law(walker: Walker) -> None:
    walker.follow("AI Act class")
    walker.choose(
        "It only follows rules that people have written, step by step",
        "How does the system come to its results?",
    )
    walker.press("Save and go on")
    assert walker.shows_message("Not an AI system")
    walker.follow("Back to the version")
    walker.follow("Impact assessment")
    for criterion in CRITERIA:
        walker.choose("No", criterion.label)
    walker.press("Save")
    assert walker.shows_message("A data protection impact assessment is not needed.")
    walker.follow("Back to the version")
