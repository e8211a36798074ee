"""What a version says differently from the one the public reads, word by word."""

from dataclasses import dataclass
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from algorithms.entries.entry import Version
from algorithms.people import Permission
from algorithms.questionnaire.differences import Difference, differences
from algorithms.storage import queries
from assessments.text.message import Message
from register.request.request_context import ActorInput
from register.web.labels import STATES
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    version: Version
    state: Message
    older: Version | None
    older_state: Message | None
    changed: tuple[Difference, ...]


@get("/workspace/versions/{version_id:uuid}/differences", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    version = await seen(version_id, actor)
    older = await queries.compared_with(version, seen_by=actor)
    shown = DifferencesPage(
        version=version,
        state=STATES[version.state],
        older=older,
        older_state=STATES[older.state] if older else None,
        changed=differences(older, version),
    )
    return page("workspace/versions/differences.html", shown)


routes = [show]
