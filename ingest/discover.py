"""A path -> the files to read, in a stable order, each with its key in the shop."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from assistant.errors import AssistantError
from ingest.readers import FORMATS, reader_for
from ingest.rows import UNCOUNTED, FeedFile, Skipped
from ingest.text import is_broken, slug

_KINDS = {"policies": "policy", "policy": "policy", "faqs": "faq", "faq": "faq"}
_ABOUT_THE_FOLDER = {"readme", "license", "licence", "changelog", "contributing", "robots", "humans", "llms"}


class UnusablePath(AssistantError):
    """The path itself: nothing could be read at all."""

    status = 422


@dataclass(frozen=True)
class Reading:
    """How files are read: the shop's currency, ids that documents have already, and where dates are moved to.

    `source` is the key of a single file that came from elsewhere.
    """

    currency: str = "USD"
    known_ids: Mapping[str, str] = field(default_factory=dict)
    shift_dates_to: date | None = None
    source: str = ""
    uncounted: int = UNCOUNTED


def source_key(path: Path) -> str:
    """The same for a file whether it is named itself or found in a folder."""
    full, here = _located(path), Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else full.as_posix()


def _located(path: Path) -> Path:
    """Absolute; a file that is itself a link keeps the name by which it was found."""
    return path.parent.resolve() / path.name if path.is_symlink() and not path.is_dir() else path.resolve()


def lies_under(source: str, key: str) -> bool:
    if key == ".":
        return not PurePosixPath(source).is_absolute()
    return source == key or source.startswith(key.rstrip("/") + "/")


def check_path(path: Path) -> None:
    """Raises `UnusablePath` for a path that is not there or not readable, or a single file that no reader knows."""
    if not path.exists():
        raise UnusablePath(f"{path} does not exist.")
    if path.is_file() and reader_for(path) is None:
        raise UnusablePath(f"{path.name} is no feed: use {FORMATS}.")
    if not path.is_file() and not (path.is_dir() and os.access(path, os.R_OK | os.X_OK)):
        raise UnusablePath(f"{path} cannot be read.")


def discover(path: Path, reading: Reading) -> Iterator[FeedFile | Skipped]:
    """Raises `UnusablePath`."""
    check_path(path)
    if path.is_file():
        yield _feed_file(path, path.parent, reading)
    else:
        yield from _folder(path, reading)


def _folder(root: Path, reading: Reading) -> Iterator[FeedFile | Skipped]:
    seen: set[Path] = set()
    for path in sorted(_walk(root), key=Path.is_symlink):  # a link never takes the place of the real file
        reason = _reason_to_skip(path, root, seen)
        if reason:
            yield Skipped(_printable(source_key(path)), None, reason)
        else:
            seen.add(path.resolve())
            yield _feed_file(path, root, reading)


def _walk(root: Path) -> Iterator[Path]:
    """Hidden and cache folders are passed by; links to folders are not followed."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith((".", "__")))


def _reason_to_skip(path: Path, root: Path, seen: set[Path]) -> str:
    target = path.resolve()
    reasons = (
        (path.is_symlink() and not target.is_relative_to(root.resolve()), "it is a link that leaves the folder"),
        (not path.is_file(), "it is not a file that can be read"),
        (target in seen, "it is a link to a file that was read already"),
        (is_broken(source_key(path)), "its name is not UTF-8"),
        (path.stem.casefold() in _ABOUT_THE_FOLDER, "it is about the folder, not about the shop"),
        (reader_for(path) is None and path.suffix == ".json", _JSON),
        (reader_for(path) is None, f"{path.suffix or 'a name without extension'} is no feed format"),
    )
    return next((reason for applies, reason in reasons if applies), "")


_JSON = "only customers.json and orders.json are read; products come as .csv or .jsonl"


def _feed_file(path: Path, root: Path, reading: Reading) -> FeedFile:
    source = reading.source or source_key(path)
    parts = _below_kind(_located(path), root.resolve())
    kind = next((_KINDS[part.casefold()] for part in parts[:-1] if part.casefold() in _KINDS), "page")
    name = reading.known_ids.get(source) or slug("/".join((*parts[:-1], path.stem))) or "document"
    return FeedFile(path, source, name, kind, reading.currency, reading.shift_dates_to, reading.uncounted)


def _below_kind(path: Path, root: Path) -> tuple[str, ...]:
    """The path's parts below the root, or from `policies` or `faqs` on, when the root is inside such a folder."""
    while root.name.casefold() in _KINDS:
        root = root.parent
    return path.relative_to(root).parts


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
