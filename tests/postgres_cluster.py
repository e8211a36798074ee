"""A PostgreSQL of the tests' own: made in a temporary folder, on loopback alone, gone afterwards. Knows no tables."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from running import free_port

_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "jit": "off",
}
_ROLE = "insyn"
_TRIES = 3  # somebody else may take the free port before PostgreSQL does


class Cluster:
    """A running server. Sorts as Swedish does, so that a page which leaves order to the database is found out."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="insyn-postgres-"))  # not pytest's: another user must get in
        self._password = secrets.token_hex(16)
        self._port = 0
        self._user = _other_user()

    def __enter__(self) -> Self:
        try:
            self._initialise()
            self._start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._run("pg_ctl", "stop", "--mode=immediate", "--wait", f"--pgdata={self._data}")
        finally:
            self._remove()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{_ROLE}:{self._password}@127.0.0.1:{self._port}/{database}"

    async def create(self, database: str, *, template: str = "template0") -> str:
        await self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    async def drop(self, database: str) -> None:
        await self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _initialise(self) -> None:
        password_file = self._folder / "password"
        password_file.write_text(self._password)
        if self._user:
            for path in (self._folder, password_file):
                shutil.chown(path, self._user)
        self._run(
            "initdb", f"--pgdata={self._data}", f"--username={_ROLE}", f"--pwfile={password_file}", "--no-sync",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=sv-SE",
        )  # fmt: skip

    def _start(self) -> None:
        options = {**_FAST, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        log = self._folder / "log"
        for attempt in range(1, _TRIES + 1):
            self._port = free_port()
            settings = " ".join(f"-c {name}='{value}'" for name, value in {**options, "port": self._port}.items())
            try:
                self._run(
                    "pg_ctl", "start", "--wait", f"--pgdata={self._data}", f"--log={log}", f"--options={settings}"
                )
            except RuntimeError as error:
                if attempt == _TRIES:
                    raise RuntimeError(f"{error}\n{log.read_text() if log.exists() else ''}") from error
            else:
                return

    def _run(self, program: str, *arguments: str) -> None:
        # Output goes to a file: the server that pg_ctl leaves behind would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            finished = subprocess.run(
                [self._programs / program, *arguments],
                cwd=self._folder,
                user=self._user,
                group=pwd.getpwnam(self._user).pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
            output.seek(0)
            if finished.returncode:
                raise RuntimeError(f"{program} failed: {output.read()}")

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root; then its own user, or nobody, does it."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
