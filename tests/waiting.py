"""Waiting for work that takes longer than a page may, as a person does: with script, or by pressing a link."""

from walking import Walker


def wait_for(walker: Walker, words: str) -> None:
    """With script the page goes on by itself; without, a person presses “Uppdatera”."""
    if walker.javascript:
        walker.page.get_by_text(walker.said(words), exact=True).first.wait_for(timeout=60_000)
        return
    for _ in range(120):
        if walker.page.get_by_text(walker.said(words), exact=True).count():
            return
        walker.page.wait_for_timeout(500)
        if walker.page.get_by_role("link", name=walker.said("Uppdatera")).count():
            walker.follow("Uppdatera")
    raise AssertionError(f"“{words}” never came; the page says {walker.text}")
