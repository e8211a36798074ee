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
@click.argument("file", type=_FILE)
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
        raise click.UsageError(f"{key_file} is {error}. Fetch the city's public key, /keys/….pub.") from error
    try:
        document = read_document(file)
        checked = check(document, key)
    except ValueError as error:
        raise click.UsageError(f"{file} is not a signed result of Insyn.") from error
    if not checked.is_intact:
        raise ChangedError(
            f"{file} is NOT what was signed with key {checked.key_id}: it was changed, or the key is another."
        )
    led = "" if head_file is None else _led_to(file, document, head_file, key)
    if not checked.is_proven:
        raise UnprovenError(
            f"{file} fits the key {checked.key_id} that stands in it. That proves nothing: whoever changes a file can "
            "sign it anew. Fetch the city's public key from the city, and name it with --key."
        )
    click.echo(f"{file} is what was signed with key {checked.key_id}.{led}")


def _led_to(file: Path, document: dict[str, Any], head_file: Path, key: Ed25519PublicKey | None) -> str:
    """A sentence for a file that leads to this head."""
    try:
        head = read_head(head_file)
    except ValueError as error:
        raise click.UsageError(f"{head_file} is not a head of Insyn. Fetch /api/v1/log/head and save it.") from error
    if not is_signed(head.content, head.signature, key or public_key(document["signature"]["public_key"].encode())):
        raise OtherHeadError(f"{head_file} was not signed with this key.")
    way = document.get("published", {})
    if way.get("head", {}).get("seq") != head.seq:
        raise UnprovenError(f"{file} has no path to this head. Fetch it again with ?head={head.seq}.")
    if leads_to(_leaf(file, document), way["leaf"], head.size, way["path"]) != head.root:
        raise OtherHeadError(f"{file} was NOT public when this head was published at {head.at}.")
    return f" It was public when the head was published at {head.at}."


def _leaf(file: Path, document: dict[str, Any]) -> str:
    content = document["content"]
    try:
        run = UUID(content["run"])
    except (KeyError, ValueError, AttributeError) as error:  # signed, but by nobody's Insyn
        raise click.UsageError(f"{file} is not a signed result of Insyn.") from error
    return leaf_of(f"run/{run.hex}", hashlib.sha256(canonical(content)).hexdigest())
