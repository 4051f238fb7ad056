"""Turns that were kept at the console, as a file of cases."""

from pathlib import Path

from rich.console import Console

from assistant.agent.frozen import cases_yaml
from assistant.bootstrap import open_kept
from assistant.errors import BadRequest
from assistant.settings import Settings


async def show_cases(settings: Settings, file: Path, console: Console) -> None:
    async with open_kept(settings) as kept:
        text = await cases_yaml(kept.stores)
    write(file, text)
    console.print(f"Written. Play them with: python -m evals run live --cases {file}", highlight=False)
    console.print("They hold what shoppers wrote: read them before you pass them on.")


def write(file: Path, text: str) -> None:
    """Raises `BadRequest`."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"{file} cannot be written: {error.strerror}.") from None
