"""Amounts as Stripe counts them, which is not always as the currency's own minor units."""

from babel.numbers import get_currency_precision

from assistant.errors import PaymentUnavailable
from assistant.shop.money import Money

# https://docs.stripe.com/currencies: the rest has two decimals there, whatever people use; ISK and UGX among them
NO_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
CANNOT = "This amount has more decimals than the payment page takes in {currency}."


def to_stripe(money: Money) -> int:
    """Raises `PaymentUnavailable` for an amount that Stripe has no number for."""
    ahead = _decimals(money.currency) - get_currency_precision(money.currency)
    amount, rest = divmod(money.minor * _power(ahead), _power(-ahead))
    if rest or (money.currency in THREE_DECIMALS and amount % 10):
        raise PaymentUnavailable(CANNOT.format(currency=money.currency))
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    currency = currency.upper()
    ahead = _decimals(currency) - get_currency_precision(currency)
    return Money(amount * _power(-ahead) // _power(ahead), currency)


def _power(decimals: int) -> int:
    return int(10 ** max(decimals, 0))


def _decimals(currency: str) -> int:
    return 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
