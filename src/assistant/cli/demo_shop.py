"""Fills the demo shop by running the ingest command as its own process, as a shop owner would."""

import asyncio
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from assistant.bootstrap import build
from assistant.errors import IndexMissing
from assistant.settings import Settings


async def fill_if_empty(settings: Settings) -> None:
    """Raises `IndexMissing` where the demo's files are not at hand or cannot be taken in."""
    async with build(settings) as assistant:
        health = await assistant.health()
    if health["index"]["revision"] is not None:
        return
    typer.echo("Filling the demo shop; this is done once ...")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingest", str(demo_files()), env=os.environ | _environment(settings)
    )
    try:
        if await process.wait() != 0:
            raise IndexMissing("The demo shop could not be filled. What ingest says above tells why.")
    finally:
        if process.returncode is None:
            process.terminate()


def demo_files() -> Path:
    """`ingest` and `demo` lie side by side in a checkout; an installed package has neither."""
    found = find_spec("ingest")
    if found is None or found.origin is None:
        raise IndexMissing("The demo shop comes with the project's checkout. Please run `assistant demo` there.")
    return Path(found.origin).parents[1] / "demo"


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "ASSISTANT_DEMO": "true",
        "ASSISTANT_DATABASE_URL": settings.database_url,
        "ASSISTANT_STATE_DIR": str(settings.state_dir),
    }
