"""From a payment to its order: once, whoever says so, however often, in whatever order, and however late."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.errors import NotFound, PaymentUnavailable, RefundRefused
from assistant.shop.checkout.payments import Payments, PaymentSession
from assistant.shop.checkout.receipts import (
    expired,
    free_of_charge,
    order_of,
    paid,
    refund_done,
    refund_failed,
    refund_of,
    request_of,
    returned,
)
from assistant.shop.checkout.records import Checkout, RefundDue
from assistant.shop.checkout.settling import SOLD_OUT, decide
from assistant.shop.checkout.store import Along, Checkouts

# Stripe closes no page sooner than 30 minutes after it was opened; five more for a call that is slow
LEAST_OPEN = timedelta(minutes=35)
NOTHING_LEFT = "There is nothing left to pay for this checkout."


@dataclass(frozen=True)
class Settled:
    """`done` says what this very call did; `checkout` is as it is now."""

    checkout: Checkout
    done: str


class Till:
    """The only way from a payment to an order, and from the shop's till back to a shopper."""

    def __init__(self, checkouts: Checkouts, payments: Payments, shop_name: str) -> None:
        self._checkouts, self._payments, self._shop_name = checkouts, payments, shop_name

    @property
    def payments(self) -> Payments:
        return self._payments

    async def pay_page(self, checkout_id: str, now: datetime) -> PaymentSession:
        """The page where this checkout is paid: the one that is open, or a new one.

        Where nothing is to be paid there is no page: the order is made at once, and the session is a paid one.
        Raises `NotFound` when it is not there to be paid any more, `PaymentUnavailable` when nobody can say.
        """
        checkout = await self._get(checkout_id)
        if checkout.total.minor == 0 and checkout.state == "awaiting payment":
            return await self._give(checkout, now)
        if checkout.session_id is not None and checkout.total.minor:
            session = await self._known(checkout.session_id)
            checkout = (await self.settled(checkout, session, now)).checkout if session else checkout
            if session and session.state == "open" and checkout.state == "awaiting payment":
                return session
        if checkout.state != "awaiting payment" or now >= checkout.held_until:
            raise NotFound(NOTHING_LEFT)
        return await self._open(checkout)

    async def _open(self, checkout: Checkout) -> PaymentSession:
        attempt = checkout.attempt + 1
        # the key names the attempt: who died before the page was kept gets the same page again, so nothing of the
        # request may depend on when it is made
        session = await self._payments.open(request_of(checkout, attempt, checkout.held_until + LEAST_OPEN))
        if await self._checkouts.opened(checkout.id, session, attempt):
            return session
        kept = await self._get(checkout.id)
        if kept.session_id is None or kept.state != "awaiting payment":
            await self._payments.close(session.id)  # it was given up meanwhile: nobody may pay for it
            raise NotFound(NOTHING_LEFT)
        return await self._payments.read(kept.session_id)

    async def _known(self, session_id: str) -> PaymentSession | None:
        """None for a page that the provider never had: the shop has changed its provider, or its account there."""
        try:
            return await self._payments.read(session_id)
        except NotFound:
            return None

    async def _give(self, checkout: Checkout, now: datetime) -> PaymentSession:
        session = free_of_charge(checkout, now)
        await self._fulfil(checkout, session, now)
        return session

    async def hear(self, body: bytes, signature: str, now: datetime) -> Settled | None:
        """What a provider says; None for what is not of this shop. Raises `ForgedNotice` or `PaymentUnavailable`."""
        heard = self._payments.heard(body, signature, now)
        try:
            return await self.settle(heard.session_id, now) if heard.session_id else None
        except NotFound:
            return None

    def listener(self, now: Callable[[], datetime]) -> Callable[[bytes, str], Awaitable[Settled | None]]:
        """`hear` for a provider that runs in this process."""

        async def listen(body: bytes, signature: str) -> Settled | None:
            return await self.hear(body, signature, now())

        return listen

    async def settle(self, session_id: str, now: datetime) -> Settled | None:
        """Read the payment back and do what it calls for; None for a session that is not of this shop.

        Raises `PaymentUnavailable`; the notice is then to be sent again.
        """
        session = await self._payments.read(session_id)
        checkout = await self._checkouts.of_session(session_id) or await self._checkouts.get(session.checkout_id)
        return None if checkout is None else await self.settled(checkout, session, now)

    async def settled(self, checkout: Checkout, session: PaymentSession, now: datetime) -> Settled:
        decision = decide(checkout, session, now)
        if decision.step == "release":
            await self._release(checkout, session, now)
        elif decision.step == "refund":
            await self._owe(checkout, session, decision.why, now)
        elif decision.step == "fulfil":
            await self._fulfil(checkout, session, now)
        return Settled(await self._get(checkout.id), decision.step)

    async def _fulfil(self, checkout: Checkout, session: PaymentSession, now: datetime) -> None:
        order = order_of(checkout, session, now)
        outcome = await self._checkouts.fulfil(checkout, session, order, paid(checkout, session, self._shop_name, now))
        if outcome == "out of stock":
            await self._owe(checkout, session, SOLD_OUT, now)
        if outcome == "already":
            # another call came first: what this session means is decided anew over what stands there now
            decision = decide(await self._get(checkout.id), session, now)
            if decision.step == "refund":
                await self._owe(checkout, session, decision.why, now)

    async def _release(self, checkout: Checkout, session: PaymentSession, now: datetime) -> None:
        """Nothing is given free while somebody could still pay for it."""
        last = session if session.state == "expired" else await self._payments.close(session.id)
        if last.state == "paid":
            await self.settled(checkout, last, now)
        elif last.state == "expired":
            await self._checkouts.release(checkout.id, "expired", expired(checkout, self._shop_name, now))

    async def _owe(self, checkout: Checkout, session: PaymentSession, why: str, now: datetime) -> None:
        refund = refund_of(checkout, session, session.amount - session.refunded, why, now)
        await self._checkouts.owe(checkout.id, refund, returned(checkout, refund, self._shop_name, now))

    async def cancel(self, checkout_id: str, along: Along, now: datetime) -> bool:
        """Before it is paid; False when it was paid or ended already."""
        checkout = await self._get(checkout_id)
        if checkout.session_id is not None and checkout.total.minor:
            known = await self._known(checkout.session_id)
            session = await self._payments.close(known.id) if known else None
            if session and session.state != "expired":
                await self.settled(checkout, session, now)
                return False
        return await self._checkouts.release(checkout_id, "cancelled", along)

    async def sweep(self, now: datetime) -> int:
        """End what waited too long. Returns how many were looked at; one that cannot be asked about stays as it is."""
        overdue = await self._checkouts.overdue(now)
        for checkout in overdue:
            try:
                await self._end(checkout, now)
            except PaymentUnavailable:
                continue
        return len(overdue)

    async def _end(self, checkout: Checkout, now: datetime) -> None:
        if checkout.total.minor == 0:
            await self._give(checkout, now)
        elif checkout.session_id and (session := await self._known(checkout.session_id)):
            await self.settled(checkout, session, now)
        else:
            await self._checkouts.release(checkout.id, "expired", expired(checkout, self._shop_name, now))

    async def pay_back(self, now: datetime) -> Sequence[RefundDue]:
        """Pay out what is owed; returns what was done or failed for good."""
        ended = list[RefundDue]()
        for refund in await self._checkouts.refunds_due():
            try:
                await self._payments.refund(refund.session_id, refund.amount, refund.id)
            except (NotFound, PaymentUnavailable):  # one that this provider never had must not hold up the others
                await self._checkouts.refunded(refund.id, "due", Along())
                continue
            except RefundRefused:
                await self._checkouts.refunded(refund.id, "failed", refund_failed(refund, now))
            else:
                await self._checkouts.refunded(refund.id, "done", refund_done(refund, now))
            ended.append(refund)
        return ended

    async def _get(self, checkout_id: str) -> Checkout:
        checkout = await self._checkouts.get(checkout_id)
        if checkout is None:
            raise NotFound("There is no such checkout.")
        return checkout
