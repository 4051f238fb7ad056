"""Money is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.shop.money import Money


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money.amount), currency) == money


@pytest.mark.parametrize(("text", "minor"), [("$1,234.50", 123450), (" 14 ", 1400), ("0.99", 99)])
def test_what_people_write_is_read(text: str, minor: int) -> None:
    assert Money.parse(text) == Money(minor)


@pytest.mark.parametrize("text", ["", "ten", "1.999", "NaN", "Infinity", "1e999999", "1e300"])
def test_what_is_no_exact_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimals"):
        Money.parse(text)


def test_two_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="cannot mix"):
        Money(1, "USD") + Money(1, "EUR")


def test_money_is_shown_as_people_write_it() -> None:
    assert str(Money(123450)) == "$1,234.50"
    assert str(Money(1200, "JPY")) == "¥1,200"
