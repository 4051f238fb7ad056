"""A small shop for the measurements of checkout, over any stores and any payment provider."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from assistant.agent.stores import Stores
from assistant.shop.cart.contents import CartLine, Contents, KeptCart
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.payments import Payments
from assistant.shop.checkout.records import Checkout, Contact
from assistant.shop.checkout.refunding import RefundDesk
from assistant.shop.checkout.till import Till
from assistant.shop.customers import Address
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.selling.rules import SellingRules

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
HOME = Address("1 Main St", "Oakland", "94601", "US", region="CA")
STOCK = {"CUP": 9, "PAN": 5, "RUG": 3, "LAMP": 2}
PRICES = {"CUP": 1400, "PAN": 5900, "RUG": 32900, "LAMP": 8950}
PRODUCTS = tuple(
    Product(sku.lower(), sku.title(), "Home", (Variant(sku, {}, Money(PRICES[sku]), stock),), vendor="Kilnside")
    for sku, stock in STOCK.items()
)
RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "First time", "code": "FIRST", "percent": "10", "uses": 1},
        {"name": "Once each", "code": "EACH", "amount": "5", "per_customer": 1, "combine": True},
        {"name": "Post on us", "code": "POST", "free_shipping": True, "combine": True},
        {"name": "On the house", "code": "HOUSE", "percent": "100", "combine": True},
    ],
    "shipping": {"zones": [{"countries": ["US"], "methods": [{"name": "Standard", "price": "4.95"}]}]},
    "taxes": {"rates": [{"country": "US", "regions": ["CA"], "rate": "7.25"}]},
})  # fmt: skip

Paying = TypeVar("Paying", bound=Payments)


@dataclass(frozen=True)
class Basket:
    """What one shopper buys. `account` is None for a guest."""

    lines: tuple[tuple[str, int], ...]
    codes: tuple[str, ...] = ()
    account: str | None = None


@dataclass(frozen=True)
class Shop(Generic[Paying]):
    stores: Stores
    desk: CheckoutDesk
    till: Till
    payments: Paying

    @property
    def refunds(self) -> RefundDesk:
        return RefundDesk(self.stores.orders, self.stores.checkouts, self.stores.answers, "Larkfield")

    async def open(self) -> None:
        await self.stores.catalogue.replace(PRODUCTS, ())
        await self.stores.selling.set_selling(RULES)

    async def fill(self, who: Shopper, basket: Basket) -> None:
        cart = cart_of(who)
        lines = tuple(CartLine(sku, quantity, Money(PRICES[sku])) for sku, quantity in basket.lines)
        held = await self.stores.carts.get(cart)
        await self.stores.carts.put({cart: KeptCart(Contents(lines), version=held.version)})
        details = await self.stores.checkouts.details(cart)
        said = replace(details, contact=Contact("Ada Lovelace", email_of(who)), address=HOME, codes=basket.codes)
        await self.stores.checkouts.set_details(cart, said)

    async def buy(self, who: Shopper, basket: Basket) -> Checkout:
        """Up to the held stock."""
        await self.fill(who, basket)
        proposal, _ = await self.desk.propose(cart_of(who), who, NOW)
        return await self.desk.place(cart_of(who), who, proposal.id, NOW)


def shop_over(stores: Stores, payments: Paying) -> Shop[Paying]:
    desk = CheckoutDesk(stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger, currency="USD")
    return Shop(stores, desk, Till(stores.checkouts, payments, "Larkfield"), payments)


def shopper(name: str, account: str | None = None) -> Shopper:
    return Shopper(name, Proof(f"{name}@example.com", account) if account else None)


def cart_of(who: Shopper) -> str:
    return f"conversation:{who.conversation_id}"


def email_of(who: Shopper) -> str:
    return f"{who.conversation_id}@example.com"
