"""What is told as bought together is more than chance, more than popularity, and more than a few people's habit."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.shop.suggesting.together import FEWEST_BUYERS, OFTEN, Counts, bought_together, poisson_tail


def counted(baskets: Iterable[Sequence[str]]) -> Counts:
    """Each order another buyer's."""
    orders, pairs, sizes = Counter[str](), Counter[tuple[str, str]](), list[int]()
    for basket in (sorted(set(basket)) for basket in baskets):
        orders.update(basket)
        pairs.update(combinations(basket, 2))
        sizes.append(len(basket))
    enough = {pair: n for pair, n in pairs.items() if n >= FEWEST_BUYERS}
    return Counts(orders, enough, len(sizes), sum(sizes), sum(size * (size - 1) for size in sizes))


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # it lays out orders, it guards nothing


def at_random(draw: random.Random, orders: int, sizes: Sequence[int], products: int = 60) -> list[list[str]]:
    """Some products sell a hundred times as often as others; nothing goes with anything."""
    names, weights = [f"p{n:02}" for n in range(products)], [1 / (n + 1) for n in range(products)]
    return [draw.choices(names, weights, k=draw.choice(sizes)) for _ in range(orders)]


def told(counts: Counts) -> set[tuple[str, str]]:
    return {(handle, partner.handle) for handle, found in bought_together(counts).items() for partner in found}


def test_what_is_bought_with_another_is_told_both_ways() -> None:
    baskets = [["tent", "pegs"]] * 30 + at_random(chance(1), 500, [1, 2, 3])
    assert told(counted(baskets)) == {("tent", "pegs"), ("pegs", "tent")}


def test_a_few_orders_by_chance_say_nothing() -> None:
    baskets = [["tent", "pegs"]] * (FEWEST_BUYERS - 1) + at_random(chance(2), 500, [1, 2, 3])
    assert told(counted(baskets)) == set()


def test_a_best_seller_is_not_bought_together_with_everything() -> None:
    draw = chance(3)
    baskets = [[*basket, *(["gift-card"] if draw.random() < 0.7 else [])] for basket in at_random(draw, 3000, [1, 2])]
    assert not any("gift-card" in pair for pair in told(counted(baskets)))


@pytest.mark.parametrize("sizes", [[1, 2, 3], [2], [1, 1, 1, 1, 1, 1, 20]])
def test_hardly_a_pair_is_told_of_orders_that_are_pure_chance(sizes: Sequence[int]) -> None:
    runs = [told(counted(at_random(chance(seed), 2000, sizes))) for seed in range(10)]
    assert sum(bool(run) for run in runs) <= 1


def test_a_share_that_nobody_would_call_often_is_not_told() -> None:
    baskets = [["coat", "brush"]] * 60 + [["coat"]] * 2000 + [["brush"]] * 100
    baskets += at_random(chance(4), 20000, [1, 2])
    assert told(counted(baskets)) == {("brush", "coat")}


def test_the_likeliest_partner_comes_first_and_few_orders_count_for_less() -> None:
    baskets = [["bag", "pad"]] * 60 + [["bag", "liner"]] * 20 + at_random(chance(5), 3000, [1, 2])
    found = bought_together(counted(baskets))["bag"]
    assert [partner.handle for partner in found] == ["pad", "liner"]
    assert all(OFTEN <= partner.share < share for partner, share in zip(found, (60 / 80, 20 / 80), strict=True))


def test_no_orders_say_nothing() -> None:
    assert bought_together(Counts()) == {}


@given(st.integers(1, 60), st.floats(0.01, 40))
def test_the_tail_is_the_exact_sum(observed: int, mean: float) -> None:
    if observed <= mean:
        return
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(observed))
    assert poisson_tail(observed, mean) == pytest.approx(1 - below, rel=1e-6, abs=1e-9)
