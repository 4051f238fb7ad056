"""The bench times turns beside a bare baseline of the same run, and the model from outside."""

import asyncio
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.shop.catalogue import Product
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, says
from evals.benches import Bench, guards
from evals.benches.feed import write_feed
from evals.benches.ingest import measures
from evals.benches.turn import TALK, quantile, timed
from evals.cases import Case
from evals.loading import BadCases
from evals.result import Progress, Result
from evals.stage import OPENING, Stage
from evals.stopwatch import timing
from ingest.readers import read, reader_for
from ingest.rows import FeedFile, Item


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


def test_a_generated_feed_is_without_fault_and_changes_where_asked(tmp_path: Path) -> None:
    found = []
    for changed in (0, 3):
        path = tmp_path / f"{changed}.jsonl"
        write_feed(path, 20, changed)
        reader = reader_for(path)
        assert reader
        found.append([row.value for row in read(FeedFile(path, path.name), reader) if isinstance(row, Item)])
    assert len(found[0]) == 20
    descriptions = [[value.description for value in values if isinstance(value, Product)] for values in found]
    assert [before != after for before, after in zip(*descriptions, strict=True)] == [True] * 3 + [False] * 17


def test_where_no_model_embedded_its_cost_is_reckoned_in() -> None:
    bare = {"embedding": 8.0, "texts": 1000, "peak_mb": 1.0}
    first = {"cpu": 30.0, "embedding": 10.0, "texts": 10_000, "clock": 1.0, "peak_mb": 2.0}
    again = {"cpu": 1.0, "embedding": 0.0, "texts": 0, "clock": 1.0, "peak_mb": 3.0}
    found = measures(10_000, bare, first, again, again, modelled=False)
    assert (found["products_per_core_second"], found["share_of_bare"], found["unchanged_share"]) == (100, 0.8, 0.01)
    assert measures(10_000, bare, first, again, again, modelled=True)["products_per_core_second"] == 333.3


async def test_the_guards_of_each_turn_are_metered_and_left_as_they_were(stage: Stage) -> None:
    before = [getattr(owner, name) for owner, name, _ in guards.GUARDS]
    steps = [
        {"shopper": "add a white mug to my cart"},
        {"button": "person"},
        {"shopper": "what is in my cart?", "expect": {"says": ["cart"]}},
    ]
    case = Case.model_validate({"id": "a-mug", "about": "two turns and a button", "steps": steps})
    result = await guards.timed(stage, [case], lambda _done, _total: None)
    assert result.cases == 2
    assert all(0 < result.measures[f"{part}_p95_ms"] < result.measures["turn_p95_ms"] for part in guards.PARTS)
    assert 0 < result.measures["share_of_turn"] < 1
    assert [getattr(owner, name) for owner, name, _ in guards.GUARDS] == before
