"""Whether a cart is there to be sold: all of it, or not."""

from collections.abc import Mapping

import pytest

from assistant.storage.database import Database
from assistant.storage.stock import in_stock
from assistant.storage.whole import stores_of
from tests.goods import PRODUCTS

STOCK = {variant.sku: variant.stock for product in PRODUCTS for variant in product.variants}
MUGS, DRESSES = STOCK["MUG-WHT"], STOCK["POP-RED-M"]


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ({"MUG-WHT": MUGS, "POP-RED-M": DRESSES}, True),
        ({"MUG-WHT": MUGS, "POP-RED-M": DRESSES + 1}, False),
        ({"MUG-WHT": 1, "NO-SUCH": 1}, False),
        ({}, True),
    ],
)
async def test_a_cart_is_there_when_all_of_it_is(database: Database, wanted: Mapping[str, int], there: bool) -> None:
    await stores_of(database).catalogue.replace(PRODUCTS, ())
    async with database.connect() as connection:
        assert await in_stock(connection, wanted) is there
