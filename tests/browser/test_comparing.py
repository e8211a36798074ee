"""A resident puts two groups beside each other, without JavaScript and by what the page says."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from running import Running

TEST = "/sv/algorithms/urval-av-ansokningar-om-forsorjningsstod/assessments/1"


def test_two_groups_are_chosen_and_told_of(demo_server: Running, visitor: Callable[..., Any]) -> None:
    page = visitor(script=False)
    page.goto(urljoin(demo_server.url, TEST))

    page.get_by_label("Den här gruppen", exact=True).select_option(label="personer under 30 år")
    page.get_by_label("Med den här gruppen", exact=True).select_option(label="personer som är 65 år eller äldre")
    page.get_by_role("button", name="Jämför", exact=True).click()

    told = page.get_by_role("status").inner_text()
    assert "Av 100 personer under 30 år" in told
    assert "ett skäl att titta närmare och ingen slutsats" in told
    assert page.get_by_label("Med den här gruppen", exact=True).input_value() == "65+"
