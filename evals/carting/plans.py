"""What each shopper of the crowd does, in words for the chat and as calls for the page, and what must come of it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from assistant.shop.catalogue import Product

ENOUGH = 10
"""Stock that no plan reaches."""
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True)
class Goods:
    """A product of one variant, so that its title names what goes into the cart."""

    sku: str
    title: str
    kind: str


@dataclass(frozen=True)
class Act:
    """`said` in the chat; by the page, a call of the cart's routes, which have no search."""

    kind: Literal["search", "add", "change", "remove", "undo", "show"]
    said: str
    sku: str = ""
    quantity: int = 0

    def call(self) -> tuple[str, str, Mapping[str, Any] | None]:
        """Method, path under the cart, body. Not of a search."""
        line = f"/lines/{quote(self.sku)}"
        calls: dict[str, tuple[str, str, Mapping[str, Any] | None]] = {
            "add": ("POST", "/lines", {"sku": self.sku, "quantity": self.quantity}),
            "change": ("PUT", line, {"quantity": self.quantity}),
            "remove": ("DELETE", line, None),
            "undo": ("POST", "/undo", None),
            "show": ("GET", "", None),
        }
        return calls[self.kind]


@dataclass
class Wanted:
    """The cart as a dict."""

    lines: dict[str, int] = field(default_factory=dict)
    before: list[dict[str, int]] = field(default_factory=list)

    def do(self, act: Act) -> None:
        if act.kind in {"search", "show"}:
            return
        if act.kind == "undo":
            self.lines = self.before.pop()
            return
        self.before.append(dict(self.lines))
        if act.kind == "add":
            self.lines[act.sku] = self.lines.get(act.sku, 0) + act.quantity
        elif act.kind == "change":
            self.lines[act.sku] = act.quantity
        else:
            del self.lines[act.sku]


def goods_of(products: Sequence[Product]) -> list[Goods]:
    return [
        Goods(product.variants[0].sku, product.title, product.category)
        for product in products
        if len(product.variants) == 1 and product.variants[0].stock >= ENOUGH
    ]


def plan(goods: Sequence[Goods], rng: random.Random) -> tuple[Act, ...]:
    """Six acts: look, take some, take more or fewer of it, take something else, think better of it, look again."""
    one, other = rng.sample(list(goods), 2)
    some, more = rng.sample(sorted(NUMBERS), 2)
    back = (
        Act("undo", "Undo that")
        if rng.random() < 1 / 2
        else Act("remove", f"Remove the {other.title} from my cart", other.sku)
    )
    return (
        Act("search", f"Show me your {one.kind.lower()}"),
        Act("add", f"Add {NUMBERS[some]} {one.title} to my cart", one.sku, some),
        Act("change", f"Make that {NUMBERS[more]}", one.sku, more),
        Act("add", f"Also add the {other.title} to my cart", other.sku, 1),
        back,
        Act("show", "What's in my cart?"),
    )
