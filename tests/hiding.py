"""What the city takes back from the public: an entry that is withdrawn or withheld, and words that are masked."""

from datetime import timedelta
from uuid import UUID

from algorithms.editing import mask_commands
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.storage.mask_queries import masks_of
from builders import NOW
from city import City
from steps import actor, take


def withdraw(city: City, version: UUID) -> None:
    take(city, version, (Action.WITHDRAW, Role.COORDINATOR, StepComment(typed={"sv": "Den var fel."})))


def withhold(city: City, version: UUID) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{version}/entry")
    client.submit("Undanta posten", ground="secrecy.17-1", reason="Röjer hur kontrollen går till.")
    client.cookies.clear()


def mask(city: City, version: UUID, words: str) -> None:
    editor, officer = actor(city, Role.EDITOR), actor(city, Role.DPO)
    city.call(mask_commands.propose, version, words, "gdpr.5-1-c", "Ett namn", by=editor, at=NOW)
    (proposed,) = city.call(masks_of, version, seen_by=officer)
    city.call(mask_commands.confirm, version, proposed.id, by=officer, at=NOW + timedelta(days=1))
