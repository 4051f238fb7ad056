"""The shopper's own cart. Done at once; each change can be taken back."""

from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.conversation import CartView
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
