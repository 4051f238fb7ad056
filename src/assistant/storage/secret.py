"""The state folder, and the secret that is kept in it where no setting names one."""

import os
import secrets
from pathlib import Path

from assistant.errors import BadSetting


def kept_secret(folder: Path) -> bytes:
    """Made once and kept in the state folder, readable by its owner only."""
    path = folder / "secret"
    if not path.exists():
        _write_secret(state_folder(folder) / "secret")
    return path.read_bytes()


def state_folder(folder: Path) -> Path:
    """Raises `BadSetting` for a folder that cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"ASSISTANT_STATE_DIR cannot be used as a folder ({error.strerror}).") from None
    return folder


def _write_secret(path: Path) -> None:
    """Two processes that start together must not end with two secrets: whoever links first has made it."""
    half = path.with_name(f"secret.{secrets.token_hex(8)}")
    with os.fdopen(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        half.replace(path)
    half.unlink(missing_ok=True)
