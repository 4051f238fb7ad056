"""A payment provider in memory: one page for each key, one payment for each page, one refund for each key."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.errors import ForgedNotice, KeyReused, NotFound, PaymentUnavailable, RefundRefused
from assistant.shop.checkout.payments import Heard, PaymentRequest, PaymentSession
from assistant.shop.checkout.store import OTHER_BODY
from assistant.shop.money import Money

SIGNATURE = "signed"


class InMemoryPayments:
    """`down` makes every call fail; `pay` is what a shopper does on the page."""

    name = "memory"

    def __init__(self, now: datetime) -> None:
        self._now, self.down = now, False
        self._sessions: dict[str, PaymentSession] = {}
        self._by_key: dict[str, tuple[PaymentRequest, str]] = {}
        self._refunds: dict[str, Money] = {}

    async def open(self, request: PaymentRequest) -> PaymentSession:
        self._ask()
        if request.key not in self._by_key:
            session_id = f"pay_{len(self._sessions) + 1}"
            self._by_key[request.key] = (request, session_id)
            self._sessions[session_id] = PaymentSession(
                id=session_id,
                checkout_id=request.checkout_id,
                url=f"https://pay.example/{session_id}",
                state="open",
                amount=request.total,
                refunded=request.total * 0,
                created_at=self._now,
            )
        first, session_id = self._by_key[request.key]
        if first != request:
            raise KeyReused(OTHER_BODY)
        return self._sessions[session_id]

    async def read(self, session_id: str) -> PaymentSession:
        self._ask()
        if session_id not in self._sessions:
            raise NotFound("There is no such payment.")
        return self._sessions[session_id]

    async def close(self, session_id: str) -> PaymentSession:
        session = await self.read(session_id)
        if session.state == "open":
            self._sessions[session_id] = replace(session, state="expired")
        return self._sessions[session_id]

    async def refund(self, session_id: str, amount: Money, key: str) -> None:
        session = await self.read(session_id)
        if self._refunds.get(key) == amount:
            return
        paid = session.state == "paid" and key not in self._refunds
        if not paid or amount.minor <= 0 or session.refunded + amount > session.amount:
            raise RefundRefused("More than was paid.")
        self._refunds[key] = amount
        self._sessions[session_id] = replace(session, refunded=session.refunded + amount)

    async def recent(self, since: datetime) -> Sequence[PaymentSession]:
        self._ask()
        return [session for session in self._sessions.values() if session.created_at >= since]

    def heard(self, body: bytes, signature: str, now: datetime) -> Heard:
        _ = now
        if signature != SIGNATURE:
            raise ForgedNotice("Not signed.")
        return Heard("evt", "session", body.decode())

    def pay(self, session_id: str, amount: Money | None = None) -> None:
        session = self._sessions[session_id]
        if session.state == "open":
            paid = amount or session.amount
            self._sessions[session_id] = replace(session, state="paid", amount=paid, method="Visa ending in 4242")

    def _ask(self) -> None:
        if self.down:
            raise PaymentUnavailable("The payment page cannot be reached just now.")
