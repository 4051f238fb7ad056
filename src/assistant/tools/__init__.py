"""What the model may do, one file for each intent of a shopper, each tool marked by what it does to the world."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from langchain_core.messages import AnyMessage
from langchain_core.tools import BaseTool

from assistant.conversation import Confirmation
from assistant.retrieval.outline import Outline
from assistant.tools import account, cart, catalogue, changes, checkout, handoff, orders, policies
from assistant.tools.context import TurnContext
from assistant.tools.results import Result

Propose = Callable[[dict[str, Any], Sequence[AnyMessage], TurnContext], Awaitable[Confirmation | Result]]


class Effect(StrEnum):
    READ = "read"
    EDIT = "edit"
    COMMIT = "commit"


@dataclass(frozen=True)
class ShopTool:
    """`propose` belongs to COMMIT tools: it words the full effect that the shopper is asked to confirm and changes
    nothing. Where something is missing before that, it gives the tool's result at once.

    `schema` shows a model the tool with the shop's own names in it; what it then calls is `tool` all the same.
    """

    tool: BaseTool
    effect: Effect
    progress: str
    propose: Propose | None = None
    schema: Callable[[Outline], dict[str, Any]] | None = None

    @property
    def arguments(self) -> frozenset[str]:
        """The names of what a model may hand to it."""
        schema: Any = self.tool.tool_call_schema
        return frozenset(schema.model_json_schema().get("properties", {}))

    def __post_init__(self) -> None:
        if (self.effect is Effect.COMMIT) != (self.propose is not None):
            raise ValueError(f"{self.tool.name}: a COMMIT tool has a propose, and no other has one")


SHOP_TOOLS: Sequence[ShopTool] = (
    ShopTool(catalogue.search_products, Effect.READ, "Looking through the shop", schema=catalogue.search_schema),
    ShopTool(catalogue.product_details, Effect.READ, "Reading the product's details"),
    ShopTool(catalogue.compare_products, Effect.READ, "Comparing them"),
    ShopTool(policies.search_policies, Effect.READ, "Reading the shop's pages"),
    ShopTool(cart.show_cart, Effect.READ, "Looking at your cart"),
    ShopTool(cart.add_to_cart, Effect.EDIT, "Checking stock"),
    ShopTool(cart.change_quantity, Effect.EDIT, "Checking stock"),
    ShopTool(cart.remove_from_cart, Effect.EDIT, "Changing your cart"),
    ShopTool(checkout.show_checkout, Effect.READ, "Working out the total"),
    ShopTool(checkout.checkout_details, Effect.EDIT, "Checking the details"),
    ShopTool(checkout.place_order, Effect.COMMIT, "Checking prices and stock", checkout.propose_order),
    ShopTool(checkout.cancel_checkout, Effect.EDIT, "Giving up the order"),
    ShopTool(cart.empty_cart, Effect.EDIT, "Changing your cart"),
    ShopTool(cart.undo_cart, Effect.EDIT, "Taking that back"),
    ShopTool(cart.save_for_later, Effect.EDIT, "Changing your cart"),
    ShopTool(cart.move_to_cart, Effect.EDIT, "Checking stock"),
    ShopTool(cart.note_on_item, Effect.EDIT, "Writing that down"),
    ShopTool(orders.order_status, Effect.READ, "Looking up the order"),
    ShopTool(orders.recent_orders, Effect.READ, "Looking up your orders"),
    ShopTool(account.my_account, Effect.READ, "Looking up your account"),
    *(ShopTool(change.tool, Effect.COMMIT, "Checking what can be changed", change.propose) for change in changes.ALL),
    ShopTool(handoff.request_human, Effect.EDIT, "Fetching a person"),
)


def shown(tools: Sequence[ShopTool], outline: Outline) -> list[BaseTool | dict[str, Any]]:
    """As a model is told of them."""
    return [one.schema(outline) if one.schema else one.tool for one in tools]
