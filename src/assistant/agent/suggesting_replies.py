"""What a person could answer: the shop's own words on what the shopper wrote last, with their source."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import Card, Citation
from assistant.retrieval.library import ProductQuery, Retriever
from assistant.shop.catalogue import card
from assistant.shop.conversations import Turn
from assistant.tools.policies import citation

MOST_PASSAGES, MOST_PRODUCTS = 2, 3


@dataclass(frozen=True)
class SuggestedReply:
    text: str
    citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()


async def suggested_replies(turns: Sequence[Turn], retriever: Retriever) -> list[SuggestedReply]:
    """Read, never acted upon: no model is asked and nothing is written. Raises `IndexMissing`."""
    asked = next((turn.text for turn in reversed(turns) if turn.text), "")
    if not asked:
        return []
    hits = [hit for hit in await retriever.passages(asked, MOST_PASSAGES) if not hit.weak]
    found = await retriever.products(ProductQuery(asked, limit=MOST_PRODUCTS))
    cards = tuple(card(product) for product in found.products[:MOST_PRODUCTS]) if found.understood else ()
    told = [SuggestedReply(hit.passage.text, (citation(hit),)) for hit in hits]
    return [*told, SuggestedReply(_shown(cards), cards=cards)] if cards else told


def _shown(cards: Sequence[Card]) -> str:
    """As the shop has them now: price and stock are those of the cards."""
    return "\n".join(["We have these:", *(f"- {one.title}, {one.price.text}, {one.stock}" for one in cards)])
