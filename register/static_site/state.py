"""What the last edition in a folder was made of, stored in the data folder: the next one writes only what is new."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from register.settings import Settings
from register.web.pages import FOLDER, Templates

_FOLDER = "static-site"
_SHOWN = (
    "city",
    "city_names",
    "base_url",
    "short_url",
    "time_zone",
    "licence",
    "postal_address",
    "open_data_contact",
    "demo",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionState:
    """Of which line of the log and which day, and which address is which file with which hash."""

    line: int = 0
    day: str = ""
    program: str = ""
    files: Mapping[str, str] = field(default_factory=dict)  # address → file
    hashes: Mapping[str, str] = field(default_factory=dict)  # file → SHA-256
    numbers: Mapping[str, int] = field(default_factory=dict)  # slug → its number in the search
    across: Mapping[str, list[str]] = field(default_factory=dict)  # page of an entry → those of others that it links to
    missing: list[str] = field(default_factory=list)  # addresses that are linked to, and did not answer


def read(settings: Settings, folder: Path) -> EditionState:
    """The state of the edition in this folder; an empty one where there is none."""
    try:
        written: Mapping[str, Any] = json.loads(_place(settings, folder).read_bytes())
        return EditionState(**written)
    except (OSError, ValueError, TypeError):
        return EditionState()


def write(settings: Settings, folder: Path, state: EditionState) -> None:
    place = _place(settings, folder)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(".part")
    draft.write_text(json.dumps(asdict(state), ensure_ascii=False), "utf-8")
    draft.replace(place)


def program(settings: Settings, templates: Templates) -> str:
    """Another one whenever all pages may look different: program, templates, styles, settings."""
    digest = hashlib.sha256(f"{metadata.version('insyn')} {templates.style.text}".encode())
    for file in sorted(FOLDER.rglob("*.html")):
        digest.update(file.read_bytes())
    shown = {name: str(getattr(settings, name)) for name in _SHOWN if hasattr(settings, name)}
    digest.update(json.dumps(shown, sort_keys=True).encode())
    return digest.hexdigest()


def _place(settings: Settings, folder: Path) -> Path:
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return settings.data_dir / _FOLDER / f"{name}.json"
