"""Words a tool's result without the plan that asked for it.

When an agent cuts old messages away in the middle of a turn, the plan that runs again sees less than the one that
called the tool and no longer asks for it. What the tool brought is told all the same.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.offline_model.plans.ordering import told as order_told
from assistant.offline_model.steps import Say
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import cart, checkout, products, talk

Data = Mapping[str, Any]
_WORDED: Mapping[str, Callable[[Data], str]] = {
    "search_products": lambda data: products.found(data) if data.get("products") else products.not_found(data),
    "product_details": lambda data: products.overview(data.get("product") or {}),
    "compare_products": products.compared,
    "show_cart": lambda data: cart.shown(data.get("cart") or {}),
    "add_to_cart": cart.added,
    "change_quantity": cart.changed,
    "remove_from_cart": lambda data: cart.removed([data.get("removed") or {}], data),
    "empty_cart": cart.emptied,
    "undo_cart": cart.undone,
    "save_for_later": cart.saved,
    "move_to_cart": cart.moved,
    "note_on_item": cart.noted,
    "show_checkout": checkout.told,
    "checkout_details": checkout.told,
    "place_order": lambda data: checkout.state(data.get("placed") or {}),
    "cancel_checkout": lambda data: checkout.given_up(data.get("given_up") or {}),
    "request_human": lambda _data: talk.WAITING,
}


def salvaged(result: Result) -> Say:
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    if result.tool in {"order_status", "recent_orders"}:
        return order_told(result)
    worded = _WORDED.get(result.tool)
    return Say(worded(result.data)) if worded else Say(talk.NOT_IN_PAGES, "abstained")
