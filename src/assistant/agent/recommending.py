"""Puts at most one suggestion beside a reply, and only at a moment for it. By code alone, whichever model answered."""

import json
from collections.abc import Collection, Sequence
from itertools import chain

import structlog
from langchain_core.messages import SystemMessage

from assistant.agent.gather import gather
from assistant.agent.state import State
from assistant.conversation import Recommendation, Reply
from assistant.escalation.policy import decide
from assistant.escalation.signals import measure
from assistant.observability import failure
from assistant.retrieval.reading.spending import most_to_spend
from assistant.shop.catalogue import card
from assistant.shop.conversations import Turn
from assistant.shop.money import Money
from assistant.shop.suggesting.choosing import Suggestion
from assistant.shop.suggesting.desk import SuggestionDesk
from assistant.tools.context import TurnContext
from assistant.tools.results import product_json

log = structlog.get_logger("assistant.agent")

CALM = frozenset({
    "add_to_cart", "change_quantity", "compare_products", "move_to_cart", "note_on_item", "product_details",
    "search_policies", "search_products", "show_cart",
})  # fmt: skip
"""Nothing but looking and filling the cart: with any other tool the turn is about something else."""
GROWN = frozenset({"added", "moved"})
SHRUNK = frozenset({"removed", "saved", "undone"})
UNHAPPY, LOOK_BACK = -0.4, 2
SHOWN = "Beside your last answer the shop showed the shopper this, with buttons to add it or put it away."


async def recommended(reply: Reply, state: State, context: TurnContext, desk: SuggestionDesk) -> Reply:
    """The reply, with a suggestion where there is one. A suggestion that fails must not take the answer with it."""
    try:
        if not _is_moment(reply, state, context) or await _is_busy(context):
            return reply
        found = await _suggestion(reply, context, desk)
    except Exception as error:  # noqa: BLE001 -- see above
        log.error("suggestion_failed", **failure(error))  # noqa: TRY400 -- a traceback may quote what was said
        return reply
    return reply if found is None else reply.model_copy(update={"recommendation": _view(found)})


async def suggested_before(context: TurnContext) -> list[SystemMessage]:
    """For the model, which did not write it: what "add that too" may mean now."""
    last = context.before[-1].reply if context.before else None
    shown = last.recommendation if last else None
    found = await context.catalogue.by_handles([shown.card.handle]) if shown else {}
    if shown is None or not found:
        return []
    told = {"note": SHOWN, "reason": shown.reason, "product": product_json(found[shown.card.handle])}
    return [SystemMessage(json.dumps({"suggested": told}, ensure_ascii=False))]


def unhappy(text: str) -> bool:
    signals = measure(text)
    return decide(signals) is not None or signals.mood <= UNHAPPY


def _is_moment(reply: Reply, state: State, context: TurnContext) -> bool:
    """Something was added, or the cart was asked for, and nothing else is going on."""
    effects = gather(state["messages"][state["turn"]["start"] :]).effects
    filling = bool(effects & GROWN) or "show_cart" in reply.tools
    elsewhere = reply.handoff or reply.confirmation or reply.receipt or reply.orders or reply.checkout
    if not filling or elsewhere or reply.outcome != "answered" or effects & SHRUNK or state["turn"].get("news"):
        return False
    said = [context.text, *(turn.text for turn in context.before[-LOOK_BACK:])]
    return set(reply.tools) <= CALM and not any(map(unhappy, said))


async def _is_busy(context: TurnContext) -> bool:
    """Whether a person was called, or an order waits for its payment."""
    handoff = await context.desk.current(context.conversation_id)
    if handoff is not None and handoff.status != "closed":
        return True
    return await context.checkout.desk.waiting(context.shopper) is not None


async def _suggestion(reply: Reply, context: TurnContext, desk: SuggestionDesk) -> Suggestion | None:
    earlier = [turn.reply for turn in context.before if turn.reply]
    shown = {one.recommendation.card.handle for one in earlier if one.recommendation}
    never = shown | {card.handle for card in reply.cards}
    former = {line.sku for one in earlier for line in one.cart.lines}
    return await desk.suggest(context.cart, _grown(reply, earlier), never, former, budget_of(context))


def _grown(reply: Reply, earlier: Sequence[Reply]) -> Collection[str]:
    before = {line.sku: line.quantity for one in earlier[-1:] for line in one.cart.lines}
    return {line.sku for line in reply.cart.lines if line.quantity > before.get(line.sku, 0)}


def budget_of(context: TurnContext) -> Money | None:
    """The last that was stated in this conversation counts, for all that is in the cart."""
    turns: Sequence[Turn] = context.before
    said = chain((context.text,), (turn.text for turn in reversed(turns)))
    most = next((most for text in said if (most := most_to_spend(text)) is not None), None)
    return None if most is None else Money.nearest(most, context.cart.currency)


def _view(found: Suggestion) -> Recommendation:
    return Recommendation(card=card(found.product), evidence=found.evidence, reason=found.reason)
