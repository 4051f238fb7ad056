"""What a shop's pages may quote of its rules for selling, so that the text shoppers read and the bill agree."""

import re
import unicodedata
from collections.abc import Iterator

from assistant.shop.selling.rules import Discount, Limits, SellingRules, ShippingMethod, money


def quotable(rules: SellingRules, currency: str) -> dict[str, str]:
    """In words, by name; where two methods are called the same, the second is `shipping_standard_2_price`."""
    return dict(_names(rules, currency))


def _names(rules: SellingRules, currency: str) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for method in (method for zone in rules.shipping.zones for method in zone.methods):
        name = f"shipping_{_word(method.name)}"
        seen[name] = seen.get(name, 0) + 1
        yield from _method(method, name if seen[name] == 1 else f"{name}_{seen[name]}", currency)
    for discount in rules.discounts:
        yield from _discount(discount, f"discount_{_word(discount.key)}", currency)
    yield from _limits(rules.limits, currency)
    yield "reserve_minutes", str(rules.reserve_minutes)
    yield "reserve_time", _time(rules.reserve_minutes)


def _method(method: ShippingMethod, name: str, currency: str) -> Iterator[tuple[str, str]]:
    yield f"{name}_price", str(money(method.price, currency))
    if method.free_from is not None:
        yield f"{name}_free_from", str(money(method.free_from, currency))
    if method.days:
        yield f"{name}_days", method.days


def _discount(discount: Discount, name: str, currency: str) -> Iterator[tuple[str, str]]:
    if discount.percent is not None:
        yield name, f"{discount.percent.normalize():f}%"
    if discount.amount is not None:
        yield name, str(money(discount.amount, currency))
    if (minimum := money(discount.minimum, currency)).minor:
        yield f"{name}_minimum", str(minimum)


def _limits(limits: Limits, currency: str) -> Iterator[tuple[str, str]]:
    yield "most_of_one", str(limits.most_of_one)
    yield "most_lines", str(limits.most_lines)
    if limits.most_total is not None:
        yield "most_total", str(money(limits.most_total, currency))
    yield "cart_days", str(limits.cart_days)


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return f"{minutes} minutes"
    return f"{hours} hour{'s' if hours > 1 else ''}"


def _word(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", plain)) or "other"
