"""A shop small enough to reckon by hand: shirts, a lamp, and Ada, who has a card, PayPal and a gift card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.plan import plan
from assistant.shop.changes.requests import OrderRequest
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Address, Customer, PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order, OrderLine, Payment

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
PLACED = datetime(2026, 6, 1, 12, tzinfo=UTC)
ARRIVED = date(2026, 6, 5)

HOME = Address("1 Mill Lane", "Leeds", "LS1 4AP", "United Kingdom")
WORK = Address("9 Kirkgate", "Leeds", "LS2 7DJ", "UK")
CARD = PaymentMethod("tok_card", "card", "visa", "9212")
PAYPAL = PaymentMethod("tok_paypal", "paypal")
GIFT = PaymentMethod("tok_gift", "gift card", balance=Money(5_000))
VISA = "Visa ending in 9212"
ADA = Customer("c-1", "Ada", "ada@example.com", HOME, (CARD, PAYPAL, GIFT))


def variant(sku: str, minor: int, stock: int = 5, currency: str = "USD", **options: str) -> Variant:
    return Variant(sku, options, Money(minor, currency), stock)


SHIRT = Product(
    "shirt", "Shirt", "Shirts",
    (
        variant("S-RED", 2_000, Color="red"), variant("S-BLU", 2_550, Color="blue"),
        variant("S-GRN", 1_500, 0, Color="green"),
    ),
    attributes={"Material": "Organic cotton"},
)  # fmt: skip
LAMP = Product("lamp", "Lamp", "Lighting", (variant("LAMP", 9_900),))


def line(sku: str, minor: int, quantity: int = 1, **options: str) -> OrderLine:
    product = LAMP if sku == "LAMP" else SHIRT
    return OrderLine(sku, product.title, quantity, Money(minor), product.handle, options)


def paid(minor: int, method: PaymentMethod = CARD) -> Payment:
    return Payment("payment", Money(minor), method.id, method.name, PLACED)


ORDER = Order(
    "#1", ADA.email, ADA.id, "paid", PLACED, (line("S-RED", 2_000, 2, Color="red"), line("LAMP", 9_900)),
    Money(500), Money(14_400), address=HOME, payments=(paid(14_400),),
)  # fmt: skip
"""Two red shirts and a lamp, with $5.00 of shipping, all by card."""

DELIVERED = replace(ORDER, status="delivered", fulfilments=(Fulfilment("Post", "P1", delivered=ARRIVED),))
GUEST = replace(ORDER, customer_id=None)
UNTOLD = replace(ORDER, payments=())
"""Of a feed that says nothing about payments."""


def facts(
    order: Order = ORDER,
    rules: ChangeRules | None = None,
    products: Sequence[Product] = (SHIRT, LAMP),
    customer: Customer | None = ADA,
    now: datetime = NOW,
    **more: Any,
) -> Facts:
    goods = {v.sku: (product, v) for product in products for v in product.variants}
    known = customer if order.customer_id else None
    return Facts(order, known, goods, rules or ChangeRules(), now, **more)


def planned(request: OrderRequest, *given: Any, **more: Any) -> Effect:
    return plan(request, facts(*given, **more))


def after(effect: Effect) -> Order:
    assert effect.order is not None
    return effect.order[1]


def balance(effect: Effect) -> Money | None:
    """Of Ada's gift card afterwards, None where it was not touched."""
    return effect.customer[1].payment_methods[2].balance if effect.customer else None


def moves(effect: Effect) -> list[tuple[str, int, str]]:
    return [(m.way, m.amount.minor, m.method) for m in effect.movements]


def owes(order: Order) -> int:
    """Payments less refunds, in minor units."""
    return sum(p.amount.minor if p.way == "payment" else -p.amount.minor for p in order.payments)
