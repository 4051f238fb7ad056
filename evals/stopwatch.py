"""Times every chat model call of a task, from outside: the assistant under the bench stays as it is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook


class Stopwatch(BaseCallbackHandler):
    """`seconds` spent in the chat model so far, and in how many `calls`."""

    run_inline = True

    def __init__(self) -> None:
        self.seconds, self.calls = 0.0, 0
        self._started: dict[UUID, float] = {}

    def on_chat_model_start(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self._started[run_id] = time.perf_counter()

    def on_llm_end(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self._stop(run_id)

    def on_llm_error(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self._stop(run_id)

    def _stop(self, run_id: UUID) -> None:
        self.seconds += time.perf_counter() - self._started.pop(run_id)
        self.calls += 1


_watch: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)
register_configure_hook(_watch, inheritable=True)


@contextmanager
def timing() -> Iterator[Stopwatch]:
    """Watches the model calls of this task until it ends."""
    watch = Stopwatch()
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)
