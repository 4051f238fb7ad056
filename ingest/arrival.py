"""Feeds that do not lie in a folder: standard input, and addresses on the shop's list."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.discover import UnusablePath, check_path

MOST_BYTES = 1_000_000_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Arrival:
    """One file that was brought here. `source` is its key in the shop; `validators` say later whether it changed."""

    path: Path
    source: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def from_stream(stream: IO[bytes], name: str) -> Iterator[Arrival]:
    """Raises `UnusablePath`. The feed counts as a file of that name in this folder."""
    with landing(name) as path:
        with path.open("wb") as file:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
                check_size(file.tell())
        yield Arrival(path, PurePosixPath(name).as_posix())


@contextmanager
def landing(name: str) -> Iterator[Path]:
    """A place for a file of that name, whose folders say what it is. Raises `UnusablePath` for an unusable name."""
    plain = PurePosixPath(name)
    if not plain.name or plain.is_absolute() or ".." in plain.parts or not name.isprintable():
        raise UnusablePath(f"--name must be a plain file name such as products.csv, not {name!r}.")
    folder = Path(tempfile.mkdtemp(prefix="feed-"))
    try:
        path = folder / plain
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        check_path(path)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_size(seen: int) -> None:
    if seen > MOST_BYTES:
        raise UnusablePath(f"The feed is larger than {MOST_BYTES // 1_000_000:,} MB, so it was not read.")
