"""Desk, till and refunds in one place: all that may be asked of a checkout."""

from dataclasses import dataclass
from datetime import datetime

from assistant.errors import CheckoutRefused, NotFound, PaymentUnavailable
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.receipts import cancelled
from assistant.shop.checkout.records import Checkout
from assistant.shop.checkout.refunding import RefundDesk
from assistant.shop.checkout.till import Till

NOTHING_WAITS = "No order of yours waits for its payment."
PAID_MEANWHILE = "Order {number} was paid meanwhile. It is an order now, which you can ask me to cancel."


@dataclass(frozen=True)
class Counter:
    desk: CheckoutDesk
    till: Till
    refunds: RefundDesk

    async def pay_page(self, checkout: Checkout, now: datetime) -> str:
        """Its address; "" where nothing is to be paid, or nobody can say: the order is held all the same."""
        try:
            return (await self.till.pay_page(checkout.id, now)).url
        except (NotFound, PaymentUnavailable):
            return ""

    async def give_up(self, shopper: Shopper, now: datetime) -> Checkout:
        """Raises `CheckoutRefused` when nothing waits, or was paid just now; `PaymentUnavailable`."""
        waits = await self.desk.waiting(shopper)
        if waits is None:
            raise CheckoutRefused(NOTHING_WAITS)
        if not await self.till.cancel(waits.id, cancelled(waits, now), now):
            raise CheckoutRefused(PAID_MEANWHILE.format(number=waits.number))
        return waits
