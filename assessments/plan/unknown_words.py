"""What values are likely to mean: unknown, or the same as another. Proposed to a person, who decides."""

import re
import unicodedata
from collections.abc import Iterable

MISSING = frozenset(  # also where a number should stand
    [
        *("null", "nan", "na", "nil", "none", "n/a", "n.a", "n.a.", "n.d.", "nd", "k.a.", "u.s.", "s.u.", "i.u."),
        *(
            "#n/a",
            "nat",
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
        *("do not know", "nonresponse", "non-response", "blank", "tom", "tomt"),
    ]
)
_MARKS = re.compile(r"[-–—−‐‑.…?*_/\\·¿]+")
_SPREADSHEET_ERROR = re.compile(r"#[a-zåäö0-9/]+[!?]|#n/a")
_NOT_YET = re.compile(r"(ej|inte|icke|ännu ej|ännu inte|ännu icke) (?P<done>.+)|(?P<saknas>.+) saknas|saknar .+")
_DONE = (
    *("bedöm", "avgj", "utred", "utrett", "känd", "känt", "angiv", "angett", "registrer", "klar", "besvar", "beslut"),
    *("färdig", "tillgänglig", "tillämplig", "specificer", "uppgiv", "uppgett", "rapporter", "fastställ", "svar"),
    *("avslut", "ifyll", "aktuell"),
)
_NOT_DONE_YET = re.compile(
    r"(not|not yet|yet to be|never|is not|was not) (yet )?(been )?(assessed|known|decided|determined|evaluated|"
    r"available|applicable|stated|specified|recorded|reported|answered|given|completed|finished|provided|disclosed|"
    r"registered|settled|concluded)"
)
_BEGINS = re.compile(
    r"(okän[dt]a?|okand|okant|unknown|missing|pending|pågående|vet (ej|inte|inget)|vill (ej|inte) (svara|uppge|ange)|"
    r"under (utredning|handläggning|bedömning|prövning|review|investigation|assessment)|awaiting)\b"
)


def plain_word(value: str) -> str:
    """A value without what does not tell it from others: letter case, blanks, and brackets or quotation marks."""
    text = " ".join(unicodedata.normalize("NFC", value).casefold().split())
    return text.strip("()[]<>'\"“”\N{RIGHT SINGLE QUOTATION MARK}").strip() or text


def usually_means_unknown(value: str) -> bool:
    """NULL, nan, N/A, #SAKNAS!, –, okänt, vet ej, ej bedömd, pågående …, in any case and with blanks."""
    word = plain_word(value)
    if not word or word in MISSING or word in _OTHERS or _MARKS.fullmatch(word) or _SPREADSHEET_ERROR.fullmatch(word):
        return _is_no_plain_none(value)
    if (match := _NOT_YET.fullmatch(word)) is not None:
        done = match.group("done")
        return done is None or done.startswith(_DONE)
    return bool(_NOT_DONE_YET.fullmatch(word) or _BEGINS.match(word))


def _is_no_plain_none(value: str) -> bool:
    """``None`` is what Python writes for no value; “none” and “NONE” may be an answer."""
    return plain_word(value) != "none" or value.strip() in ("None", "<None>", "(None)")


def differ_in_case_only(values: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Each value that is another but for capital letters and blanks, with the commonest way to write it."""
    written: dict[str, list[tuple[int, str]]] = {}
    for value, rows in values:
        written.setdefault(" ".join(value.casefold().split()), []).append((-rows, value))
    return {value: min(same)[1] for same in written.values() for _, value in sorted(same)[1:]}
