"""Files and folders larger than memory, opened by DuckDB on this computer or by Spark on a cluster. Counts nothing.

Both are optional: what is not installed is named in a sentence.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import narwhals as nw

from assessments.data.file_types import kind_of
from assessments.data.inventory import Inventory, together
from assessments.engines.lazy_frames import Lazy, survey
from assessments.plan.tabulation import CountTable, TabulationSpec
from assessments.reading.byte_source import ByteSource
from assessments.reading.csv_text import SAMPLE, Header, NotUtf8Error, encoding_of, header_of
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MEMORY = "1GB"  # that DuckDB may use before it writes to a folder of its own, which is removed afterwards


def survey_files(engine: str, paths: Sequence[str], spec: TabulationSpec) -> tuple[Inventory, CountTable]:
    """Inventory and counts of all the files together. EvaluationDataError, also where the engine is not installed.

    The hash is that of the files; where they do not lie on this computer, that of their counts.
    """
    with ThreadPoolExecutor(1) as pool, tempfile.TemporaryDirectory(prefix="insyn-") as spill:
        is_local = all(Path(path).is_file() for path in paths)
        hashed = pool.submit(_hash_of, paths) if is_local else None
        try:
            listed, table = survey(_ENGINES[engine](paths, spill), spec)
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in _MODULES:
                raise
            raise EvaluationDataError(_unreadable(_NAMES[engine])) from error
        return (listed if hashed is None else replace(listed, sha256=hashed.result())), table


def _hash_of(paths: Sequence[str]) -> str:
    hashes = []
    for path in paths:
        with Path(path).open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    return together(*hashes)


def _duckdb(paths: Sequence[str], spill: str) -> Lazy:
    try:
        import duckdb
    except ImportError:
        raise EvaluationDataError(_not_installed(_NAMES["duckdb"], "insyn[duckdb]")) from None
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": spill, "autoinstall_known_extensions": False}
    connection: Any = duckdb.connect(config=settings)
    if _kind_of(paths) == "parquet":
        return _frame(connection.read_parquet(list(paths)))
    header = _same_header(paths)
    return _frame(
        connection.read_csv(
            list(paths),
            header=False,
            skiprows=header.next_row - 1,
            sep=header.separator,
            names=list(header.names),
            quotechar='"',
            escapechar='"',
            all_varchar=True,
        )
    )


def _frame(native: Any) -> Lazy:
    frame: Lazy = nw.from_native(native)
    return frame


def _spark(paths: Sequence[str], _: str) -> Lazy:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EvaluationDataError(_not_installed(_NAMES["spark"], "insyn[spark]")) from None
    session = SparkSession.builder.appName("insyn").config("spark.ui.enabled", "false").getOrCreate()
    if all(path.endswith(".parquet") for path in paths) or (_are_local(paths) and _kind_of(paths) == "parquet"):
        return _frame(session.read.parquet(*paths))
    header = _same_header(paths) if _are_local(paths) else None
    if header is not None and header.next_row != 2:
        raise EvaluationDataError(Message("Spark reads column names from the first row. Remove what is above them."))
    separator = "," if header is None else header.separator
    frame = session.read.csv(list(paths), header=True, sep=separator, escape='"', mode="FAILFAST", multiLine=False)
    return _frame(frame if header is None else frame.toDF(*header.names))


_ENGINES = {"duckdb": _duckdb, "spark": _spark}
_NAMES = {"duckdb": "DuckDB", "spark": "Spark"}
_MODULES = ("duckdb", "_duckdb", "pyspark", "py4j")  # whose errors are of the files, not of this program


def _are_local(paths: Sequence[str]) -> bool:
    return all(Path(path).is_file() for path in paths)


def _kind_of(paths: Sequence[str]) -> str:
    kinds = {kind_of(_sample(path)) for path in paths}
    if len(kinds) > 1 or not kinds <= {"csv", "parquet"}:
        raise EvaluationDataError(
            Message("Another engine reads CSV or Parquet, and all files of one kind. Choose files of one kind.")
        )
    return kinds.pop()


def _sample(path: str) -> bytes:
    return ByteSource.of_file(Path(path)).sample(SAMPLE)


def _same_header(paths: Sequence[str]) -> Header:
    """The column names, which are the same in every file."""
    headers = set()
    for path in paths:
        sample = _sample(path)
        if encoding_of(sample) != "utf-8":
            raise EvaluationDataError(_not_utf8())
        try:
            headers.add(header_of(sample.removeprefix(b"\xef\xbb\xbf"))[0])
        except NotUtf8Error:
            raise EvaluationDataError(_not_utf8()) from None
    if len(headers) > 1:
        raise EvaluationDataError(
            Message("The files do not have the same columns in the same order. Choose files that do.")
        )
    return headers.pop()


def _not_utf8() -> Message:
    return Message("The letters of the file are not UTF-8, which is all that another engine reads. Save it as UTF-8.")


def _unreadable(engine: str) -> Message:
    return Message(
        "{engine} cannot read the files as one table. Without --engine Insyn says which row is wrong.",
        {"engine": engine},
    )


def _not_installed(engine: str, package: str) -> Message:
    return Message(
        "{engine} is not installed. Install it with pip install {package}, or leave --engine out.",
        {"engine": engine, "package": f'"{package}"'},
    )
