"""A turn under many conversations at once, beside a bare search and one model call in the same run."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.agent.assistant import Assistant
from assistant.conversation import Finished, Sentence
from assistant.retrieval.library import ProductQuery
from assistant.testing.clock import FixedClock
from assistant.tools import SHOP_TOOLS
from evals.result import Progress, Result
from evals.stage import OPENING, demo_stage
from evals.stopwatch import timing

SHOPPERS = 20
TALK = (
    "Show me a two-person tent under $300",
    "How long do I have to return something?",
    "Which dresses are on sale?",
    "Is the Lodestar bottle dishwasher safe?",
    "What is in my cart?",
)


@dataclass(frozen=True)
class Timed:
    """Seconds of one turn: to the first event, to the first words of the answer, to all of it, and in the model."""

    first: float
    words: float
    whole: float
    model: float


async def run(progress: Progress) -> Result:
    """20 conversations at once, five turns each, and the same messages through a bare search and one model call."""
    async with demo_stage() as stage, stage.assistant(await stage.kept(), FixedClock(OPENING)) as assistant:
        return await timed(assistant, SHOPPERS, progress)


async def timed(assistant: Assistant, shoppers: int, progress: Progress) -> Result:
    started, total, done = time.perf_counter(), shoppers * len(TALK) * 2, 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    await _converse(assistant, lambda: None)
    lists = await asyncio.gather(*(_converse(assistant, tick) for _ in range(shoppers)))
    bare_lists = await asyncio.gather(*(_bare(assistant, tick) for _ in range(shoppers)))
    turns, bare = [t for one in lists for t in one], [t for one in bare_lists for t in one]
    ours, theirs = _quantiles(turns), _quantiles(bare)
    ours["outside_model_share"] = round(1 - sum(t.model for t in turns) / sum(t.whole for t in turns), 4)
    ours["reply_p50_ratio"] = round(ours["reply_p50_ms"] / theirs["reply_p50_ms"], 3)
    ours["reply_p95_ratio"] = round(ours["reply_p95_ms"] / theirs["reply_p95_ms"], 3)
    return Result(
        suite="bench turn",
        model=assistant.models.name,
        cases=len(turns),
        measures=ours,
        baselines={"bare search and one model call": theirs},
        protocol=f"{shoppers} conversations at once in one process, {len(TALK)} turns each, after one to warm up",
        prompt=assistant.prompt,
        seconds=round(time.perf_counter() - started, 2),
    )


async def _converse(assistant: Assistant, tick: Callable[[], None]) -> list[Timed]:
    conversation, token = await assistant.start()
    found: list[Timed] = []
    for text in TALK:
        known = await assistant.open(conversation.id, token)
        begun, first, words, whole = time.perf_counter(), 0.0, 0.0, 0.0
        with timing() as watch:
            async for event in assistant.reply(known, text):
                now = time.perf_counter() - begun
                first = first or now
                if isinstance(event, Sentence | Finished):
                    words = words or now
                whole = now
        found.append(Timed(first, words, whole, watch.seconds))
        tick()
    return found


async def _bare(assistant: Assistant, tick: Callable[[], None]) -> list[Timed]:
    """What nobody can do without: look it up once, ask the model once. No graph, no checks, nothing kept."""
    model = assistant.models.offline.bind_tools([shop_tool.tool for shop_tool in SHOP_TOOLS])
    found: list[Timed] = []
    for text in TALK:
        begun = time.perf_counter()
        with timing() as watch:
            await assistant.retriever.products(ProductQuery(text))
            await model.ainvoke([SystemMessage("You help in a shop."), HumanMessage(text)])
        spent = time.perf_counter() - begun
        found.append(Timed(spent, spent, spent, watch.seconds))
        tick()
    return found


def _quantiles(turns: Sequence[Timed]) -> dict[str, float]:
    spent = {
        "first_event": [t.first for t in turns],
        "first_words": [t.words for t in turns],
        "reply": [t.whole for t in turns],
    }
    return {f"{name}_p{p}_ms": quantile(values, p) for name, values in spent.items() for p in (50, 95)}


def quantile(seconds: Sequence[float], percent: int) -> float:
    """In milliseconds."""
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000, 2)
