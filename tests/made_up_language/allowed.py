"""What may stand on a page as it is in every language: what people wrote, names, addresses, colours."""

import re

ALLOWED = re.compile(
    r"Insyn|Staden|[\w-]+ i (?:social|school)\b|S(?:ocial|chool)förvaltningen|S(?:ocial|chool)nämnden"
    r"|[\w.-]+@(?:staden\.example)?|staden\.example"
    r"|127\.0\.0\.1:8000/id/[\w-]+"  # the permanent address of an entry
    r"|Vad är en algoritm\? – |Urval av ansökningar för extra kontroll|Planerar snöröjning"  # people's own words
    r"|\b(?:entry|version|run)/[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|#[0-9a-f]{6}"
    r"|\b(?:CSV|Excel|JSON|OpenAPI|CC0)\b"  # what formats are called everywhere
    r"|\d{1,2} (?:November 2026|January 2027)(?: \d\d:\d\d)?|November 20\d\d"  # as in Britain
)
WHOLE = frozenset({"social", "school"})  # part of the departments' addresses
TOKENS = "/workspace/components"  # shows the names of our colours as the style sheet calls them
