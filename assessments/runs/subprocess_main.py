"""The child process that touches a file: ``python -m assessments.runs.subprocess_main``, with a request on its input.

Sets limits on memory, time and threads before any heavy library is imported. Answers in lines of JSON.
"""

import contextlib
import json
import os
import re
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

MEMORY = 2 * 1024**3  # bytes of address space
CPU_SECONDS = 600
GRACE_SECONDS = 5
MAX_THREADS = 4  # sixteen threads and more need more than 2 GB of address space before they have done anything
_THREADS = (
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def main() -> int:
    """One request for each line, until there is no more."""
    is_first = True
    while line := sys.stdin.readline():
        request = json.loads(line)
        if is_first:
            limit(request.get("limits", {}))
        is_first = False
        if request["task"] == "warm":
            _warm()
        else:
            _answer(request)
    return 0


def _warm() -> None:
    """Loads what conclusions need, before anybody knows what is to be concluded."""
    with contextlib.suppress(ImportError, MemoryError):  # it is said when there is something to conclude
        import_module("assessments.runs.evaluate")


def _answer(request: Mapping[str, Any]) -> None:
    from assessments.data.uploads import UploadDamagedError
    from assessments.text.complaints import EvaluationDataError, PlanRefusedError

    try:
        _write_line({"result": _TASKS[request["task"]](request)})
    except PlanRefusedError as error:
        _write_line({"complaints": [complaint.to_dict() for complaint in error.complaints], "of_plan": True})
    except EvaluationDataError as error:
        _write_line({"complaints": [complaint.to_dict() for complaint in error.complaints]})
    except UploadDamagedError:
        _write_line({"failed": "damaged"})
    except FileNotFoundError:
        _write_line({"failed": "gone"})
    except MemoryError:
        _write_line({"failed": "memory"})
    except Exception as error:  # noqa: BLE001 (whatever went wrong, the parent must be able to say it; no data in a name)
        is_full = _is_out_of_memory(request.get("limits", {}))
        _write_line({"failed": "memory" if is_full else _cause(error), "kind": type(error).__name__})


def _cause(error: Exception) -> str:
    """A folder that may not be read, a broken disk or a missing library is no fault of a file, nor of the program."""
    of_the_system = isinstance(error, OSError) and error.errno is not None
    return "out-of-reach" if of_the_system or isinstance(error, ImportError) else "fault"


def limit(limits: Mapping[str, int]) -> None:
    """Caps memory, processor time and threads of this process and of all that it imports from now on."""
    threads = str(min(limits.get("threads", MAX_THREADS), MAX_THREADS, os.cpu_count() or 1))
    os.environ.update(dict.fromkeys(_THREADS, threads))
    _lower(resource.RLIMIT_AS, limits.get("memory", MEMORY))
    _lower(resource.RLIMIT_CPU, limits.get("cpu_seconds", CPU_SECONDS), spare=GRACE_SECONDS)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, requested: int, *, spare: int = 0) -> None:
    """With ``spare`` the system first sends the signal that names the limit, and kills only beyond it."""
    _, hard = resource.getrlimit(kind)
    soft, most = (requested, requested + spare) if hard == resource.RLIM_INFINITY else (min(requested, hard), hard)
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit on address space
        resource.setrlimit(kind, (soft, most))


