"""A shop without a payment provider: everything but the payment works, and shoppers are told the truth."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from assistant.errors import ForgedNotice, PaymentUnavailable
from assistant.shop.checkout.payments import Heard, PaymentRequest, PaymentSession
from assistant.shop.money import Money

NOBODY = "This shop takes no payments here yet. A person can help you to finish the order."


class ClosedPayments:
    name = "closed"

    async def open(self, request: PaymentRequest) -> PaymentSession:
        return _no()

    async def read(self, session_id: str) -> PaymentSession:
        return _no()

    async def close(self, session_id: str) -> PaymentSession:
        return _no()

    async def refund(self, session_id: str, amount: Money, key: str) -> None:
        _no()

    async def recent(self, since: datetime) -> Sequence[PaymentSession]:
        return _no()

    def heard(self, body: bytes, signature: str, now: datetime) -> Heard:
        raise ForgedNotice("No payment provider is set, so no notice of one is taken.")


def _no() -> NoReturn:
    raise PaymentUnavailable(NOBODY)
