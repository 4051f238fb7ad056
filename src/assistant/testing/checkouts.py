"""Checkouts in memory, over the stores in memory. Nothing waits within a write, so that each is whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from assistant.card_numbers import refuse_card
from assistant.errors import StillInFlight
from assistant.shop.cart.owner import carts_of_purchase
from assistant.shop.checkout.along import numbered
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, Details, RefundDue, RefundState
from assistant.shop.checkout.said import texts_of
from assistant.shop.checkout.store import (
    IN_FLIGHT,
    KEPT_FOR,
    TAKEN_OVER,
    UNSOLD,
    Along,
    Fulfilled,
    Once,
    Owed,
    Placed,
    judge,
    limits_reached,
)
from assistant.shop.orders import Order, normal_email
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.rules import Limits, SellingRules
from assistant.testing.carts import InMemoryCarts
from assistant.testing.changes import InMemoryLedger
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.events import InMemoryEvents
from assistant.testing.stores import InMemoryCatalogue, InMemoryOrders, InMemoryOutbox

FIRST = 1001


class InMemorySellingBook:
    def __init__(self) -> None:
        self._rules = SellingRules()

    async def selling(self) -> SellingRules:
        return self._rules

    async def limits(self) -> Limits:
        return (await self.selling()).limits

    async def set_selling(self, rules: SellingRules) -> None:
        self._rules = rules


@dataclass(frozen=True)
class _Claimed:
    once: Once
    at: datetime
    answer: Mapping[str, Any] | None = None


class InMemoryAnswers:
    def __init__(self) -> None:
        self._claims: dict[tuple[str, str], _Claimed] = {}

    async def claim(self, once: Once, now: datetime) -> Mapping[str, Any] | None:
        known = self._claims.get((once.caller, once.key))
        if known is not None and known.at >= now - KEPT_FOR:
            answer = judge(once, known.once.digest, known.answer, known.at + IN_FLIGHT, now)
            if answer is not None:
                return answer
        self._claims[once.caller, once.key] = _Claimed(once, now)
        return None

    async def drop(self, once: Once) -> None:
        known = self._claims.get((once.caller, once.key))
        if known is not None and known.once == once and known.answer is None:
            del self._claims[once.caller, once.key]

    def check(self, once: Once) -> None:
        """Raises `StillInFlight` where the claim was taken over."""
        known = self._claims.get((once.caller, once.key))
        if known is None or known.once != once or known.answer is not None:
            raise StillInFlight(TAKEN_OVER)

    def keep(self, once: Once, answer: Mapping[str, Any]) -> None:
        self._claims[once.caller, once.key] = replace(self._claims[once.caller, once.key], answer=answer)


@dataclass(frozen=True)
class Shelves:
    """The stores in memory that a checkout writes to."""

    carts: InMemoryCarts
    conversations: InMemoryConversations
    catalogue: InMemoryCatalogue
    orders: InMemoryOrders
    ledger: InMemoryLedger
    outbox: InMemoryOutbox
    events: InMemoryEvents
    answers: InMemoryAnswers


class InMemoryCheckouts:
    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._details: dict[str, Details] = {}
        self._checkouts: dict[str, Checkout] = {}
        self._sessions: dict[str, str] = {}
        self._refunds: dict[str, tuple[str, RefundDue]] = {}
        self._last = 0
        shelves.ledger.owing(self._owe_for_change)

    async def details(self, cart: str) -> Details:
        return self._details.get(cart, Details())

    async def set_details(self, cart: str, details: Details) -> bool:
        if self._details.get(cart, Details()).version != details.version:
            return False
        refuse_card(*texts_of(details))
        self._details[cart] = replace(details, version=details.version + 1)
        return True

    async def used(self, email: str, customer_id: str | None) -> Used:
        live = [one for one in self._checkouts.values() if one.state in {"awaiting payment", "paid"}]
        own = [
            one
            for one in live
            if (email and normal_email(one.contact.email) == email) or (customer_id and one.customer_id == customer_id)
        ]
        return Used(_counts(live), _counts(own), await self._ordered(email, customer_id))

    async def _ordered(self, email: str, customer_id: str | None) -> bool | None:
        if not (email or customer_id):
            return None
        mine = list(await self._shelves.orders.of_email(email)) if email else []
        mine += await self._shelves.orders.of_customer(customer_id) if customer_id else []
        return any(order.status != "cancelled" for order in mine)

    async def place(self, checkout: Checkout, proposal_id: str, rules: SellingRules, along: Along) -> Checkout | Placed:
        proposal = await self._shelves.ledger.proposal(proposal_id)
        if proposal is None or proposal.state != "waiting":
            return "spent"
        used = await self.used(normal_email(checkout.contact.email), checkout.customer_id)
        if limits_reached(checkout.discounts, rules, used):
            return "used up"
        self._check(along)
        if not self._shelves.catalogue.move({sku: -n for sku, n in checkout.quantities.items()}):
            return "out of stock"
        self._shelves.catalogue.held.update(checkout.quantities)
        self._shelves.ledger.carried_out(proposal_id)
        placed = replace(checkout, number=await self._number())
        self._checkouts[placed.id] = placed
        self._write(numbered(along, placed.number))
        return placed

    async def get(self, checkout_id: str) -> Checkout | None:
        return self._checkouts.get(checkout_id)

    async def of_session(self, session_id: str) -> Checkout | None:
        return self._checkouts.get(self._sessions.get(session_id, ""))

    async def of_number(self, number: str) -> Checkout | None:
        return next((one for one in self._checkouts.values() if one.number == number), None)

    async def of_conversation(self, conversation_id: str, limit: int = 5) -> Sequence[Checkout]:
        found = [one for one in self._checkouts.values() if one.conversation_id == conversation_id]
        return found[::-1][:limit]

    async def opened(self, checkout_id: str, session: PaymentSession, attempt: int) -> bool:
        self._sessions[session.id] = checkout_id
        known = self._checkouts[checkout_id]
        if known.attempt != attempt - 1 or known.state != "awaiting payment":
            return False
        self._checkouts[checkout_id] = replace(known, session_id=session.id, attempt=attempt)
        return True

    async def fulfil(self, checkout: Checkout, session: PaymentSession, order: Order, along: Along) -> Fulfilled:
        known = self._checkouts[checkout.id]
        if known.state not in {"awaiting payment", "expired"}:
            return "already"
        self._check(along)
        if known.state == "expired" and not self._shelves.catalogue.move({k: -n for k, n in known.quantities.items()}):
            return "out of stock"
        if known.state == "awaiting payment":
            self._shelves.catalogue.held.subtract(known.quantities)
        self._sessions[session.id] = checkout.id
        self._checkouts[checkout.id] = replace(known, state="paid", session_id=session.id)
        self._shelves.orders.place(order)
        here = await self._shelves.conversations.get(checkout.conversation_id)
        owners = carts_of_purchase(checkout.cart, checkout.conversation_id, here.proof if here else None)
        self._shelves.carts.take(owners, checkout.quantities)
        self._write(along)
        return "done"

    async def release(self, checkout_id: str, state: Literal["expired", "cancelled"], along: Along) -> bool:
        known = self._checkouts[checkout_id]
        if known.state != "awaiting payment":
            return False
        self._check(along)
        self._checkouts[checkout_id] = replace(known, state=state)
        self._let_go(known)
        self._write(along)
        return True

    async def owe(
        self, checkout_id: str, refund: RefundDue, along: Along, order: tuple[Order, Order] | None = None
    ) -> Owed:
        if refund.id in self._refunds:
            return "already"
        if self._would_exceed(refund):
            return "too much"
        kept = await self._shelves.orders.get(order[0].number) if order else None
        if order and (kept is None or kept.version != order[0].version):
            return "changed"
        self._check(along)
        self._shelves.orders.change(order and order[1], None)
        self._refunds[refund.id] = (checkout_id, refund)
        self._sessions[refund.session_id] = checkout_id
        known = self._checkouts[checkout_id]
        if known.state in UNSOLD:
            self._checkouts[checkout_id] = replace(known, state="refund due", session_id=refund.session_id)
            if known.state == "awaiting payment":
                self._let_go(known)
        self._write(along)
        return "owed"

    def _owe_for_change(self, owed: Sequence[RefundDue]) -> bool:
        pages = [refund for refund in owed if refund.session_id in self._sessions]
        if any(self._would_exceed(refund) for refund in pages):
            return False
        for refund in pages:
            self._refunds.setdefault(refund.id, (self._sessions[refund.session_id], refund))
        return True

    def _would_exceed(self, refund: RefundDue) -> bool:
        before = [one for _, one in self._refunds.values() if one.session_id == refund.session_id]
        owed = sum(one.amount.minor for one in before if one.state != "failed")
        return owed + refund.amount.minor > refund.paid.minor

    async def refunds_due(self, limit: int = 20) -> Sequence[RefundDue]:
        return [refund for _, refund in self._refunds.values() if refund.state == "due"][:limit]

    async def refunds_of(self, session_ids: Sequence[str]) -> Sequence[RefundDue]:
        return [refund for _, refund in self._refunds.values() if refund.session_id in session_ids]

    async def refunded(self, refund_id: str, state: RefundState, along: Along) -> bool:
        checkout_id, refund = self._refunds.get(refund_id, ("", None))
        if refund is None or refund.state != "due":
            return False
        self._refunds[refund_id] = (checkout_id, replace(refund, state=state, attempts=refund.attempts + 1))
        known = self._checkouts[checkout_id]
        if state == "done" and known.state == "refund due":
            self._checkouts[checkout_id] = replace(known, state="refunded")
        self._write(along)
        return True

    async def overdue(self, now: datetime, limit: int = 50) -> Sequence[Checkout]:
        late = [c for c in self._checkouts.values() if c.state == "awaiting payment" and c.held_until <= now]
        return late[:limit]

    async def since(self, at: datetime) -> Sequence[Checkout]:
        return [one for one in self._checkouts.values() if one.created_at >= at]

    async def _number(self) -> str:
        taken = await self._shelves.orders.all_numbers()
        plain = [int(number[1:]) for number in taken if number[1:].isdecimal() and len(number) < 12]
        self._last = max(self._last + 1, FIRST) if self._last else max([FIRST - 1, *plain]) + 1
        while f"#{self._last}" in taken:
            self._last += 1
        return f"#{self._last}"

    def _let_go(self, checkout: Checkout) -> None:
        self._shelves.catalogue.held.subtract(checkout.quantities)
        self._shelves.catalogue.move(checkout.quantities)

    def _check(self, along: Along) -> None:
        if along.answer is not None:
            self._shelves.answers.check(along.answer[0])

    def _write(self, along: Along) -> None:
        for mail in along.mails:
            self._shelves.outbox.put(mail)
        for event in along.events:
            self._shelves.events.put(event)
        for entry in along.entries:
            self._shelves.ledger.write(entry)
        if along.answer is not None:
            self._shelves.answers.keep(*along.answer)


def _counts(checkouts: Iterable[Checkout]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in (key for one in checkouts for key in one.discounts):
        counts[key] = counts.get(key, 0) + 1
    return counts
