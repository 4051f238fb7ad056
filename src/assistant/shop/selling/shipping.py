"""Which shipping methods reach a destination, and what each costs for this cart."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.po_boxes import is_po_box
from assistant.shop.selling.rules import SellingRules, ShippingMethod, ShippingRules, Zone, any_holds, money

GRAMS = 1000
NO_PARCEL = "No parcel"


@dataclass(frozen=True)
class Shipping:
    """`missing` is what the goods lack for it to be free; None where it is free, or never will be."""

    name: str
    price: Money
    days: str = ""
    missing: Money | None = None


def shipping_methods(
    goods: Sequence[Goods], paid_for_goods: Money, to: Address | None, rules: SellingRules
) -> tuple[Shipping, ...]:
    """In the owner's order; none where the shop does not send to, or may not. `paid_for_goods` is after discounts."""
    nothing = Money(0, paid_for_goods.currency)
    if not needs_parcel(goods, rules.shipping):
        return (Shipping(NO_PARCEL, nothing),)
    if to is None:
        return ()
    if not rules.shipping.zones:
        return (Shipping("Standard", nothing),)
    parcel = _parcel(goods, rules.shipping)
    counted = max(nothing, paid_for_goods - _uncounted(goods, rules.shipping, nothing))
    box = is_po_box(to)
    open_to = (one for one in _carriers(parcel, to, rules.shipping) if one.po_boxes or not box)
    return tuple(_priced(method, parcel, counted) for method in open_to)


def closed_to_boxes(goods: Sequence[Goods], to: Address | None, rules: ShippingRules) -> tuple[str, ...]:
    """The methods by name that would go there, were it no box of the post's."""
    if to is None or not needs_parcel(goods, rules) or not is_po_box(to):
        return ()
    return tuple(one.name for one in _carriers(_parcel(goods, rules), to, rules) if not one.po_boxes)


def needs_parcel(goods: Sequence[Goods], rules: ShippingRules) -> bool:
    return any(not any_holds(rules.unshipped, line) for line in goods)


def reaches(countries: Sequence[str], regions: Sequence[str], to: Address) -> bool:
    """`to` has its country and region as codes, as `checked_address` writes them."""
    return (to.country in countries or "*" in countries) and (not regions or to.region in regions)


def zones_for(country: str, rules: SellingRules) -> tuple[Zone, ...]:
    return tuple(zone for zone in rules.shipping.zones if country in zone.countries or "*" in zone.countries)


def _parcel(goods: Sequence[Goods], rules: ShippingRules) -> list[Goods]:
    return [line for line in goods if not any_holds(rules.unshipped, line)]


def _carriers(parcel: Sequence[Goods], to: Address, rules: ShippingRules) -> list[ShippingMethod]:
    """Those of the zone that take everything in it."""
    zone = next((zone for zone in rules.zones if reaches(zone.countries, zone.regions, to)), None)
    return [method for method in zone.methods if not _refuses(method, parcel)] if zone else []


def _uncounted(goods: Sequence[Goods], rules: ShippingRules, nothing: Money) -> Money:
    return sum((line.total for line in goods if any_holds(rules.uncounted, line)), nothing)


def _refuses(method: ShippingMethod, parcel: Sequence[Goods]) -> bool:
    return any(any_holds(method.never, line) for line in parcel)


def _priced(method: ShippingMethod, parcel: Sequence[Goods], paid: Money) -> Shipping:
    nothing = Money(0, paid.currency)
    if all(any_holds(method.free_alone, line) for line in parcel):
        return Shipping(method.name, nothing, method.days)
    if method.free_from is not None and (free_from := money(method.free_from, paid.currency)) <= paid:
        return Shipping(method.name, nothing, method.days)
    grams = sum((line.weight_grams or 0) * line.quantity for line in parcel)
    price = money(method.price, paid.currency) + money(method.per_kg, paid.currency) * -(-grams // GRAMS)
    if not price.minor or method.free_from is None:
        return Shipping(method.name, price, method.days)
    return Shipping(method.name, price, method.days, free_from - paid)
