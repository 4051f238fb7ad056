"""Where checkouts are kept. Every write is one transaction: business rows, mail, events, and the answer to its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from assistant.errors import KeyReused, StillInFlight
from assistant.shop.changes.ledger import Entry
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, CheckoutState, Details, RefundDue, RefundState, ShopEvent
from assistant.shop.mail import Mail
from assistant.shop.orders import Order
from assistant.shop.selling.discounts import Used, ordered_before
from assistant.shop.selling.rules import Limits, SellingRules

IN_FLIGHT = timedelta(seconds=60)
KEPT_FOR = timedelta(days=7)
OTHER_BODY = "This Idempotency-Key was used for another request. Please take a new key for each."
NOT_YET_DONE = "The first request with this Idempotency-Key is still being worked on. Please ask again in a moment."
TAKEN_OVER = "Another request with this key went on meanwhile, so this one did nothing."
Placed = Literal["spent", "out of stock", "used up"]
Owed = Literal["owed", "already", "too much", "changed"]
Fulfilled = Literal["done", "already", "out of stock"]


# a payment for one of these is no order's: all that is done with it is to pay it back
UNSOLD: Sequence[CheckoutState] = ("awaiting payment", "expired", "cancelled")


@dataclass(frozen=True)
class Once:
    """An idempotency key of one caller, with the digest of what was asked under it. `claim` names this very request."""

    caller: str
    key: str
    digest: str
    claim: str


@dataclass(frozen=True)
class Along:
    """What is written in the same transaction. `answer` is kept under its key, claimed before."""

    mails: Sequence[Mail] = ()
    events: Sequence[ShopEvent] = ()
    entries: Sequence[Entry] = ()
    answer: tuple[Once, Mapping[str, Any]] | None = None


NOTHING_ALONG = Along()


class Checkouts(Protocol):
    async def details(self, cart: str) -> Details:
        """Empty ones where nothing was said yet."""
        ...

    async def set_details(self, cart: str, details: Details) -> bool:
        """Write them where `details.version` still stands; False when another writer came first.

        Raises `CardNumberRefused`.
        """
        ...

    async def used(self, email: str, customer_id: str | None) -> Used:
        """How often each discount stands in checkouts that are paid or still wait; `email` as `normal_email` writes."""
        ...

    async def place(self, checkout: Checkout, proposal_id: str, rules: SellingRules, along: Along) -> Checkout | Placed:
        """End the proposal as carried out, hold the stock, count the discounts, give out an order number; or nothing.

        `spent` when the proposal does not wait any more, `out of stock` when a SKU has not enough that is free, `used
        up` when a discount reached a limit of `rules` meanwhile. What goes along has
        `{number}` where the number is to stand.
        """
        ...

    async def get(self, checkout_id: str) -> Checkout | None: ...

    async def of_session(self, session_id: str) -> Checkout | None:
        """Also by a session that another one took the place of."""
        ...

    async def of_number(self, number: str) -> Checkout | None:
        """`number` as `normal_number` writes it."""
        ...

    async def of_conversation(self, conversation_id: str, limit: int = 5) -> Sequence[Checkout]:
        """Newest first."""
        ...

    async def opened(self, checkout_id: str, session: PaymentSession, attempt: int) -> bool:
        """Keep the page that was opened as the `attempt`th; False when another attempt was kept meanwhile."""
        ...

    async def fulfil(self, checkout: Checkout, session: PaymentSession, order: Order, along: Along) -> Fulfilled:
        """Paid: what is held leaves for good, the order is written, its cart loses what was bought.

        `session` becomes the checkout's. One that no longer holds its stock takes it anew; where that is gone it is
        `out of stock`, and nothing is written.
        `already` when it is paid, or money for it is on its way back.
        """
        ...

    async def release(self, checkout_id: str, state: Literal["expired", "cancelled"], along: Along) -> bool:
        """What is held is free again; False, and nothing written, when it does not await its payment any more."""
        ...

    async def owe(
        self, checkout_id: str, refund: RefundDue, along: Along, order: tuple[Order, Order] | None = None
    ) -> Owed:
        """Write the refund, and `order` as it is (before, after) it.

        A checkout that never became an order is `refund due` then, and what it holds and uses is free again.
        `already` when a refund with that id exists; `too much` when all refunds of the session, failed ones aside,
        would come to more than was paid there; `changed` when the order has another version by now.
        """
        ...

    async def refunds_due(self, limit: int = 20) -> Sequence[RefundDue]:
        """Oldest first."""
        ...

    async def refunds_of(self, session_ids: Sequence[str]) -> Sequence[RefundDue]:
        """All refunds of these payments, whatever became of them."""
        ...

    async def refunded(self, refund_id: str, state: RefundState, along: Along) -> bool:
        """Counts the attempt. A checkout in `refund due` is `refunded` once its refund is done.

        False when the refund was not due any more.
        """
        ...

    async def overdue(self, now: datetime, limit: int = 50) -> Sequence[Checkout]:
        """Those that await their payment beyond the end of their hold, oldest first."""
        ...

    async def since(self, at: datetime) -> Sequence[Checkout]:
        """All that were placed since, for the reconciliation."""
        ...


class SellingBook(Protocol):
    """Where the shop keeps its rules for selling."""

    async def selling(self) -> SellingRules:
        """The default rules where the shop gave none."""
        ...

    async def limits(self) -> Limits:
        """As a cart asks at each step: those of at most a second ago. An order is placed by `selling` itself."""
        ...

    async def set_selling(self, rules: SellingRules) -> None: ...


class Events(Protocol):
    """The outbox of events."""

    async def queued(self, limit: int = 50) -> Sequence[ShopEvent]:
        """Oldest first."""
        ...

    async def mark(self, event_id: str, *, delivered: bool) -> None:
        """Counts the attempt; one that failed is queued again until it failed often enough."""
        ...


class Answers(Protocol):
    """What was answered to money requests, by key, so that asking again gives the same and does nothing.

    A failed attempt leaves nothing; one whose process died may be taken over once `IN_FLIGHT` is over. Answers are
    kept for `KEPT_FOR`.
    """

    async def claim(self, once: Once, now: datetime) -> Mapping[str, Any] | None:
        """The first answer, or None when the caller is to go on. Raises `KeyReused` or `StillInFlight`."""
        ...

    async def drop(self, once: Once) -> None:
        """After a failure; an answer that was kept stays."""
        ...


def judge(
    once: Once, digest: str, answer: Mapping[str, Any] | None, until: datetime, now: datetime
) -> Mapping[str, Any] | None:
    """What is known under a key: its answer, or None for a claim that may be taken over. Raises as `Answers.claim`."""
    if digest != once.digest:
        raise KeyReused(OTHER_BODY)
    if answer is None and now < until:
        raise StillInFlight(NOT_YET_DONE)
    return answer


def limits_reached(keys: Sequence[str], rules: SellingRules, used: Used) -> bool:
    """Whether one of the discounts, by key, may not be used once more."""
    limited = {one.key: one for one in rules.discounts}
    ordered = ordered_before(rules, used)
    return any(
        (one := limited.get(key)) is None
        or (one.first_order and ordered is not False)
        or (one.uses is not None and used.in_all.get(key, 0) >= one.uses)
        or (one.per_customer is not None and used.by_customer.get(key, 0) >= one.per_customer)
        for key in keys
    )
