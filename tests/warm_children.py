"""Children of the product that load nothing: forked from one process that has loaded their libraries already.

docs/testing.md says whose tests start these, and whose start the real ones. They read, write and end in the same way.
"""

import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
# What children load when they have something to do (assessments/runs/subprocess_main.py, register/papers/pdf.py).
LOADED = (
    "assessments.data.uploads",
    "assessments.reading.evaluation_data",
    "assessments.reading.rows",
    "assessments.runs.evaluate",
    "assessments.gate.releases",
    "scipy.stats",
    "fairlearn.metrics",
    "weasyprint",
)
CAN_FORK = hasattr(os, "pidfd_open")  # Linux
_STARTER = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as parent:
    parent.connect({address!r})
    request = json.dumps({{"arguments": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}})
    socket.send_fds(parent, [b"+"], [0, 1, 2])
    os.close(0), os.close(1)
    parent.sendall(request.encode() + b"\\n")
    status = int(parent.makefile().read() or 9)
if os.WIFSIGNALED(status):
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.kill(os.getpid(), os.WTERMSIG(status))
os._exit(os.waitstatus_to_exitcode(status))
"""


class WarmChildren:
    """Stands where the product says which Python its children run: ``executable``, started when first request for."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="insyn-warm-")
        self._parent: subprocess.Popen[bytes] | None = None

    @property
    def executable(self) -> str:
        starter = Path(self._folder.name) / "python"
        if self._parent is None:
            address = str(starter.with_name("socket"))
            starter.write_text(_STARTER.format(python=sys.executable, address=address))
            starter.chmod(0o700)
            path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
            self._parent = subprocess.Popen(
                [sys.executable, "-P", __file__, address],
                env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"},
                stdin=subprocess.PIPE,  # it ends when this does
                stdout=subprocess.PIPE,
            )
            assert self._parent.stdout is not None
            assert self._parent.stdout.readline() == b"ready\n"
        return str(starter)

    def stop(self) -> None:
        if self._parent is not None:
            self._parent.communicate()  # which closes its input
        self._folder.cleanup()


def _serve(address: str) -> None:
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))  # no threads before the fork
    for name in LOADED:
        with suppress(ImportError):  # a child that needs it will say so
            import_module(name)
    signal.signal(signal.SIGCHLD, _reap)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(16)
        print("ready", flush=True)
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            starter, _ = listening.accept()
            _fork(_keep, starter, listening)
            starter.close()


def _reap(*_: object) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _fork(work: Callable[..., int], *arguments: Any) -> int:
    if pid := os.fork():
        return pid
    status = 70
    try:
        status = work(*arguments)
    finally:
        os._exit(status)


def _keep(starter: socket.socket, listening: socket.socket) -> int:
    """Ends the child when its starter is killed, and tells the starter how the child ended."""
    listening.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(starter, 1, 3)
    request = json.loads(starter.makefile().readline())
    pid = _fork(_work, request, streams, starter)
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(pid)
    readable, _, _ = select.select([ended, starter], [], [])
    if ended not in readable:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with suppress(OSError):
        starter.sendall(str(status).encode())
    return 0


def _work(request: dict[str, Any], streams: list[int], starter: socket.socket) -> int:
    """As ``python -P -m module arguments…`` in the starter's place."""
    starter.close()
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    module, *arguments = request["arguments"][request["arguments"].index("-m") + 1 :]
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    finally:
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    _serve(sys.argv[1])
