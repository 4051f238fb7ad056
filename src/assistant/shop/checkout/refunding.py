"""Money back by staff: all or part of a paid order, once for each key, and written into the order as it is owed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from assistant.card_numbers import keeps_no_card
from assistant.errors import CheckoutRefused, KeyReused, NotFound, StillInFlight, TooMuchBack
from assistant.shop.changes.ledger import Entry, records_of
from assistant.shop.checkout.receipts import returned
from assistant.shop.checkout.records import Checkout, RefundDue
from assistant.shop.checkout.store import OTHER_BODY, Along, Answers, Checkouts, Once
from assistant.shop.money import Money
from assistant.shop.orders import Order, Orders, Payment, normal_number

CALLER = "refunds"
MOST_REASON, MOST_KEY, MOST_NAME, TRIES = 200, 255, 80, 3
NOT_HERE = "{number} is no order that was paid on the shop's payment page, so nothing of it can be paid back from here."
TOO_MUCH = "Of order {number}, {left} can still be paid back, not {amount}."
NOTHING_LEFT = "Order {number} was paid back whole already."
BUSY = "Order {number} is being changed just now. Please ask again in a moment."
NO_CARD = "The reason or the name holds a card number. Please leave it out; the money goes back to where it came from."


@dataclass(frozen=True)
class Wanted:
    """`amount` in major units ("12.50") of the order's currency, "" for all that is left.

    The shopper reads `reason` after "because"; `staff` is who answers for it, by name, in the trail.
    """

    number: str
    amount: str
    reason: str
    staff: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


@dataclass(frozen=True)
class PaidBack:
    """`method` is where it goes, as the shopper calls it; `left` is what could still be paid back."""

    id: str
    number: str
    amount: Money
    method: str
    left: Money


@dataclass(frozen=True)
class _Plan:
    refund: RefundDue
    order: tuple[Order, Order]
    told: PaidBack


class RefundDesk:
    """Writes what is owed; `Till.pay_back` pays it out."""

    def __init__(self, orders: Orders, checkouts: Checkouts, answers: Answers, shop_name: str) -> None:
        self._orders, self._checkouts, self._answers, self._shop_name = orders, checkouts, answers, shop_name

    async def preview(self, wanted: Wanted, now: datetime) -> PaidBack:
        """What `give` would answer now, without an id; changes nothing. Raises as `give`."""
        wanted = _readable(wanted)
        return (await self._plan(*await self._paid(wanted.number), wanted, "", now)).told

    async def give(self, wanted: Wanted, key: str, now: datetime) -> tuple[PaidBack, bool]:
        """What goes back, and whether this very call did it: the same key and wish again get the first answer.

        Raises `NotFound`, `TooMuchBack`, `CheckoutRefused` for what cannot be read, `KeyReused` and `StillInFlight`.
        """
        wanted = _readable(wanted, key)
        once = Once(CALLER, kept_key(key), wanted.digest, uuid4().hex)
        if (known := await self._answers.claim(once, now)) is not None:
            return _told(known), False
        try:
            return await self._give(wanted, once, now)
        except Exception:
            await self._answers.drop(once)
            raise

    async def _give(self, wanted: Wanted, once: Once, now: datetime) -> tuple[PaidBack, bool]:
        for _ in range(TRIES):
            checkout, order = await self._paid(wanted.number)
            name = _name(checkout, once)
            if (before := await self._made(checkout, name)) is not None:
                return await self._again(checkout, order, before, wanted, once), False
            plan = await self._plan(checkout, order, wanted, name, now)
            along = self._along(checkout, plan, wanted.staff, once)
            if await self._checkouts.owe(checkout.id, plan.refund, along, plan.order) == "owed":
                return plan.told, True
            # somebody else was quicker: what can still go back is counted anew
        raise StillInFlight(BUSY.format(number=wanted.number))

    async def _again(self, checkout: Checkout, order: Order, before: RefundDue, wanted: Wanted, once: Once) -> PaidBack:
        """Its answer is not kept any more, and its money must still not move twice."""
        amount = _amount(wanted, before.amount)
        await self._answers.drop(once)
        if (amount, wanted.reason) != (before.amount, before.reason):
            raise KeyReused(OTHER_BODY)
        left = checkout.total - await self._back(checkout)
        return PaidBack(before.id, before.number, before.amount, _method(order, before.session_id), left)

    async def _paid(self, number: str) -> tuple[Checkout, Order]:
        checkout, order = await self._checkouts.of_number(number), await self._orders.get(number)
        if checkout is None or order is None or checkout.state != "paid" or not checkout.total.minor:
            raise NotFound(NOT_HERE.format(number=number))
        return checkout, order

    async def _plan(self, checkout: Checkout, order: Order, wanted: Wanted, name: str, now: datetime) -> _Plan:
        there = checkout.total - await self._back(checkout)
        if there.minor <= 0:
            raise TooMuchBack(NOTHING_LEFT.format(number=order.number))
        amount, session_id = _amount(wanted, there), checkout.session_id or ""
        if amount > there:
            raise TooMuchBack(TOO_MUCH.format(number=order.number, left=there, amount=amount))
        refund = RefundDue(name, order.number, session_id, amount, checkout.total, wanted.reason, now)
        method = _method(order, session_id)
        told = PaidBack(name, order.number, amount, method, there - amount)
        return _Plan(refund, (order, _after(order, refund, method, whole=amount == there)), told)

    async def _made(self, checkout: Checkout, name: str) -> RefundDue | None:
        known = await self._checkouts.refunds_of([checkout.session_id or ""])
        return next((one for one in known if one.id == name), None)

    async def _back(self, checkout: Checkout) -> Money:
        """What was or will be paid back of it; a refund that failed is not."""
        known = await self._checkouts.refunds_of([checkout.session_id or ""])
        return sum((one.amount for one in known if one.state != "failed"), Money(0, checkout.total.currency))

    def _along(self, checkout: Checkout, plan: _Plan, staff: str, once: Once) -> Along:
        told = returned(checkout, plan.refund, self._shop_name, plan.refund.at, answer=(once, _kept(plan.told)))
        return replace(told, entries=(_entry(plan, staff),))


def _readable(wanted: Wanted, key: str = "preview") -> Wanted:
    """With everything as it is kept. Raises `CheckoutRefused`."""
    reason, staff = (" ".join(text.split()) for text in (wanted.reason, wanted.staff))
    if not keeps_no_card([reason, staff]):
        raise CheckoutRefused(NO_CARD)
    if not 0 < len(reason) <= MOST_REASON:
        raise CheckoutRefused(f"Please give a reason, with at most {MOST_REASON} characters.")
    if not 0 < len(staff) <= MOST_NAME:
        raise CheckoutRefused(f"Please say who pays it back, with at most {MOST_NAME} characters.")
    if not 0 < len(key) <= MOST_KEY:
        raise CheckoutRefused(f"An Idempotency-Key has 1 to {MOST_KEY} characters.")
    return Wanted(normal_number(wanted.number), wanted.amount.strip(), reason.rstrip("."), staff)


def _amount(wanted: Wanted, there: Money) -> Money:
    """Raises `CheckoutRefused`."""
    if not wanted.amount:
        return there
    try:
        amount = Money.parse(wanted.amount, there.currency)
    except ValueError as error:
        raise CheckoutRefused(f"Please give the amount like 12.50: {error}.") from None
    if amount.minor <= 0:
        raise CheckoutRefused("The amount to pay back must be above zero.")
    if amount != amount.payable:
        raise CheckoutRefused(f"Money goes back in steps of {Money(amount.step, amount.currency)}. Please round it.")
    return amount


def kept_key(key: str) -> str:
    """The digest, and not the key: whatever a caller makes keys of is kept nowhere."""
    return hashlib.sha256(key.encode()).hexdigest()


def _name(checkout: Checkout, once: Once) -> str:
    """The provider's idempotency key: of this order and this wish, and nobody else's."""
    return "staff-" + hashlib.sha256(f"{checkout.id}\n{once.key}".encode()).hexdigest()[:40]


def _method(order: Order, session_id: str) -> str:
    own = (p.method for p in order.payments if p.method_id == session_id and p.method)
    return next(own, "") or "the way it was paid"


def _after(order: Order, refund: RefundDue, method: str, *, whole: bool) -> Order:
    """A part leaves the status alone, which says where the goods are."""
    payment = Payment("refund", refund.amount, refund.session_id, method, refund.at)
    before = order.refunded or Money(0, refund.amount.currency)
    done = whole and order.status not in {"cancelled", "returned"}
    return replace(
        order,
        payments=(*order.payments, payment),
        refunded=before + refund.amount,
        status="refunded" if done else order.status,
    )


def _entry(plan: _Plan, staff: str) -> Entry:
    before, after = plan.order
    told, refund = plan.told, plan.refund
    return Entry(
        id=uuid4().hex,
        at=refund.at,
        actor=f"staff:{staff}",
        event="carried out",
        kind="refund",
        words=f"{told.amount} goes back to {told.method}, because {refund.reason}.",
        number=before.number,
        customer_id=before.customer_id,
        before=records_of(before, None),
        after=records_of(after, None),
    )


def _kept(told: PaidBack) -> dict[str, Any]:
    return {
        "id": told.id,
        "number": told.number,
        "minor": told.amount.minor,
        "left": told.left.minor,
        "currency": told.amount.currency,
        "method": told.method,
    }


def _told(kept: Mapping[str, Any]) -> PaidBack:
    currency = kept["currency"]
    amount, left = Money(kept["minor"], currency), Money(kept["left"], currency)
    return PaidBack(kept["id"], kept["number"], amount, kept["method"], left)
