"""Somebody who writes an entry for the first time, in a real browser: from the first question to submitting it."""

from algorithms.law.dpia import CRITERIA
from register.accounts.demo import PASSWORD
from register.language import Language, say
from walking import Walker

EDITOR, OFFICER, COORDINATOR = (f"{who}@exempelstad.example" for who in ("redaktor", "dataskydd.vard", "samordnare"))
RISKS = "En anmälan kan bli liggande."


def write(walker: Walker, name: str) -> str:
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow("Lägg till en algoritm")
    walker.write("Namn på svenska", name)
    walker.select("Förvaltning som äger den", "Socialförvaltningen")
    walker.select("Del av livet som den hör till", "Bygga och trafik")
    walker.press("Börja på utkastet")
    version = walker.page.url.partition("/answers")[0]

    walker.write("På svenska", "Systemet läser anmälningar och föreslår vilka som är bråttom.", "Vad den gör")
    walker.write("På engelska", "The system reads reports and suggests which are urgent.", "Vad den gör")
    walker.choose("I bruk", "Används den?")
    walker.press("Spara och fortsätt")
    for group, words in (
        ("Berör det mig?", "Ja, om du anmäler buller."),
        ("Varför staden använder den", "För att hinna."),
    ):
        walker.write("På svenska", words, group)
    walker.press("Spara och fortsätt")
    walker.choose("En människa bestämmer alltid", "Bestämmer en människa?")
    walker.write("På svenska", "Ja. En inspektör avgör.", "Hur människor är med")
    walker.press("Spara och fortsätt")
    walker.choose("Ja", "Används uppgifter om människor?")
    walker.write("På svenska", "Det du skriver i anmälan.", "Vilka uppgifter som används")
    walker.press("Spara och fortsätt")
    walker.write("På svenska", "Du kan be en människa läsa om anmälan.", "Vad kan jag göra?")
    walker.write("E-post till enheten", "buller@exempelstad.example")
    walker.press("Spara och fortsätt")
    walker.write("På svenska", RISKS, "Risker, och vad som görs åt dem")
    walker.press("Spara och fortsätt")
    walker.press("Spara och se alla svar")
    assert walker.says("Alla frågor som behövs är besvarade.")
    walker.follow("Gå vidare och skicka in")
    answer_about_the_law(walker)
    walker.press("Skicka in för yttrande och granskning")
    return version


def answer_about_the_law(walker: Walker) -> None:
    walker.follow("Klass enligt AI-förordningen")
    walker.choose(
        "Det följer bara regler som människor har skrivit, steg för steg",
        "Hur kommer systemet fram till sina resultat?",
    )
    walker.press("Spara och gå vidare")
    assert walker.says("Inte ett AI-system")
    walker.follow("Tillbaka till versionen")
    walker.follow("Konsekvensbedömning")
    for one in CRITERIA:
        walker.choose("Nej", say(one.label, Language.SWEDISH))
    walker.press("Spara")
    assert walker.says("Ingen konsekvensbedömning avseende dataskydd behövs.")
    walker.follow("Tillbaka till versionen")
