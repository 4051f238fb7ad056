"""The folders of an index: which are complete, what each holds, and how a new one takes its place."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.retrieval.vectors.store import Model

SCHEMA = 3
MANIFEST = "index.json"
ROWS = "rows.json"
UNFINISHED = ".building-"
LONGEST_BUILD_SECONDS = 3600

Rows = Mapping[str, Mapping[str, str]]
"""By kind and id, the key of the text."""


@dataclass(frozen=True)
class Manifest:
    """`stale` counts the rows replaced or removed since the legs were last built from nothing."""

    schema: int
    fingerprint: str
    dimension: int
    store: str
    products: int
    passages: int
    stale: int

    @property
    def model(self) -> Model:
        return Model(self.fingerprint, self.dimension)


def revision_of(model: Model, store: str, rows: Rows) -> str:
    """A name that stands for all that the index holds."""
    digest = hashlib.sha256(f"{SCHEMA}:{model.fingerprint}:{model.dimension}:{store}".encode())
    for kind in sorted(rows):
        for id_, key in sorted(rows[kind].items()):
            digest.update(f"{kind}\0{id_}\0{key}\n".encode())
    return digest.hexdigest()[:16]


def manifest_of(folder: Path) -> Manifest | None:
    """None for a folder that was not built to its end, or by code that laid it out otherwise."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**content) if content["schema"] == SCHEMA else None
    except (FileNotFoundError, NotADirectoryError):
        return None


def rows_of(folder: Path) -> Rows:
    rows: Rows = json.loads((folder / ROWS).read_text(encoding="utf-8"))
    return rows


def is_complete(folder: Path, files: Iterable[str] = ()) -> bool:
    return manifest_of(folder) is not None and all((folder / name).exists() for name in files)


def newest(root: Path) -> Path | None:
    folders = [f for f in root.iterdir() if is_complete(f)] if root.is_dir() else []
    return max(folders, key=lambda f: (f / MANIFEST).stat().st_mtime_ns, default=None)


@contextmanager
def new_folder(root: Path, revision: str) -> Iterator[Path]:
    """A folder aside that takes its place whole, or leaves nothing behind."""
    root.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    try:
        yield building
        _to_disk(building)
        _replace(building, root / revision)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def finish(folder: Path, manifest: Manifest, rows: Rows) -> None:
    """The manifest comes last: it says that all the rest is there."""
    (folder / ROWS).write_text(json.dumps(rows), encoding="utf-8")
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")


def prune(root: Path, keep: Collection[str]) -> None:
    """Older revisions, and what a crashed build left behind."""
    for folder in root.iterdir():
        age = time.time() - folder.stat().st_mtime
        running = folder.name.startswith(UNFINISHED) and age < LONGEST_BUILD_SECONDS
        if folder.is_dir() and folder.name not in keep and not running:
            shutil.rmtree(folder, ignore_errors=True)


def _replace(building: Path, target: Path) -> None:
    if target.exists():
        aside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
        target.rename(aside / "old")
        building.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        building.rename(target)


def _to_disk(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
