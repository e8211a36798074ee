"""What values are likely to mean: unknown, yes, or the same as another. Proposed to a person, who decides."""

import re
import unicodedata
from collections.abc import Iterable

MISSING = frozenset(  # also where a number should stand
    [
        *("null", "nan", "na", "nil", "none", "n/a", "n.a", "n.a.", "n.d.", "nd", "k.a.", "u.s.", "s.u.", "i.u."),
        *(
            "#n/a",
            "n/k",
            "n/a/",
            "-nan",
            "\\n",
            "saknas",
            "missing",
            "unknown",
            "okänt",
            "okänd",
            "uppgift saknas",
            "ej angivet",
            "ej angiven",
        ),
    ]
)
_OTHERS = frozenset(
    [
        *("bortfall", "oklart", "oklar", "obesvarad", "obesvarat", "obestämd", "obestämt", "oavgjord", "oavgjort"),
        *("obedömd", "obedömt", "odefinierad", "ospecificerad", "ospecificerat", "oregistrerad", "väntar", "avvaktar"),
        *(
            "pågående",
            "pågår",
            "vilande",
            "återkallad",
            "återkallat",
            "inget svar",
            "ingen uppgift",
            "ingen information",
        ),
        *("pending", "ongoing", "in progress", "awaiting", "tbd", "to be determined", "undecided", "undetermined"),
        *("unspecified", "undefined", "unavailable", "unassessed", "unanswered", "inconclusive", "withdrawn"),
        *("no data", "no answer", "no information", "no response", "prefer not to say", "don't know", "dont know"),
        *(
            "ingen data",
            "inga data",
            "inga uppgifter",
            "inget värde",
            "tomt värde",
            "null value",
            "no value",
            "no info",
        ),
        *("no record", "tbc", "to be confirmed", "in process", "not yet", "still pending", "undisclosed", "unreported"),
        *("prefer not to answer", "rather not say", "ej ännu", "inte ännu", "ej än", "utreds", "bedöms senare", "#i/t"),
        *("återtagen", "återtaget", "sekretess", "sekretessbelagd", "sekretessbelagt", "internt bortfall", "#saknas"),
        *("skyddad uppgift", "skyddade uppgifter", "skyddade personuppgifter", "skyddad identitet", "#n/a n/a"),
        *("blanks", "blankt", "#nv", "inconnu", "ubesvart", "ubesvaret", "uavklart", "ei saatavilla", "fehlt", "n. a"),
        *("uppgift utelämnad", "uppgift finns ej", "uppgift finns inte", "utelämnad", "utelämnat"),
        *("do not know", "nonresponse", "non-response", "blank", "tom", "tomt", "tomma", "system missing", "sysmis"),
        *("ukjent", "ukendt", "ukendte", "uoppgitt", "uoplyst", "mangler", "vet ikke", "ved ikke", "ingen opplysning"),
        *("ikke oppgitt", "ikke oplyst", "ikke kjent", "ikke kendt", "ikke besvart", "ikke besvaret"),
        *("ikke registrert", "ikke registreret", "ikke angitt", "ikke angivet", "ikke relevant"),
        *("tuntematon", "ei tietoa", "ei tiedossa", "ei tiedetä", "ei vastausta", "ei ilmoitettu", "en tiedä"),
        *("puuttuu", "unbekannt", "keine angabe", "keine angaben", "ohne angabe", "k. a", "weiss nicht", "fehlend"),
        *("nicht bekannt", "nicht angegeben", "nicht erfasst", "keine antwort", "nicht zutreffend"),
    ]
)
_WHAT = r"(uppgift(er)?|uppg\.?|information|data|underlag|värden?|svar|beslut|bedömning|utfall|resultat|kod|kön|ålder)"
_ABROAD = re.compile(
    r"ikke (vurdert|vurderet|oppgitt|oplyst|angitt|angivet|kjent|kendt|avgjort|afgjort|besvart|besvaret|tilgjengelig|"
    r"tilgængelig|registrert|registreret|relevant|aktuelt)|"
    r"nicht (bekannt|angegeben|bewertet|beurteilt|entschieden|erfasst|verfügbar|zutreffend)|"
    r"ei (arvioitu|ilmoitettu|tunnettu|päätetty|vastattu)"
)
_NO_TIME = "NaT"  # as pandas writes it; nat may be a word
_MARKS = re.compile(r"[-–—−‐‑.…?*_/\\·¿]+")
_SPREADSHEET_ERROR = re.compile(r"#[a-zåäö0-9/]+[!?]|#n/a")
_NOT_YET = re.compile(rf"(ej|inte|icke|ännu ej|ännu inte|ännu icke) (?P<done>.+)|{_WHAT} saknas|sakn(ar|as) {_WHAT}")
_DONE = (
    *("bedöm", "avgj", "utred", "utrett", "känd", "känt", "angiv", "angett", "registrer", "klar", "besvar", "beslut"),
    *("färdig", "tillgänglig", "tillämplig", "specificer", "uppgiv", "uppgett", "rapporter", "fastställ", "svar"),
    *("avslut", "ifyll", "aktuell", "relevant", "inrapporter", "redovis", "definier", "uppgift", "uppg", "uppfölj"),
    "tillämpbar",
)
_DONE_WITHOUT_DOTS = ("kand", "kant", "kanda")
_NOT_DONE_YET = re.compile(
    r"(not|not yet|yet to be|never|is not|was not) (yet )?(been )?(assessed|known|decided|determined|evaluated|"
    r"available|applicable|stated|specified|recorded|reported|answered|given|completed|finished|provided|disclosed|"
    r"registered|settled|concluded|followed up|investigated)"
)
_BEGINS = re.compile(
    r"(okän[dt]a?|okand|okant|unknown|pending|pågående|vet (ej|inte|inget)|"
    r"(vill|önskar|kan) (ej|inte) (svara|uppge|ange)|"
    r"(kan|går) (ej|inte) (att )?(bedöma|avgöra|fastställa)s?|(väntar|inväntar|avvaktar|återkallad|n/a) \(?\w+|"
    r"under (utredning|handläggning|bedömning|prövning|review|investigation|assessment)|awaiting)(?!\w)"
)
_PARTS = re.compile(
    r"missing( (value|data|information|outcome|answer|response|code)s?)?|"
    r"(\w+ )(pending|unknown|okän[dt]a?)"
)


