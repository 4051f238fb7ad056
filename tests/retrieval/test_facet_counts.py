"""Facets count exactly what choosing them would leave, and never offer what was asked for already."""

import pytest

from assistant.retrieval.library import ProductQuery
from tests.retrieval.conftest import SearchableShop

QUESTIONS = ["jackets", "something for camping", "dresses", "anything in navy", "backpacks under $150", "boots"]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_each_count_is_what_its_value_would_leave(demo_shop: SearchableShop, question: str) -> None:
    """Held against the products themselves: a variant that fits whole must have the value."""
    hits = await demo_shop.ask(question, limit=500)
    products = {product.handle: product for product in hits.products}
    assert len(products) == hits.total
    for facet in hits.facets:
        for value, count in facet.values:
            if facet.key == "category":
                assert count == sum(product.category == value for product in products.values())
            else:
                chosen = await demo_shop.retriever.products(
                    ProductQuery(question, values={facet.key: [value]}, limit=500)
                )
                assert count == chosen.total, (facet.key, value)


async def test_a_facet_that_was_asked_for_is_not_offered_again(demo_shop: SearchableShop) -> None:
    plain, narrowed = await demo_shop.ask("jackets"), await demo_shop.ask("jackets in navy or black")
    assert "color" in {facet.key for facet in plain.facets}
    assert "color" not in {facet.key for facet in narrowed.facets}


async def test_counts_fall_from_the_most_common_value_on(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("something for camping")
    assert hits.facets[0].key == "category"
    for facet in hits.facets:
        counts = [count for _, count in facet.values]
        assert counts == sorted(counts, reverse=True)
        assert len(counts) > 1
        assert counts[0] < hits.total


async def test_a_handful_needs_no_narrowing(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.ask("shirts under $60")
    assert 0 < hits.total < 3
    assert hits.facets == ()
