"""One conversation's checkout, for the page: what the chat's tools do, by hand."""

from dataclasses import dataclass
from datetime import datetime

from assistant.conversation import CheckoutView, Reply
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.counter import Counter
from assistant.shop.checkout.said import Said
from assistant.tools.checkout import overview_view
from assistant.tools.context import TurnContext
from assistant.tools.placed import placed_view, told_of


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

    async def addressed(self, view: CheckoutView) -> CheckoutView:
        """With who it is for and where it goes, as the shop has it."""
        if view.state == "open":
            return view.model_copy(update=told_of(await self.counter.desk.said(self.cart)))
        last = await self.counter.desk.last(self.shopper)
        return view.model_copy(update=told_of(last)) if last is not None and last.number == view.number else view

    async def say(self, said: Said) -> CheckoutView:
        """Raises `BadDetails`; nothing is kept then."""
        await self.counter.desk.say(self.cart, said)
        return await self.view()

    async def give_up(self) -> CheckoutView:
        """Raises `CheckoutRefused` when nothing waits for its payment."""
        await self.counter.give_up(self.shopper, self.now)
        return await self.view()


async def addressed(reply: Reply, context: TurnContext) -> Reply:
    """Tools leave out who a checkout is for, since their results are kept with the conversation."""
    if reply.checkout is None:
        return reply
    here = AtCheckout(context.checkout, context.cart.key, context.shopper, context.now)
    return reply.model_copy(update={"checkout": await here.addressed(reply.checkout)})
