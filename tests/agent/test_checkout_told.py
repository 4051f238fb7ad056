"""What a model hears of a checkout, and the page shows of it: the bill as it is, and no part that was not said."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.shop.checkout.counter import Counter as Both
from assistant.shop.checkout.records import Contact
from assistant.shop.customers import Address
from assistant.shop.selling.rules import SellingRules
from assistant.testing.kept import in_memory_kept
from assistant.tools.checkout import (
    Spoken,
    cancel_checkout,
    checkout_details,
    overview_json,
    overview_view,
    place_order,
    propose_order,
    show_checkout,
)
from tests.shop.checkout.till import ADA, CART, HOME, NOW, Counter, counter

ZONE = {
    "countries": ["US"],
    "methods": [
        {"name": "Post", "price": "4.95", "days": "3 to 5 days"},
        {"name": "Van", "price": "9", "free_from": "35"},
    ],
}
SHOP = SellingRules.model_validate({
    "discounts": [
        {"name": "First time", "code": "FIRST", "percent": "10"},
        {"name": "Big", "code": "BIG", "percent": "50", "minimum": "1000"},
    ],
    "shipping": {"zones": [ZONE]},
    "taxes": {"rates": [{"country": "US", "regions": ["CA"], "rate": "7.25"}]},
})  # fmt: skip


@pytest.fixture
async def shop() -> Counter:
    found = await counter(in_memory_kept().stores)
    await found.stores.selling.set_selling(SHOP)
    return found


def runtime(shop: Counter, text: str = "", confirmed: str | None = None) -> Any:
    both = Both(shop.desk, shop.till, shop.refunds)
    here = SimpleNamespace(checkout=both, cart=SimpleNamespace(key=CART), shopper=ADA, now=NOW, text=text)
    return SimpleNamespace(context=here, state={"turn": {"confirmed": confirmed}})


async def called(
    tool: Any, shop: Counter, text: str = "", confirmed: str | None = None, **args: Any
) -> tuple[Any, Any]:
    content, artifact = await tool.coroutine(runtime=runtime(shop, text, confirmed), **args)
    return json.loads(content), artifact


async def test_the_bill_is_told_part_by_part_with_what_may_be_chosen(shop: Counter) -> None:
    await shop.fill(code="FIRST BIG")
    found = await shop.desk.overview(CART, ADA, NOW)
    assert overview_json(found) == {
        "parts": [
            {"kind": "goods", "label": "Lark Stoneware Mug (white)", "amount": "$28.00"},
            {"kind": "discount", "label": "First time", "amount": "-$2.80"},
            {"kind": "tax", "label": "Tax 7.25%", "amount": "$1.83"},
        ],
        "total": "$27.03",
        "codes": ["FIRST"],
        "codes_without_effect": [{"code": one.code, "why": one.why} for one in found.bill.discounts.unused],
        "hints": list(found.bill.hints),
        "shipping_methods": [
            {"name": "Post", "price": "$4.95", "days": "3 to 5 days"},
            {"name": "Van", "price": "$9.00", "days": ""},
        ],
        "shipping_method": None,
        "missing": ["Please choose how it is sent: Post ($4.95) or Van ($9.00)."],
    }
    assert [one.code for one in found.bill.discounts.unused] == ["BIG"]


async def test_the_page_shows_the_same_bill_with_who_it_is_for(shop: Counter) -> None:
    await shop.fill(code="FIRST BIG")
    said = await shop.desk.said(CART)
    await shop.stores.checkouts.set_details(
        CART, replace(said, method="Post", note="ring twice", contact=replace(said.contact, phone="+15105550123"))
    )
    found = await shop.desk.overview(CART, ADA, NOW)
    view = overview_view(found)
    assert [(one.kind, one.label, one.amount.text) for one in view.parts] == [
        ("goods", "Lark Stoneware Mug (white)", "$28.00"),
        ("discount", "First time", "-$2.80"),
        ("shipping", "Post", "$4.95"),
        ("tax", "Tax 7.25%", "$2.19"),
    ]
    assert (view.state, view.total.text, view.subtotal and view.subtotal.text) == ("open", "$32.34", "$28.00")
    assert [(one.name, one.price.text, one.days) for one in view.methods] == [
        ("Post", "$4.95", "3 to 5 days"),
        ("Van", "$9.00", ""),
    ]
    assert (view.method, view.codes, [(one.code, one.why) for one in view.refused_codes]) == (
        "Post",
        ("FIRST", "BIG"),
        [(one.code, one.why) for one in found.bill.discounts.unused],
    )
    assert (view.name, view.email, view.phone, view.note) == (
        "Ada Lovelace",
        "ada@example.com",
        "+15105550123",
        "ring twice",
    )
    assert view.place is not None
    assert (view.place.line1, view.place.country, view.hints, view.missing) == ("1 Main St", "US", found.bill.hints, ())
    assert overview_json(found)["shipping_method"] == "Post"


def test_a_part_that_was_left_out_stays_as_it_was_said_before() -> None:
    before = replace(HOME, line2="Flat 2")
    for place, after in (
        ({"line1": "", "city": "Berkeley"}, replace(before, city="Berkeley")),
        ({"line1": "2 Side St"}, replace(before, line1="2 Side St", line2="")),
        ({"line1": "", "line2": "Flat 3"}, replace(before, line2="Flat 3")),
        (
            {"line1": "", "region": "NV", "postcode": "89501", "country": "Canada"},
            replace(before, region="NV", postcode="89501", country="Canada"),
        ),
    ):
        assert Spoken.model_validate({"address": place}).said(None, before).address == after
    alone = Spoken.model_validate({"address": {"line1": "2 Side St", "city": "Reno"}}).said(None, None).address
    assert alone == Address("2 Side St", "Reno", "", "")
    assert Spoken().said(None, before).address is None


async def test_what_was_said_is_kept_and_the_mail_address_heard_by_the_shop(shop: Counter) -> None:
    await shop.fill()
    await shop.stores.checkouts.set_details(CART, replace(await shop.desk.said(CART), contact=Contact()))
    told, artifact = await called(
        checkout_details,
        shop,
        "I am Ada, ada@example.com, or bob@example.com",
        name="Ada Lovelace",
        phone="(510) 555-0199",
        shipping_method="Van",
        note="ring twice",
        add_code="first",
        address={"line1": "", "line2": "Flat 2"},
    )
    kept = await shop.desk.said(CART)
    assert kept.contact == Contact("Ada Lovelace", "ada@example.com", "+15105550199")
    assert (kept.method, kept.note, kept.codes, kept.address) == (
        "Van",
        "ring twice",
        ("FIRST",),
        replace(HOME, line2="Flat 2"),
    )
    assert (told["checkout"]["shipping_method"], artifact["effect"]) == ("Van", "details")
    assert artifact["checkout"]["method"] == "Van"
    await called(checkout_details, shop, "no code", drop_code="first")
    assert (await shop.desk.said(CART)).codes == ()


async def test_an_order_is_placed_on_its_own_yes_shown_while_it_waits_and_given_up(shop: Counter) -> None:
    await shop.fill()
    await shop.stores.checkouts.set_details(CART, replace(await shop.desk.said(CART), method="Post"))
    asked: Any = await propose_order({}, (), runtime(shop).context)
    proposal = await shop.stores.ledger.proposal(asked.id)
    found = await shop.desk.overview(CART, ADA, NOW)
    assert proposal is not None
    assert (asked.effect, asked.title, asked.lines, asked.expires_at) == (
        found.words,
        found.title,
        found.details_told,
        proposal.expires_at,
    )
    told, artifact = await called(place_order, shop, confirmed=asked.id)
    assert (told["placed"]["number"], artifact["effect"]) == ("#1001", "checkout")
    assert (artifact["checkout"]["state"], artifact["checkout"]["pay_url"]) == (
        "awaiting payment",
        "https://pay.example/pay_1",
    )
    told, artifact = await called(show_checkout, shop)
    assert (told["waits_for_payment"]["number"], artifact["checkout"]["number"]) == ("#1001", "#1001")
    told, artifact = await called(cancel_checkout, shop)
    assert (told, artifact["effect"]) == ({"given_up": {"number": "#1001"}}, "checkout cancelled")
    told, artifact = await called(show_checkout, shop)
    assert (told["placed_before"]["number"], artifact["checkout"]["state"]) == ("#1001", "open")
    assert told["checkout"]["total"] == str(found.bill.totals.total)


async def test_an_order_found_paid_while_it_is_shown_is_told_as_placed(shop: Counter) -> None:
    await shop.fill()
    await shop.stores.checkouts.set_details(CART, replace(await shop.desk.said(CART), method="Post"))
    placed = await shop.placed()
    await shop.paid(placed)
    told, artifact = await called(show_checkout, shop)
    assert (told["placed_before"]["number"], artifact["checkout"]["state"]) == (placed.number, "open")
    assert told["checkout"]["missing"] == ["Your cart is empty."]


async def test_before_anything_was_placed_only_the_bill_is_told(shop: Counter) -> None:
    await shop.fill()
    told, artifact = await called(show_checkout, shop)
    assert list(told) == ["checkout"]
    assert "effect" not in artifact or artifact["effect"] is None
