"""Links of an entry: a line each, whose kind, title and address are read however they are written, and kept safe."""

import pytest

from algorithms.entries.fields import TEXTS
from algorithms.entries.links import LINKS, Link, LinkKind, links
from algorithms.entries.markdown import rendered
from algorithms.entries.texts import Text
from algorithms.published.entry import published_entry
from algorithms.records.documents import RECORD, cells, columns, record
from builders import FULL_TEXTS, a_department, a_version

LAW = "https://www.riksdagen.se/sfs-2001-453"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Lag: Socialtjänstlagen {LAW}", Link(LinkKind.LAW, LAW, "Socialtjänstlagen", "Lag")),
        (f"- Law: {LAW} (Social Services Act)", Link(LinkKind.LAW, LAW, "Social Services Act", "Law")),
        (f"Lag: Socialtjänstlagen (2025:400) {LAW}", Link(LinkKind.LAW, LAW, "Socialtjänstlagen (2025:400)", "Lag")),
        (f"{LAW}.", Link(LinkKind.MORE, LAW, "", "")),
        (f"Rapport 2025: del 1 {LAW}", Link(LinkKind.MORE, LAW, "Rapport 2025: del 1", "")),
        (f"[Källkod]({LAW})", Link(LinkKind.MORE, LAW, "[Källkod]", "")),
    ],
)
def test_a_line_is_read_however_it_is_written(line: str, expected: Link) -> None:
    assert links(line) == (expected,)


def test_a_line_without_an_address_is_refused_by_its_number() -> None:
    assert LINKS.complaint(f"{LAW}\n\nLag: Socialtjänstlagen").values == {"line": 3}
    assert LINKS.complaint(f"{LAW}\n") is None
    assert TEXTS[Text.LINKS].read("javascript:alert(1)")[1] is not None


def test_what_is_shown_has_no_address_but_those_of_the_web_and_no_marks_of_others() -> None:
    html = rendered(Text.LINKS, f"Lag: *<b>x</b>* {LAW}\njavascript:alert(1)")
    assert f'Lag: <a href="{LAW}" rel="noopener">*&lt;b&gt;x&lt;/b&gt;*</a>' in html
    assert "javascript" in html
    assert 'href="javascript' not in html
    assert LINKS.to_markdown("") == ""


def test_in_data_a_link_stands_once_with_its_title_in_each_language() -> None:
    texts = {
        **FULL_TEXTS,
        (Text.LINKS, "sv"): f"Lag: Lagen {LAW}",
        (Text.LINKS, "en"): f"The act {LAW}\nhttps://x.example",
    }
    entry = published_entry(a_version(texts=texts), a_department())
    values = record(entry, "")
    assert values["links"] == [
        {"kind": "law", "address": LAW, "title": {"sv": "Lagen", "en": "The act"}},
        {"kind": "more", "address": "https://x.example", "title": None},
    ]
    row = dict(zip(columns(RECORD), cells(values, RECORD), strict=True))
    assert row["links"] == f"{LAW} https://x.example"
