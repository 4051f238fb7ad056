"""Runs `python -m ingest faqs` for a server, as its owner would."""

import asyncio
import os
import sys

import structlog

from assistant.api.publishing import Publish
from assistant.cli.demo_shop import environment, ingest_folder
from assistant.errors import IndexMissing
from assistant.settings import Settings


def publisher(settings: Settings) -> Publish | None:
    """None where `ingest` is not at hand: what is approved then waits for whoever runs it."""
    try:
        root = ingest_folder()
    except IndexMissing:
        return None

    async def publish() -> bool:
        return await _ran({**os.environ, **environment(settings, root)})

    return publish


async def _ran(env: dict[str, str]) -> bool:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingest", "faqs", env=env,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, told = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode:
        why = told.decode(errors="replace").strip().rpartition("\n")[2]
        structlog.get_logger("assistant.publishing").warning("publishing_put_off", code=process.returncode, why=why)
    return process.returncode == 0
