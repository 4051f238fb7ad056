"""What a plan may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import UnknownMethod, WrongStatus
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer, PaymentMethod, labelled
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderStatus


@dataclass(frozen=True)
class Facts:
    """`goods` are the shop's variants by SKU: what the order holds and what is asked for; a missing one is gone.

    `customer` is None for a guest's order.
    """

    order: Order
    customer: Customer | None
    goods: Mapping[str, tuple[Product, Variant]]
    rules: ChangeRules
    now: datetime

    @property
    def nothing(self) -> Money:
        return Money(0, self.order.total.currency)

    def method(self, label: str) -> PaymentMethod:
        """Raises `UnknownMethod`, naming those that there are."""
        known = labelled(self.customer.payment_methods if self.customer else ())
        wanted = next((m for name, m in known.items() if name.casefold() == label.strip().casefold()), None)
        if wanted is not None:
            return wanted
        if not known:
            raise UnknownMethod("There is no saved way to pay on this account. A person can help with this change.")
        raise UnknownMethod(f"{label!r} is not one of your saved ways to pay. They are: {', '.join(known)}.")

    def label(self, method: PaymentMethod) -> str:
        known = labelled(self.customer.payment_methods if self.customer else ())
        return next(name for name, one in known.items() if one.id == method.id)

    def by_id(self, method_id: str) -> PaymentMethod | None:
        methods = self.customer.payment_methods if self.customer else ()
        return next((method for method in methods if method.id == method_id), None)

    def less(self, amount: Money) -> Money:
        """The amount with its sign turned."""
        return self.nothing - amount

    def when(self, method: PaymentMethod | None) -> str:
        return self.rules.refunds.gift_card if method and method.kind == "gift card" else self.rules.refunds.other


def require_status(order: Order, allowed: tuple[OrderStatus, ...], what: str, instead: str = "") -> None:
    if order.status not in allowed:
        when = " or ".join(f"“{status}”" for status in allowed)
        raise WrongStatus(
            f"Order {order.number} is “{order.status}”, and {what} only while it is {when}. {instead}".strip()
        )
