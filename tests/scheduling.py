"""Which tests run together: those of a file in one process, so that what a module has made is made once.

The longest tests are shared by all processes, one by one. Knows no test but these.
"""

from pathlib import PurePath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARED = {"test_every_page", "test_staff_pages"}  # files of minutes in the browser, in parts
LONG = {"test_first_time"}  # minutes too; its tests need a demo city of their own


class ByFile(LoadScopeScheduling):
    """In the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if PurePath(file).stem in SHARED else file


def place(item: pytest.Item) -> tuple[bool, bool, bool]:
    """Tests in a browser come last: Playwright leaves an event loop running, in which no asyncio.run can be called.

    Of them the longest come first, so that no process waits for another at the end. Crawls need no browser: they come
    between other tests, so that nobody stands idle while the demo city is built.
    """
    is_shared = item.path.stem in SHARED
    is_crawl = is_shared and "browser" not in getattr(item, "fixturenames", ())
    return "browser" in item.path.parts and not is_crawl, not is_shared, item.path.stem not in LONG
