"""Each rule of a shop on its own, at its edges: shares, scopes, limits, discounts, shipping and taxes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.discounts import Asked, Discounts, Used, discounts
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import Discount, GoesWith, Limits, Scope, SellingRules
from assistant.shop.selling.shares import included_in, part_of, shared
from assistant.shop.selling.shipping import Shipping, reaches, shipping_methods, zones_for
from assistant.shop.selling.taxes import Taxable, taxes

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOME = Address("1 Main St", "Oakland", "94601", "US", region="CA")
MUG = Goods("MUG", "Mug", 2, Money(1000), category="Mugs", handle="mug", vendor="Kiln", weight_grams=600)
LAMP = Goods("LAMP", "Lamp", 1, Money(3000), category="Lamps", handle="lamp", vendor="Glow", on_sale=True)


@pytest.mark.parametrize(("minor", "percent", "part"), [(5, 10, 1), (4, 10, 0), (15, 10, 2), (999, 100, 999)])
def test_half_a_cent_is_rounded_up(minor: int, percent: int, part: int) -> None:
    assert part_of(minor, Decimal(percent)) == part


@pytest.mark.parametrize(("minor", "percent", "tax"), [(120, 20, 20), (1999, 19, 319), (100, 0, 0), (1, 100, 0)])
def test_the_tax_inside_a_price_is_what_its_net_lacks(minor: int, percent: int, tax: int) -> None:
    assert included_in(minor, Decimal(percent)) == tax


@pytest.mark.parametrize(
    ("minor", "weights", "parts"),
    [
        (10, (1, 1, 1), (1, 1, 1)),
        (100, (100, 100, 100), (34, 33, 33)),
        (2, (1, 2, 3), (0, 1, 1)),
        (5, (10, 20, 70), (1, 1, 3)),
        (1, (5,), (1,)),
        (7, (0, 7), (0, 7)),
        (0, (3, 4), (0, 0)),
        (-3, (3, 4), (0, 0)),
        (3, (), ()),
        (3, (0, 0), (0, 0)),
    ],
)
def test_shares_add_up_and_the_first_of_equals_gets_the_odd_cent(
    minor: int, weights: Sequence[int], parts: tuple[int, ...]
) -> None:
    assert shared(minor, weights) == parts


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        ({}, True),
        ({"category": "MUGS"}, True),
        ({"category": "Lamps"}, False),
        ({"vendor": "kiln"}, True),
        ({"vendor": "Glow"}, False),
        ({"handle": "mug"}, True),
        ({"handle": "lamp"}, False),
        ({"sku": "mug"}, True),
        ({"sku": "LAMP"}, False),
        ({"on_sale": False}, True),
        ({"on_sale": True}, False),
        ({"sku": "MUG", "category": "Lamps"}, False),
        ({"sku": "MUG", "on_sale": True}, False),
    ],
)
def test_a_scope_holds_the_goods_that_match_all_it_names(scope: dict[str, Any], held: bool) -> None:
    assert Scope(**scope).holds(MUG) is held


def test_the_least_of_all_limits_that_speak_of_the_goods_counts() -> None:
    limits = Limits.model_validate({
        "most_of_one": 9,
        "most_of": [{"of": {"sku": "MUG"}, "most": 3}, {"of": {"category": "Mugs"}, "most": 5}],
    })  # fmt: skip
    assert (limits.most(MUG), limits.most(LAMP)) == (3, 9)


@pytest.mark.parametrize("gives", [{}, {"percent": 5, "amount": "5"}, {"amount": "5", "free_shipping": True}])
def test_a_discount_gives_exactly_one_thing(gives: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="Value error, give one of percent, amount and free_shipping"):
        Discount(name="X", **gives)


def test_two_discounts_or_methods_of_one_name_are_refused_by_name() -> None:
    twice = [{"name": "Ten", "percent": 10}, {"name": "Other", "percent": 5}, {"name": "Ten", "amount": "1"}]
    with pytest.raises(ValidationError, match=r"Value error, each discount needs a name .* own; 'Ten' stands twice"):
        SellingRules.model_validate({"discounts": twice})
    methods = [{"name": "Post", "price": "1"}, {"name": "POST", "price": "2"}]
    zone = {"countries": ["US"], "methods": methods}
    with pytest.raises(ValidationError, match=r"Value error, each shipping method of a zone .*'post' stands twice"):
        SellingRules.model_validate({"shipping": {"zones": [zone]}})
    assert SellingRules(reserve_minutes=45).reserved_for == timedelta(minutes=45)


def test_uses_are_counted_by_code_and_else_by_name() -> None:
    assert [Discount(name="Ten", code=code, percent=Decimal(1)).key for code in ("TEN10", "")] == ["TEN10", "Ten"]


def found(
    rules: list[dict[str, Any]], codes: tuple[str, ...] = (), goods: tuple[Goods, ...] = (MUG, LAMP),
    used: Used | None = None, post: int = 500, most_off: int = 100,
) -> Discounts:  # fmt: skip
    asked = Asked(codes, used or Used(), NOW, "USD", lambda _: Money(post))
    return discounts(goods, SellingRules.model_validate({"discounts": rules, "most_off": most_off}), asked)


def given(told: Discounts) -> list[tuple[str, list[int], int]]:
    return [(one.discount.key, [off.minor for off in one.off], one.off_shipping.minor) for one in told.applied]


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"starts": NOW + DAY}, "The code C is not valid yet."),
        ({"starts": NOW}, None),
        ({"ends": NOW}, "The code C has ended."),
        ({"ends": NOW + DAY}, None),
        ({"uses": 2}, "The code C has been used up."),
        ({"uses": 3}, None),
        ({"per_customer": 1}, "The code C was used with this e-mail address before."),
        ({"per_customer": 2}, None),
        ({"minimum": "50.01"}, "The code C needs goods for $50.01; $0.01 is missing."),
        ({"minimum": "50.00"}, None),
        ({"of": {"sku": "ROPE"}}, "Nothing in your cart is part of the offer for C."),
        ({"of": {"sku": "LAMP"}, "minimum": "31"}, "The code C needs goods for $31.00; $1.00 is missing."),
    ],
)
def test_a_code_counts_within_its_limits_and_else_says_which(rule: dict[str, Any], why: str | None) -> None:
    told = found([{"name": "N", "code": "C", "percent": 10, **rule}], (" c ",), used=Used({"C": 2}, {"C": 1}))
    assert [one.why for one in told.unused] == ([why] if why else [])
    assert bool(told.applied) is (why is None)
    unlimited = found([{"name": "N", "code": "C", "percent": 10, "uses": 1, "per_customer": 1}], ("C", "c", " "))
    assert (given(unlimited), unlimited.unused) == ([("C", [200, 300], 0)], ())


def test_an_unknown_code_says_so() -> None:
    assert [(one.code, one.why, one.missing) for one in found([], ("nope",)).unused] == [
        ("NOPE", "The code NOPE is not one of ours. Please check how it is spelt.", None)
    ]


def test_what_is_missing_is_handed_on_as_money() -> None:
    (told,) = found([{"name": "N", "code": "C", "percent": 10, "minimum": "60"}], ("C",)).unused
    assert told.missing == Money(1000)


@pytest.mark.parametrize(
    ("rule", "off"),
    [
        ({"percent": 10}, [200, 300]),
        ({"percent": 10, "most": "1"}, [40, 60]),
        ({"amount": "10"}, [400, 600]),
        ({"amount": "10", "most": "5"}, [200, 300]),
        ({"amount": "90"}, [2000, 3000]),
        ({"amount": "90", "of": {"sku": "MUG"}}, [2000, 0]),
        ({"percent": 50, "of": {"sku": "LAMP"}}, [0, 1500]),
    ],
)
def test_an_automatic_discount_takes_off_what_it_is_about_up_to_its_cap(rule: dict[str, Any], off: list[int]) -> None:
    assert given(found([{"name": "N", **rule}])) == [("N", off, 0)]


def test_an_automatic_discount_out_of_its_time_is_not_told() -> None:
    assert found([{"name": "N", "percent": 10, "ends": NOW}]) == Discounts()


def test_all_discounts_together_stay_under_the_cap_of_the_shop() -> None:
    rules = [{"name": n, "amount": "10", "combine": True} for n in ("A", "B", "C")]
    assert given(found(rules, most_off=30)) == [("A", [400, 600], 0), ("B", [200, 300], 0)]


def test_free_shipping_takes_off_what_is_left_of_it() -> None:
    rules = [
        {"name": "A", "free_shipping": True, "most": "2", "combine": True},
        {"name": "B", "free_shipping": True, "combine": True},
        {"name": "C", "free_shipping": True, "combine": True},
    ]
    told = found(rules)
    assert given(told) == [("A", [0, 0], 200), ("B", [0, 0], 300)]
    assert (told.off_shipping(Money(0)), told.applied[0].total) == (Money(500), Money(200))


def test_free_shipping_needs_no_goods_of_its_own() -> None:
    told = found([{"name": "A", "free_shipping": True, "of": {"sku": "ROPE"}}])
    assert given(told) == [("A", [0, 0], 500)]


def test_of_two_that_save_the_same_the_owners_first_is_taken_and_the_other_told() -> None:
    rules = [{"name": n, "code": n, "amount": "10"} for n in ("A", "B")]
    told = found(rules, ("B", "A"))
    assert [key for key, *_ in given(told)] == ["A"]
    assert [one.why for one in told.unused] == [
        "The code B is not used, since another offer saves you more and they cannot be combined."
    ]


def methods(goods: tuple[Goods, ...] = (MUG,), to: Address = HOME, paid: int = 2000) -> tuple[Shipping, ...]:
    rules = SellingRules.model_validate({"shipping": {
        "unshipped": [{"sku": "LAMP"}],
        "zones": [
            {"countries": ["US"], "regions": ["HI"], "methods": [{"name": "Sea", "price": "30"}]},
            {"countries": ["US"], "methods": [
                {"name": "Post", "price": "5", "per_kg": "2", "free_from": "50", "days": "3 days"},
                {"name": "Walk", "price": "0", "free_from": "50"},
                {"name": "Fast", "price": "9", "days": "1 day"},
            ]},
            {"countries": ["DE"], "methods": [{"name": "Air", "price": "20"}]},
        ],
    }})  # fmt: skip
    return shipping_methods(goods, Money(paid), to, rules)


def test_a_parcel_is_priced_by_its_zone_and_each_kilogram_begun() -> None:
    assert methods() == (
        Shipping("Post", Money(900), "3 days", Money(3000)),
        Shipping("Walk", Money(0), ""),
        Shipping("Fast", Money(900), "1 day"),
    )
    assert methods((replace(MUG, weight_grams=500),))[0].price == Money(700)
    assert methods((replace(MUG, weight_grams=None), replace(LAMP, weight_grams=9000)))[0].price == Money(500)


@pytest.mark.parametrize(("paid", "price"), [(4999, 900), (5000, 0), (5001, 0)])
def test_shipping_is_free_from_its_very_minimum(paid: int, price: int) -> None:
    post = methods(paid=paid)[0]
    assert (post.price, post.days) == (Money(price), "3 days")
    assert post.missing == (Money(1) if price else None)


def test_the_first_zone_that_fits_counts_and_elsewhere_there_is_none() -> None:
    assert [one.name for one in methods(to=replace(HOME, region="HI"))] == ["Sea"]
    assert [one.name for one in methods(to=replace(HOME, country="DE"))] == ["Air"]
    assert methods(to=replace(HOME, country="FR")) == ()


def test_what_needs_no_parcel_costs_no_shipping() -> None:
    assert methods((LAMP,)) == (Shipping("No parcel", Money(0)),)
    assert [one.name for one in methods((LAMP, MUG))] == ["Post", "Walk", "Fast"]
    assert shipping_methods((MUG,), Money(1), HOME, SellingRules()) == (Shipping("Standard", Money(0)),)


@pytest.mark.parametrize(
    ("countries", "regions", "reached"),
    [
        (["US"], [], True), (["*"], [], True), (["DE"], [], False), (["US"], ["CA"], True), (["US"], ["NY"], False),
        (["DE"], ["CA"], False), ([], [], False),
    ],
)  # fmt: skip
def test_a_zone_reaches_its_countries_and_of_these_its_regions(
    countries: list[str], regions: list[str], reached: bool
) -> None:
    assert reaches(countries, regions, HOME) is reached


def test_the_zones_for_a_country_are_those_that_name_it_or_all() -> None:
    zones = [{"countries": [one], "methods": []} for one in ("US", "DE", "*")]
    rules = SellingRules.model_validate({"shipping": {"zones": zones}})
    assert zones_for("DE", rules) == rules.shipping.zones[1:]


def taxed(*rates: dict[str, Any], included: bool = False, to: Address = HOME) -> list[tuple[str, list[int], bool]]:
    lines = [Taxable(MUG, Money(2000)), Taxable(LAMP, Money(3000)), Taxable(None, Money(500))]
    rules = SellingRules.model_validate({"taxes": {"included": included, "rates": rates}}).taxes
    due = taxes(lines, to, rules)
    return [(tax.label, [one.minor for one in tax.by_line], tax.included) for tax in due]


def test_the_first_rate_that_fits_a_line_counts_for_it() -> None:
    low = {"name": "Low", "country": "US", "rate": "5", "of": {"sku": "MUG"}, "shipping": False}
    high = {"name": "High", "country": "US", "rate": "10"}
    assert taxed(low, high) == [("Low 5%", [100, 0, 0], False), ("High 10%", [0, 300, 50], False)]
    assert taxed({**high, "shipping": False}) == [("High 10%", [200, 300, 0], False)]
    assert taxed({**high, "rate": "7.250"}, included=True) == [("High 7.25%", [135, 203, 34], True)]


def test_no_tax_is_told_where_none_is_due() -> None:
    rate = {"country": "US", "regions": ["NY"], "rate": "10"}
    assert taxed(rate) == taxed({"country": "US", "rate": "0"}) == taxed({"country": "DE", "rate": "10"}) == []


@pytest.mark.parametrize("suggest", [{"category": "Cups"}, {"vendor": "Wren"}, {"handle": "mug"}])
def test_a_suggestion_names_goods(suggest: dict[str, str]) -> None:
    assert GoesWith.model_validate({"of": {}, "suggest": suggest}).suggest == Scope(**suggest)
    with pytest.raises(ValidationError, match=r"Value error, suggest needs a category, a vendor or a handle \["):
        GoesWith.model_validate({"of": suggest, "suggest": {"on_sale": True}})
