"""Single sign-on as a person goes through it: to a real provider, through its form, and back to us."""

from identity_provider import IdentityProvider
from register.accounts.people import queries
from register.settings import Settings
from register.tables import SessionRow

GROUPS = """
[[give]]
group = "insyn-coordinators"
role = "coordinator"

[[give]]
group = "insyn-social"
role = "department-editor"
department = "social"
"""


def with_sign_on(settings: Settings, idp: IdentityProvider, folder, **more: str) -> Settings:
    (folder / "groups.toml").write_text(GROUPS, "utf-8")
    named = {"INSYN_DATABASE_URL": settings.database_url, "INSYN_DATA_DIR": str(folder)}
    return Settings.from_environment(
        {
            **named,
            **idp.environment(),
            "INSYN_OIDC_TRUST_EMAIL": "yes",
            "INSYN_OIDC_GROUPS": str(folder / "groups.toml"),
            **more,
        }
    )


def begin(staff, target: str = "/workspace") -> str:
    """Where we send somebody who wants to sign in."""
    answer = staff.client.get(f"/sign-in/sso?next={target}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(staff, idp, subject: str = "anna", target: str = "/workspace"):
    """All of it: to the provider, through its form, and back."""
    return staff.client.get(idp.visit(begin(staff, target), subject))


def is_inside(staff) -> bool:
    return staff.client.get("/workspace/probe").status_code == 200


def is_refused(staff, answer, message: str, status: int = 400) -> None:
    assert (answer.status_code, message in staff.client.page.text) == (status, True), staff.client.page.text
    assert not is_inside(staff)
    assert staff.count(SessionRow) == 0


def held(staff, name: str = "anna"):
    account = staff.call(queries.person_by_email, f"{name}@city.example")
    return {(membership.role, membership.department) for membership in account.actor.memberships}


def events(staff, name: str = "anna"):
    account = staff.call(queries.person_by_email, f"{name}@city.example")
    return [event.action for event in staff.call(queries.account_events, account.id)][::-1]
