"""The suite of suggestions finds what is hidden and notices a suggestion that should not have been made."""

import random

import pytest

from assistant.shop.catalogue import Offer, Product, card
from assistant.shop.suggesting.together import bought_together
from evals.datasets import NoData, dataset
from evals.suggesting.baskets import counted, left_out, made_up, ranks
from evals.suggesting.shoppers import FAULTS, Shopper, conversation
from evals.suggesting.stage import open_shop
from tests.goods import one


def shelf(count: int) -> list[Product]:
    return [Product(f"p{n}", f"P{n}", f"C{n % 5}", (one(f"S{n}", "5.00"),)) for n in range(count)]


def test_a_rank_is_scored_by_where_the_left_out_item_stands() -> None:
    found = left_out([["a", "b"], ["c"]], lambda cart: ["b", "x", "a"] if cart == ["a"] else ["x", "a"])
    assert (found.asked, found.hit_1, found.hit_5, found.reciprocal_rank, found.offered) == (2, 0.5, 1, 0.75, 1)
    nothing = left_out([["a", "b"]], lambda _: [])
    assert (nothing.offered, nothing.hit_of_offered) == (0, 0)


def test_hidden_pairs_are_found_and_beat_popularity() -> None:
    products = shelf(100)
    past, asked = made_up(products, 5000, seed=1), made_up(products, 500, seed=2)
    counts = counted(past.baskets)
    told = {(min(a, p.handle), max(a, p.handle)) for a, found in bought_together(counts).items() for p in found}
    assert len(told & past.pairs) >= 0.8 * len(past.pairs)
    assert len(told - past.pairs) <= 1
    scored = {name: left_out(asked.baskets, rank) for name, rank in ranks(products, counts).items()}
    assert scored["ours"].hit_of_offered > 2 * scored["most popular"].hit_of_offered


@pytest.mark.data
async def test_random_shoppers_are_never_shown_what_they_must_not_be_and_would_notice() -> None:
    try:
        path = dataset("tau_retail", "db.json.gz")
    except NoData as missing:
        pytest.skip(str(missing))
    async with open_shop(path, random.Random(5)) as shop:  # noqa: S311  # the same shoppers each time
        faults = [fault for _ in range(5) for fault in await conversation(shop)]
        assert faults == []
        assert shop.counts["suggestions"] > 3

        begun, _ = await shop.assistant.start()
        product = shop.products[0]
        await shop.assistant.catalogue.set_offers([Offer(v.sku, stock=3) for v in product.variants])
        await shop.assistant.cart(begun).add(product.variants[0].sku)
        await shop.assistant.catalogue.set_offers([Offer(v.sku, stock=0) for v in product.variants])
        shopper = Shopper(shop, begun, on=True, shown={product.handle}, put_away={product.handle}, budget=1)
        assert set(await shopper._faults(card(product), moment=False)) == set(FAULTS) - {"not sold"}
        await shop.assistant.catalogue.replace([], [product.handle])
        assert "not sold" in await shopper._faults(card(product), moment=True)
