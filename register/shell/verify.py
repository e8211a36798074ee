"""``insyn verify``: whether a signed result is what the city signed. Needs neither database nor network."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from algorithms.log.merkle import leads_to
from algorithms.log.published import leaf_of
from assessments.results.signing import KeyFileError, canonical, check, is_signed, public_key
from assessments.text.message import Message
from register.shell.reader import localize, usage_error
from register.shell.signed_file import read_document, read_head

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class ChangedError(click.ClickException):
    """The file is not what was signed."""

    exit_code = 1


class UnprovenError(click.ClickException):
    """The file fits itself, but nobody has said whose key it is signed with."""

    exit_code = 3


class OtherHeadError(click.ClickException):
    """The file does not lead to the head that somebody has kept."""

    exit_code = 1


@click.command("verify", short_help="Check a signed result.")
@click.argument("file", type=_FILE, metavar="FILE")
@click.option("--key", "key_file", type=_FILE, help="The city's public key, fetched from the city itself.")
@click.option("--head", "head_file", type=_FILE, help="A head that was kept from /api/v1/log/head.")
def verify(file: Path, key_file: Path | None, head_file: Path | None) -> None:
    """Check FILE, a signed result. Exit code 0: as it was signed; 1: changed, or another key; 3: not proven.

    With --head also whether it was public when that head was published; 1: it was not, or the head is another's; 3: the
    file has no path to this head, so fetch it again with ?head= and the number of the head.
    """
    try:
        key = None if key_file is None else public_key(key_file.read_bytes())
    except KeyFileError as error:
        raise usage_error(
            Message(
                "{file} is {fault}. Fetch the city's public key, /keys/….pub.",
                {"file": str(key_file), "fault": error.message},
            )
        ) from error
    try:
        document = read_document(file)
        checked = check(document, key)
    except ValueError as error:
        raise usage_error(_not_signed(file)) from error
    named = {"file": str(file), "key": checked.key_id}
    if not checked.is_intact:
        raise ChangedError(localize(_changed(named)))
    led = [] if head_file is None else [_led_to(file, document, head_file, key)]
    if not checked.is_proven:
        raise UnprovenError(localize(_unproven(named)))
    click.echo(" ".join([localize(Message("{file} is what was signed with key {key}.", named)), *led]))


def _led_to(file: Path, document: dict[str, Any], head_file: Path, key: Ed25519PublicKey | None) -> str:
    """A sentence for a file that leads to this head."""
    try:
        head = read_head(head_file)
    except ValueError as error:
        raise usage_error(
            Message("{file} is not a head of Insyn. Fetch /api/v1/log/head and save it.", {"file": str(head_file)})
        ) from error
    if not is_signed(head.content, head.signature, key or public_key(document["signature"]["public_key"].encode())):
        raise OtherHeadError(localize(Message("{file} was not signed with this key.", {"file": str(head_file)})))
    way = document.get("published", {})
    values = {"file": str(file), "head": str(head.seq), "time": head.at}
    if way.get("head", {}).get("seq") != head.seq:
        raise UnprovenError(
            localize(Message("{file} has no path to this head. Fetch it again with ?head={head}.", values))
        )
    if leads_to(_leaf(file, document), way["leaf"], head.size, way["path"]) != head.root:
        raise OtherHeadError(localize(Message("{file} was NOT public when this head was published at {time}.", values)))
    return localize(Message("It was public when the head was published at {time}.", values))


def _changed(named: dict[str, str]) -> Message:
    return Message("{file} is NOT what was signed with key {key}: it was changed, or the key is another.", named)


def _unproven(named: dict[str, str]) -> Message:
    return Message(
        "{file} fits the key {key} that stands in it. That proves nothing: whoever changes a file can sign it anew. "
        "Fetch the city's public key from the city, and name it with --key.",
        named,
    )


def _not_signed(file: Path) -> Message:
    return Message("{file} is not a signed result of Insyn.", {"file": str(file)})


def _leaf(file: Path, document: dict[str, Any]) -> str:
    content = document["content"]
    try:
        run = UUID(content["run"])
    except (KeyError, ValueError, AttributeError) as error:  # signed, but by nobody's Insyn
        raise usage_error(_not_signed(file)) from error
    return leaf_of(f"run/{run.hex}", hashlib.sha256(canonical(content)).hexdigest())
