"""``insyn verify``: whether a signed result is what the city signed. Needs neither database nor network."""

import json
from pathlib import Path

import click

from assessments.signing import KeyFileError, check, public_key

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class ChangedError(click.ClickException):
    """The file is not what was signed."""

    exit_code = 1


class UnprovenError(click.ClickException):
    """The file fits itself, but nobody has said whose key it is signed with."""

    exit_code = 3


@click.command("verify", short_help="Check a signed result.")
@click.argument("file", type=_FILE)
@click.option("--key", "key_file", type=_FILE, help="The city's public key, fetched from the city itself.")
def verify(file: Path, key_file: Path | None) -> None:
    """Check FILE, a signed result. Exit code 0: as it was signed; 1: changed, or another key; 3: not proven."""
    try:
        key = None if key_file is None else public_key(key_file.read_bytes())
    except KeyFileError as error:
        raise click.UsageError(f"{key_file} is {error}. Fetch the city's public key, /keys/….pub.") from error
    try:
        found = check(json.loads(file.read_bytes()), key)
    except ValueError as error:
        raise click.UsageError(f"{file} is not a signed result of Insyn.") from error
    if not found.is_intact:
        raise ChangedError(
            f"{file} is NOT what was signed with key {found.key_id}: it was changed, or the key is another."
        )
    if not found.is_proven:
        raise UnprovenError(
            f"{file} fits the key {found.key_id} that stands in it. That proves nothing: whoever changes a file can "
            "sign it anew. Fetch the city's public key from the city, and name it with --key."
        )
    click.echo(f"{file} is what was signed with key {found.key_id}.")
