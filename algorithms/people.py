"""Who may do what: roles are sets of permissions, held in a department or in the whole city."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from assessments.text.message import Message, labelled


class NotFoundError(Exception):
    """There is no such thing, or it is not for this person to know."""


class Permission(StrEnum):
    READ = "read"  # see drafts, reviews and full results
    WRITE = "write"  # draft, change and submit versions, add evidence, record measures taken
    GIVE_OPINION = "give-opinion"
    REVIEW = "review"  # return for changes, answer an objection
    APPROVE = "approve"
    APPROVE_COORDINATORS = "approve-coordinators"  # approve what the coordinator wrote
    PUBLISH = "publish"  # publish and withdraw
    KEEP_REGISTER = "keep-register"  # withhold or move an entry, publish the accessibility statement
    MANAGE_PEOPLE = "manage-people"
    READ_LOG = "read-log"  # see who did what, and what was refused
    ANSWER_QUESTIONS = "answer-questions"  # write answers to residents, hand their questions over
    SHOW_QUESTIONS = "show-questions"  # decide what everybody reads of a question, give the answer


class Role(StrEnum):
    COORDINATOR = "coordinator"
    EDITOR = "department-editor"
    APPROVER = "department-approver"
    DPO = "data-protection-officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


P = Permission

GRANTS: Mapping[Role, frozenset[Permission]] = labelled(
    Role,
    {
        Role.COORDINATOR: frozenset(
            {
                P.READ,
                P.WRITE,
                P.REVIEW,
                P.APPROVE,
                P.PUBLISH,
                P.KEEP_REGISTER,
                P.READ_LOG,
                P.ANSWER_QUESTIONS,
                P.SHOW_QUESTIONS,
            }
        ),
        Role.EDITOR: frozenset({P.READ, P.WRITE, P.ANSWER_QUESTIONS}),
        Role.APPROVER: frozenset({P.READ, P.WRITE, P.APPROVE_COORDINATORS, P.ANSWER_QUESTIONS, P.SHOW_QUESTIONS}),
        Role.DPO: frozenset({P.READ, P.GIVE_OPINION}),
        Role.AUDITOR: frozenset({P.READ, P.READ_LOG}),
        Role.ADMINISTRATOR: frozenset({P.MANAGE_PEOPLE, P.READ_LOG}),
    },
)

ROLE_WORDS: Mapping[Role, Message] = labelled(
    Role,
    {
        Role.COORDINATOR: Message("AI coordinator"),
        Role.EDITOR: Message("Department editor"),
        Role.APPROVER: Message("Department approver"),
        Role.DPO: Message("Data protection officer"),
        Role.AUDITOR: Message("Auditor"),
        Role.ADMINISTRATOR: Message("Administrator"),
    },
)
NOBODY = UUID(int=0)  # the id of the person at the machine itself, who runs ``insyn``
CITY_WIDE = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held by a person: in one department, or in the whole city when ``department`` is None.

    ``instead_of`` is the absent person whose role a deputy holds meanwhile.
    """

    role: Role
    department: UUID | None = None
    instead_of: UUID | None = None

    def __post_init__(self) -> None:
        if (self.department is None) != (self.role in CITY_WIDE):
            raise ValueError(f"{self.role} is held {'city-wide' if self.role in CITY_WIDE else 'in a department'}")


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, as far as the rules need to know them."""

    id: UUID
    name: str
    memberships: tuple[Membership, ...] = ()

    def may(self, permission: Permission, department: UUID | None = None) -> bool:
        """Whether any role of theirs allows it in this department; without one: anywhere at all."""
        return bool(self.roles_that_may(permission, department))

    def roles_that_may(self, permission: Permission, department: UUID | None = None) -> tuple[Role, ...]:
        return tuple(
            held.role
            for held in self.memberships
            if permission in GRANTS[held.role] and (department is None or held.department in (None, department))
        )

    @property
    def own(self) -> "Actor":
        """The same person without the roles that they hold for others."""
        return replace(self, memberships=tuple(held for held in self.memberships if held.instead_of is None))

    def apart_from(self, *people: UUID | None) -> "Actor":
        """The same person without the roles that they hold for any of these."""
        remaining = (held for held in self.memberships if held.instead_of is None or held.instead_of not in people)
        return replace(self, memberships=tuple(remaining))

    def role_for(self, permissions: Iterable[Permission], department: UUID | None = None) -> Role | None:
        """The role that gives any of these rights: one held in a department before one held in the whole city."""
        roles = [role for permission in permissions for role in self.roles_that_may(permission, department)]
        return min(roles, key=lambda role: (role in CITY_WIDE, role.value), default=None)
