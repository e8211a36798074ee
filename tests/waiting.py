"""Waiting for work that takes longer than a page may, as a person does: with script, or by pressing a link."""

from assessments.text.message import Message
from walking import Walker


def wait_for(walker: Walker, message: str) -> None:
    """With script the page goes on by itself; without, a person presses “Update”."""
    if walker.javascript:
        walker.page.get_by_text(walker.message_text(message), exact=True).first.wait_for(timeout=60_000)
        return
    for _ in range(120):
        if walker.page.get_by_text(walker.message_text(message), exact=True).count():
            return
        walker.page.wait_for_timeout(500)
        if walker.page.get_by_role("link", name=walker.message_text("Update")).count():
            walker.follow("Update")
    raise AssertionError(f"“{walker.message_text(message)}” never came; the page says {walker.text}")


def meaning_of(value: str) -> Message:
    """What the test plan asks of a value of the file."""
    return Message("What does “%(value)s” mean?", {"value": value})
