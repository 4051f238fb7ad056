"""What the tools of this turn brought home, and which of it belongs beside the reply."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.conversation import Card, CheckoutView, Citation, HandoffView, OrderView, Receipt, Refinement

CARDS_SHOWN = 6
ORDERS_SHOWN = 3
CLOSE_UP = frozenset({"product_details", "compare_products"})
_OVERLAP = 0.6


@dataclass(frozen=True)
class Gathered:
    """`looked` counts the tools that searched, `found` those that had something to say."""

    tools: tuple[str, ...]
    cards: tuple[Card, ...]
    citations: tuple[Citation, ...]
    effects: frozenset[str]
    handoff: HandoffView | None
    looked: int
    found: int
    refinements: tuple[Refinement, ...] = ()
    receipt: Receipt | None = None
    orders: tuple[OrderView, ...] = ()
    checkout: CheckoutView | None = None


def gather(messages: Sequence[AnyMessage]) -> Gathered:
    """Reads the artifacts of this turn's tool results. `messages` start at the shopper's message.

    Cards, orders and refinements are those of the results that the reply tells: what was given up shows nothing.
    """
    results = [m for m in messages if isinstance(m, ToolMessage)]
    good = _good(results)
    told = _told(good, messages)
    handoffs = [m.artifact["handoff"] for m in good if m.artifact["handoff"]]
    checkouts = [m.artifact["checkout"] for m in good if m.artifact.get("checkout")]
    receipts = [m.artifact["receipt"] for m in good if m.artifact.get("receipt")]
    return Gathered(
        tools=tuple(m.name or "" for m in results),
        cards=_cards(told),
        citations=tuple(Citation.model_validate(c) for m in good for c in m.artifact["citations"]),
        effects=effects(messages),
        handoff=HandoffView.model_validate(handoffs[-1]) if handoffs else None,
        looked=len(results),
        found=sum(bool(m.artifact["found"]) for m in good),
        refinements=tuple(Refinement.model_validate(r) for m in told[-1:] for r in m.artifact.get("refine", ())),
        orders=_orders(told),
        receipt=Receipt.model_validate(receipts[-1]) if receipts else None,
        checkout=CheckoutView.model_validate(checkouts[-1]) if checkouts else None,
    )


def effects(messages: Sequence[AnyMessage]) -> frozenset[str]:
    return frozenset(m.artifact["effect"] for m in _good(messages) if m.artifact["effect"])


def _good(messages: Sequence[AnyMessage]) -> list[ToolMessage]:
    results = (m for m in messages if isinstance(m, ToolMessage))
    return [m for m in results if m.status != "error" and isinstance(m.artifact, dict)]


def _told(results: Sequence[ToolMessage], messages: Sequence[AnyMessage]) -> list[ToolMessage]:
    """What the offline model says that it told; of another model, the results whose products its reply names.

    A reply that names none of them tells the last result that has any.
    """
    reply = next((m for m in reversed(messages) if isinstance(m, AIMessage) and not m.tool_calls), AIMessage(""))
    ids = reply.response_metadata.get("told")
    if ids is not None:
        return [m for m in results if m.tool_call_id in ids]
    with_cards = [m for m in results if m.artifact["cards"]]
    named = [m for m in with_cards if _names_one(reply.text, m)]
    return named or with_cards[-1:] or list(results[-1:])


def _names_one(text: str, result: ToolMessage) -> bool:
    said = text.casefold()
    return any(str(card["title"]).casefold() in said for card in result.artifact["cards"])


def _orders(results: Sequence[ToolMessage]) -> tuple[OrderView, ...]:
    """Each as it was told last, the newest told first."""
    told = [OrderView.model_validate(o) for m in results for o in m.artifact.get("orders", ())]
    return tuple({order.number: order for order in told}.values())[:ORDERS_SHOWN]


def _cards(results: Sequence[ToolMessage]) -> tuple[Card, ...]:
    close = [m for m in results if m.name in CLOSE_UP]
    cards = [Card.model_validate(c) for m in close or results for c in m.artifact["cards"]]
    return tuple({c.handle: c for c in cards}.values())


def beside(cards: Sequence[Card], text: str) -> tuple[Card, ...]:
    """The cards that the text names first, then the others."""
    said = text.casefold()
    return tuple(sorted(cards, key=lambda c: c.title.casefold() not in said))[:CARDS_SHOWN]


def cited(citations: Iterable[Citation], text: str) -> tuple[Citation, ...]:
    """Those passages that the text quotes or follows, each narrowed to the sentences it used."""
    said = [_words(s) for s in _sentences(text)]
    narrowed: dict[str, Citation] = {}
    for citation in citations:
        used = [s for s in _sentences(citation.quote) if any(_follows(words, _words(s)) for words in said)]
        if used:
            narrowed.setdefault(citation.url + citation.title, citation.model_copy(update={"quote": " ".join(used)}))
    return tuple(narrowed.values())


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9$.]+", text.casefold().replace("*", "")) if len(w) > 2}


def _follows(said: set[str], source: set[str]) -> bool:
    return len(source) > 2 and len(said & source) >= _OVERLAP * len(source)
