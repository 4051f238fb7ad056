"""Random shoppers talk to the whole assistant; whatever it suggests is held against what it must never be."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from assistant.agent.assistant import Assistant
from assistant.conversation import Card, Finished, Reply
from assistant.errors import ShopError
from assistant.shop.catalogue import Offer, Product
from assistant.shop.conversations import Conversation
from assistant.testing.model import ScriptedModel, calls, says

TURNS = 6
QUIET_AFTER_A_COMPLAINT = 2
COMPLAINT = "This is awful and useless, the last one came broken. "
FAULTS = ("out of stock", "not sold", "in the cart", "saved or removed", "repeated", "over budget", "wrong moment")


@dataclass
class Shop:
    """`off` are the conversations, by number, in which the owner has switched suggestions off."""

    assistant: Assistant
    model: ScriptedModel
    products: Sequence[Product]
    switch: Callable[[bool], Awaitable[None]]
    draw: random.Random
    counts: Counter[str] = field(default_factory=Counter)

    def owner(self, sku: str) -> Product:
        return next(p for p in self.products if any(v.sku == sku for v in p.variants))


@dataclass
class Shopper:
    """Keeps for itself what it removed, was shown and said; `calm_from` is the turn when a complaint is forgotten."""

    shop: Shop
    conversation: Conversation
    on: bool
    shown: set[str] = field(default_factory=set)
    put_away: set[str] = field(default_factory=set)
    budget: int | None = None
    calm_from: int = 0
    last: Card | None = None

    async def turn(self, at: int) -> list[str]:
        """What was wrong with what this turn suggested."""
        for _ in range(self.shop.draw.randrange(3)):
            await self._by_hand()
        text, fills = self._words(at)
        reply = await self._said(text)
        self.shop.counts["turns"] += 1
        if reply.recommendation is None:
            self.last = None
            return []
        self.shop.counts["suggestions"] += 1
        self.shop.counts[reply.recommendation.evidence] += 1
        self.last = reply.recommendation.card
        faults = await self._faults(self.last, moment=self.on and fills and at >= self.calm_from)
        self.shown.add(self.last.handle)
        return faults

    def _words(self, at: int) -> tuple[str, bool]:
        draw, sku = self.shop.draw, draw_sku(self.shop)
        kind = draw.choices(["add", "show", "browse", "complain", "budget"], [10, 4, 2, 1, 2])[0]
        step = calls(("show_cart", {})) if kind == "show" else calls(("add_to_cart", {"sku": sku}))
        self.shop.model.steps[:] = [says("Here you are.")] if kind == "browse" else [step, says("Here you are.")]
        if kind == "complain":
            self.calm_from = at + QUIET_AFTER_A_COMPLAINT + 1
        if kind == "budget":
            self.budget = draw.choice([5, 50, 200, 1000]) * 100
        before = {"complain": COMPLAINT, "budget": f"My budget is ${(self.budget or 0) // 100}. "}.get(kind, "")
        words = {"show": "show my cart", "browse": "thank you, one moment"}.get(kind, f"add {sku} to my cart")
        return before + words, kind != "browse"

    async def _said(self, text: str) -> Reply:
        known = await self.shop.assistant.conversations.get(self.conversation.id) or self.conversation
        events = [event async for event in self.shop.assistant.reply(known, text)]
        return next(event.reply for event in events if isinstance(event, Finished))

    async def _by_hand(self) -> None:
        """On the page, or in the shop's own system."""
        cart, draw = self.shop.assistant.cart(self.conversation), self.shop.draw
        view = await cart.view()
        lines, saved = [line.sku for line in view.lines], [line.sku for line in view.saved]
        try:
            match draw.randrange(7):
                case 0 if lines:
                    await self._put_away(cart.remove, draw.choice(lines))
                case 1 if lines:
                    await self._put_away(cart.save_for_later, draw.choice(lines))
                case 2 if saved:
                    await cart.move_to_cart(draw.choice(saved))
                case 3 if view.undo:
                    await cart.undo()
                case 4 if self.last is not None:
                    await cart.add(self.last.choices[0].sku)
                case 5:
                    await self._restock(0)
                case _:
                    await self._restock(draw.randrange(1, 9))
        except ShopError:
            self.shop.counts["refused by hand"] += 1

    async def _put_away(self, how: Callable[[str], Awaitable[object]], sku: str) -> None:
        await how(sku)
        self.put_away.add(self.shop.owner(sku).handle)

    async def _restock(self, stock: int) -> None:
        """Of all variants of some products."""
        some = self.shop.draw.sample(list(self.shop.products), 5)
        await self.shop.assistant.catalogue.set_offers([Offer(v.sku, stock=stock) for p in some for v in p.variants])

    async def _faults(self, card: Card, *, moment: bool) -> list[str]:
        view = await self.shop.assistant.cart(self.conversation).view()
        live = (await self.shop.assistant.catalogue.by_handles([card.handle])).get(card.handle)
        stock = {v.sku: v.stock for v in live.variants} if live else {}
        held = {self.shop.owner(line.sku).handle for line in view.lines}
        saved = {self.shop.owner(line.sku).handle for line in view.saved}
        most = None if self.budget is None else self.budget - view.subtotal.minor
        wrong = {
            "out of stock": any(stock.get(choice.sku, 0) <= 0 for choice in card.choices),
            "not sold": live is None,
            "in the cart": card.handle in held,
            "saved or removed": card.handle in saved | self.put_away,
            "repeated": card.handle in self.shown,
            "over budget": most is not None and any(choice.price.minor > most for choice in card.choices),
            "wrong moment": not moment,
        }
        return [fault for fault, found in wrong.items() if found]


def draw_sku(shop: Shop) -> str:
    return shop.draw.choice(shop.draw.choice(list(shop.products)).variants).sku


async def conversation(shop: Shop) -> list[str]:
    """One, of `TURNS` turns: its faults."""
    on = shop.draw.random() < 0.9
    await shop.switch(on)
    begun, _ = await shop.assistant.start()
    shopper = Shopper(shop, begun, on)
    return [fault for at in range(TURNS) for fault in await shopper.turn(at)]
