"""Wrong calls made from right ones: what no shop may do, however it is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, get_args

from assistant.shop.catalogue import Product
from assistant.shop.customers import Customer, labelled
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderStatus
from evals.tau_retail import RULES
from evals.tau_tasks import Call

ANOTHERS = 8
OTHER_PRODUCTS = 6
SOLD_OUT = 5
SMUGGLED: Mapping[str, Any] = {
    "amount": "0.01",
    "price": 1,
    "total": 0,
    "customer_id": "somebody_else",
    "email": "me@example.com",
    "payment_token": "tok_1",
    "confirmed": True,
}
REASONS = ("", "changed my mind", "found it cheaper", "no longer needed.", "ordered by mistake and no longer needed")
PLACE = ("line1", "city", "postcode", "country")


@dataclass(frozen=True)
class Known:
    """The shop at the moment of the call."""

    products: Sequence[Product]
    customers: Mapping[str, Customer]
    orders: Mapping[str, Order]


@dataclass(frozen=True)
class Wrong:
    """`proof` is a customer's id, None for nobody. `order` and `customer` stand for theirs in the shop meanwhile."""

    kind: str
    call: Call
    proof: str | None
    order: Order | None = None
    customer: Customer | None = None


def wrong_calls(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    """Every one of them has to be refused, with nothing changed."""
    tool, arguments = call
    yield from _without_right(call, owner, known)
    yield from _smuggling(call, owner)
    if "order_number" in arguments:
        yield from _of_another_status(call, owner, known)
        yield from _of_no_order(call, owner, known)
    if "swaps" in arguments:
        yield from _bad_swaps(call, owner, known)
    if "items" in arguments:
        yield from _bad_items(call, owner, known)
    if tool == "cancel_order":
        yield from (Wrong("wrong reason", (tool, arguments | {"reason": reason}), owner.id) for reason in REASONS)
    if "line1" in arguments:
        yield from (Wrong("address without a part", (tool, arguments | {part: " "}), owner.id) for part in PLACE)
    for field in ("pay_with", "refund_to"):
        if field in arguments:
            yield from _foreign_methods(call, field, owner, known)


def _without_right(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    yield Wrong("no proof", call, None)
    if "order_number" in call[1]:
        others = [key for key in known.customers if key != owner.id]
        start = sum(map(ord, call[1]["order_number"])) * 7 % (len(others) - ANOTHERS)
        yield from (Wrong("another customer", call, key) for key in others[start : start + ANOTHERS])


def _smuggling(call: Call, owner: Customer) -> Iterator[Wrong]:
    tool, arguments = call
    for name, value in SMUGGLED.items():
        yield Wrong("argument of its own", (tool, arguments | {name: value}), owner.id)


def _of_another_status(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    order = known.orders[call[1]["order_number"]]
    allowed = {
        "cancel_order": RULES.cancel.statuses,
        "change_order_address": RULES.address.statuses,
        "change_order_payment": RULES.payment.statuses,
        "change_order_items": RULES.items.statuses,
        "return_items": RULES.returns.statuses,
        "exchange_items": RULES.exchanges.statuses,
    }[call[0]]
    statuses: tuple[OrderStatus, ...] = get_args(OrderStatus)
    for status in statuses:
        if status not in allowed:
            yield Wrong("wrong status", call, owner.id, order=replace(order, status=status))


def _of_no_order(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    tool, arguments = call
    number = arguments["order_number"]
    for near in (number[:-1] + str((int(number[-1]) + 1) % 10), number + "0", "W"):
        if near not in known.orders:
            yield Wrong("no such order", (tool, arguments | {"order_number": near}), owner.id)


def _bad_swaps(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    tool, arguments = call
    swaps: list[dict[str, Any]] = arguments["swaps"]
    order = known.orders[arguments["order_number"]]

    def swapped(kind: str, *changed: dict[str, Any]) -> Wrong:
        return Wrong(kind, (tool, arguments | {"swaps": [*changed, *swaps[1:]]}), owner.id)

    first = swaps[0]
    product = _product_of(known, first["sku"])
    strangers = [p for p in known.products if p is not product]
    shift = sum(map(ord, first["new_sku"])) % (len(strangers) - OTHER_PRODUCTS)
    for other in strangers[shift : shift + OTHER_PRODUCTS]:
        stocked = next((variant for variant in other.variants if variant.stock > 0), other.variants[0])
        yield swapped("item of another product", first | {"new_sku": stocked.sku})
    gone = [v.sku for v in product.variants if v.stock == 0] if product else []
    yield from (swapped("sold out", first | {"new_sku": sku}) for sku in islice(gone, SOLD_OUT))
    yield swapped("lists of unequal length", {"sku": first["sku"]})
    yield swapped("lists of unequal length", {"new_sku": first["new_sku"]})
    yield Wrong("lists of unequal length", (tool, arguments | {"swaps": []}), owner.id)
    held = sum(line.quantity for line in order.lines if line.sku == first["sku"])
    for count in (0, -1, held + 1, 1001):
        yield swapped("wrong quantity", first | {"quantity": count})
    yield swapped("more than the order holds", *[first] * (held + 1))
    yield swapped("not in the order", first | {"sku": _not_held(known, order)})
    yield swapped("no such item", first | {"new_sku": "0000000000"})
    yield from _short_card(call, owner, order, known)


def _short_card(call: Call, owner: Customer, order: Order, known: Known) -> Iterator[Wrong]:
    """A gift card that holds one cent less than the difference."""
    tool, arguments = call
    prices = {variant.sku: variant.price for product in known.products for variant in product.variants}
    paid = {line.sku: line.unit for line in order.lines}
    due = sum(prices[swap["new_sku"]].minor - paid[swap["sku"]].minor for swap in arguments["swaps"])
    if due > 0:
        yield from _with_card(tool, arguments, "pay_with", owner, due - 1)


def _with_card(tool: str, arguments: dict[str, Any], field: str, owner: Customer, balance: int) -> Iterator[Wrong]:
    for label, method in labelled(owner.payment_methods).items():
        if method.balance is not None:
            poorer = tuple(
                replace(m, balance=Money(balance, method.balance.currency)) if m.id == method.id else m
                for m in owner.payment_methods
            )
            short = replace(owner, payment_methods=poorer)
            yield Wrong("gift card short by a cent", (tool, arguments | {field: label}), owner.id, customer=short)


def _bad_items(call: Call, owner: Customer, known: Known) -> Iterator[Wrong]:
    tool, arguments = call
    items: list[dict[str, Any]] = arguments["items"]
    order = known.orders[arguments["order_number"]]
    held = sum(line.quantity for line in order.lines if line.sku == items[0]["sku"])

    def listed(kind: str, *changed: dict[str, Any]) -> Wrong:
        return Wrong(kind, (tool, arguments | {"items": [*changed, *items[1:]]}), owner.id)

    yield Wrong("lists of unequal length", (tool, arguments | {"items": []}), owner.id)
    yield from (listed("wrong quantity", items[0] | {"quantity": count}) for count in (0, -1, held + 1, 1001))
    yield listed("more than the order holds", *[items[0]] * (held + 1))
    yield listed("not in the order", items[0] | {"sku": _not_held(known, order)})
    yield listed("no such item", items[0] | {"sku": "0000000000"})


def _foreign_methods(call: Call, field: str, owner: Customer, known: Known) -> Iterator[Wrong]:
    tool, arguments = call
    own = {name.casefold() for name in labelled(owner.payment_methods)}
    order = known.orders.get(arguments.get("order_number", ""))
    others = _labels(known.customers.values())
    foreign = [label for label in others if label.casefold() not in own]
    shift = sum(map(ord, owner.id)) % max(len(foreign) - 4, 1)
    tokens = [method.id for method in owner.payment_methods]
    for named in (*foreign[shift : shift + 4], *tokens, "", "any", "card"):
        if named.casefold() not in own:
            yield Wrong("foreign way to pay", (tool, arguments | {field: named}), owner.id)
    if tool == "return_items" and order is not None:
        paid = {name for _id, name in order.paid_by()}
        for label, method in labelled(owner.payment_methods).items():
            if label not in paid and method.kind != "gift card":
                yield Wrong("refund to another card", (tool, arguments | {field: label}), owner.id)
    if tool == "change_order_payment" and order is not None:
        yield from _with_card(tool, arguments, field, owner, sum(m.minor for m in order.paid_by().values()) - 1)


def _labels(customers: Iterable[Customer]) -> list[str]:
    return sorted({label for person in islice(customers, 60) for label in labelled(person.payment_methods)})


def _product_of(known: Known, sku: str) -> Product | None:
    return next((p for p in known.products if any(variant.sku == sku for variant in p.variants)), None)


def _not_held(known: Known, order: Order) -> str:
    held = {line.sku for line in order.lines}
    return next(v.sku for product in known.products for v in product.variants if v.sku not in held)
