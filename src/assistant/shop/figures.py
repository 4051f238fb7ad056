"""What a price and a stock may be, whether a feed says so or somebody pushes it."""

from assistant.shop.catalogue import Offer
from assistant.shop.money import Money

MOST_MINOR = 100_000_000
MOST_STOCK = 10_000_000


class Implausible(ValueError):
    """A figure that cannot be taken; the message says what to do."""


def offer(
    sku: str, currency: str, *, price: str | None = None, compare_at: str | None = None, stock: int | None = None
) -> Offer:
    """Amounts are exact, in major units, such as 49.00. Raises `Implausible`."""
    if price is None and compare_at is None and stock is None:
        raise Implausible("nothing to change: give a price, a compare_at or a stock")
    new = _amount(price, currency, "price")
    if new is not None and new.minor == 0:
        raise Implausible("the price is 0; write the price that a shopper pays")
    if stock is not None and stock > MOST_STOCK:
        raise Implausible(f"the stock is above {MOST_STOCK:,}, which cannot be right")
    left = None if stock is None else max(stock, 0)
    return Offer(sku, new, _amount(compare_at, currency, "compare_at"), left)


def _amount(text: str | None, currency: str, name: str) -> Money | None:
    if text is None:
        return None
    try:
        money = Money.parse(text, currency)
    except ValueError:
        raise Implausible(f"the {name} is not an exact amount of {currency} such as 49.00") from None
    if not 0 <= money.minor <= MOST_MINOR:
        raise Implausible(f"the {name} is not between 0 and {Money(MOST_MINOR, currency)}")
    return money
