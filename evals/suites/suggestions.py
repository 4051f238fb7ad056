"""What goes with the cart: found, not mistaken for chance, and never shown where it must not be.

None of the public data at hand holds baskets that real people filled: tau-bench's orders were drawn at random (the test
for pairs finds nothing in them, as it should), and the AWS store has goods only. So a hit rate on tau-bench says how
often chance is right, for us and for every baseline alike. The hit rates over the AWS store's goods are of made-up
baskets with pairs hidden in them: they show that the pairs are found, not that shoppers will like what is suggested.
The shoppers of `wrong` are random, too; they talk to the whole assistant over tau-bench's goods.
"""

import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.shop.suggesting.together import Counts, bought_together
from evals.result import Failure, Progress, Result
from evals.retail_store import product, records
from evals.suggesting.baskets import Basket, Ranking, counted, left_out, made_up, ranks
from evals.suggesting.shoppers import FAULTS, TURNS, conversation
from evals.suggesting.stage import open_shop
from evals.tau_retail import tau_shop

CONVERSATIONS = 1_000
MADE_UP_ORDERS = (1_000, 5_000, 20_000, 100_000)
ASKED_ORDERS, FOLDS = 1_000, 5
SHOWN = 50
PROTOCOL = (
    f"made up: {ASKED_ORDERS} orders beside {MADE_UP_ORDERS[-1]}, each item left out once; chance: tau-bench's 1,000 "
    f"orders, drawn at random, in {FOLDS} folds; wrong: {{talks}} random conversations of {TURNS} turns, wrong_at_most "
    "is 3/N of the suggestions"
)


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` is the number of random conversations. `cases` is another database in tau-bench's form."""
    started, talks = time.perf_counter(), limit or CONVERSATIONS
    by_chance, chance_pairs = _tau(cases)
    found = {orders: _made_up(orders) for orders in MADE_UP_ORDERS}
    made, _ = found[MADE_UP_ORDERS[-1]]
    counts, faults = await _talked(cases, talks, progress)
    told = {name: _named("made_up", made[name]) | _named("chance", by_chance[name]) for name in made}
    return Result(
        suite="suggestions",
        model="none",
        cases=counts["turns"],
        measures={**told.pop("ours"), "chance_pairs_told": chance_pairs, **_wrong(counts, faults)},
        baselines=told,
        groups={f"{orders} made-up orders": pairs for orders, (_, pairs) in found.items()},
        failures=tuple(Failure(id=f"conversation {at}", why=fault) for at, fault in faults[:SHOWN]),
        protocol=PROTOCOL.format(talks=talks),
        seconds=round(time.perf_counter() - started, 2),
    )


def _named(data: str, ranking: Ranking) -> dict[str, float]:
    return {f"{data}_{name}": value for name, value in ranking.told().items()}


def _wrong(counts: Counter[str], faults: Sequence[tuple[int, str]]) -> dict[str, float]:
    """`wrong_at_most` is the 95 % bound where none was wrong."""
    wrong, kinds = Counter(fault for _, fault in faults), ("goes with", "bought together", "collection")
    return {
        "turns": counts["turns"],
        "suggestions": counts["suggestions"],
        **{f"suggested_{kind.replace(' ', '_')}": counts[kind] for kind in kinds},
        "wrong": len(faults),
        "wrong_at_most": round(3 / max(counts["suggestions"], 1), 6),
        **{f"wrong_{fault.replace(' ', '_')}": wrong[fault] for fault in FAULTS},
    }


def _tau(path: Path | None) -> tuple[dict[str, Ranking], int]:
    """Over all folds, and how many pairs all orders would have us tell."""
    shop = tau_shop(path)
    baskets: list[Basket] = [sorted({line.handle for line in order.lines}) for order in shop.orders]
    asked: dict[str, list[Ranking]] = {}
    for fold in range(FOLDS):
        known = counted(basket for at, basket in enumerate(baskets) if at % FOLDS != fold)
        for name, rank in ranks(shop.products, known).items():
            asked.setdefault(name, []).append(left_out(baskets[fold::FOLDS], rank))
    return {name: _mean(found) for name, found in asked.items()}, _told(counted(baskets))


def _mean(found: Sequence[Ranking]) -> Ranking:
    """Weighted by how much was asked."""
    asked = sum(one.asked for one in found)

    def mean(name: str) -> float:
        return float(sum(getattr(one, name) * one.asked for one in found)) / max(asked, 1)

    offered = mean("offered")
    return Ranking(
        asked,
        mean("hit_1"),
        mean("hit_5"),
        mean("reciprocal_rank"),
        offered,
        mean("hit_1") / offered if offered else 0.0,
    )


def _made_up(orders: int) -> tuple[dict[str, Ranking], dict[str, float]]:
    products = [product(record) for record in records()]
    past, asked = made_up(products, orders, seed=1), made_up(products, ASKED_ORDERS, seed=2)
    counts = counted(past.baskets)
    told = {(min(one, p.handle), max(one, p.handle)) for one, found in bought_together(counts).items() for p in found}
    pairs = {
        "hidden": len(past.pairs),
        "hidden_bought_enough": len(past.pairs & counts.pairs.keys()),
        "told": len(told),
        "told_and_hidden": len(told & past.pairs),
        "told_by_chance": round(len(told - past.pairs) / max(len(told), 1), 4),
    }
    rankings = {name: left_out(asked.baskets, rank) for name, rank in ranks(products, counts).items()}
    return rankings, pairs | {"hit_1": round(rankings["ours"].hit_1, 4)}


def _told(counts: Counts) -> int:
    return sum(len(found) for found in bought_together(counts).values())


async def _talked(path: Path | None, talks: int, progress: Progress) -> tuple[Counter[str], list[tuple[int, str]]]:
    draw = random.Random(11)  # noqa: S311  # the same shoppers each time
    faults: list[tuple[int, str]] = []
    async with open_shop(path, draw) as shop:
        for at in range(talks):
            faults += [(at, fault) for fault in await conversation(shop)]
            progress(at + 1, talks)
        return shop.counts, faults
