"""The same orders read again: what a shopper changed since stays, until the shop itself says something new."""

import json
from dataclasses import replace
from typing import Any

from assistant.shop.money import Money
from tests.ingest.shop import Shop
from tests.ingest.test_orders_json import ORDER

ADA = {"id": "c1", "name": "Ada", "email": "ada@example.com"}


def write(shop: Shop, **changed: Any) -> None:
    shop.write("customers.json", json.dumps([ADA]))
    shop.write("orders.json", json.dumps([{**ORDER, **changed}]))
    shop.write("returns.md", "# Returns\n\nThirty days.")


async def test_a_change_after_purchase_outlives_the_same_feed(shop: Shop) -> None:
    write(shop, status="paid")
    await shop.ingest()
    bought = await shop.orders.get("#1042")
    assert bought is not None
    cancelled = replace(bought, status="cancelled", refunded=Money(4300))
    shop.orders.change(cancelled, None)

    report = await shop.ingest()
    assert report.noted == ()
    assert (report.orders.unchanged, report.orders.changed, report.customers.unchanged) == (1, 0, 1)
    assert await shop.orders.get("#1042") == cancelled

    write(shop, status="delivered")
    report = await shop.ingest()
    now = await shop.orders.get("#1042")
    assert now is not None
    assert report.orders.changed == 1
    (note,) = report.noted
    assert "order #1042 was changed here before, and this takes back its status" in note.reason
    assert "assistant timeline 1042" in note.hint
    assert (now.status, now.version) == ("delivered", 2)


async def test_a_feed_that_knows_what_the_shopper_changed_is_taken_without_a_remark(shop: Shop) -> None:
    write(shop, status="paid")
    await shop.ingest()
    bought = await shop.orders.get("#1042")
    assert bought is not None
    shop.orders.change(replace(bought, status="cancelled"), None)

    write(shop, status="refunded", refunded="43.00")
    assert (await shop.ingest()).noted == ()
    write(shop, status="refunded", refunded="43.00", note="By bank")
    assert (await shop.ingest()).noted == (), "nothing was changed here since"
