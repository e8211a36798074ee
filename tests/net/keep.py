"""Keep every page of the demo city, as every role meets it in both languages, as text that compare.py compares.

    python tests/net/keep.py FOLDER [--no-papers] [--roles samordnare,revisor]

It takes minutes. Twice on one commit gives the same files to the last byte.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from crawler import Crawl  # noqa: E402
from demo_city import Opened, build, still  # noqa: E402
from litestar.routes import HTTPRoute  # noqa: E402  # our folders come first
from masks import Ids, masked  # noqa: E402

ROLES = ("samordnare", "redaktor", "godkannare", "dataskydd.vard", "revisor", "administrator")
STAFF = ("/workspace", "/sign-")
PUBLIC_STARTS = ("/sv/", "/en/", "/sv/nowhere", "/en/nowhere", "/sign-in?lang=sv", "/sign-in?lang=en", "/workspace")
NAMED = tuple(  # that lists narrow by, and no link leads to
    f"/{language}/{kind}/{slug}{rest}"
    for language in ("sv", "en")
    for kind, slug, rest in (
        ("departments", "socialforvaltningen", ""),
        ("departments", "socialforvaltningen", "/feed.atom"),
        ("topics", "work-and-money", ""),
        ("algorithms", "no-such", ""),
    )
)
SKIPPED = ("/static/",)  # styles and pictures are seen by other eyes
Key = tuple[str, str]  # role and language


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--no-papers", action="store_true", help="without cards as PDF")
    options.add_argument("--roles", default=",".join(("nobody", *ROLES)))
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, still():
        built = Path(folder) / "built"
        _timed("the city is built", lambda: build(built, papers=not arguments.no_papers))
        crawls = _crawl(built, Path(folder), arguments.roles.split(","))
    shutil.rmtree(arguments.folder, ignore_errors=True)
    _timed("all is written", lambda: _write(crawls, arguments.folder))


def _timed(words: str, work) -> None:
    began = time.monotonic()
    work()
    print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)  # for those who wait


def _crawl(built: Path, folder: Path, roles: list[str]) -> dict[Key, dict[str, str]]:
    crawls: dict[Key, dict[str, str]] = {}
    reached: dict[str, str] = {}
    patterns: tuple[str, ...] = ()
    for role in roles:
        for language in ("sv", "en") if role in ROLES else ("",):
            opened = Opened(built, folder / f"{role}-{language}", role if role in ROLES else "", language)
            patterns = _get_patterns(opened)
            crawl = Crawl(opened=opened, is_in_scope=_is_staffs if role in ROLES else _is_everybodys, patterns=patterns)
            _timed(f"{role} {language} links", lambda crawl=crawl, role=role: crawl.follow(_starts(role, crawl)))
            reached = {**crawl.reached, **reached}
            _timed(f"{role} {language} forms", crawl.send_forms)
            crawls[role, language] = crawl
    for (role, language), crawl in crawls.items():
        missing = {kind: address for kind, address in reached.items() if kind not in crawl.reached}
        for kind in sorted(missing):
            if (role in ROLES) == kind.startswith(STAFF) or role == "nobody":
                crawl.ask(missing[kind])
        crawl.opened.close()
        print(f"        {role} {language}: {len(crawl.texts)} answers")
    unseen = [
        kind for kind in _get_patterns(crawl.opened, "GET") if kind not in reached and not kind.startswith(SKIPPED)
    ]
    print("No link leads to:", *unseen, sep="\n  ")
    return {key: crawl.texts for key, crawl in crawls.items()}


def _starts(role: str, crawl: Crawl) -> tuple[str, ...]:
    """Links come first; then whatever has an address without a name in it."""
    whole = [kind for kind in crawl.patterns if "{" not in kind and crawl.is_in_scope(kind)]
    return ("/workspace", *whole) if role in ROLES else (*PUBLIC_STARTS, *NAMED, *whole)


def _is_staffs(path: str) -> bool:
    return path.startswith(STAFF)


def _is_everybodys(path: str) -> bool:
    return not path.startswith((*SKIPPED, "/workspace"))


def _get_patterns(opened: Opened, method: str = "") -> tuple[str, ...]:
    routes = [route for route in opened.client.app.routes if isinstance(route, HTTPRoute)]
    return tuple(sorted(route.path for route in routes if not method or method in route.methods))


def _write(crawls: dict[Key, dict[str, str]], folder: Path) -> None:
    ids = Ids(text for texts in crawls.values() for name, text in texts.items() if name.startswith("GET "))
    for (role, language), texts in crawls.items():
        place = folder / role / (language or "both")
        place.mkdir(parents=True)
        for name, text in texts.items():
            called = masked(ids.named(name))
            (place / _file_name(called)).write_text(f"{called}\n{masked(ids.named(text))}\n")


def _file_name(called: str) -> str:
    plain = called.replace("/", "∕")
    if len(plain.encode()) > 200:
        plain = f"{plain[:60]}… {hashlib.sha256(called.encode()).hexdigest()[:12]}"
    return f"{plain}.txt"


if __name__ == "__main__":
    main()
