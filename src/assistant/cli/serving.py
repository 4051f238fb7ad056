"""uvicorn around the application, with our logging, and an end that lets running turns finish."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog
import typer
import uvicorn

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.bootstrap import build
from assistant.cli.publishing import publisher
from assistant.cli.running import PortTaken
from assistant.settings import Settings

GRACE_SECONDS = 30


async def serve_until_stopped(settings: Settings) -> None:
    """Raises `PortTaken` before any model is loaded."""
    site = replace(Site.of(settings), publish=publisher(settings))
    with listening(settings.host, settings.port) as listener:
        async with build(settings) as assistant:
            await _greet(assistant, settings)
            config = uvicorn.Config(
                create_app(assistant, site),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            with _repeated_signals_ignored():
                await uvicorn.Server(config).serve(sockets=[listener])


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        raise PortTaken(f"Cannot listen on {host} port {port}: {reason}. Choose another with --port.") from None
    with listener:
        yield listener


async def _greet(assistant: Assistant, settings: Settings) -> None:
    health = await assistant.health()
    model = health["model"]
    typer.echo(f"{settings.shop_name} is at http://{settings.host}:{settings.port}/")
    typer.echo(f"Answers come from {model['name']} ({model['kind']}). {model['description']}")
    if settings.demo:
        typer.echo(f"Mail that the demo would send: http://{settings.host}:{settings.port}/demo/outbox")
    if health["status"] != "ok":
        typer.echo("Not everything is well yet: see /health. A shop without an index is filled by `python -m ingest`.")
    structlog.get_logger("assistant.cli").info("serving", port=settings.port, status=health["status"])


@contextmanager
def _repeated_signals_ignored() -> Iterator[None]:
    """The server raises the signal that stopped it once more, which would skip the closing of stores."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
