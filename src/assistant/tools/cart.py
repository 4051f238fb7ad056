"""The shopper's own cart. Done at once; each change can be taken back."""

from collections.abc import Sequence
from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.conversation import CartLineView, CartView
from assistant.tools.context import TurnContext
from assistant.tools.provenance import require_seen
from assistant.tools.results import Result, cart_json, result

Sku = Annotated[str, Field(description="A variant's sku, exactly as a tool returned it")]


@tool(response_format="content_and_artifact")
async def show_cart(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """What is in the cart now, with prices and stock checked."""
    return result({"cart": cart_json(await runtime.context.cart.view())})


@tool(response_format="content_and_artifact")
async def add_to_cart(
    sku: Sku, runtime: ToolRuntime[TurnContext, Any], quantity: Annotated[int, Field(ge=1)] = 1
) -> Result:
    """Put a variant into the cart. Only when the shopper asked for it."""
    require_seen([sku], runtime.state["messages"])
    view = await runtime.context.cart.add(sku, quantity)
    return _done("added", view, sku, quantity)


@tool(response_format="content_and_artifact")
async def change_quantity(
    sku: Sku, quantity: Annotated[int, Field(ge=0)], runtime: ToolRuntime[TurnContext, Any]
) -> Result:
    """Set how many of a variant are in the cart; 0 removes it."""
    view = await runtime.context.cart.change(sku, quantity)
    return _done("changed", view, sku, quantity)


@tool(response_format="content_and_artifact")
async def remove_from_cart(sku: Sku, runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Take a variant out of the cart."""
    before = await runtime.context.cart.view()
    after = await runtime.context.cart.remove(sku)
    line = next(line for line in before.lines if line.sku == sku)
    removed = {"sku": sku, "title": line.title, "options": line.options}
    return result({"removed": removed, "cart": cart_json(after)}, effect="removed")


def _done(verb: str, view: CartView, sku: str, quantity: int) -> Result:
    line = next((line for line in view.lines if line.sku == sku), None)
    named = {"title": line.title, "options": line.options} if line else {"title": "", "options": ""}
    return result({verb: {"sku": sku, "quantity": quantity, **named}, "cart": cart_json(view)}, effect=verb)


@tool(response_format="content_and_artifact")
async def empty_cart(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Take everything out of the cart. What is saved for later stays."""
    return result({"emptied": True, "cart": cart_json(await runtime.context.cart.empty())}, effect="removed")


@tool(response_format="content_and_artifact")
async def undo_cart(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Take the last change of the cart back. Tells what could not come back, and why."""
    undone = await runtime.context.cart.undo()
    told = {"undone": undone.words, "missing": list(undone.missing), "cart": cart_json(undone.cart)}
    return result(told, effect="undone")


@tool(response_format="content_and_artifact")
async def save_for_later(sku: Sku, runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Move a line out of the cart to what is saved for later."""
    view = await runtime.context.cart.save_for_later(sku)
    return result({"saved": _named(view.saved, sku), "cart": cart_json(view)}, effect="saved")


@tool(response_format="content_and_artifact")
async def move_to_cart(sku: Sku, runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Move what was saved for later back into the cart."""
    view = await runtime.context.cart.move_to_cart(sku)
    return result({"moved": _named(view.lines, sku), "cart": cart_json(view)}, effect="moved")


@tool(response_format="content_and_artifact")
async def note_on_item(
    message: Annotated[str, Field(max_length=1000, description="The shopper's own words; empty takes the note away")],
    runtime: ToolRuntime[TurnContext, Any],
    sku: Annotated[str | None, Field(description="A line of the cart; without it the note is for all of it")] = None,
) -> Result:
    """Keep a note of the shopper's, such as a gift message, on one item or on the whole cart."""
    view = await runtime.context.cart.write_message(message, sku)
    said = next((line.message for line in view.lines if line.sku == sku), view.message)
    named = _named(view.lines, sku) if sku else None
    return result({"noted": {"message": said, "item": named}, "cart": cart_json(view)}, effect="noted")


def _named(lines: Sequence[CartLineView], sku: str) -> dict[str, Any]:
    return next(
        {"sku": sku, "title": line.title, "options": line.options, "quantity": line.quantity}
        for line in lines
        if line.sku == sku
    )
