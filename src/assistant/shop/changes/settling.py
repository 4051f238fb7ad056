"""Money that a change moves: the order's payments, the balances of gift cards, and what the shopper is told."""

from dataclasses import dataclass, replace

from assistant.errors import BalanceTooLow
from assistant.shop.changes.effect import Movement
from assistant.shop.changes.facts import Facts
from assistant.shop.customers import Customer, PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import Payment

UNKNOWN = "original way to pay"


@dataclass(frozen=True)
class Settling:
    """Grows by one movement at a time; `customer` holds the balances after all of them."""

    facts: Facts
    customer: Customer | None
    payments: tuple[Payment, ...] = ()
    movements: tuple[Movement, ...] = ()

    @classmethod
    def of(cls, facts: Facts) -> "Settling":
        return cls(facts, facts.customer)

    def charge(self, method: PaymentMethod, amount: Money) -> "Settling":
        """Raises `BalanceTooLow` for a gift card that does not cover it."""
        label = self.facts.label(method)
        require_cover(method, label, amount)
        moved = Movement("charge", amount, label, "at once")
        return self._with(Payment("payment", amount, method.id, label, self.facts.now), moved, self.facts.less(amount))

    def refund(self, method_id: str, label: str, amount: Money) -> "Settling":
        """To any way to pay, also one that is no longer on the account."""
        method = self.facts.by_id(method_id)
        moved = Movement("refund", amount, label or UNKNOWN, self.facts.when(method))
        return self._with(Payment("refund", amount, method_id, label, self.facts.now), moved, amount)

    def settle(self, method: PaymentMethod, difference: Money) -> "Settling":
        """Charge a difference above zero, refund one below; nothing moves at zero."""
        if difference.minor > 0:
            return self.charge(method, difference)
        if difference.minor < 0:
            return self.refund(method.id, self.facts.label(method), self.facts.less(difference))
        return self

    @property
    def balances(self) -> tuple[Customer, Customer] | None:
        """The customer before and after, None when no gift card's balance moved."""
        before, after = self.facts.customer, self.customer
        return (before, after) if before is not None and after is not None and before != after else None

    def _with(self, payment: Payment, moved: Movement, change: Money) -> "Settling":
        customer = self.customer.moved(payment.method_id, change) if self.customer else None
        return replace(self, customer=customer, payments=(*self.payments, payment), movements=(*self.movements, moved))


def require_cover(method: PaymentMethod, label: str, amount: Money) -> None:
    if method.balance is not None and amount > method.balance:
        raise BalanceTooLow(
            f"Your {label} holds {method.balance}, which does not cover {amount}. Please choose another way to pay."
        )
