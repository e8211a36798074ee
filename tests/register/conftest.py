"""A real provider of single sign-on, and an application that knows it."""

from datetime import UTC, datetime

import aiosqlite
import pytest

import in_line
import programs
from algorithms import departments
from assessments.runs import child
from builders import NOW, a_department
from conftest import settings_for
from identity_provider import IdentityProvider
from register.accounts.people import commands
from register.papers import pdf
from register.storage import engines
from signing_on import with_sign_on
from staff import Staff
from warm_children import CAN_FORK, WarmChildren


@pytest.fixture(scope="session")
def warm():
    children = WarmChildren()
    yield children
    children.stop()


@pytest.fixture(autouse=True, scope="module")
def _warm_children(warm):
    """In ``make test`` children load no libraries; other commands start the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (child, pdf) if CAN_FORK and not programs.PART else ():
            patch.setattr(module, "sys", warm)
        yield


@pytest.fixture(autouse=True, scope="module")
def _sqlite_in_line():
    """In ``make test`` statements of pages are done where they are asked for; other commands hand them to a thread."""
    with pytest.MonkeyPatch.context() as patch:
        if not programs.PART:
            patch.setattr(engines, "aiosqlite", in_line.DRIVER)
        yield


@pytest.fixture(autouse=True)
def _sqlite_in_threads(request):
    """What is storage, races above all, is asked of the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("storage") is not None:
            patch.setattr(engines, "aiosqlite", aiosqlite)
        yield


@pytest.fixture(scope="session")
def shared_provider(tmp_path_factory):
    if programs.provider() is None:
        pytest.skip("Node.js or the package oidc-provider was not found on this machine")
    with IdentityProvider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def idp(shared_provider):
    shared_provider.forget()
    shared_provider.knows("anna", groups=["insyn-coordinators", "of no concern"])
    return shared_provider


@pytest.fixture
def joined(settings, idp, tmp_path):
    with Staff(with_sign_on(settings, idp, tmp_path)) as running:
        running.clock.now = datetime.now(UTC)
        running.call(departments.add_department, a_department(), by=commands.OPERATOR, at=NOW)
        yield running


@pytest.fixture
def joined_on_sqlite(sqlite_url, idp, tmp_path):
    with Staff(with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path)) as running:
        running.clock.now = datetime.now(UTC)
        yield running
