"""How each command starts and how it fails: one clear sentence and an exit code, never a stack of frames."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import typer

from assistant.errors import AssistantError, BadSetting, IndexMissing, ModelFileMissing
from assistant.observability import configure_logging
from assistant.settings import Settings

DEMO_DIR = Path("var/demo")
EXIT_CODES = {BadSetting: 2, ModelFileMissing: 3, IndexMissing: 4}


class PortTaken(AssistantError):
    pass


def load_settings(*, demo: bool, quiet: bool = False, **given: object) -> Settings:
    """Raises `BadSetting`. The demo keeps its data to itself, whatever the environment says of the real shop's.

    `quiet` is for a terminal that a person reads: only what went wrong is logged.
    """
    own: dict[str, object] = {}
    if demo:
        own = {"demo": True, "state_dir": DEMO_DIR, "database_url": f"sqlite+aiosqlite:///{DEMO_DIR}/shop.db"}
    settings = Settings.load(**own, **{name: value for name, value in given.items() if value is not None})
    configure_logging("error" if quiet else settings.log_level, settings.log_format)
    return settings


def guarded(start: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command; an error that was raised on purpose becomes its sentence on standard error."""
    try:
        asyncio.run(start())
    except AssistantError as error:
        typer.echo(f"assistant: {error.message}", err=True)
        raise typer.Exit(exit_code(error)) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def exit_code(error: AssistantError) -> int:
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)
