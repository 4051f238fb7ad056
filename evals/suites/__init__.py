"""The suites by name. Each takes a file of cases, or None for its own, and returns a result."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.result import Progress, Result
from evals.suites import intents, search, smoke


@dataclass(frozen=True)
class Suite:
    """A gate fails the command when a case fails; the others measure and never fail."""

    about: str
    run: Callable[[Path | None, Progress], Coroutine[Any, Any, Result]]
    gate: bool = False


SUITES = {
    "smoke": Suite("frozen conversations over the demo shop; every one must pass", smoke.run, gate=True),
    "search": Suite("ProductQA: products under constraints, and honest absence", search.run),
    "intents": Suite("HINT3: what a message wants, and what is out of scope", intents.run),
}
