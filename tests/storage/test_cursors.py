"""How far an outside tool was told is kept, and only moves from where it stands."""

from assistant.agent.stores import Stores
from assistant.escalation.cursors import Cursor


async def test_a_cursor_starts_once_counts_its_tries_and_moves_from_where_it_stands(stores: Stores) -> None:
    cursors = stores.cursors
    assert await cursors.of("webhook") is None
    await cursors.start("webhook", 7)
    await cursors.start("webhook", 99)
    await cursors.begun("webhook", 7)
    await cursors.begun("webhook", 7)
    await cursors.begun("webhook", 6)
    assert await cursors.of("webhook") == Cursor(7, tries=2)

    assert not await cursors.move("webhook", 6, 8)
    assert await cursors.move("webhook", 7, 8, given_up=True)
    assert not await cursors.move("webhook", 7, 9)
    assert await cursors.of("webhook") == Cursor(8, tries=0, given_up=1)
    assert await cursors.of("other") is None
