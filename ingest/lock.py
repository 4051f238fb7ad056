"""One ingest or rollback at a time on this machine; the lock goes with the process, however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import AssistantError


class Occupied(AssistantError):
    """Another ingest or rollback is running on this shop."""

    status = 409


@contextmanager
def alone(state_dir: Path) -> Iterator[None]:
    """Raises `Occupied`. Machines that share a database are told apart when they go live, by `Overtaken`."""
    state_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state_dir / "ingest.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Occupied(
            "Another ingest or rollback is running on this shop. Wait until it is done, then run this again."
        ) from None
    try:
        yield
    finally:
        lock.release()
