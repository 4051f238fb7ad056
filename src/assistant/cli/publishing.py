"""Runs `python -m ingest faqs` for a server, as its owner would."""

import asyncio
import os
import sys

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
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ingest", "faqs", env=os.environ | environment(settings, root),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return await process.wait() == 0
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()

    return publish
