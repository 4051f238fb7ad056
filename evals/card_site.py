"""The demo shop on disk behind the application, with a model that keeps every request, and a search of all it left."""

import contextlib
import logging
import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.messages import AIMessage, BaseMessage

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.site import Rate
from assistant.bootstrap import build
from assistant.observability import configure_logging
from assistant.retrieval.embedding import MiniLM
from assistant.testing.model import ScriptedModel, says
from evals.stage import DEMO, ingested, offline_settings
from evals.wire import Wire

_UNLIMITED = Rate(burst=10**9, per_minute=10**9)
_RUN = re.compile(rb"\d(?:[^\dA-Za-z]{0,3}\d){11,}")
_PIECE = 8  # bytes
SHORTEST, LONGEST = 13, 19


class Recorder(ScriptedModel):
    """A hosted model's stand-in: says what a script says, or thanks; keeps all that it was sent."""

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        if not self.steps:
            self.steps.append(says("Thank you."))
        return super()._next(messages)


@dataclass(frozen=True)
class CardSite:
    wire: Wire
    assistant: Assistant
    model: Recorder
    folder: Path
    logged: StringIO

    def left(self) -> Iterator[tuple[str, bytes]]:
        """Everything that is left: each file of the state folder, all log lines, all requests to the model."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()
        yield "log", self.logged.getvalue().encode()
        yield "model requests", repr(self.model.seen).encode()


@contextlib.asynccontextmanager
async def card_site() -> AsyncIterator[CardSite]:
    """Raises `NoData` where the demo shop is not at hand."""
    logged, model = StringIO(), Recorder(steps=[])
    with tempfile.TemporaryDirectory() as name:
        settings = offline_settings(Path(name)).model_copy(update={"message_limit": 6_000})
        await ingested(DEMO, settings)
        configure_logging("debug", "json", logged)
        logging.getLogger("uvicorn").setLevel(logging.DEBUG)
        try:
            async with build(settings, embeddings=MiniLM(), hosted=model) as assistant:
                site = Site("Larkfield", address_rate=_UNLIMITED, conversation_rate=_UNLIMITED)
                yield CardSite(Wire(create_app(assistant, site)), assistant, model, Path(name), logged)
        finally:
            configure_logging("error")


def numbers_in(data: bytes, numbers: frozenset[str]) -> set[str]:
    """Which of the numbers stand there in digits, with at most three other signs between two of them."""
    found = set[str]()
    for run in _RUN.findall(data):
        digits = re.sub(rb"\D", b"", run).decode()
        for at in range(len(digits) - SHORTEST + 1):
            found |= {digits[at : at + size] for size in range(SHORTEST, LONGEST + 1)} & numbers
    return found


def pieces_in(data: bytes, typed: Mapping[int, str]) -> set[str]:
    """Which notations stand there as they were typed; `typed` by the key that `piece` makes of each."""
    array = np.frombuffer(data[: len(data)], dtype=np.uint8)
    if len(array) < 2 * _PIECE:
        return set()
    keys, wanted = _keys(array), np.array(sorted(typed), dtype=np.uint64)
    return {typed[int(key)] for key in np.unique(keys[np.isin(keys, wanted)])}


def piece(typed: str) -> int | None:
    """Sixteen bytes from the middle; None for one that is shorter, which `numbers_in` finds."""
    data = typed.encode()
    if len(data) < 2 * _PIECE:
        return None
    start = (len(data) - 2 * _PIECE) // 2
    return int(_keys(np.frombuffer(data[start : start + 2 * _PIECE], dtype=np.uint8))[0])


def _keys(array: Any) -> Any:
    """One number for each sixteen bytes."""
    windows = np.lib.stride_tricks.sliding_window_view(array, _PIECE)
    words = np.zeros(len(windows), dtype=np.uint64)
    for at in range(_PIECE):
        words = words << np.uint64(8) | windows[:, at].astype(np.uint64)
    return words[:-_PIECE] * np.uint64(0x9E3779B97F4A7C15) ^ words[_PIECE:]


def searched(left: Iterable[tuple[str, bytes]], numbers: frozenset[str], typed: Sequence[str]) -> dict[str, set[str]]:
    """What was found, by the place where it lies."""
    keys = {key: one for one in typed if (key := piece(one)) is not None}
    return {place: found for place, data in left if (found := numbers_in(data, numbers) | pieces_in(data, keys))}
