"""Logs and metrics. A log line carries ids, names and durations; what people wrote never reaches one."""

import hashlib
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from structlog.typing import EventDict, Processor, WrappedLogger

from assistant.card_numbers import hide

PERSONAL_KEYS = frozenset({
    "address", "answer", "api_key", "authorization", "body", "card", "code", "content", "cookie", "customer", "email",
    "headers", "input", "mail", "message", "messages", "name", "order", "order_number", "output", "password", "phone",
    "prompt", "query", "question", "quote", "recipient", "recipients", "reply", "request_body", "secret", "sender",
    "subject", "text", "to", "token", "transcript", "url",
})  # fmt: skip
LEFT_OUT = "(left out)"

_PERSONAL_SHAPES = re.compile(
    r"[^\s@<>\"']+@[^\s@<>\"']+\.[a-z]{2,}"  # an e-mail address
    r"|\b(?:\d[ -]?){12,18}\d\b"  # as long as a card number, whether it is one or not
    r"|\bsk-[\w-]{8,}"  # an API key
    r"|\b[Bb]earer\s+\S+"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]+"  # a signed token
    r"|://[^/\s:@]+:[^/\s@]+@",  # a password in an address
    re.IGNORECASE,
)
_OWN_LOGGERS = ("assistant", "ingest", "evals")


def configure_logging(level: str = "info", form: str = "console", stream: TextIO | None = None) -> None:
    """Send our own and every library's log lines through one redacting formatter; called by entry points only."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=_last(form), foreign_pre_chain=_shared()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries log request bodies when asked for details, so a debug level of ours never becomes theirs.
    root.setLevel(logging.WARNING)
    for name in _OWN_LOGGERS:
        logging.getLogger(name).setLevel(level.upper())
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]


def _last(form: str) -> list[Processor]:
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, shorten_exceptions, redact, renderer]


def shorten_exceptions(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An error's own words may quote what a shopper wrote, and so may the source lines of its frames."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    return {**event, **failure(error)} if isinstance(error, BaseException) else event


def failure(error: BaseException) -> dict[str, str]:
    """The kind of error and where it happened, to log with `**failure(error)`."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    place = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return {"error": type(error).__name__, "at": place}


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: LEFT_OUT if key in PERSONAL_KEYS else _clean(value) for key, value in event.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return hide(_PERSONAL_SHAPES.sub(LEFT_OUT, value)).text
    if isinstance(value, Mapping):
        return {key: LEFT_OUT if key in PERSONAL_KEYS else _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_clean(inner) for inner in value]
    return value if isinstance(value, int | float | bool | None) else _clean(str(value))


def conversation_hash(conversation_id: str) -> str:
    """Short enough to read, and of no use to whoever wants to open the conversation."""
    return hashlib.sha256(conversation_id.encode()).hexdigest()[:12]


@contextmanager
def turn_logging(turn_id: str, conversation_id: str) -> Iterator[None]:
    """Bind both ids to every log line of this turn."""
    with structlog.contextvars.bound_contextvars(turn_id=turn_id, conversation=conversation_hash(conversation_id)):
        yield


def reference(otherwise: str = "") -> str:
    """What support can look up: the turn's id, or the request's where no turn had begun."""
    bound = structlog.contextvars.get_contextvars()
    return str(bound.get("turn_id") or bound.get("request_id") or otherwise)


class Metrics:
    """What is counted, in the registry that is passed in. Labels hold names from our code only, never user input."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        seconds = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)
        self._turns = _counter(registry, "turns", "Answered messages", "outcome", "model")
        self._turn_seconds = _histogram(registry, "turn_seconds", "Whole turn", seconds, "model")
        self._first = _histogram(registry, "first_event_seconds", "Until the first sign of life", seconds)
        self._tools = _counter(registry, "tool_calls", "Tool calls, by the outcome of their turn", "tool", "outcome")
        self._handoffs = _counter(registry, "handoffs", "Conversations passed to a person", "reason")
        self._requests = _counter(registry, "http_requests", "HTTP requests", "method", "route", "status")

    def turn(self, outcome: str, model: str, seconds: float) -> None:
        self._turns.labels(outcome, model).inc()
        self._turn_seconds.labels(model).observe(seconds)

    def first_event(self, seconds: float) -> None:
        self._first.observe(seconds)

    def tool_call(self, tool: str, outcome: str) -> None:
        self._tools.labels(tool, outcome).inc()

    def handoff(self, reason: str) -> None:
        self._handoffs.labels(reason).inc()

    def request(self, method: str, route: str, status: int) -> None:
        self._requests.labels(method, route, str(status)).inc()


def _counter(registry: CollectorRegistry, name: str, text: str, *labels: str) -> Counter:
    return Counter(f"assistant_{name}", text, labels, registry=registry)


def _histogram(
    registry: CollectorRegistry, name: str, text: str, buckets: tuple[float, ...], *labels: str
) -> Histogram:
    return Histogram(f"assistant_{name}", text, labels, registry=registry, buckets=buckets)
