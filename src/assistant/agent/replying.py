"""From the end of a turn to the reply that leaves: text that passed review, and beside it what code attaches."""

import time

import structlog

from assistant.agent.gather import Gathered, beside, cited, gather
from assistant.agent.model import Models
from assistant.agent.state import State, TurnRecord
from assistant.agent.words import ASKS, BROKEN, SUGGESTIONS
from assistant.conversation import CartView, Citation, Confirmation, HandoffView, ModelUse, Reply
from assistant.observability import failure
from assistant.shop.cart.cart import Cart
from assistant.shop.money import Money, price_view

log = structlog.get_logger("assistant.agent")


def reply_of(state: State, cart: CartView, models: Models, prompt: str, waiting: Confirmation | None) -> Reply:
    turn, gathered = state["turn"], gather(state["messages"][state["turn"]["start"] :])
    text = "".join(turn["said"]).strip()
    text += _of_policy(gathered.handoff, text)
    asks = ASKS.format(effect=waiting.effect) if waiting else ""
    handoff = HandoffView.model_validate(turn["handoff"]) if turn["handoff"] else gathered.handoff
    return Reply.model_validate(
        {
            "turn_id": turn["turn_id"],
            "text": "\n\n".join(filter(None, (_news(turn), text or asks or BROKEN, asks if text else ""))),
            "cards": beside(gathered.cards, text),
            "citations": cited([*gathered.citations, *_recalled(turn)], text),
            "cart": cart,
            "handoff": handoff,
            "confirmation": waiting,
            "receipt": gathered.receipt,
            "orders": () if waiting or gathered.receipt else gathered.orders,
            "checkout": None if waiting else gathered.checkout,
            "suggestions": _suggestions(gathered),
            "refinements": gathered.refinements if len(gathered.cards) > 1 else (),
            "tools": gathered.tools,
            "outcome": "handed_over" if gathered.handoff else turn["outcome"],
            "model": model_use(turn, models, prompt),
        }
    )


async def readable(cart: Cart) -> CartView:
    """A cart that cannot be read must not keep the shopper from hearing that something broke."""
    try:
        return await cart.view()
    except Exception as error:  # noqa: BLE001 -- see above
        log.error("cart_unreadable", **failure(error))  # noqa: TRY400 -- a traceback may quote what was said
        return CartView(subtotal=price_view(Money(0, cart.currency)))


def broken_reply(turn_id: str, cart: CartView, models: Models, prompt: str) -> Reply:
    return Reply(turn_id=turn_id, text=BROKEN, cart=cart, outcome="failed", model=_idle(models, prompt))


def silent_reply(turn_id: str, cart: CartView, models: Models, prompt: str) -> Reply:
    """A person has the chat: the message is theirs to answer."""
    return Reply(turn_id=turn_id, text="", cart=cart, outcome="with_person", model=_idle(models, prompt))


def timed(reply: Reply, started: float) -> Reply:
    """`started` is a reading of `time.perf_counter`."""
    return reply.model_copy(update={"milliseconds": round((time.perf_counter() - started) * 1000)})


def model_use(turn: TurnRecord, models: Models, prompt: str) -> ModelUse:
    if not turn["model"]:
        return _idle(models, prompt)
    return ModelUse(
        name=turn["model"],
        kind="offline" if turn["model"] == models.offline_name else "hosted",
        fallback=turn["fallback"],
        prompt=prompt,
        input_tokens=turn["input_tokens"],
        output_tokens=turn["output_tokens"],
    )


def _idle(models: Models, prompt: str) -> ModelUse:
    return ModelUse(name=models.name, kind=models.kind, prompt=prompt)


def _news(turn: TurnRecord) -> str:
    return str(turn.get("news", {}).get("text", ""))


def told_last(state: State | None, reply: Reply | None) -> str:
    """The words of a hand-off, which leave once it is written; "" without one."""
    if state is None or reply is None or reply.outcome != "handed_over":
        return ""
    said = state["turn"]["said"]
    return said[-1] if state["turn"]["decision"] else _of_policy(reply.handoff, "".join(said))


def _of_policy(handoff: HandoffView | None, text: str) -> str:
    """What the shop says of a hand-off that a model asked for, when the model has not said it."""
    message = handoff.message if handoff else ""
    return f"\n\n{message}" if message and message not in text else ""


def _recalled(turn: TurnRecord) -> list[Citation]:
    return [Citation(title=p["title"], url=p["url"], quote=p["text"]) for p in turn["recalled"]]


def _suggestions(gathered: Gathered) -> tuple[str, ...]:
    for tool in reversed(gathered.tools):
        if tool in SUGGESTIONS and gathered.found:
            return (
                SUGGESTIONS[tool] if len(gathered.cards) != 1 or tool != "search_products" else ("Add it to my cart",)
            )
    return ()
