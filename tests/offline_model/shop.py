"""A tiny shop that answers tool calls with the JSON of the tools' contract, and a shopper who talks in it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

Json = dict[str, Any]
TOOLS = (
    "search_products", "product_details", "compare_products", "search_policies", "show_cart", "add_to_cart",
    "change_quantity", "remove_from_cart", "order_status", "recent_orders", "request_human",
)  # fmt: skip
STEPS = 8


def variant(sku: str, price: str, stock: str = "in stock", left: int | None = None, **options: str) -> Json:
    return {"sku": sku, "options": options, "price": price, "was": None, "stock": stock, "left": left}


def product(
    handle: str, title: str, price: str, attributes: Mapping[str, str], *variants: Json, told: str = ""
) -> Json:
    return {
        "handle": handle, "title": title, "category": "Goods", "vendor": "Hollin", "price": price, "price_to": None,
        "was": None, "stock": "in stock", "attributes": dict(attributes), "variants": list(variants),
        "description": told,
    }  # fmt: skip


PRODUCTS = (
    product(
        "fell-jacket", "Fell Rain Jacket", "$89.00",
        {"Material": "recycled nylon", "Weight": "310 g", "Returns": "30 days, unused"},
        variant("FJ-N-S", "$89.00", Color="navy", Size="S"),
        variant("FJ-N-M", "$89.00", "low stock", 3, Color="navy", Size="M"),
        variant("FJ-R-M", "$89.00", "out of stock", Color="red", Size="M"),
        told="A light shell for wet days. It has two hand pockets and an adjustable hood. The seams are taped.",
    ),
    product(
        "moor-coat", "Moor Waxed Jacket", "$149.00", {"Material": "waxed cotton", "Weight": "1.2 kg"},
        variant("MC-O-M", "$149.00", Color="olive", Size="M"), variant("MC-O-L", "$149.00", Color="olive", Size="L"),
        told="A coat that gets better with the years.",
    ),
    product(
        "mug", "Harbour Mug", "$14.00", {"Material": "stoneware", "Dishwasher Safe": "yes"}, variant("MUG", "$14.00")
    ),
)  # fmt: skip
PASSAGES = (
    {"id": "r", "title": "Returns", "heading": "The 30-day rule", "url": "/pages/returns", "score": 0.8,
     "text": "You may return unused items within 30 days of delivery."},
    {"id": "s", "title": "Shipping", "heading": "Do you ship abroad?", "url": "/pages/shipping", "score": 0.6,
     "text": "We ship to Canada for $19.95."},
    {"id": "c", "title": "Order changes", "heading": "Cancelling", "url": "/pages/changes", "score": 0.6,
     "text": "An order can be cancelled until it is packed."},
)  # fmt: skip
ORDER = {
    "number": "#1042", "status": "shipped", "placed": "November 3, 2026",
    "lines": [{"title": "Harbour Mug", "quantity": 2, "unit": "$14.00"}], "total": "$33.00", "shipping": "$5.00",
    "fulfilments": [
        {"carrier": "Northway", "tracking": "NW123", "url": "", "expected": "November 25, 2026", "delivered": None}
    ],
    "refunded": None, "note": "",
}  # fmt: skip


class Refused(Exception):
    """A shop's no."""


