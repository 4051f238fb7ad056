"""One conversation's checkout, for the page: what the chat's tools do, by hand."""

from dataclasses import dataclass
from datetime import datetime

from assistant.conversation import CheckoutView
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.counter import Counter
from assistant.shop.checkout.said import Said
from assistant.tools.checkout import overview_view
from assistant.tools.placed import placed_view


@dataclass(frozen=True)
class AtCheckout:
    """`cart` is the cart's owner key."""

    counter: Counter
    cart: str
    shopper: Shopper
    now: datetime

    async def view(self) -> CheckoutView:
        """What waits for its payment, or the bill of the cart with what is missing. Raises `OutOfStock`."""
        if await self.counter.desk.waiting(self.shopper) is not None and (placed := await self.placed()) is not None:
            return placed
        return overview_view(await self.counter.desk.overview(self.cart, self.shopper, self.now))

    async def placed(self) -> CheckoutView | None:
        """The newest that was placed in this conversation, as it is now."""
        last = await self.counter.desk.last(self.shopper)
        if last is None or last.state != "awaiting payment":
            return placed_view(last, "") if last is not None else None
        page = await self.counter.pay_page(last, self.now)
        # asking for its page may have found it paid
        return placed_view(await self.counter.desk.last(self.shopper) or last, page)

    async def say(self, said: Said) -> CheckoutView:
        """Raises `BadDetails`; nothing is kept then."""
        await self.counter.desk.say(self.cart, said)
        return await self.view()

    async def give_up(self) -> CheckoutView:
        """Raises `CheckoutRefused` when nothing waits for its payment."""
        await self.counter.give_up(self.shopper, self.now)
        return await self.view()
