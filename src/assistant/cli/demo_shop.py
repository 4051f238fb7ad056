"""Fills the demo shop by running the ingest command as its own process, as a shop owner would."""

import asyncio
import os
import sys
from pathlib import Path

import typer

from assistant.bootstrap import build
from assistant.errors import IndexMissing
from assistant.settings import Settings

_NOT_HERE = "The demo shop comes with the project's checkout. Please run `assistant demo` there."


async def fill_if_empty(settings: Settings) -> None:
    """Raises `IndexMissing` where the demo's files are not at hand or cannot be taken in."""
    async with build(settings) as assistant:
        health = await assistant.health()
    if health["index"]["revision"] is not None:
        return
    typer.echo("Filling the demo shop; this is done once ...")
    root = ingest_folder()
    if not (root / "demo" / "products.csv").is_file():
        raise IndexMissing(_NOT_HERE)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingest", str(root / "demo"), env=os.environ | environment(settings, root)
    )
    try:
        if await process.wait() != 0:
            raise IndexMissing("The demo shop could not be filled. What ingest says above tells why.")
    finally:
        if process.returncode is None:
            process.terminate()


def ingest_folder() -> Path:
    """The project's checkout, in which `ingest` lies; an installed package has none. Raises `IndexMissing`."""
    found = Path(__file__).parents[3]
    if not (found / "ingest").is_dir():
        raise IndexMissing(_NOT_HERE)
    return found


def environment(settings: Settings, root: Path) -> dict[str, str]:
    """For an ingest of the same shop, in a process of its own."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH")))),
        "ASSISTANT_DEMO": str(settings.demo).lower(),
        "ASSISTANT_DATABASE_URL": settings.database_url,
        "ASSISTANT_STATE_DIR": str(settings.state_dir),
    }
