"""The bench times turns beside a bare baseline of the same run, and the model from outside."""

import asyncio

import pytest
from langchain_core.messages import HumanMessage

from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, says
from evals.benches import Bench
from evals.benches.turn import TALK, quantile, timed
from evals.loading import BadCases
from evals.result import Progress, Result
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


async def sized(progress: Progress, *, variants: int = 5000) -> Result:
    progress(1, 1)
    return Result(suite="bench sized", model="none", cases=variants, measures={})


async def test_a_bench_takes_its_options_from_the_command_line() -> None:
    bench = Bench("sized", sized)
    assert bench.options == {"variants": 5000}
    assert (await bench.measured(lambda _done, _total: None, {"variants": "70"})).cases == 70


@pytest.mark.parametrize(
    ("options", "told"),
    [({"kills": "3"}, "no option 'kills' here; choose from variants"), ({"variants": "many"}, "option variants: ")],
)
async def test_an_option_that_a_bench_cannot_use_is_refused(options: dict[str, str], told: str) -> None:
    with pytest.raises(BadCases, match=told):
        await Bench("sized", sized).measured(lambda _done, _total: None, options)
