"""A shop with a cart, a desk and a till over any stores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.agent.stores import Stores
from assistant.shop.cart.contents import CartLine, Contents, KeptCart
from assistant.shop.catalogue import Product
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, Contact
from assistant.shop.checkout.refunding import RefundDesk, Wanted
from assistant.shop.checkout.till import Till
from assistant.shop.customers import Address
from assistant.shop.selling.rules import SellingRules
from assistant.testing.payments import InMemoryPayments
from tests.goods import PRODUCTS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CART = "conversation:c1"
ADA = Shopper("c1", None)
HOME = Address("1 Main St", "Oakland", "94601", "US", region="CA")
RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "First time", "code": "FIRST", "percent": "10", "uses": 1},
        {"name": "On the house", "code": "HOUSE", "percent": "100", "combine": True},
        {"name": "Post on us", "code": "POST", "free_shipping": True, "combine": True},
    ],
    "shipping": {"zones": [{"countries": ["US"], "methods": [{"name": "Standard", "price": "4.95"}]}]},
    "taxes": {"rates": [{"country": "US", "regions": ["CA"], "rate": "7.25"}]},
})  # fmt: skip


@dataclass(frozen=True)
class Counter:
    stores: Stores
    desk: CheckoutDesk
    till: Till
    payments: Any

    @property
    def refunds(self) -> RefundDesk:
        return RefundDesk(self.stores.orders, self.stores.checkouts, self.stores.answers, "Larkfield")

    async def fill(self, sku: str = "MUG-WHT", quantity: int = 2, cart: str = CART, code: str = "") -> None:
        _, variant = await self.stores.catalogue.by_sku(sku)
        line = CartLine(sku, quantity, variant.price)
        held = await self.stores.carts.get(cart)
        await self.stores.carts.put({cart: KeptCart(Contents((line,)), touched_at=NOW, version=held.version)})
        details = await self.stores.checkouts.details(cart)
        said = replace(details, contact=Contact("Ada Lovelace", "ada@example.com"), address=HOME)
        await self.stores.checkouts.set_details(cart, replace(said, codes=tuple(code.split())))

    async def placed(self, cart: str = CART, shopper: Shopper = ADA, now: datetime = NOW) -> Checkout:
        proposal, _ = await self.desk.propose(cart, shopper, now)
        return await self.desk.place(cart, shopper, proposal.id, now)

    async def paid(self, checkout: Checkout) -> PaymentSession:
        """On the provider's page; the shop has not heard of it yet."""
        session = await self.till.pay_page(checkout.id, NOW)
        self.payments.pay(session.id)
        paid: PaymentSession = await self.payments.read(session.id)
        return paid

    async def back(self, placed: Checkout, amount: str, key: str = "k-1", reason: str = "one came with a chip") -> str:
        """Staff pay back a part, or with "" all that is left; the refund's id."""
        wanted = Wanted(placed.number, amount, reason, "Kim")
        told, _ = await self.refunds.give(wanted, key, NOW)
        return told.id

    async def stock(self, sku: str = "MUG-WHT") -> int:
        return (await self.stores.catalogue.by_sku(sku))[1].stock

    async def state(self, checkout: Checkout) -> str:
        found = await self.stores.checkouts.get(checkout.id)
        return found.state if found else "gone"


async def counter(
    stores: Stores, products: Sequence[Product] = PRODUCTS, rules: SellingRules = RULES, currency: str = "USD"
) -> Counter:
    await stores.catalogue.replace(products, ())
    await stores.selling.set_selling(rules)
    kept = stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger
    desk = CheckoutDesk(*kept, currency=currency)
    payments = InMemoryPayments(NOW)
    return Counter(stores, desk, Till(stores.checkouts, payments, "Larkfield"), payments)
