"""Money as integer minor units with a currency."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision

from assistant.conversation import Price

MOST_DIGITS, THREE_DECIMALS = 15, 3


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount. Adding or comparing two currencies is a bug and raises `ValueError`."""

    minor: int
    currency: str = "USD"

    @classmethod
    def parse(cls, text: str, currency: str = "USD") -> "Money":
        """Read `1,234.50` or `$1,234.50`; raises `ValueError` for anything that is not an exact amount."""
        cleaned = text.strip().lstrip("$€£").replace(",", "").strip()
        try:
            scaled = Decimal(cleaned).scaleb(get_currency_precision(currency))
        except (InvalidOperation, Overflow):
            raise ValueError(f"{text!r} is not an amount of money") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{text!r} has more decimals than {currency} knows")
        if scaled.adjusted() >= MOST_DIGITS:
            raise ValueError(f"{text!r} is not an amount of money that a shop could mean")
        return cls(int(scaled), currency)

    @classmethod
    def nearest(cls, amount: float, currency: str) -> "Money":
        """For a bound that a shopper or a model words as a plain number; never for an amount that is charged."""
        return cls(round(amount * 10 ** get_currency_precision(currency)), currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    @property
    def step(self) -> int:
        """In minor units: card networks take no last digit but 0 where a currency has three decimals."""
        return 10 if get_currency_precision(self.currency) == THREE_DECIMALS else 1

    @property
    def payable(self) -> "Money":
        """As much of it as can be paid in steps."""
        whole = abs(self.minor) // self.step * self.step
        return Money(whole if self.minor > 0 else -whole, self.currency)

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __str__(self) -> str:
        return _formatted(self)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")


@lru_cache(maxsize=10_000)
def _formatted(money: Money) -> str:
    return format_currency(money.amount, money.currency, locale="en_US")


def price_view(money: Money) -> Price:
    return Price(minor=money.minor, currency=money.currency, text=str(money))
