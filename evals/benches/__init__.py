"""The benches by name: speed and size beside a bare baseline of the same run. Ratios outlive machines.

A bench is `async def run(progress, *, name: type = default)`. What it takes by name can be set from the command line
(`bench NAME --option name=value`); pydantic turns the text into the type and refuses what does not fit.
"""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from evals.benches import carts, desk, exactly_once, guards, handoffs, ingest, kills, patterns, search, turn
from evals.loading import BadCases
from evals.result import Progress, Result


@dataclass(frozen=True)
class Bench:
    about: str
    run: Callable[..., Coroutine[Any, Any, Result]]
    gate: bool = False

    @property
    def options(self) -> dict[str, object]:
        """The defaults by name."""
        taken = inspect.signature(self.run).parameters.values()
        return {one.name: one.default for one in taken if one.kind is one.KEYWORD_ONLY}

    async def measured(self, progress: Progress, options: Mapping[str, str]) -> Result:
        """Raises `BadCases` for an option that the bench does not take, or whose value it cannot use."""
        return await self.run(progress, **{name: self._option(name, value) for name, value in options.items()})

    def _option(self, name: str, value: str) -> object:
        if name not in self.options:
            raise BadCases(f"there is no option {name!r} here; choose from {', '.join(self.options) or 'none at all'}")
        try:
            return TypeAdapter(get_type_hints(self.run)[name]).validate_python(value)
        except ValidationError as error:
            raise BadCases(f"option {name}: {error.errors(include_url=False)[0]['msg']}") from None


BENCHES = {
    "turn": Bench(
        "20 conversations at once: time to the first event and to the reply, share outside the model", turn.run
    ),
    "guards": Bench(
        "processor time of the guards in each turn of the smoke conversations, and their share", guards.run
    ),
    "patterns": Bench(
        "every pattern of the guards on texts that are made to hurt it: the worst time, and how it grows", patterns.run
    ),
    "search": Bench("5k, 50k and 500k variants beside plain Chroma, numpy and pgvector: 15 to 40 minutes", search.run),
    "ingest": Bench(
        "generated feeds: products per core-second beside the bare embedder, unchanged, 1 % changed, peak memory",
        ingest.run,
    ),
    "kills": Bench(
        "an ingest killed at random moments: the live revision keeps answering, a re-run completes", kills.run
    ),
    "carts": Bench(
        "1,000 conversations at once build carts over HTTP, SQLite and PostgreSQL: throughput, p95, errors; 30 minutes",
        carts.run,
        gate=True,
    ),
    "desk": Bench(
        "500 waiting chats and 50 people at the desk: how long a line takes to all who listen, and the server's memory",
        desk.run,
    ),
    "handoffs": Bench(
        "10,000 hand-offs under kills and outages, all sent twice, two click at once: none lost or doubled; an hour",
        handoffs.run,
        gate=True,
    ),
    "exactly-once": Bench(
        "killed at every line of checkout, a rush for 3 items, forgeries, disorder: one order each; 20 to 40 minutes",
        exactly_once.run,
        gate=True,
    ),
}
