"""The city's own links to authorities, from its settings: an authority may move before a new version of Insyn does."""

import re
from collections.abc import Mapping

from algorithms.law.authorities import Authority, AuthorityTask
from assessments.text.message import Message
from register.settings import Settings, SettingsError

_LINK = re.compile(rf"({'|'.join(AuthorityTask)})=(https://[!-~]+)")


def own_links(settings: Settings) -> Mapping[str, str]:
    """By task; SettingsError names the first that is no link."""
    links: dict[str, str] = {}
    for given in settings.authority_links.split():
        if not (parts := _LINK.fullmatch(given)):
            raise SettingsError(
                Message(
                    "INSYN_AUTHORITY_LINKS has {given!r}; write a task and an address: accessibility=https://….",
                    {"given": given},
                )
            )
        links[parts[1]] = parts[2]
    return links


def report_link(known: Authority, settings: Settings) -> str:
    """Where people report: the city's own link, or else that of the authority."""
    return own_links(settings).get(known.task, known.report)