def _is_out_of_memory(limits: Mapping[str, int]) -> bool:
    """Libraries that cannot be loaded for want of memory fail in many ways; how much was asked for tells it."""
    with contextlib.suppress(OSError):
        peak = re.search(r"^VmPeak:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
        return peak is not None and int(peak[1]) * 1024 > 0.9 * limits.get("memory", MEMORY)
    return False


def _inventory(request: Mapping[str, Any]) -> dict[str, Any]:
    from assessments.reading import evaluation_data

    return evaluation_data.inventory(_reading(request), request.get("encoding", "")).to_dict()


def _count(request: Mapping[str, Any]) -> dict[str, Any]:
    from assessments.plan.tabulation import TabulationSpec
    from assessments.reading import evaluation_data

    second = _reading(request, "second") if request.get("second") else None
    table, data = evaluation_data.table(_reading(request), TabulationSpec.from_dict(request["wanted"]), second)
    return {"table": table.to_dict(), "data": {"sha256": data.sha256, "rows": data.rows}}


def _survey(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Inventory and counts of one reading; None where one is too little."""
    from assessments.plan.tabulation import TabulationSpec
    from assessments.reading import evaluation_data
    from assessments.reading.survey import UnsureError

    spec = TabulationSpec.from_dict(request["wanted"])
    if "engine" in request:
        from assessments.engines.larger_files import survey_files

        _keep_output_for_answers()
        with _still_at_work():
            listed, table = survey_files(request["engine"], request["paths"], spec)
        return {"inventory": listed.to_dict(), "table": table.to_dict()}
    try:
        listed, table, _ = evaluation_data.survey(_reading(request), spec)
    except UnsureError:
        return None
    return {"inventory": listed.to_dict(), "table": table.to_dict()}


def _keep_output_for_answers() -> None:
    """Programs that an engine starts, such as Java, would write where this process answers, and keep it open."""
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = os.fdopen(answers, "w")


def _counts(request: Mapping[str, Any]) -> dict[str, Any]:
    from assessments.data.file_types import kind_of
    from assessments.reading.evaluation_data import counted_in
    from assessments.results.counts_file import wrong_head
    from assessments.text.complaints import EvaluationDataError

    reading = _reading(request)
    if kind_of(reading.sample(1_000)) != "counts":
        raise EvaluationDataError(wrong_head(None))
    return counted_in(reading)[0].to_dict()


@contextlib.contextmanager
def _still_at_work() -> Iterator[None]:
    """Says each second that an engine is at work, which does not say how far it has come."""
    done = threading.Event()

    def report() -> None:
        while not done.wait(1):
            _progress(0)

    talking = threading.Thread(target=report, daemon=True)
    talking.start()
    try:
        yield
    finally:
        done.set()
        talking.join()


def _conclude(request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of each table the result with a second opinion, and what may be printed given what has been printed already."""
    from assessments.gate.public_result import Policy, PublicResult
    from assessments.gate.releases import Printed
    from assessments.plan.plan import TestPlan
    from assessments.plan.tabulation import CountTable
    from assessments.results.result import Data, Result
    from assessments.runs.evaluate import conclude, public_result

    earlier = [
        Printed(Result.from_dict(output["result"]), PublicResult.from_dict(output["public"]), output["on"])
        for output in request["earlier"]
    ]
    concluded = []
    for done, item in enumerate(request["items"]):
        _write_line({"progress": done / len(request["items"])})
        plan, table = TestPlan.from_dict(item["plan"]), CountTable.from_dict(item["table"])
        salt = token_hex(16) if request["published"] else ""
        result = conclude(plan, table, Data(**item["data"]), salt=salt)
        public = public_result(result, Policy(**request["policy"]), earlier, _breathing(done / len(request["items"])))
        concluded.append({"result": result.to_dict(), "public": public.to_dict()})
    return concluded


def _rows(request: Mapping[str, Any]) -> dict[str, Any]:
    from assessments.reading import rows

    return rows.sheet_of(_reading(request), **request["most"]).to_dict()


def _breathing(share: float) -> Callable[[], None]:
    """Says now and then that it is still at work: who is silent for long is taken for stuck."""
    last = time.monotonic()

    def breathe() -> None:
        nonlocal last
        if time.monotonic() - last > 1:
            last = time.monotonic()
            _write_line({"progress": share})

    return breathe


_TASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "inventory": _inventory,
    "count": _count,
    "survey": _survey,
    "counts": _counts,
    "conclude": _conclude,
    "rows": _rows,
}


def _reading(request: Mapping[str, Any], name: str = "source") -> Any:
    from assessments.data.uploads import plain_pieces, plain_size
    from assessments.reading.byte_source import PIECE, ByteSource

    source = request[name]
    path = Path(source["path"])
    piece_size = request.get("limits", {}).get("piece", PIECE)
    if "key" not in source:
        return ByteSource.of_file(path, _progress, piece_size)
    key, upload_id = bytes.fromhex(source["key"]), UUID(source["upload_id"])
    return ByteSource(
        open_blocks=lambda: plain_pieces(path, key, upload_id),
        size=plain_size(path),
        on_progress=_progress,
        piece_size=piece_size,
    )


def _progress(share: float) -> None:
    _write_line({"progress": round(share, 3)})


def _write_line(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
