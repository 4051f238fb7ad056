"""How tools word their results: JSON text for the model, and beside it what code attaches to the reply."""

import json
from collections.abc import Sequence
from typing import Any

from assistant.conversation import Card, CartView, CheckoutView, Citation, HandoffView, OrderView, Receipt, Refinement
from assistant.shop.catalogue import Product, Variant, card

Result = tuple[str, dict[str, Any]]
SHOWN = 6
_OF_THE_SHOPPER = {"name", "email", "phone", "place", "note"}


def result(
    content: dict[str, Any],
    *,
    cards: Sequence[Card] = (),
    citations: Sequence[Citation] = (),
    effect: str | None = None,
    found: bool = True,
    handoff: HandoffView | None = None,
    refine: Sequence[Refinement] = (),
    receipt: Receipt | None = None,
    orders: Sequence[OrderView] = (),
    checkout: CheckoutView | None = None,
) -> Result:
    """`effect` names what was done; `found` is False when the tool looked and the shop has nothing to say.

    Results are kept with the conversation, so a checkout goes without who it is for; the reply is told that anew.
    """
    artifact = {
        "cards": [c.model_dump(mode="json") for c in cards],
        "citations": [c.model_dump(mode="json") for c in citations],
        "effect": effect,
        "found": found,
        "refine": [r.model_dump(mode="json") for r in refine],
        "handoff": handoff.model_dump(mode="json") if handoff else None,
        "orders": [o.model_dump(mode="json") for o in orders],
        "checkout": checkout.model_dump(mode="json", exclude=_OF_THE_SHOPPER) if checkout else None,
        "receipt": receipt.model_dump(mode="json") if receipt else None,
    }
    return json.dumps(content, ensure_ascii=False), artifact


def product_json(product: Product) -> dict[str, Any]:
    top, shown = product.top_price, card(product)
    return {
        "handle": product.handle,
        "title": product.title,
        "category": product.category,
        "vendor": product.vendor,
        "price": str(product.price),
        "price_to": str(top) if top != product.price else None,
        "was": shown.compare_at.text if shown.compare_at else None,
        "stock": product.stock_word,
        "attributes": dict(product.attributes),
        "variants": [_variant_json(v) for v in product.variants],
    }


def details_json(product: Product) -> dict[str, Any]:
    return {"product": product_json(product) | {"description": product.description}}


def cart_json(cart: CartView) -> dict[str, Any]:
    return cart.model_dump(mode="json")


def cards_of(products: Sequence[Product]) -> list[Card]:
    return [card(p) for p in products]


def _variant_json(variant: Variant) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "options": dict(variant.options),
        "price": str(variant.price),
        "was": str(variant.compare_at) if variant.on_sale else None,
        "stock": variant.stock_word,
        "left": variant.stock if variant.stock_word == "low stock" else None,
    }
