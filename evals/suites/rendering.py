"""Hostile texts in every field that the widget shows, in a real Chromium: what runs, what is fetched, what is left.

The widget stands alone: nothing cleans a text before it, and our content policy is switched off, as on a shop's own
page. A sample is shown once more by the same widget with its walls taken away. If nothing happened there, the run would
prove nothing, and fails.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.rendering.browser import chromium
from evals.rendering.pages import paged
from evals.rendering.payloads import CASES, Classes, Payload, payloads
from evals.rendering.watching import Seen, watched
from evals.result import Failure, Progress, Result

if TYPE_CHECKING:
    from playwright.async_api import Browser

PAYLOADS, BATCH, CONTROLS, SEED, QUOTED = 5000, 100, 40, 6, 200
PROTOCOL = (
    f"each payload in every field, {BATCH} a page, as a new chat, a streamed answer, the cart, the checkout and the "
    "history; everything is sent every event and pressed; payloads_at_most: 3/N, the 95 % bound where none had an "
    "effect; pages: those that the server itself writes; control: each alone in a page of the same widget without its "
    "walls; policy_alone: the same, with our content policy"
)


async def run(cases: Path | None, progress: Progress, *, limit: int = PAYLOADS) -> Result:
    """`limit` 0 shows every combination. Raises `BadCases` or `NoData`."""
    started, path = time.perf_counter(), cases or CASES
    handlers, all_ = Classes.read(path).handlers, payloads(limit, path)
    some = random.Random(SEED).sample(all_, min(CONTROLS, len(all_)))  # noqa: S311 -- a sample, the same each time
    batches = [all_[at : at + BATCH] for at in range(0, len(all_), BATCH)]
    async with chromium() as browser:
        ours = await shown(browser, handlers, batches, progress)
        pages = await shown_on_pages(browser, handlers, batches, progress)
        alone = [[one] for one in some]
        control = await shown(browser, handlers, alone, progress, walled=False)
        policy = await shown(browser, handlers, alone, progress, walled=False, policy=True)
    return Result(
        suite="rendering",
        model="none",
        cases=len(all_),
        measures=_measures(ours, len(all_))
        | _named("pages", _effects(pages) | {"markup_left": len(pages.left)})
        | _named("control", _effects(control))
        | _named("policy_alone", _effects(policy)),
        failures=(*failures(ours), *failures(pages), *unnoticed(control)),
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 1),
    )


async def shown(
    browser: "Browser",
    handlers: Sequence[str],
    batches: Sequence[Sequence[Payload]],
    progress: Progress = lambda _done, _of: None,
    *,
    walled: bool = True,
    policy: bool = False,
) -> Seen:
    """In the widget."""
    async with watched(browser, handlers, walled=walled, policy=policy) as watching:
        for done, batch in enumerate(batches, 1):
            await watching.show(batch)
            progress(done, len(batches))
        return watching.seen


async def shown_on_pages(
    browser: "Browser",
    handlers: Sequence[str],
    batches: Sequence[Sequence[Payload]],
    progress: Progress = lambda _done, _of: None,
) -> Seen:
    """On the pages that the server writes."""
    async with paged(browser, handlers) as watching:
        for done, batch in enumerate(batches, 1):
            await watching.show(batch)
            progress(done, len(batches))
        return watching.seen


def failures(ours: Seen) -> Iterator[Failure]:
    yield from (Failure(id=str(at), why="its script ran") for at in sorted(ours.ran))
    yield from (Failure(id=str(at), why=f"fetched {url[:QUOTED]}") for url, at in ours.fetched.items())
    yield from (Failure(id="markup", why=f"left in the page: {markup[:QUOTED]}") for markup in sorted(ours.left))
    yield from (Failure(id=str(at), why="was not shown as words") for at in sorted(ours.unseen))
    yield from (Failure(id="page", why=error[:QUOTED]) for error in ours.broken)


def unnoticed(control: Seen) -> Iterator[Failure]:
    for what, noticed in (("script run", control.ran), ("request made", control.fetched)):
        if not noticed:
            yield Failure(id="control", why=f"no {what} without the walls, so that this run proves nothing")


def _measures(ours: Seen, cases: int) -> dict[str, float]:
    counts = {"markup_left": len(ours.left), "not_shown": len(ours.unseen), "broken": len(ours.broken)}
    return _effects(ours) | counts | {"places": ours.places, "payloads_at_most": round(3 / cases, 6)}


def _named(arm: str, found: dict[str, float]) -> dict[str, float]:
    return {f"{arm}_{name}": value for name, value in found.items()}


def _effects(seen: Seen) -> dict[str, float]:
    return {"scripts_run": len(seen.ran), "foreign_requests": len(seen.fetched)}
