"""Where the data sets lie, and what is said when they do not."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent


class NoData(Exception):
    """A suite cannot run for want of data; its text names the place that was looked in."""


def data_dir() -> Path:
    named = os.environ.get("ASSISTANT_DATA_DIR")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def needed(path: Path) -> Path:
    if not path.exists():
        raise NoData(f"no data at {path}; set ASSISTANT_DATA_DIR to the folder that holds it")
    return path


def dataset(*parts: str) -> Path:
    return needed(data_dir().joinpath(*parts))
