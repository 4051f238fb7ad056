"""An order that was paid on the demo's page, for the commands that look at one."""

from datetime import UTC, datetime

from assistant.bootstrap import open_till
from assistant.payments.demo import DemoPayments
from assistant.settings import Settings
from assistant.shop.checkout.desk import CheckoutDesk
from tests.goods import PRODUCTS
from tests.shop.checkout.till import RULES, Counter


async def bought_on_the_demo_page(settings: Settings) -> str:
    """The order's number; $35.34 by Visa."""
    now = datetime.now(UTC)
    async with open_till(settings) as (stores, till):
        await stores.catalogue.replace(PRODUCTS, ())
        await stores.selling.set_selling(RULES)
        desk = CheckoutDesk(
            stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger, currency="USD"
        )
        counter = Counter(stores, desk, till, till.payments)
        await counter.fill()
        placed = await counter.placed(now=now)
        session = await till.pay_page(placed.id, now)
        assert isinstance(till.payments, DemoPayments)
        await till.payments.pay(session.id, "visa")
        await till.settle(session.id, now)
        return placed.number
