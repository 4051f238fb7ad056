"""How far each follower has come, in memory."""

from dataclasses import replace

from assistant.escalation.cursors import Cursor


class InMemoryCursors:
    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}

    async def start(self, name: str, seq: int) -> None:
        self._cursors.setdefault(name, Cursor(seq))

    async def of(self, name: str) -> Cursor | None:
        return self._cursors.get(name)

    async def begun(self, name: str, seq: int) -> None:
        if (cursor := self._cursors.get(name)) and cursor.seq == seq:
            self._cursors[name] = replace(cursor, tries=cursor.tries + 1)

    async def move(self, name: str, before: int, after: int, *, given_up: bool = False) -> bool:
        cursor = self._cursors.get(name)
        if cursor is None or cursor.seq != before:
            return False
        self._cursors[name] = Cursor(after, 0, cursor.given_up + int(given_up))
        return True
