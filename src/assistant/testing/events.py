"""The outbox of events in memory."""

from collections.abc import Sequence

from assistant.shop.checkout.records import ShopEvent

MOST_TRIES = 20


class InMemoryEvents:
    def __init__(self) -> None:
        self._events: dict[str, ShopEvent] = {}
        self._tries: dict[str, int] = {}

    def put(self, event: ShopEvent) -> None:
        self._events[event.id] = event

    async def queued(self, limit: int = 50) -> Sequence[ShopEvent]:
        return list(self._events.values())[:limit]

    async def mark(self, event_id: str, *, delivered: bool) -> None:
        self._tries[event_id] = self._tries.get(event_id, 0) + 1
        if delivered or self._tries[event_id] >= MOST_TRIES:
            self._events.pop(event_id, None)
