"""Two real shops go through the real pipeline, and every row arrives."""

from collections import Counter

import pytest

from assistant.shop.money import Money
from ingest.run import Options
from tests.converters import aws_retail, tau_retail
from tests.converters.data_sets import require
from tests.ingest.shop import Shop

pytestmark = pytest.mark.data


async def test_the_aws_store_arrives_whole(shop: Shop) -> None:
    """Read and planned only: embedding 2,465 texts takes half a minute, and `measure` does it."""
    require(aws_retail.FILE)
    aws_retail.write_feed(shop.feed)
    report = await shop.ingest(options=Options(dry_run=True))
    assert (report.products.added, report.rejected, report.noted) == (2465, (), ())


async def test_the_tau_shop_arrives_whole(shop: Shop) -> None:
    require(tau_retail.FILE)
    tau_retail.write_feed(shop.feed)
    report = await shop.ingest()
    assert [report.tally(kind).added for kind in ("products", "customers", "orders")] == [50, 500, 1000]
    assert (report.rejected, report.noted) == ((), ())
    products = await shop.catalogue.all()
    assert sum(len(product.variants) for product in products) == 591
    assert not (await shop.ingest()).changed_anything


async def test_the_tau_amounts_agree_to_the_cent(shop: Shop) -> None:
    """What was paid is the sum of the lines, once the noise of binary fractions is rounded away."""
    require(tau_retail.FILE)
    tau_retail.write_feed(shop.feed)
    await shop.ingest()
    orders = [await shop.orders.get(number) for number in await shop.orders.all_numbers()]
    for order in filter(None, orders):
        assert sum((line.unit * line.quantity for line in order.lines), Money(0)) == order.total, order.number
    statuses = Counter(order.status for order in orders if order)
    assert statuses == {"paid": 423, "delivered": 373, "shipped": 102, "cancelled": 102}
    assert sum(1 for order in orders if order and order.refunded == order.total) == 102