@dataclass
class Shop:
    """`passages` is what every policy search brings; `proved` is whether the shopper is known."""

    passages: Sequence[Json] = PASSAGES
    proved: bool = False
    held: dict[str, int] = field(default_factory=dict)

    def answer(self, tool: str, args: Json) -> Json:
        found: Json = getattr(self, tool)(**args)
        return found

    def search_products(self, query: str, max_price: float | None = None, **_others: object) -> Json:
        wished = {word.rstrip("s,").casefold() for word in query.split() if len(word) > 2}
        named = [p for p in PRODUCTS if wished & set(p["title"].casefold().split())]
        said = re.search(r"\bunder (\d+\.\d\d)", query)
        found = [p for p in named if max_price is None or float(p["price"][1:]) <= max_price]
        found = [p for p in found if said is None or float(p["price"][1:]) < float(said[1])]
        relax = [f"Without the price limit there would be {len(named)}, from {named[0]['price']}."] if named else []
        known = [{k: v for k, v in p.items() if k != "description"} for p in found]
        return {
            "products": known,
            "total": len(found),
            "understood": [],
            "unknown": [],
            "relax": [] if found else relax,
            "nearest": [],
        }

    def product_details(self, handle: str) -> Json:
        return {"product": next(p for p in PRODUCTS if p["handle"] == handle)}

    def compare_products(self, handles: list[str]) -> Json:
        chosen = [self.product_details(handle)["product"] for handle in handles]
        rows = [{"name": "Price", "values": [p["price"] for p in chosen]}]
        rows += [
            {"name": n, "values": [p["attributes"].get(n, "not stated") for p in chosen]}
            for n in ("Material", "Weight")
        ]
        return {"products": chosen, "rows": rows}

    def search_policies(self, question: str) -> Json:
        assert question
        return {"passages": list(self.passages)}

    def show_cart(self) -> Json:
        return {"cart": self.cart()}

    def add_to_cart(self, sku: str, quantity: int = 1) -> Json:
        self.held[sku] = self.held.get(sku, 0) + quantity
        if self.held[sku] > 20:
            raise Refused("At most 20 of one item can be ordered here.")
        return {"added": {**_named(sku), "quantity": quantity}, "cart": self.cart()}

    def change_quantity(self, sku: str, quantity: int) -> Json:
        self.held[sku] = quantity
        return {"changed": {**_named(sku), "quantity": quantity}, "cart": self.cart()}

    def remove_from_cart(self, sku: str) -> Json:
        del self.held[sku]
        return {"removed": _named(sku), "cart": self.cart()}

    def order_status(self, order_number: str) -> Json:
        return {"order": ORDER} if self.proved else {"proof": {"need": "email", "order_number": order_number}}

    def recent_orders(self) -> Json:
        return {"orders": [ORDER]} if self.proved else {"proof": {"need": "order_number", "order_number": None}}

    def request_human(self, reason: str) -> Json:
        return {"handoff": {"id": "h1", "reason": reason, "status": "waiting"}}

    def cart(self) -> Json:
        lines = [
            {**_named(sku), "quantity": n, "total": {"text": _money(sku, n)}, "note": ""}
            for sku, n in self.held.items()
        ]
        subtotal = sum(float(_money(sku, n)[1:]) for sku, n in self.held.items())
        return {"lines": lines, "count": sum(self.held.values()), "subtotal": {"text": f"${subtotal:.2f}"}}


def _named(sku: str) -> Json:
    title, found = next((p["title"], v) for p in PRODUCTS for v in p["variants"] if v["sku"] == sku)
    return {"sku": sku, "title": title, "options": " / ".join(found["options"].values())}


def _money(sku: str, quantity: int) -> str:
    price = next(v["price"] for p in PRODUCTS for v in p["variants"] if v["sku"] == sku)
    return f"${float(price[1:]) * quantity:.2f}"


@dataclass
class Shopper:
    """Says things one after another; `calls` are those of the last turn as (tool, arguments)."""

    model: BaseChatModel
    shop: Shop = field(default_factory=Shop)
    tools: Sequence[str] = TOOLS
    messages: list[BaseMessage] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)

    def say(self, text: str, note: Json | None = None) -> AIMessage:
        """The final reply to `text`; `note` is what became of an e-mail or code in it."""
        self.calls = []
        self.messages.append(HumanMessage(text))
        if note:
            self.messages.append(SystemMessage(json.dumps({"identity": note})))
        for _ in range(STEPS):
            reply = self.model.bind_tools(schemas(self.tools)).invoke(self.messages)
            self.messages.append(reply)
            if not reply.tool_calls:
                return reply
            self.messages += [
                self._carried_out(call["name"], call["args"], str(call["id"])) for call in reply.tool_calls
            ]
        raise AssertionError(f"{text!r} led to no reply in {STEPS} steps: {self.calls}")

    def _carried_out(self, tool: str, args: Json, id_: str) -> ToolMessage:
        self.calls.append((tool, args))
        try:
            return ToolMessage(json.dumps(self.shop.answer(tool, args)), tool_call_id=id_, name=tool)
        except Refused as error:
            return ToolMessage(str(error), tool_call_id=id_, name=tool, status="error")


def schemas(names: Sequence[str]) -> list[Json]:
    return [{"type": "function", "function": {"name": n, "description": n, "parameters": {}}} for n in names]
