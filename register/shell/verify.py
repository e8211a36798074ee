"""``insyn verify``: whether a result is what the city signed, and heads go on from each other. Without a database."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from algorithms.log.merkle import grew, leads_to
from algorithms.log.published import Growth, PublishedHead, leaf_of
from assessments.results.signing import KeyFileError, canonical, check, is_signed, public_key
from register.shell.signed_file import read_document, read_growth, read_head

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
@click.argument("file", type=_FILE, required=False)
@click.option("--key", "key_file", type=_FILE, help="The city's public key, fetched from the city itself.")
@click.option("--head", "head_files", type=_FILE, multiple=True, help="A head that was kept from /api/v1/log/head.")
def verify(file: Path | None, key_file: Path | None, head_files: tuple[Path, ...]) -> None:
    """Check FILE, a signed result. Exit code 0: as it was signed; 1: changed, or another key; 3: not proven.

    With --head also whether it was public when that head was published; 1: it was not, or the head is another's; 3: the
    file has no path to this head, so fetch it again with ?head= and the number of the head.

    With two heads or more, the oldest first, and with or without FILE: whether each goes on where the one before ended,
    so that nothing that was public was taken out or changed; 1: it does not; 3: it has no proof of it, so fetch it
    again with ?since= and the number of the one before. What was not public, insyn check --head compares.
    """
    try:
        key = None if key_file is None else public_key(key_file.read_bytes())
    except KeyFileError as error:
        raise click.UsageError(f"{key_file} is {error}. Fetch the city's public key, /keys/….pub.") from error
    if len(head_files) > 1:
        _check_heads(head_files, key)
    elif file is None:
        raise click.UsageError("Name a signed result, or two heads or more with --head.")
    if file is not None:
        _check_file(file, key, head_files[-1] if head_files else None)


def _check_heads(files: Sequence[Path], key: Ed25519PublicKey | None) -> None:
    """Each head with the one before it. Without a key nobody has said whose they are."""
    if key is None:
        raise UnprovenError(
            "Nobody has said whose these heads are. Fetch the city's public key, and name it with --key."
        )
    heads = [_signed_head(file, key) for file in files]
    for (older_file, older), (newer_file, newer) in pairwise(zip(files, heads, strict=True)):
        if newer.seq < older.seq:
            raise OtherHeadError(f"{newer_file} is older than {older_file}. Name the oldest head first.")
        if newer.seq == older.seq and newer == older:
            continue
        growth = _growth(newer_file)
        if growth is None or growth.seq != older.seq:
            raise UnprovenError(
                f"{newer_file} has no proof from {older_file}. Fetch it again with ?seq={newer.seq}&since={older.seq}."
            )
        if not grew((older.size, older.root), (newer.size, newer.root), growth.path):
            raise OtherHeadError(
                f"{newer_file} does NOT go on where {older_file} ended: what was public until line {older.seq} was "
                f"rewritten or cut by line {newer.seq}. insyn check --head says which line is the first."
            )
    first, last = heads[0], heads[-1]
    click.echo(f"What was public at {first.at} is unchanged at {last.at}: lines {first.seq} to {last.seq} of the log.")


def _growth(file: Path) -> Growth | None:
    try:
        return read_growth(file)
    except ValueError as error:
        raise click.UsageError(f"{file} is not a head of Insyn. Fetch /api/v1/log/head and save it.") from error


def _signed_head(file: Path, key: Ed25519PublicKey) -> PublishedHead:
    try:
        head = read_head(file)
    except ValueError as error:
        raise click.UsageError(f"{file} is not a head of Insyn. Fetch /api/v1/log/head and save it.") from error
    if not is_signed(head.content, head.signature, key):
        raise OtherHeadError(f"{file} was not signed with this key.")
    return head


def _check_file(file: Path, key: Ed25519PublicKey | None, head_file: Path | None) -> None:
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
    head = _signed_head(head_file, key or public_key(document["signature"]["public_key"].encode()))
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
