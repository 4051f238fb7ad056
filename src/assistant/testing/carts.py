"""Carts in memory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.shop.cart import CartLine


class InMemoryCarts:
    def __init__(self) -> None:
        self._lines: defaultdict[str, dict[str, CartLine]] = defaultdict(dict)

    async def lines(self, conversation_id: str) -> Sequence[CartLine]:
        return list(self._lines[conversation_id].values())

    async def put(self, conversation_id: str, line: CartLine, held: int = 0) -> bool:
        lines = self._lines[conversation_id]
        if (lines[line.sku].quantity if line.sku in lines else 0) != held:
            return False
        lines[line.sku] = line
        return True

    async def drop(self, conversation_id: str, sku: str) -> None:
        self._lines[conversation_id].pop(sku, None)

    def take(self, conversation_id: str, bought: Mapping[str, int]) -> None:
        """For `InMemoryCheckouts`: what was bought leaves the cart, what was added since stays."""
        lines = self._lines[conversation_id]
        for sku, quantity in bought.items():
            if sku in lines and lines[sku].quantity <= quantity:
                del lines[sku]
            elif sku in lines:
                lines[sku] = replace(lines[sku], quantity=lines[sku].quantity - quantity)
