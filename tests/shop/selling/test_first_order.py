"""A discount for a first order counts for who is known to have none, and for nobody else, and says which."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.shop.money import Money
from assistant.shop.selling.bill import Basket, Bill, Terms, bill
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.taxes import RuleTaxes

NOW = datetime(2026, 11, 22, tzinfo=UTC)
UNKNOWN, NEW, KNOWN = Used(), Used(ordered=False), Used(ordered=True)
WAITS = Used(by_customer={"Hello": 1}, ordered=False)
"""Who has an order with such a discount that waits for its payment."""
AUTOMATIC = {"name": "Hello", "percent": "10", "first_order": True}
CODE = {"name": "Welcome", "code": "WELCOME", "amount": "3", "first_order": True}


async def billed(*discounts: dict[str, Any], used: Used, codes: tuple[str, ...] = ()) -> Bill:
    rules = SellingRules.model_validate({"discounts": discounts})
    cup = Goods("CUP", "Cup", 1, Money(1000))
    return await bill(Basket((cup,), codes), Terms(rules, used, NOW, "USD"), RuleTaxes(rules.taxes))


@pytest.mark.parametrize(
    ("used", "total", "hints"),
    [
        (UNKNOWN, 1000, ("Hello is for a first order: it counts once I know your e-mail address, if this is one.",)),
        (NEW, 900, ()),
        (KNOWN, 1000, ()),
        (WAITS, 1000, ()),
    ],
)
async def test_an_automatic_one_never_takes_back_what_it_gave(used: Used, total: int, hints: tuple[str, ...]) -> None:
    found = await billed(AUTOMATIC, used=used)
    assert (found.totals.total.minor, found.hints) == (total, hints)


@pytest.mark.parametrize(
    ("used", "why"),
    [
        (UNKNOWN, "The code WELCOME is for a first order. Please tell me your e-mail address first."),
        (NEW, None),
        (KNOWN, "The code WELCOME is for a first order only."),
        (Used(by_customer={"WELCOME": 1}, ordered=False), "The code WELCOME is for a first order only."),
        (Used(by_customer={"OTHER": 1}, ordered=False), None),
    ],
)
async def test_a_code_says_why_it_does_not_count(used: Used, why: str | None) -> None:
    other = {"name": "Other", "code": "OTHER", "amount": "1"}
    found = await billed(CODE, other, used=used, codes=("WELCOME",))
    assert [one.why for one in found.discounts.unused] == ([why] if why else [])
    assert found.totals.total == Money(1000 if why else 700)


async def test_two_discounts_for_a_first_order_are_not_had_one_after_the_other() -> None:
    found = await billed(AUTOMATIC, CODE, used=WAITS, codes=("WELCOME",))
    assert (found.discounts.applied, found.totals.total) == ((), Money(1000))


async def test_who_is_not_known_yet_hears_of_what_could_count_only() -> None:
    others = ({"name": "Later", "percent": "5", "first_order": True, "starts": "2027-01-01T00:00:00Z"},
              {"name": "Large", "percent": "5", "first_order": True, "minimum": "50"},
              {"name": "All", "percent": "5"})  # fmt: skip
    found = await billed(*others, CODE, used=UNKNOWN)
    assert (found.hints, found.totals.total) == ((), Money(950))
