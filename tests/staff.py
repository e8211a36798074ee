"""An application with a few addresses of its own, a clock that can be put forward, and people without a city."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from litestar import Litestar, Request, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath

from algorithms.people import Membership, Permission, Role
from applications import application
from builders import NOW
from client import CheckingClient
from register.accounts.sign_in.sessions import StaffMiddleware
from register.guard.access import PUBLIC, SIGNED_IN
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput, UploadInput
from register.tables import MembershipRow, PersonRow

PASSWORD = "  tolv gula bussar i snön  "
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@get("/workspace/probe", access=SIGNED_IN)
async def who(actor: ActorInput, now: NowInput, language: LanguageInput) -> dict[str, str]:
    return {"who": actor.name, "now": now.isoformat(), "language": language}


@post("/workspace/probe", access=SIGNED_IN, status_code=200)
async def echo_form(form: FormInput) -> dict[str, list[str]]:
    return {name: list(form.all(name)) for name in form}


@post("/workspace/probe/file", access=SIGNED_IN, upload=True, status_code=200)
async def sent(upload: UploadInput) -> dict[str, Any]:
    size = sum([len(piece) async for piece in upload.file()])
    return {"bytes": size, "name": upload.file_name, "fields": upload.fields}


@get("/workspace/probe/publish", access=Permission.PUBLISH)
async def publish() -> str:
    return "published"


@get("/workspace/probe/theirs/{name:str}", access=SIGNED_IN)
async def foreign_page(name: FromPath[str]) -> str:
    raise NotFoundException


@get("/workspace/probe/unsaid")
async def unsaid() -> str:
    return "open"


@get("/boom", access=PUBLIC)
async def boom() -> str:
    raise RuntimeError("personnummer 19121212-1212 in /secret/place")


@post("/api/deep", access=PUBLIC)
async def deep(request: Request) -> str:
    await request.json()
    return "read"


def _register_probes(app: Litestar) -> None:
    inside = [who, echo_form, sent, publish, foreign_page, unsaid]
    app.register(Router("/", route_handlers=inside, middleware=[DefineMiddleware(StaffMiddleware)]))
    app.register(boom)
    app.register(deep)


class Staff:
    """``with Staff(settings) as staff: staff.add("anna"); staff.sign_in("anna")``."""

    def __init__(self, settings: Any) -> None:
        self.settings, self.clock = settings, Clock()
        self.client = CheckingClient(application(settings, self.clock, extra=_register_probes), settings.base_url)

    def __enter__(self) -> "Staff":
        self.client.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.client.__exit__(*failure)

    def call(self, work: Any, *arguments: Any, **named: Any) -> Any:
        async def done() -> Any:
            return await work(*arguments, **named)

        return self.client.call(done)

    def add(self, name: str, role: Role | None = None, **more: Any) -> UUID:
        """Somebody with the password of all tests, hashed cheaply."""

        async def insert() -> UUID:
            hashed = CHEAP.hash(PASSWORD)
            row = PersonRow(
                id=uuid4(), email=self.address(name), name=name, password_hash=hashed, created_at=NOW, **more
            )
            await PersonRow.insert(row)
            if role is not None:
                held = Membership(role)
                await MembershipRow.insert(MembershipRow(id=uuid4(), person=row.id, role=str(held.role)))
            return row.id

        person_id: UUID = self.client.call(insert)
        return person_id

    def address(self, name: str) -> str:
        return f"{name}@city.example"

    def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> Any:
        """The answer to the form, not where it leads."""
        address = "/sign-in" + (f"?next={more.pop('next')}" if "next" in more else "")
        self.client.get(address)
        form = self.client.page.form(0).fill({"email": self.address(name), "password": password})
        return self.client.post("/sign-in", form.fields, **more)

    def token(self) -> str:
        """The hidden field that a form of this session carries."""
        self.client.get("/sign-in")
        return dict(self.client.page.form(0).values)["_csrf_token"]

    def count(self, table: Any) -> int:
        return int(self.call(table.count))

    def hold(self, token: str) -> None:
        """A browser with this in its cookie and nothing else."""
        self.client.cookies.clear()
        self.client.cookies.set(self.settings.cookie_name, token, domain="127.0.0.1", path="/")
