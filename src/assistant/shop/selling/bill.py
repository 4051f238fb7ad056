"""The bill of a cart for a destination: discounts, then shipping, then taxes, as each depends on the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.discounts import Asked, Discounts, Used, discounts
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.shipping import Shipping, closed_to_boxes, shipping_methods
from assistant.shop.selling.taxes import Taxes
from assistant.shop.selling.totals import Totals, paid_for_goods, taxable, totals

FIRST_ORDER = "{name} is for a first order: it counts once I know your e-mail address, if this is one."


@dataclass(frozen=True)
class Basket:
    """What is to be billed. Destination and method may be unknown yet: the bill then holds what is known."""

    goods: tuple[Goods, ...]
    codes: tuple[str, ...] = ()
    to: Address | None = None
    method: str = ""


@dataclass(frozen=True)
class Bill:
    """`methods` are all that reach the destination, `shipping` the chosen one. `hints` are told to shoppers.

    `closed_to_boxes` would reach it, were it no box of the post's.
    """

    totals: Totals
    discounts: Discounts
    methods: tuple[Shipping, ...]
    shipping: Shipping | None
    hints: tuple[str, ...] = ()
    closed_to_boxes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What the shop brings to a bill: its rules, and what was used of its discounts so far."""

    rules: SellingRules
    used: Used
    now: datetime
    currency: str


async def bill(basket: Basket, terms: Terms, taxes: Taxes) -> Bill:
    """Raises `TaxUnavailable` when a tax service cannot say."""
    found, methods, chosen = _priced(basket, terms)
    lines = taxable(basket.goods, found, chosen, terms.currency)
    closed = closed_to_boxes(basket.goods, basket.to, terms.rules.shipping)
    due = await taxes.due(lines, basket.to) if basket.to and basket.goods else ()
    return Bill(
        totals=totals(basket.goods, found, chosen, due, terms.currency),
        discounts=found,
        methods=methods,
        shipping=chosen,
        hints=_hints(found, chosen, closed if methods else ()),
        closed_to_boxes=closed,
    )


def _priced(basket: Basket, terms: Terms) -> tuple[Discounts, tuple[Shipping, ...], Shipping | None]:
    nothing = Money(0, terms.currency)

    def methods_at(paid: Money) -> tuple[Shipping, ...]:
        return shipping_methods(basket.goods, paid, basket.to, terms.rules)

    def price_at(paid: Money) -> Money:
        chosen = _chosen(methods_at(paid), basket.method)
        return chosen.price if chosen else nothing

    asked = Asked(basket.codes, terms.used, terms.now, terms.currency, price_at)
    found = discounts(basket.goods, terms.rules, asked)
    methods = methods_at(sum(paid_for_goods(basket.goods, found, terms.currency), nothing))
    return found, methods, _chosen(methods, basket.method)


def _chosen(methods: Sequence[Shipping], wanted: str) -> Shipping | None:
    """The one that was named, or the only one that there is."""
    if len(methods) == 1:
        return methods[0]
    return next((one for one in methods if one.name.casefold() == wanted.strip().casefold()), None)


def _hints(found: Discounts, chosen: Shipping | None, closed: Sequence[str]) -> tuple[str, ...]:
    hints = [*(one.why for one in found.unused), *(f"{name} does not go to PO boxes." for name in closed)]
    hints += [FIRST_ORDER.format(name=one.name) for one in found.later]
    free = any(one.off_shipping.minor for one in found.applied)
    if chosen is not None and chosen.missing is not None and not free:
        hints.append(f"Add {chosen.missing} for free {chosen.name.lower()} shipping.")
    return tuple(hints)
