"""For servers other than ``insyn serve``: ``granian --interface asgi --factory register.asgi:application``."""

import multiprocessing
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar import Litestar

GRACE = 10.0  # seconds to finish what was begun


def application() -> "Litestar":
    """The application, with settings from the environment."""
    from register.app import create_app
    from register.settings import Settings

    return create_app(Settings.from_environment(os.environ))


def child() -> "Litestar":
    """The same in a web process of ``insyn serve``, which ends when that is killed: another can then be started."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian listens, a signal to stop while starting stops it
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_follow, args=(parent.pid,), daemon=True).start()
    return application()


def _follow(parent: int | None) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
