"""A shop that sells in another currency than dollars gets bills in that currency, down to their empty parts."""

from datetime import UTC, datetime

import pytest

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.bill import Basket, Bill, Terms, bill
from assistant.shop.selling.discounts import Discounts, Used
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import Limits, SellingRules
from assistant.shop.selling.shipping import Shipping
from assistant.shop.selling.taxes import RuleTaxes, Taxable
from assistant.shop.selling.totals import taxable

HOME = Address("Hauptstr. 1", "Berlin", "10115", "DE")
MUG = Goods("MUG", "Tasse", 3, Money(1500, "EUR"), handle="mug", weight_grams=400)
CARD = Goods("CARD", "Gutschein", 1, Money(2000, "EUR"), handle="card")
RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "Zehn", "code": "TEN", "percent": "10", "most": "4", "minimum": "20", "combine": True},
        {"name": "Zwei", "code": "TWO", "amount": "2", "combine": True},
        {"name": "Versand", "code": "POST", "free_shipping": True, "most": "3", "combine": True},
        {"name": "Hundert", "code": "BIG", "percent": "50", "minimum": "100"},
    ],
    "shipping": {
        "unshipped": [{"handle": "card"}],
        "uncounted": [{"handle": "card"}],
        "zones": [{"countries": ["DE"], "methods": [
            {"name": "Standard", "price": "4.90", "per_kg": "1", "free_from": "90"},
            {"name": "Express", "price": "9.90"},
        ]}],
    },
    "taxes": {"rates": [{"name": "MwSt", "country": "DE", "rate": "19"}]},
})  # fmt: skip


async def billed(
    *goods: Goods, codes: tuple[str, ...] = (), to: Address | None = HOME, rules: SellingRules = RULES
) -> Bill:
    terms = Terms(rules, Used(), datetime(2026, 11, 22, tzinfo=UTC), "EUR")
    return await bill(Basket(goods, codes, to, "Standard"), terms, RuleTaxes(rules.taxes))


async def test_every_part_of_a_bill_is_in_the_shop_s_currency() -> None:
    found = await billed(MUG, CARD, codes=("TEN", "TWO", "POST", "BIG"))
    assert [(part.kind, part.amount) for part in found.totals.parts] == [
        ("goods", Money(4500, "EUR")),
        ("goods", Money(2000, "EUR")),
        ("discount", Money(-400, "EUR")),
        ("discount", Money(-200, "EUR")),
        ("discount", Money(-300, "EUR")),
        ("shipping", Money(690, "EUR")),
        ("tax", Money(1195, "EUR")),
    ]
    assert found.totals.total == Money(7485, "EUR")
    assert found.totals.of("tax included") == Money(0, "EUR")
    assert found.discounts.unused[0].missing == Money(3500, "EUR")


async def test_shipping_is_taxed_after_what_a_discount_takes_off_it() -> None:
    without = await billed(MUG)
    assert [tax.amount for tax in without.totals.parts if tax.kind == "tax"] == [Money(855 + 131, "EUR")]
    found = await billed(MUG, codes=("POST",))
    assert found.totals.of("tax") == Money(855 + 74, "EUR")


def test_shipping_is_taxed_to_the_cent() -> None:
    lines = taxable([MUG], Discounts(), Shipping("Standard", Money(490, "EUR")), "EUR")
    assert lines == [Taxable(MUG, Money(4500, "EUR")), Taxable(None, Money(490, "EUR"))]


async def test_a_bill_without_a_destination_or_without_goods_has_no_tax_and_no_shipping() -> None:
    bare = (await billed(MUG, to=None)).totals
    assert (bare.total, [part.kind for part in bare.parts]) == (Money(4500, "EUR"), ["goods"])
    empty = await billed()
    assert (empty.totals.total, empty.totals.of("tax")) == (Money(0, "EUR"), Money(0, "EUR"))


async def test_a_parcel_is_sent_free_in_a_shop_that_names_no_zones() -> None:
    found = await billed(MUG, rules=SellingRules())
    assert [(one.name, one.price) for one in found.methods] == [("Standard", Money(0, "EUR"))]
    card = await billed(CARD)
    assert [(one.name, one.price) for one in card.methods] == [("No parcel", Money(0, "EUR"))]


@pytest.mark.parametrize(("most", "told"), [("99.50", Money(9950, "EUR")), (None, None)])
def test_what_one_order_may_come_to_is_in_the_shop_s_currency(most: str | None, told: Money | None) -> None:
    assert Limits(most_total=most).most_in_all("EUR") == told


async def test_a_cart_of_nothing_but_what_goes_free_alone_goes_free_and_as_quickly() -> None:
    way = {"name": "Post", "price": "4.90", "days": "2 days", "free_alone": [{"sku": "MUG"}, {"sku": "PEN"}]}
    rules = SellingRules.model_validate({"shipping": {"zones": [{"countries": ["DE"], "methods": [way]}]}})
    alone = await billed(MUG, rules=rules)
    with_another = await billed(MUG, CARD, rules=rules)
    assert alone.shipping == Shipping("Post", Money(0, "EUR"), "2 days")
    assert with_another.shipping == Shipping("Post", Money(490, "EUR"), "2 days")
