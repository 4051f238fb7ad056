"""Money that a change moves: the order's payments, the balances of gift cards, and what the shopper is told."""

from dataclasses import dataclass, replace

from assistant.errors import BalanceTooLow, ChangedAlready, OtherCurrency, PaidOnPage
from assistant.shop.changes.effect import Movement
from assistant.shop.changes.facts import UNKNOWN, Facts, Way
from assistant.shop.customers import Customer
from assistant.shop.money import Money
from assistant.shop.orders import Order, Payment


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

    def charge(self, way: Way, amount: Money) -> "Settling":
        """Raises `BalanceTooLow` for a gift card that does not cover it."""
        require_cover(way, amount)
        moved = Movement("charge", amount, way.label, "at once")
        return self._with(Payment("payment", amount, way.id, way.label, self.facts.now), moved, self.facts.less(amount))

    def refund(self, way: Way, amount: Money) -> "Settling":
        """To any way to pay, also one that is no longer on the account."""
        require_currency(way, amount)
        moved = Movement("refund", amount, way.label or UNKNOWN, self.facts.when(way.method))
        return self._with(Payment("refund", amount, way.id, way.label, self.facts.now), moved, amount)

    def settle(self, way: Way, difference: Money) -> "Settling":
        """Charge a difference above zero, refund one below; nothing moves at zero."""
        if difference.minor > 0:
            return self.charge(way, difference)
        if difference.minor < 0:
            return self.refund(way, self.facts.less(difference))
        return self

    @property
    def all_payments(self) -> tuple[Payment, ...]:
        """The order's after all of them."""
        return (*self.facts.payments, *self.payments) if self.payments else self.facts.order.payments

    @property
    def balances(self) -> tuple[Customer, Customer] | None:
        """The customer before and after, None when no gift card's balance moved."""
        before, after = self.facts.customer, self.customer
        return (before, after) if before is not None and after is not None and before != after else None

    def _with(self, payment: Payment, moved: Movement, change: Money) -> "Settling":
        customer = self.customer.moved(payment.method_id, change) if self.customer else None
        return replace(self, customer=customer, payments=(*self.payments, payment), movements=(*self.movements, moved))


def require_chargeable(facts: Facts, amount: Money) -> None:
    if facts.on_page and amount.minor > 0:
        raise PaidOnPage(
            f"That would cost {amount} more, and order {facts.order.number} was paid on the payment page, where I "
            "cannot take in more for it. A person can help with this change."
        )


def in_steps(facts: Facts, amount: Money) -> tuple[Money, tuple[str, ...]]:
    """As much of it as can go back to a payment page, and what is told where that is less."""
    moves = amount.payable if facts.on_page else amount
    return moves, (f"Money goes back in steps of {Money(amount.step, amount.currency)}.",) if moves != amount else ()


def require_cover(way: Way, amount: Money) -> None:
    require_currency(way, amount)
    balance = way.method.balance if way.method else None
    if balance is not None and amount.minor > balance.minor:
        raise BalanceTooLow(
            f"Your {way.label} holds {balance}, which does not cover {amount}. Please choose another way to pay."
        )


def require_currency(way: Way, amount: Money) -> None:
    balance = way.method.balance if way.method else None
    if balance is not None and amount.minor and balance.currency != amount.currency:
        raise OtherCurrency(
            f"Your {way.label} is in {balance.currency} and this is in {amount.currency}. "
            "Please choose another way to pay."
        )


def require_clear_books(facts: Facts) -> None:
    if paid_back_elsewhere(facts.order, facts.nothing).minor:
        raise ChangedAlready(
            f"Part of order {facts.order.number} was paid back before, so this cannot be changed here. "
            "A person can help."
        )


def paid_back_elsewhere(order: Order, nothing: Money) -> Money:
    """What a feed says was refunded without saying to whom."""
    told = sum((payment.amount for payment in order.payments if payment.way == "refund"), nothing)
    return max((order.refunded or nothing) - told, nothing)
