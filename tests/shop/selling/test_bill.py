"""Whatever the cart, the rules and the codes: the parts of a bill add up, and no discount goes below zero."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.bill import Basket, Bill, Terms, bill
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import Discount, Scope, SellingRules
from assistant.shop.selling.taxes import RuleTaxes

UNUSED = Used()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOME = Address("1 Main St", "Oakland", "94601", "US", region="CA")
RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "Ten off mugs", "code": "MUGS", "percent": "10", "of": {"category": "Mugs"}},
        {"name": "Five off fifty", "code": "FIVE", "amount": "5", "minimum": "50", "combine": True},
        {"name": "Post on us", "code": "POST", "free_shipping": True, "combine": True},
    ],
    "shipping": {"zones": [
        {"countries": ["US"], "methods": [
            {"name": "Standard", "price": "4.95", "free_from": "60", "days": "3 to 5 working days"},
            {"name": "Express", "price": "14.50"},
        ]},
    ]},
    "taxes": {"rates": [{"name": "Sales tax", "country": "US", "regions": ["CA"], "rate": "7.25", "shipping": False}]},
})  # fmt: skip
MUG = Goods("MUG", "Mug", 3, Money(1499), category="Mugs", handle="mug")
LAMP = Goods("LAMP", "Lamp", 1, Money(2050), category="Lamps", handle="lamp")


async def billed(
    *goods: Goods, rules: SellingRules = RULES, codes: tuple[str, ...] = (), to: Address | None = HOME,
    method: str = "Standard", used: Used = UNUSED,
) -> Bill:  # fmt: skip
    basket = Basket(goods, codes, to, method)
    return await bill(basket, Terms(rules, used, NOW, "USD"), RuleTaxes(rules.taxes))


async def test_a_bill_has_a_line_for_each_part() -> None:
    found = await billed(MUG, codes=("mugs",))
    assert [(part.kind, part.label, part.amount.minor) for part in found.totals.parts] == [
        ("goods", "Mug", 4497),
        ("discount", "Ten off mugs", -450),
        ("shipping", "Standard", 495),
        ("tax", "Sales tax 7.25%", 293),
    ]
    assert (found.totals.total.minor, found.totals.lines[0].paid.minor) == (4835, 4340)


async def test_what_is_missing_for_free_shipping_is_told() -> None:
    assert (await billed(MUG)).hints == ("Add $15.03 for free standard shipping.",)


async def test_shipping_is_free_from_what_is_left_after_discounts() -> None:
    dear = Goods("LAMP", "Lamp", 3, Money(2100))
    assert (await billed(dear)).totals.of("shipping").minor == 0
    assert (await billed(dear, codes=("FIVE",))).totals.of("shipping").minor == 495


async def test_the_shopper_gets_whichever_saves_more() -> None:
    found = await billed(MUG, LAMP, codes=("MUGS", "FIVE", "POST"), method="Express")
    assert [one.discount.code for one in found.discounts.applied] == ["FIVE", "POST"]
    assert [one.code for one in found.discounts.unused] == ["MUGS"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NOPE", "not one of ours"),
        ("FIVE", "$5.03 is missing"),
        ("MUGS", "used up"),
    ],
)
async def test_a_code_that_gives_nothing_says_why(code: str, words: str) -> None:
    rules = RULES.model_copy(
        update={"discounts": (RULES.discounts[0].model_copy(update={"uses": 1}), *RULES.discounts[1:])}
    )
    found = await billed(MUG, rules=rules, codes=(code,), used=Used({"MUGS": 1}))
    assert words in found.discounts.unused[0].why
    assert found.totals.of("discount").minor == 0


async def test_where_the_shop_does_not_send_to_there_is_no_method() -> None:
    found = await billed(MUG, to=Address("Hauptstr. 1", "Berlin", "10115", "DE"))
    assert (found.methods, found.shipping) == ((), None)


async def test_tax_that_prices_hold_is_shown_and_not_added() -> None:
    rules = SellingRules.model_validate(
        {"taxes": {"included": True, "rates": [{"name": "VAT", "country": "US", "rate": "20"}]}}
    )
    found = await billed(LAMP, rules=rules)
    assert found.totals.total == LAMP.total
    assert found.totals.of("tax included").minor == 342


PERCENT = st.decimals(Decimal("0.001"), Decimal(100), places=3)
SCOPES = st.sampled_from([Scope(), Scope(category="Mugs"), Scope(sku="LAMP"), Scope(on_sale=True)])
DISCOUNTS = st.builds(
    lambda at, gives, of, most, combine: Discount(name=f"D{at}", of=of, most=most, combine=combine, **gives),
    st.integers(0, 10**6),
    st.one_of(
        st.builds(lambda p: {"percent": p}, PERCENT),
        st.builds(lambda a: {"amount": str(a)}, st.decimals(0, 500, places=2)),
        st.just({"free_shipping": True}),
    ),
    SCOPES,
    st.one_of(st.none(), st.decimals(0, 50, places=2).map(str)),
    st.booleans(),
)
GOODS = st.lists(
    st.builds(
        Goods,
        sku=st.sampled_from(["LAMP", "MUG", "ROPE"]),
        title=st.just("Thing"),
        quantity=st.integers(1, 20),
        unit=st.integers(0, 10**6).map(Money),
        category=st.sampled_from(["Mugs", "Lamps"]),
        on_sale=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(
    GOODS,
    st.lists(DISCOUNTS, max_size=5, unique_by=lambda one: one.name),
    PERCENT,
    st.sampled_from(["Standard", "Express"]),
)
async def test_the_parts_add_up(goods: list[Goods], given: list[Discount], most_off: Decimal, method: str) -> None:
    rules = RULES.model_copy(update={"discounts": tuple(given), "most_off": most_off})
    found = await billed(*goods, rules=rules, method=method)
    total, nothing = found.totals, Money(0)
    assert total.total == sum((part.amount for part in total.parts if part.kind != "tax included"), nothing)
    off_shipping = found.discounts.off_shipping(nothing)
    assert total.total == sum((line.paid for line in total.lines), total.of("shipping") - off_shipping)
    assert all(line.paid.minor >= 0 for line in total.lines)
    assert nothing <= off_shipping <= total.of("shipping")
    none = await billed(*goods, rules=RULES.model_copy(update={"discounts": ()}), method=method)
    assert total.total - total.of("tax") <= none.totals.total - none.totals.of("tax")


RING = Goods("GIFT", "Gift card", 1, Money(5000), category="Gift cards", handle="gift")
CARDS = [{"category": "Gift cards"}]


def with_methods(*methods: dict[str, object], **shipping: object) -> SellingRules:
    return SellingRules.model_validate({"shipping": {"zones": [{"countries": ["US"], "methods": methods}], **shipping}})


async def test_uncounted_goods_do_not_help_towards_free_shipping() -> None:
    rules = with_methods({"name": "Standard", "price": "4.95", "free_from": "60"}, uncounted=CARDS)
    found = await billed(LAMP, RING, rules=rules)
    assert (found.totals.of("shipping").minor, found.hints) == (495, ("Add $39.50 for free standard shipping.",))
    assert (await billed(RING, rules=rules)).hints == ("Add $60.00 for free standard shipping.",)


async def test_goods_that_go_free_alone_cost_shipping_with_others() -> None:
    rules = with_methods({"name": "Standard", "price": "4.95", "free_alone": CARDS})
    assert (await billed(RING, rules=rules)).totals.of("shipping").minor == 0
    assert (await billed(RING, LAMP, rules=rules)).totals.of("shipping").minor == 495


async def test_a_method_is_not_offered_for_goods_that_it_never_takes() -> None:
    rules = with_methods({"name": "Standard", "price": "4.95"}, {"name": "Air", "price": "9", "never": CARDS})
    assert [one.name for one in (await billed(LAMP, rules=rules)).methods] == ["Standard", "Air"]
    assert [one.name for one in (await billed(LAMP, RING, rules=rules)).methods] == ["Standard"]


async def test_a_discount_leaves_the_goods_it_is_never_for() -> None:
    rules = SellingRules.model_validate(
        {"discounts": [{"name": "Ten", "code": "TEN", "percent": "10", "never": CARDS, "minimum": "30"}]}
    )
    found = await billed(MUG, RING, rules=rules, codes=("TEN",))
    assert [one.minor for one in found.discounts.applied[0].off] == [450, 0]
    assert "$9.50 is missing" in (await billed(LAMP, RING, rules=rules, codes=("TEN",))).discounts.unused[0].why
    assert "Nothing in your cart" in (await billed(RING, rules=rules, codes=("TEN",))).discounts.unused[0].why
