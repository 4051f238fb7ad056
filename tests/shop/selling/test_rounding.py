"""Where a currency has three decimals, card networks take amounts that end in 0: the total is one, and says why."""

from datetime import UTC, datetime

import pytest

from assistant.payments.stripe_amounts import to_stripe
from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.bill import Basket, Terms, bill
from assistant.shop.selling.discounts import Discounts, Used
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.taxes import RuleTaxes
from assistant.shop.selling.totals import Totals, totals

THREE_DECIMALS = ("BHD", "JOD", "KWD", "OMR", "TND")


def total_of(minor: int, currency: str) -> Totals:
    return totals([Goods("CUP", "Cup", 1, Money(minor, currency))], Discounts(), None, (), currency)


def rounding(found: Totals) -> list[int]:
    return [part.amount.minor for part in found.parts if part.kind == "rounding"]


@pytest.mark.parametrize("currency", THREE_DECIMALS)
@pytest.mark.parametrize(
    ("minor", "total", "line"),
    [(5124, 5120, [-4]), (5125, 5120, [-5]), (5126, 5130, [4]), (5129, 5130, [1]), (5120, 5120, []), (5, 0, [-5])],
)
def test_a_total_of_three_decimals_is_rounded_to_ten_with_a_line_of_its_own(
    currency: str, minor: int, total: int, line: list[int]
) -> None:
    found = total_of(minor, currency)
    assert (found.total.minor, rounding(found)) == (total, line)
    assert sum(part.amount.minor for part in found.parts) == found.total.minor
    assert to_stripe(found.total) == total


@pytest.mark.parametrize(("minor", "currency"), [(1999, "USD"), (7, "ISK"), (1505, "UGX"), (1, "JPY"), (1255, "HUF")])
def test_any_other_currency_is_paid_as_it_adds_up(minor: int, currency: str) -> None:
    found = total_of(minor, currency)
    assert (found.total.minor, rounding(found)) == (minor, [])


async def test_a_bill_with_tax_and_a_discount_can_be_paid_and_its_lines_add_up() -> None:
    rules = SellingRules.model_validate(
        {
            "discounts": [{"name": "Third", "percent": "33.333"}],
            "taxes": {"rates": [{"name": "VAT", "country": "BH", "rate": "10"}]},
        }
    )
    cups = Goods("CUP", "Cup", 3, Money(1995, "BHD"))
    here = Address("Road 1", "Manama", "", "BH")
    terms = Terms(rules, Used(), datetime(2026, 11, 22, tzinfo=UTC), "BHD")
    found = (await bill(Basket((cups,), to=here), terms, RuleTaxes(rules.taxes))).totals
    assert [(part.kind, part.amount.minor) for part in found.parts] == [
        ("goods", 5985),
        ("discount", -1995),
        ("shipping", 0),
        ("tax", 399),
        ("rounding", 1),
    ]
    assert found.total == Money(4390, "BHD")


def test_the_line_reads_like_the_others() -> None:
    [_, part] = total_of(5124, "KWD").parts
    assert part.words == f"Rounding: {Money(-4, 'KWD')}"


@pytest.mark.parametrize(
    ("minor", "currency", "payable"),
    [
        (1259, "KWD", 1250),
        (-1259, "KWD", -1250),
        (1250, "KWD", 1250),
        (0, "KWD", 0),
        (1259, "USD", 1259),
        (-7, "ISK", -7),
    ],
)
def test_what_can_be_paid_of_an_amount_is_never_more_than_it(minor: int, currency: str, payable: int) -> None:
    assert Money(minor, currency).payable == Money(payable, currency)
