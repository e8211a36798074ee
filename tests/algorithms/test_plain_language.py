"""Plain language: figures that anybody can count by hand, and hints about what a writer can make easier."""

import pytest

from algorithms.entries.texts import Text
from algorithms.plain_language import WORDS, heavy, hints
from algorithms.plain_language.measuring import coleman_liau, ease, lix, plain_text, sentences, words
from algorithms.plain_language.passive import passives
from register.demo import content

# 10 words, 2 sentences, 3 words of more than six letters (nämnden 7, beslutar 8, ansökan 7): 10/2 + 100·3/10.
COUNTED = "Du får hjälp. Nämnden beslutar om din ansökan i maj."
# 8 words, 2 sentences, 29 letters: 0.0588·362.5 − 0.296·25 − 15.8.
COUNTED_IN_ENGLISH = "You can ask us. Then a person decides."


def test_lix_is_what_one_counts_by_hand() -> None:
    assert lix(COUNTED) == 35
    assert lix("Hej.") == 1
    assert lix("Förvaltningen.") == 101


def test_coleman_and_liaus_index_is_what_one_counts_by_hand() -> None:
    letters = sum(len(word) for word in COUNTED_IN_ENGLISH.replace(".", "").split())
    assert (letters, len(words(COUNTED_IN_ENGLISH))) == (29, 8)
    assert coleman_liau(COUNTED_IN_ENGLISH) == pytest.approx(0.0588 * 362.5 - 0.296 * 25 - 15.8)
    assert ease(COUNTED_IN_ENGLISH, "en").whole == 0  # below the first school year, and never below nothing


def test_a_word_of_six_letters_is_short_and_one_of_seven_is_long() -> None:
    assert lix("Sexbok.") == 1
    assert lix("Sjubokk.") == 101


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ett. Två! Tre? Fyra … Fem", 5),
        ("Staden har t.ex. Malmö som granne.", 1),
        ("Se 4 kap. 2 § i lagen.", 1),
        ("Mötet är kl. 14.30 i dag.", 1),
        ("Hon sa: ”Kom.” Han kom.", 2),
        ("- en sak\n- en annan\n\nOch slut.", 3),
        ("# En rubrik\nEn rad\nsom fortsätter.", 2),
        ("\n\n***\n", 0),
        ("", 0),
    ],
)
def test_a_sentence_ends_at_a_stop_before_a_capital_and_at_the_end_of_a_paragraph_or_item(text, number) -> None:
    assert len(sentences(text)) == number


def test_markdown_and_addresses_are_no_words() -> None:
    written = "**Fet** och [en länk](https://staden.example/lang/adress) till skriv@staden.example\n1. `kod_rad` *här*"
    assert plain_text(written) == ("Fet och en länk till", "kod_rad här")


def test_a_text_without_words_has_no_figure() -> None:
    with pytest.raises(ValueError, match="without words"):
        lix("…")
    assert hints("", "sv").ease is None


def test_a_few_words_are_not_judged() -> None:
    assert hints("Förvaltningsövergripande verksamhetsutveckling.", "sv").ease is None
    assert hints("Vi hjälper dig som har frågor. " * 4, "sv").ease is not None


def test_sentences_of_more_than_25_words_are_quoted_the_longest_first() -> None:
    long, longer = "Du " + "och " * 24 + "jag.", "Hon " + "och " * 30 + "han."
    fits = "Ni " + "och " * 23 + "vi."
    assert hints(f"{fits} {long} {longer}", "sv").long == (longer, long)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Du kan erhålla bidrag.", "sv", [("erhålla", "få")]),
        ("Det FÖRELIGGER skäl.", "sv", [("FÖRELIGGER", "finnas")]),
        ("Uppgifter avseende barn", "sv", [("avseende", "om, för")]),
        ("med anledning av detta", "sv", [("med anledning av", "på grund av, därför att")]),
        ("Vi tar hänsyn till det befintligas namn.", "sv", []),
        ("We utilise data in order to help.", "en", [("utilise", "use"), ("in order to", "to")]),
        ("prior to, Prior to", "en", [("prior to", "before")]),
        ("Du får hjälp.", "sv", []),
    ],
)
def test_heavy_words_come_with_what_says_the_same(text, language, expected) -> None:
    assert [(term.word, term.plain) for term in heavy(text, language)] == expected


@pytest.mark.parametrize("language", ["sv", "en"])
def test_there_are_eighty_heavy_words_and_no_suggestion_is_itself_heavy(language) -> None:
    plain = set(WORDS[language].values())
    assert len(plain) >= 70
    assert len(WORDS[language]) >= 80
    assert {word: heavy(word, language) for word in plain if heavy(word, language)} == {}


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Ärendet beslutas av nämnden.", "sv", ("beslutas",)),
        ("Beslutet fattades och har skickats.", "sv", ("fattades", "skickats")),
        ("Uppgifterna används och planen genomförs.", "sv", ("används", "genomförs")),
        ("Beslutet blev inte överklagat.", "sv", ("blev överklagat",)),
        ("Det finns skäl, och vi hoppas att du trivs och minns.", "sv", ()),
        ("Det lyckas om stadens nämnd behövs.", "sv", ()),
        ("Elevernas och barnets plats blir viktigt och svårt.", "sv", ()),
        ("The case is carefully checked.", "en", ("is carefully checked",)),
        ("They are given money and were told.", "en", ("are given", "were told")),
        ("We check it. You are tired and need it.", "en", ()),
    ],
)
def test_passives_are_distinguished_from_similar_active_verbs(sentence, language, expected) -> None:
    assert passives(sentence, language) == expected


