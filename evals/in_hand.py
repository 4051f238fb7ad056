"""A shopper who has a product before them and asks about it; the offline model answers as it does in a turn."""

import json
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from assistant.shop.catalogue import Product
from assistant.tools import SHOP_TOOLS
from assistant.tools.results import details_json

STEPS = 6
DETAILS, PAGES = "product_details", "search_policies"


@dataclass(frozen=True)
class Told:
    """`outcome` is the model's own word for it; `looked` names the tools that it called beside the record's."""

    text: str
    outcome: str
    looked: frozenset[str]
    read: bool


def ask(model: BaseChatModel, product: Product, question: str) -> Told:
    """The product was looked at in the turn before. The shop has no pages, so what the record lacks is not known."""
    bound = model.bind_tools([shop_tool.tool for shop_tool in SHOP_TOOLS])
    messages = [*_looked_at(product), HumanMessage(question)]
    called: set[str] = set()
    for _ in range(STEPS):
        reply = bound.invoke(messages)
        calls = reply.tool_calls
        called |= {call["name"] for call in calls}
        if not calls or called - {DETAILS, PAGES}:
            break
        messages += [reply, *(_answered(call, product) for call in calls)]
    outcome = str(reply.response_metadata.get("outcome", ""))
    return Told(reply.text, outcome, frozenset(called - {DETAILS}), DETAILS in called)


def _looked_at(product: Product) -> list[BaseMessage]:
    call = {"name": DETAILS, "args": {"handle": product.handle}, "id": "looked_at"}
    return [
        HumanMessage(f"Tell me about {product.title}"),
        AIMessage("", tool_calls=[call]),
        _answered(call, product),
        AIMessage(f"{product.title} costs {product.price}."),
    ]


def _answered(call: Any, product: Product) -> ToolMessage:
    found = details_json(product) if call["name"] == DETAILS else {"passages": []}
    return ToolMessage(json.dumps(found, ensure_ascii=False), tool_call_id=call["id"], name=call["name"])
