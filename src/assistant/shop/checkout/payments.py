"""The port to whoever takes the money, on a page of theirs. A card number never comes near the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from assistant.shop.money import Money

SessionState = Literal["open", "paid", "expired"]


@dataclass(frozen=True)
class PaymentRequest:
    """`key` is the idempotency key: asked again with it, the provider gives the same page."""

    key: str
    checkout_id: str
    number: str
    email: str
    total: Money
    lines: tuple[tuple[str, Money], ...]
    expires_at: datetime


@dataclass(frozen=True)
class PaymentSession:
    """A payment page and what became of it, as the provider has it now.

    `amount` is what was or is to be paid, `refunded` what went back of it. `method` is what the shopper calls the way
    to pay ("Visa ending in 4242"), `reference` what the provider calls the payment; both are empty until it is paid.
    """

    id: str
    checkout_id: str
    url: str
    state: SessionState
    amount: Money
    refunded: Money
    created_at: datetime
    method: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Heard:
    """A verified notice. It is a hint to read the session back, and nothing more; `session_id` is None for others."""

    id: str
    kind: str
    session_id: str | None


class Payments(Protocol):
    """Every call raises `PaymentUnavailable` when the provider cannot be asked; nothing is known then."""

    @property
    def name(self) -> str: ...

    async def open(self, request: PaymentRequest) -> PaymentSession:
        """Raises `KeyReused` where its key was used for another request."""
        ...

    async def read(self, session_id: str) -> PaymentSession:
        """Raises `NotFound`."""
        ...

    async def close(self, session_id: str) -> PaymentSession:
        """So that nobody can pay there any more. One that was paid already stays paid."""
        ...

    async def refund(self, session_id: str, amount: Money, key: str) -> None:
        """Once for each key. Raises `RefundRefused` when the provider says no for good."""
        ...

    async def recent(self, since: datetime) -> Sequence[PaymentSession]:
        """All that were opened since, for the reconciliation."""
        ...

    def heard(self, body: bytes, signature: str, now: datetime) -> Heard:
        """Raises `ForgedNotice` for a body that the provider did not sign, or signed too long ago."""
        ...
