"""A product is found by its title, whatever else the words of the title may mean in the shop."""

import pytest

from tests.retrieval.conftest import SearchableShop

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time


async def test_every_product_of_the_demo_is_found_by_its_title(demo_shop: SearchableShop) -> None:
    products = await demo_shop.catalogue.all()
    found = {p.title: [hit.title for hit in (await demo_shop.ask(p.title)).products] for p in products}
    assert [title for title, hits in found.items() if title not in hits] == []
    first = [title for title, hits in found.items() if hits[0] == title]
    assert len(first) >= 0.98 * len(products)
