"""The bench of carts itself: a few at once, and a cart that is not as asked is told."""

import random
from pathlib import Path

import pytest

from assistant.bootstrap import open_kept
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from evals.benches import carts
from evals.benches.ground import Ground
from evals.carting.crowd import Told
from evals.carting.plans import Goods, Wanted, goods_of, plan
from evals.carting.serving import OURS, ServerEnded, serving
from evals.stage import offline_settings

GOODS = [Goods(f"SKU-{n}", f"Thing {n}", "Things") for n in range(5)]


async def test_a_few_conversations_at_once_build_the_carts_they_were_asked_for(tmp_path: Path) -> None:
    settings = offline_settings(tmp_path)
    products = [Product(one.sku.lower(), one.title, one.kind, (Variant(one.sku, {}, Money(900), 50),)) for one in GOODS]
    async with open_kept(settings) as kept:
        await kept.stores.catalogue.replace(products, ())
    ground = Ground(tmp_path, settings.database_url, goods_of(products))
    told = await carts.measured("routes", ground, 8, lambda: None)

    assert (told.errors, told.wrong, len(told.seconds)) == ([], [], 8 * 5)


def test_each_plan_ends_with_what_its_acts_come_to() -> None:
    for seed in range(30):
        wanted = Wanted()
        acts = plan(GOODS, random.Random(seed))  # noqa: S311  # plans, no secrets
        for act in acts:
            wanted.do(act)
        assert wanted.lines == {acts[2].sku: acts[2].quantity}


def test_errors_and_wrong_carts_are_counted_for_each_store() -> None:
    found = {"sqlite": {"turns": Told([0.1, 0.2], ["503"], ["one too many"], 2.0)}}
    told = carts.measures(found)
    assert (told["sqlite_turns_throughput"], told["sqlite_turns_errors"]) == (1.0, 1)
    assert (told["errors"], told["wrong_carts"]) == (1, 1)


async def test_a_server_that_does_not_come_up_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(ServerEnded, match="ASSISTANT_DATABASE_URL"):
        async with serving(OURS, tmp_path, "mysql://nobody@nowhere/shop"):
            pass