def test_one_passive_is_no_fault_but_a_third_of_all_sentences_is() -> None:
    active = "Vi läser din ansökan. "
    assert hints(active * 3 + "Beslutet fattas sedan.", "sv").passive == ()
    assert hints(active * 7 + "Beslutet fattas sedan. Det skickas hem.", "sv").passive == ()
    flagged = hints(active * 3 + "Beslutet fattas sedan. Det skickas hem.", "sv").passive
    assert flagged == ("Beslutet fattas sedan.", "Det skickas hem.")


def test_a_good_text_gets_no_hint_and_a_bad_one_several() -> None:
    assert (
        hints("Vi läser din ansökan. En person bestämmer. Du får svar inom en månad och kan fråga oss.", "sv").count
        == 0
    )
    bad = (
        "Med anledning av vad som föreligger avseende handläggningen erfordras att samtliga omständigheter beaktas "
        "skyndsamt av vederbörande förvaltning, varvid verkställighet inte äger rum förrän beslutet fastställts och "
        "parterna delgivits. Ärendet överlämnas. Beslutet meddelas."
    )
    assert hints(bad, "sv").count >= 8


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_summary_that_ships_with_the_demo_is_easy_to_read(language) -> None:
    hard = {
        entry.slug: readability.value
        for entry in content.entries()
        if (text := entry.texts.get((Text.SUMMARY, language))) and not (readability := ease(text, language)).is_plain
    }
    assert hard == {}
    assert sum((Text.SUMMARY, language) in entry.texts for entry in content.entries()) >= 15


BAD = (
    "Handlingarna skall diarieföras, varvid kopia bifogas.",
    "Delgivning har skett.",
    "Utredning av ärendet kommer att ske.",
    "Nämnden ska göra en bedömning av behovet.",
    "Den enskilde äger rätt att yttra sig.",
    "Uppgifterna kan komma att bli föremål för kontroll.",
    "Vi har ett helhetsperspektiv och arbetar proaktivt.",
    "Systemet skapar mervärde för medborgaren.",
    "Vi kvalitetssäkrar svaren.",
    "Modellen exekveras varje natt.",
    "Systemets output är en score.",
    "Threshold är satt till 0,7.",
    "Det möjliggör en likvärdig bedömning.",
    "Systemet genererar en lista.",
    "Härvidlag tillses att dennes uppgifter skyddas.",
    "Med detta avses barn under tolv år.",
    "Ansökan handläggs skyndsamt.",
    "Beslutet fattas inom en vecka.",
    "Vi säkerställer kvaliteten.",
    "Lösningen är sömlös och datadriven.",
)
GOOD = (
    "Du kan bestrida avgiften inom tre veckor.",
    "Tiden räknas från den dag då du fick del av beslutet genom delgivning, och vi skickar det till dig.",
    "Nämnden kan besluta om ett föreläggande.",
    "Beslutet gäller även om du överklagar; rätten kan stoppa dess verkställighet.",
    "Alla rekvisit i paragrafen är uppfyllda, och handläggaren skriver varför.",
    "Vi genomför ett test varje år.",
    "Vi prioriterar barn som behöver hjälp snabbt.",
    "Rutten läses av en planerare.",
    "Svaren granskas av två personer.",
    "Vi läser din ansökan. Beslutet fattas sedan.",
    "Systemet räknar fram ett förslag, och handläggaren bestämmer.",
    "Du har rätt till partsinsyn.",
    "Personuppgiftsansvarig är socialnämnden.",
    "Vi begär yttrande från barnets vårdnadshavare.",
    "Nämnden prövar din invändning.",
    "Beslutet har fått laga kraft, och den dagen står på kortet.",
    "Du kan begära omprövning.",
    "Systemet lär sig inte av gamla beslut.",
    "Vi sparar uppgifterna i två år.",
    "En tjänsteman gör bedömningen.",
)


@pytest.mark.parametrize("text", BAD)
def test_officialese_noun_sickness_anglicisms_buzzwords_and_passives_get_a_hint(text) -> None:
    of_text = hints(text, "sv")
    assert of_text.heavy or of_text.passive


@pytest.mark.parametrize("text", GOOD)
def test_terms_of_law_ordinary_words_and_passives_with_a_doer_get_none(text) -> None:
    of_text = hints(text, "sv")
    assert (of_text.heavy, of_text.passive) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "We carry out an assessment of the application.",
        "We take a holistic and proactive view.",
        "The system streamlines the process and gives added value.",
        "Going forward, the deliverables will be actionable.",
        "Your application is processed without delay.",
    ],
)
def test_in_english_nouns_for_verbs_buzzwords_and_a_single_passive_get_a_hint(text) -> None:
    of_text = hints(text, "en")
    assert of_text.heavy or of_text.passive


@pytest.mark.parametrize(
    "text",
    [
        "The list is read by a planner.",
        "You can ask for social assistance.",
        "You can contest the fee within three weeks.",
        "We read your application. The decision is made later.",
        "Service of the decision starts the time limit.",
    ],
)
def test_in_english_terms_of_law_and_a_passive_with_a_doer_get_none(text) -> None:
    of_text = hints(text, "en")
    assert (of_text.heavy, of_text.passive) == ((), ())
