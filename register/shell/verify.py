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
from assessments.text.message import Message
from register.shell.reader import localize, usage_error
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
@click.argument("file", type=_FILE, metavar="FILE", required=False)
@click.option("--key", "key_file", type=_FILE, help="The city's public key, fetched from the city itself.")
@click.option("--head", "head_files", type=_FILE, multiple=True, help="A head that was kept from /api/v1/log/head.")
def verify(file: Path | None, key_file: Path | None, head_files: tuple[Path, ...]) -> None:
    """Check FILE, a signed result. Exit code 0: as it was signed; 1: changed, or another key; 3: not proven.

    With --head also whether it was public when that head was published; 1: it was not, or the head is another's; 3: the
    file has no path to this head, so fetch it again with ?head= and the number of the head.

    With two heads or more, the oldest first, and with or without FILE: whether each goes on where the one before ended,
    so that nothing public was taken out or changed; 1: it does not; 3: it has no proof of it, so fetch it again with
    ?since= and the number of the one before. What is not public is compared by insyn check --head.
    """
    key = None if key_file is None else _key(key_file)
    if len(head_files) > 1:
        _check_heads(head_files, key)
    elif file is None:
        raise usage_error(Message("Name a signed result, or two heads or more with --head."))
    if file is not None:
        _check_file(file, key, head_files[-1] if head_files else None)


def _key(file: Path) -> Ed25519PublicKey:
    try:
        return public_key(file.read_bytes())
    except KeyFileError as error:
        values = {"file": str(file), "fault": error.message}
        raise usage_error(Message("{file} is {fault}. Fetch the city's public key, /keys/….pub.", values)) from error


def _check_heads(files: Sequence[Path], key: Ed25519PublicKey | None) -> None:
    """Each head with the one before it. Without a key nobody has said whose they are."""
    if key is None:
        whose = Message("Whose heads are these? Fetch the city's public key from the city, and name it with --key.")
        raise UnprovenError(localize(whose))
    heads = [_signed_head(file, key) for file in files]
    for (older_file, older), (newer_file, newer) in pairwise(zip(files, heads, strict=True)):
        names = {"older": str(older_file), "newer": str(newer_file)}
        _check_pair(older, newer, _read_growth(newer_file), {**names, "first": str(older.seq), "last": str(newer.seq)})
    values = {"first": str(heads[0].seq), "last": str(heads[-1].seq), "before": heads[0].at, "after": heads[-1].at}
    same = Message("What was public at {before} is unchanged at {after}: lines {first} to {last} of the log.", values)
    click.echo(localize(same))


def _check_pair(older: PublishedHead, newer: PublishedHead, growth: Growth | None, values: dict[str, str]) -> None:
    if newer.seq < older.seq:
        raise OtherHeadError(localize(Message("{newer} is older than {older}. Name the oldest head first.", values)))
    if newer == older:
        return
    if growth is None or growth.seq != older.seq:
        unproven = Message("{newer} has no proof from {older}. Fetch it again with ?seq={last}&since={first}.", values)
        raise UnprovenError(localize(unproven))
    if not grew((older.size, older.root), (newer.size, newer.root), growth.path):
        rewritten = Message(
            "{newer} does NOT go on where {older} ended: what was public until line {first} was rewritten or cut by "
            "line {last}. With both heads, insyn check --head says which line is the first.",
            values,
        )
        raise OtherHeadError(localize(rewritten))


def _read_growth(file: Path) -> Growth | None:
    try:
        return read_growth(file)
    except ValueError as error:
        raise usage_error(_no_head(file)) from error


def _signed_head(file: Path, key: Ed25519PublicKey) -> PublishedHead:
    try:
        head = read_head(file)
    except ValueError as error:
        raise usage_error(_no_head(file)) from error
    if not is_signed(head.content, head.signature, key):
        raise OtherHeadError(localize(Message("{file} was not signed with this key.", {"file": str(file)})))
    return head


def _no_head(file: Path) -> Message:
    return Message("{file} is not a head of Insyn. Fetch /api/v1/log/head and save it.", {"file": str(file)})


def _check_file(file: Path, key: Ed25519PublicKey | None, head_file: Path | None) -> None:
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
    head = _signed_head(head_file, key or public_key(document["signature"]["public_key"].encode()))
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
        "{file} fits the key {key} that it contains. That proves nothing: anyone who changes a file can sign it again. "
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
