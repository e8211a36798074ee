"""The kind of a file that was handed in, recognised by its first bytes and never by its name."""

import codecs
import re
from collections.abc import Iterator
from typing import Literal

from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

Kind = Literal["csv", "workbook", "parquet", "counts"]


def kind_of(sample: bytes) -> Kind:
    """EvaluationDataError that says what the file looks like, where it is none of those that can be read."""
    if not sample.strip(codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + codecs.BOM_UTF16_BE + b" \t\r\n\0"):
        raise EvaluationDataError(Message("The file is empty. Save it again from the program it came from."))
    if sample.startswith(b"PK\x03\x04"):
        return "workbook"
    if sample.startswith(b"PAR1"):
        return "parquet"
    for start, looks_like in _others():
        if sample.startswith(start):
            raise EvaluationDataError(looks_like)
    text = sample.removeprefix(codecs.BOM_UTF8).lstrip()
    if text[:1] in (b"{", b"["):
        return _of_json(text)
    if text[:1] == b"<":
        raise EvaluationDataError(_not_a_table(Message("a web page or an XML file")))
    return "csv"


def is_json(sample: bytes) -> bool:
    """Whether it begins as JSON that is none of Insyn's own formats."""
    return sample.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[") and own_format(sample) is None


def _of_json(text: bytes) -> Kind:
    """The only JSON that can be read are counts that Insyn wrote."""
    kind = (own_format(text) or "").partition("/")[0]
    if kind == "insyn-counts":
        return "counts"
    raise EvaluationDataError(_OWN.get(kind, _not_a_table(Message("a JSON file"))))


_FORMAT = re.compile(rb'\{\s*"format"\s*:\s*"(insyn-[a-z]{1,20}/[0-9]{1,4})"')


def own_format(sample: bytes) -> str | None:
    """Which of Insyn's own formats a JSON file begins with, if any: "insyn-counts/1", "insyn-plan/1"."""
    match = _FORMAT.match(sample.removeprefix(codecs.BOM_UTF8).lstrip())
    return match[1].decode() if match else None


_OWN = {
    "insyn-plan": Message("The file holds a test plan, and no data. Hand in the data, and choose the plan afterwards."),
    "insyn-assessment": Message("The file holds a result, and no data. Hand in the data that it came of."),
}


def _others() -> Iterator[tuple[bytes, Message]]:
    yield (
        b"\xd0\xcf\x11\xe0",
        Message(
            "This looks like an old Excel or Word file. Open it in Excel and choose Save as, Excel workbook or CSV "
            "UTF-8."
        ),
    )
    yield b"%PDF", _not_a_table(Message("a PDF"))
    yield b"{\\rtf", _not_a_table(Message("a text document"))
    for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"):
        yield start, _not_a_table(Message("a picture or a recording"))
    for start in (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"):
        yield start, _not_a_table(Message("a compressed file"))
    yield b"SQLite format 3", _not_a_table(Message("a database"))
    for start in (b"$FL2", b"$FL3", b"<stata_dta>", _SAS, b"HEADER RECORD*******"):
        yield start, _not_a_table(Message("a file of SPSS, Stata or SAS"))
    for start in (b"ARROW1", b"FEA1", b"Obj\x01", b"ORC", b"\x89HDF", b"RDX", b"\x80\x04\x95"):
        yield start, _not_a_table(Message("a data file of another program"))


_SAS = bytes(12) + b"\xc2\xea\x81\x60"  # how each sas7bdat begins


def _not_a_table(what: Message) -> Message:
    return Message(
        "This looks like {what}, not like a table. Export the table as CSV, Excel or Parquet and try again.",
        {"what": what},
    )
