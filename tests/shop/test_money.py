"""Money is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Price
from assistant.shop.money import Money, price_view


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money.amount), currency) == money


@pytest.mark.parametrize(
    ("text", "minor"), [("$1,234.50", 123450), (" 14 ", 1400), ("0.99", 99), ("€5", 500), ("£ 5", 500)]
)
def test_what_people_write_is_read(text: str, minor: int) -> None:
    assert Money.parse(text) == Money(minor)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'' is not an amount of money"),
        ("ten", "'ten' is not an amount of money"),
        ("X5", "'X5' is not an amount of money"),
        ("1.999", "'1.999' has more decimals than USD knows"),
        ("NaN", "'NaN' has more decimals than USD knows"),
        ("Infinity", "'Infinity' has more decimals than USD knows"),
        ("1e999999", "'1e999999' is not an amount of money"),
        ("1e300", "'1e300' is not an amount of money that a shop could mean"),
        ("10000000000000", "'10000000000000' is not an amount of money that a shop could mean"),
    ],
)
def test_what_is_no_exact_amount_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        Money.parse(text)


def test_two_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match=r"^cannot mix USD and EUR$"):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(ValueError, match=r"^cannot mix USD and EUR$"):
        Money(1, "USD") - Money(1, "EUR")


def test_reckoning_keeps_the_currency() -> None:
    seven, two = Money(7, "EUR"), Money(2, "EUR")
    assert (seven + two, seven - two, seven * 3) == (Money(9, "EUR"), Money(5, "EUR"), Money(21, "EUR"))


@pytest.mark.parametrize(("amount", "currency", "minor"), [(12.5, "EUR", 1250), (12.5, "JPY", 12), (1.0, "KWD", 1000)])
def test_a_bound_as_a_plain_number_is_the_nearest_amount(amount: float, currency: str, minor: int) -> None:
    assert Money.nearest(amount, currency) == Money(minor, currency)


def test_money_is_shown_as_people_write_it() -> None:
    assert str(Money(123450)) == "$1,234.50"
    assert str(Money(1200, "JPY")) == "¥1,200"
    assert price_view(Money(1250, "EUR")) == Price(minor=1250, currency="EUR", text="€12.50")


@pytest.mark.parametrize(
    ("minor", "currency", "payable", "step"),
    [
        (1995, "KWD", 1990, 10),
        (-1995, "KWD", -1990, 10),
        (10, "KWD", 10, 10),
        (9, "KWD", 0, 10),
        (1, "KWD", 0, 10),
        (1995, "USD", 1995, 1),
        (1, "USD", 1, 1),
        (-7, "JPY", -7, 1),
        (0, "EUR", 0, 1),
    ],
)
def test_as_much_is_payable_as_the_steps_of_the_currency_allow(
    minor: int, currency: str, payable: int, step: int
) -> None:
    assert (Money(minor, currency).payable, Money(minor, currency).step) == (Money(payable, currency), step)
