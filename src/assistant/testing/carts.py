"""Carts in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.card_numbers import refuse_card
from assistant.shop.cart.contents import KeptCart


class InMemoryCarts:
    def __init__(self) -> None:
        self._carts: dict[str, KeptCart] = {}

    async def get(self, owner: str) -> KeptCart:
        return self._carts.get(owner, KeptCart())

    async def put(self, changed: Mapping[str, KeptCart]) -> bool:
        if any(self._carts.get(owner, KeptCart()).version != cart.version for owner, cart in changed.items()):
            return False
        refuse_card(*(text for cart in changed.values() for text in cart.contents.messages))
        self._carts |= {owner: replace(cart, version=cart.version + 1) for owner, cart in changed.items()}
        return True

    async def untouched(self, since: datetime, limit: int = 500) -> list[str]:
        old = [(cart.touched_at, owner) for owner, cart in self._carts.items() if cart.touched_at < since]
        return [owner for _, owner in sorted(old)[:limit]]

    async def drop(self, owner: str, version: int) -> None:
        if (await self.get(owner)).version == version:
            self._carts.pop(owner, None)

    def take(self, owners: Sequence[str], bought: Mapping[str, int]) -> None:
        """For `InMemoryCheckouts`: what was bought leaves these carts, the first one first."""
        for owner in owners:
            if kept := self._carts.get(owner):
                self._carts[owner] = replace(kept.bought(bought), version=kept.version + 1)
                bought = kept.contents.lacking(bought)
