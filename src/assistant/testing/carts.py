"""Carts in memory."""

from collections import defaultdict
from collections.abc import Sequence

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