def plain_word(value: str) -> str:
    """A value without what does not tell it from others: letter case, blanks, and brackets or quotation marks."""
    letters = unicodedata.normalize("NFC", value).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = " ".join(letters.split())
    return text.strip("()[]<>'\"“”").strip() or text


def usually_means_unknown(value: str) -> bool:
    """NULL, nan, N/A, #SAKNAS!, –, okänt, vet ej, ej bedömd, pågående …, in any case and with blanks."""
    return _usually(value) or ("/" in value and all(map(_usually, value.split("/"))) and value[:1] != "/")


def _usually(value: str) -> bool:
    word = plain_word(value)
    word = word if word in MISSING or _MARKS.fullmatch(word) else word.rstrip(".")
    if (
        not word
        or word in MISSING
        or value.strip() == _NO_TIME
        or word in _OTHERS
        or _MARKS.fullmatch(word)
        or _SPREADSHEET_ERROR.fullmatch(word)
    ):
        return _is_no_plain_none(value)
    if (match := _NOT_YET.fullmatch(word)) is not None:
        done = match.group("done")
        return done is None or done.startswith(_DONE) or done in _DONE_WITHOUT_DOTS
    return bool(
        _ABROAD.fullmatch(word) or _NOT_DONE_YET.fullmatch(word) or _BEGINS.match(word) or _PARTS.fullmatch(word)
    )


def _is_no_plain_none(value: str) -> bool:
    """``None`` is what Python writes for no value; “none” and “NONE” may be an answer."""
    return plain_word(value) != "none" or value.strip() in ("None", "<None>", "(None)")


_ANSWERS = {
    **dict.fromkeys(("1.0", "1,0", "1.00", "1,00"), "1"),
    **dict.fromkeys(("0.0", "0,0", "0.00", "0,00"), "0"),
    **dict.fromkeys(("sant", "sann"), "true"),
    **dict.fromkeys(("falskt", "falsk"), "false"),
}
_YES = frozenset(["ja", "j", "yes", "y", "true", "1", "x", "wahr", "kyllä"])


def plain_answer(value: str) -> str:
    """0, 1, true or false for the ways in which spreadsheets and programs write them."""
    word = _without_capitals(value)
    return _ANSWERS.get(word, word)


def _without_capitals(value: str) -> str:
    return " ".join(value.casefold().split())


def is_another_yes(value: str, yes: Iterable[str]) -> bool:
    """Whether a value says what those that mean yes say: in other capitals, or by another usual word for yes."""
    answer, answers = plain_answer(value), {plain_answer(word) for word in yes}
    return answer in answers or (answer in _YES and not answers.isdisjoint(_YES))


def differ_in_case_only(values: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Each value that is another but for capital letters and blanks, with its commonest spelling."""
    written: dict[str, list[tuple[int, str]]] = {}
    for value, rows in values:
        written.setdefault(_without_capitals(value), []).append((-rows, value))
    return {value: min(same)[1] for same in written.values() for _, value in sorted(same)[1:]}
