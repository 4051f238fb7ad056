"""What a plan may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.errors import UnknownMethod, WrongStatus
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer, PaymentMethod, labelled
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderStatus, Payment

UNKNOWN = "original way to pay"


@dataclass(frozen=True)
class Way:
    """Where money comes from or goes to. `id` is empty where the shop's own records must tell which way that is."""

    id: str
    label: str
    method: PaymentMethod | None = None


@dataclass(frozen=True)
class Facts:
    """`goods` are the shop's variants by SKU: what the order holds and what is asked for; a missing one is gone.

    `customer` is None for a guest's order. `proved_account` is False for who has proved the order but not the account
    that it belongs to: the account's ways to pay are not theirs to use.
    """

    order: Order
    customer: Customer | None
    goods: Mapping[str, tuple[Product, Variant]]
    rules: ChangeRules
    now: datetime
    proved_account: bool = True

    @property
    def nothing(self) -> Money:
        return Money(0, self.order.total.currency)

    def method(self, label: str) -> PaymentMethod:
        """Raises `UnknownMethod`, naming those that there are."""
        if wanted := self._saved(label):
            return wanted
        if known := self.saved:
            raise UnknownMethod(f"{label!r} is not one of your saved ways to pay. They are: {', '.join(known)}.")
        raise UnknownMethod("There is no saved way to pay on this account. A person can help with this change.")

    @property
    def saved(self) -> dict[str, PaymentMethod]:
        """The ways to pay that the shopper may use, as `labelled` names them."""
        return labelled(self.customer.payment_methods if self.customer and self.proved_account else ())

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The order's, or the one that its feed left out: all of it, in a way that only the shop knows."""
        if self.order.payments or self.order.unpaid:
            return self.order.payments
        return (Payment("payment", self.order.total, "", UNKNOWN, self.order.placed_at),)

    @property
    def on_page(self) -> bool:
        """Whether it was paid on a payment page, through which nothing more can be taken in for it."""
        return any(payment.on_page for payment in self.order.payments)

    @property
    def paid(self) -> dict[Way, Money]:
        """As `Order.paid_by`."""
        paid = replace(self.order, payments=self.payments).paid_by()
        return {self._way(key, name): amount for (key, name), amount in paid.items()}

    def way(self, label: str, difference: Money) -> Way:
        """Who pays a difference above zero, or gets one below; any will do at zero. Raises `UnknownMethod`."""
        if not difference.minor and not label.strip():
            return Way("", "")
        wanted = next((way for way in self.paid if same_label(way.label, label)), None)
        if wanted is None or self._saved(label) or difference.minor > 0:
            method = self.method(label)
            return Way(method.id, self.label(method), method)
        return wanted

    def _way(self, key: str, name: str) -> Way:
        """Of a payment whose feed may have said the token only."""
        method = self.by_id(key)
        return Way(key, name or (self.label(method) if method else UNKNOWN), method)

    def _saved(self, label: str) -> PaymentMethod | None:
        return next((method for name, method in self.saved.items() if same_label(name, label)), None)

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


def same_label(one: str, other: str) -> bool:
    return one.casefold() == other.strip().casefold()


def require_status(order: Order, allowed: tuple[OrderStatus, ...], what: str, instead: str = "") -> None:
    if order.status not in allowed:
        when = " or ".join(f"“{status}”" for status in allowed)
        raise WrongStatus(
            f"Order {order.number} is “{order.status}”, and {what} only while it is {when}. {instead}".strip()
        )
