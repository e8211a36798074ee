"""The time that data are from, "2025-01/2025-12": its months, and what it is called in words."""

from assessments.text.languages import FIRST

_MONTHS = {
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def in_words(period: str, language: str) -> str:
    """A whole year by its number, else from month to month: "mars–juni 2025"."""
    first, _, last = period.partition("/")
    (year, month), (last_year, last_month) = (part.split("-") for part in (first, last))
    names = _MONTHS.get(language, _MONTHS[FIRST])
    start, end = names[int(month) - 1], names[int(last_month) - 1]
    if year != last_year:
        return f"{start} {year}–{end} {last_year}"
    if (month, last_month) == ("01", "12"):
        return year
    return f"{start} {year}" if month == last_month else f"{start}–{end} {year}"


def months(period: str) -> frozenset[int]:
    """Every month of it, counted from year 0; none where no period is said."""
    if not period:
        return frozenset()
    first, last = (12 * int(year) + int(month) for year, month in (part.split("-") for part in period.split("/")))
    return frozenset(range(first, last + 1))
