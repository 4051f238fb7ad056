"""The bench times turns beside a bare baseline of the same run, and the model from outside."""

import asyncio

from langchain_core.messages import HumanMessage

from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, says
from evals.bench import TALK, quantile, timed
from evals.stage import OPENING, Stage
from evals.stopwatch import timing


async def test_every_turn_is_timed_with_its_share_outside_the_model(stage: Stage) -> None:
    ticks: list[tuple[int, int]] = []
    async with stage.assistant(await stage.kept(), FixedClock(OPENING)) as assistant:
        result = await timed(assistant, 2, lambda done, total: ticks.append((done, total)))
    assert result.cases == 2 * len(TALK)
    assert ticks[-1] == (4 * len(TALK), 4 * len(TALK))
    found, [bare] = result.measures, result.baselines.values()
    assert 0 < found["first_event_p50_ms"] <= found["first_words_p50_ms"] <= found["reply_p50_ms"]
    assert 0 < found["outside_model_share"] < 1
    assert abs(found["reply_p50_ratio"] - found["reply_p50_ms"] / bare["reply_p50_ms"]) < 0.01


async def test_a_stopwatch_hears_its_own_task_only() -> None:
    async def ask(times: int) -> int:
        with timing() as watch:
            for _ in range(times):
                await ScriptedModel(steps=[says("Hello.")]).ainvoke([HumanMessage("Hi")])
                await asyncio.sleep(0)
        assert watch.seconds > 0
        return watch.calls

    assert list(await asyncio.gather(ask(1), ask(3))) == [1, 3]


def test_quantiles_are_milliseconds() -> None:
    assert quantile([0.1, 0.2, 0.3], 50) == 200.0
