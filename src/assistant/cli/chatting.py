"""The assistant in a terminal: sentences as they come, cards as a table, sources and the cart on request."""

import asyncio
import sys
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.agent.assistant import Assistant
from assistant.bootstrap import build
from assistant.conversation import Card, CartView, Finished, Progress, Reply, Sentence
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.shop.conversations import Conversation

HELP = "Type your question. :cart shows the cart, :person fetches a person, :quit ends."


async def chat_until_done(settings: Settings, source: TextIO | None = None, console: Console | None = None) -> None:
    console, source = console or Console(highlight=False, markup=False, emoji=False), source or sys.stdin
    async with build(settings) as assistant:
        conversation, token = await assistant.start()
        model = (await assistant.health())["model"]
        console.print(f"{settings.shop_name}'s assistant, answering with {model['name']} ({model['kind']}).")
        console.print(HELP)
        await TerminalChat(assistant, conversation.id, token, console).run(source)


class TerminalChat:
    def __init__(self, assistant: Assistant, conversation_id: str, token: str, console: Console) -> None:
        self._assistant, self._id, self._token, self._console = assistant, conversation_id, token, console

    async def run(self, source: TextIO) -> None:
        asking = source.isatty()
        while True:
            if asking:
                self._console.print("\n> ", end="")
            line = await asyncio.to_thread(source.readline)
            if not line or line.strip() in {":quit", ":q"}:
                return
            if line.strip():
                if not asking:
                    self._console.print(f"\n> {line.strip()}")
                await self._answer(line.strip())

    async def _answer(self, line: str) -> None:
        try:
            await self._obey(line)
        except AssistantError as error:
            self._console.print(error.message)

    async def _obey(self, line: str) -> None:
        # opened anew each time, because a turn may have proved who is asking
        conversation = await self._assistant.open(self._id, self._token)
        match line:
            case ":cart":
                self._console.print(cart_table(await self._assistant.cart(conversation).view()))
            case ":person":
                handoff = await self._assistant.request_person(conversation)
                self._console.print(f"A person will take over ({handoff.status}).")
            case _ if line.startswith(":"):
                self._console.print(HELP)
            case _:
                await self._say(conversation, line)

    async def _say(self, conversation: Conversation, text: str) -> None:
        async for event in self._assistant.reply(conversation, text):
            match event:
                case Progress():
                    self._console.print(Text(f"{event.text} ...", style="dim"))
                case Sentence():
                    self._console.print(event.text.strip())
                case Finished():
                    self._finish(event.reply)

    def _finish(self, reply: Reply) -> None:
        if reply.cards:
            self._console.print(card_table(reply.cards))
        if reply.recommendation:
            self._console.print(Text(reply.recommendation.reason, style="dim"))
            self._console.print(card_table((reply.recommendation.card,)))
        for citation in reply.citations:
            self._console.print(Text(f"Source: {citation.title} ({citation.url})", style="dim"))
        if reply.cart.count:
            self._console.print(Text(f"Cart: {reply.cart.count} for {reply.cart.subtotal.text}", style="dim"))
        if reply.handoff:
            self._console.print(f"Handed to a person: {reply.handoff.reason} ({reply.handoff.status}).")


def card_table(cards: tuple[Card, ...]) -> Table:
    table = _table("Product", "Price", "Stock", "Choices (SKU)")
    for card in cards:
        choices = "\n".join(f"{choice.label or 'one size'} ({choice.sku})" for choice in card.choices)
        price = f"{card.price.text} to {card.price_to.text}" if card.price_to else card.price.text
        table.add_row(*(Text(cell) for cell in (card.title, price, card.stock, choices)))
    return table


def cart_table(cart: CartView) -> Table:
    table = _table("Item", "Choice", "Quantity", "Total", "Note")
    for line in cart.lines:
        cells = (line.title, line.options, str(line.quantity), line.total.text, line.note)
        table.add_row(*(Text(cell) for cell in cells))
    table.caption = f"Subtotal {cart.subtotal.text}" if cart.lines else "The cart is empty."
    return table


def _table(*columns: str) -> Table:
    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
