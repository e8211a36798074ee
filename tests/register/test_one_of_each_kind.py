"""One page of each kind, for residents and for staff: valid, labelled and guarded. The first look of all."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from algorithms.people import Role
from city import City
from conftest import settings_for
from publishing import publish
from steps import a_draft

_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/algorithms/)[^/]+|(?<=/learn/)[^/]+|\d+")
_FILE = re.compile(
    r"\.(csv|xlsx|pdf|json(?:l|ld)?|ttl|rdf|atom|pub)$|SUMS$|/tender-clause/|/template$|^/(?:static|api)/"
)


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "insyn.sqlite").write_bytes(sqlite_template.read_bytes())
    with City(settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)) as running:
        publish(running, "Planerar snöröjning")
        a_draft(running)
        yield running


@pytest.mark.parametrize(
    ("role", "start", "least"),
    [(None, "/sv/", 14), (Role.COORDINATOR, "/workspace", 28), (Role.ADMINISTRATOR, "/workspace", 8)],
    ids=str,
)
def test_one_page_of_each_kind_is_good(city: City, role: Role | None, start: str, least: int) -> None:
    client = city.as_(role) if role else city.client
    kinds, waiting = set[str](), [start]
    while waiting:
        path = waiting.pop(0)
        kind = _NAME.sub("…", path.replace("/en/", "/sv/"))
        if kind in kinds or _FILE.search(path):
            continue
        kinds.add(kind)
        assert client.get(path, follow=True).status_code == 200, path
        links = [urlsplit(urljoin(client.url, address)) for address, _ in client.page.links]
        waiting += [link.path for link in links if link.netloc == urlsplit(client.url).netloc]
    assert len(kinds) >= least, sorted(kinds)
