"""What becomes of each call of a model: it goes through, it waits for the shopper's yes, or it is refused.

A model is an untrusted planner. Reading is bounded by what was proved; an edit goes through where the shopper's own
words ask for it, and waits for a yes where they do not; money and orders always wait. The offline model is code of
ours over the shopper's words alone, and its edits go through.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.agent.gather import gather
from assistant.agent.history import last_words
from assistant.agent.state import State
from assistant.conversation import Confirmation
from assistant.guardrails.asking import title_of
from assistant.guardrails.meant import Thing
from assistant.guardrails.wishes import Heard, asked_for
from assistant.shop.catalogue import Product
from assistant.shop.conversations import Turn
from assistant.tools import Effect, ShopTool
from assistant.tools.context import TurnContext
from assistant.tools.provenance import require_seen

MOST_CALLS, LOOK_BACK, SHORT, VALID_FOR = 24, 3, 6, timedelta(minutes=10)
TOO_MANY_CALLS = "Not done: there were too many calls in this turn. Answer with what you have."
UNKNOWN_TOOL = "There is no such tool."
UNKNOWN_ARGUMENT = "Not done: {tool} takes no {names}."


class Gateway:
    def __init__(self, tools: Sequence[ShopTool]) -> None:
        self._tools = {one.tool.name: one for one in tools}
        self._arguments = {name: one.arguments for name, one in self._tools.items()}
        self._edits = {name for name, one in self._tools.items() if one.effect is Effect.EDIT}

    def refusal(self, call: Mapping[str, Any], state: State) -> str:
        """Why the call cannot go through, whoever wants it; empty where it can."""
        if call["name"] not in self._tools:
            return UNKNOWN_TOOL
        if _calls_before(state) > MOST_CALLS:
            return TOO_MANY_CALLS
        strange = call["args"].keys() - self._arguments[call["name"]]
        return UNKNOWN_ARGUMENT.format(tool=call["name"], names=" or ".join(sorted(strange))) if strange else ""

    async def question(self, call: Mapping[str, Any], state: State, context: TurnContext) -> Confirmation | None:
        """What the shopper is to be asked before an edit; None where it goes through, or is no edit.

        Raises `NotSeenHere` for what was never shown here.
        """
        if call["name"] not in self._edits or state["turn"].get("trusted"):
            return None
        if call["name"] == "add_to_cart":
            require_seen([str(call["args"].get("sku"))], state["messages"])
        said = [turn.text for turn in context.before]
        # none after a yes: what was said before it was answered before it
        spoken = last_words(state["messages"][state["turn"]["start"] :])
        text = self._counting(spoken, context.before) if spoken else ""
        things = _Things(context, state)
        heard = await things.heard(text, "\n".join([*said, text]), call["args"].get("sku"))
        if asked_for(call["name"], call["args"], heard) and not _done_before(call, state):
            return None
        title = title_of(call["name"], call["args"], *things.named(call["args"].get("sku")))
        return Confirmation(
            id=_identity(call, context), effect=f"{title}.", title=title, expires_at=context.now + VALID_FOR
        )

    def _counting(self, text: str, before: Sequence[Turn]) -> str:
        """A few words may answer what was asked about the wish before, which then still counts."""
        last = before[-1] if before else None
        waits = last is not None and last.reply is not None and not self._edits & set(last.reply.tools)
        return f"{last.text}\n{text}" if last and waits and len(text.split()) <= SHORT else text


class _Things:
    """The variants that the shopper could mean, as the shop has them now."""

    def __init__(self, context: TurnContext, state: State) -> None:
        self._context, self._messages, self._start = context, state["messages"], state["turn"]["start"]
        self._products: Mapping[str, Product] = {}

    async def heard(self, text: str, said: str, sku: str | None) -> Heard:
        context, cart = self._context, await self._context.cart.view()
        seen = _shown_last(context.before)
        looked_up = [card.handle for card in gather(self._messages[self._start :]).cards]
        stocked = await context.catalogue.by_skus(
            {*(line.sku for line in (*cart.lines, *cart.saved)), *([sku] if sku else [])}
        )
        handles = [*seen, *looked_up, *(product.handle for product, _ in stocked.values())]
        self._products = await context.catalogue.by_handles(dict.fromkeys(handles))
        return Heard(
            text=text,
            said=said,
            seen=list(self._variants(seen)),
            known=list(self._variants(dict.fromkeys(handles))),
            cart=list(self._lines([line.sku for line in cart.lines])),
            saved=list(self._lines([line.sku for line in cart.saved])),
        )

    def named(self, sku: str | None) -> tuple[Any, ...]:
        """Its name and price; nothing for what the shop does not have."""
        found = ((p, v) for p in self._products.values() for v in p.variants if v.sku == sku)
        product, variant = next(found, (None, None))
        if product is None or variant is None:
            return (sku or "",)
        return (f"{product.title} ({variant.label})" if variant.label else product.title, variant.price)

    def _variants(self, handles: Sequence[str] | Mapping[str, None]) -> Iterator[Thing]:
        for product in (self._products[handle] for handle in handles if handle in self._products):
            only = len(product.available or product.variants) == 1
            for variant in product.variants:
                yield Thing(variant.sku, product.handle, product.title, tuple(variant.options.values()), only)

    def _lines(self, skus: Sequence[str]) -> Iterator[Thing]:
        held = [(p, v) for sku in skus for p in self._products.values() for v in p.variants if v.sku == sku]
        for product, variant in held:
            only = sum(other.handle == product.handle for other, _ in held) == 1
            yield Thing(variant.sku, product.handle, product.title, tuple(variant.options.values()), only)


def _shown_last(before: Sequence[Turn]) -> list[str]:
    """The handles on the cards that the shopper saw last."""
    for turn in reversed(before[-LOOK_BACK:]):
        if turn.reply and (turn.reply.cards or turn.reply.recommendation):
            beside = [turn.reply.recommendation.card] if turn.reply.recommendation else []
            return [card.handle for card in (*turn.reply.cards, *beside)]
    return []


def _calls_before(state: State) -> int:
    made = (m for m in state["messages"][state["turn"]["start"] :] if isinstance(m, AIMessage))
    return sum(len(message.tool_calls) for message in made)


def _done_before(call: Mapping[str, Any], state: State) -> bool:
    """Whether this turn did the same to the same thing: what was asked for once is done once."""
    messages = state["messages"][state["turn"]["start"] :]
    done = {m.tool_call_id for m in messages if isinstance(m, ToolMessage) and m.status != "error"}
    before = [c for c in _calls(messages) if c["id"] in done and c["name"] == call["name"]]
    return any(c["args"].get("sku") == call["args"].get("sku") for c in before)


def _calls(messages: Sequence[AnyMessage]) -> Iterator[Mapping[str, Any]]:
    return (call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls)


def _identity(call: Mapping[str, Any], context: TurnContext) -> str:
    bound = json.dumps(
        [context.conversation_id, context.turn_id, call["id"], call["name"], call["args"]], sort_keys=True
    )
    return hashlib.sha256(bound.encode()).hexdigest()
