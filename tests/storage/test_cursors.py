"""How far an outside tool was told is kept, and only moves from where it stands."""

from dataclasses import replace

from assistant.agent.stores import Stores
from assistant.escalation.bridge import Link
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


async def test_a_link_is_found_by_each_of_its_names_and_overwritten_as_a_whole(stores: Stores) -> None:
    first, second = Link("h1", "c1", "x", 7), Link("h2", "c1", "x", 8)
    for link in (first, second, replace(first, last_message=12, live=False)):
        await stores.links.keep(link)
    assert await stores.links.of_handoff("h1") == await stores.links.of_remote(7) == Link("h1", "c1", "x", 7, 12, False)
    found = sorted(await stores.links.of_conversation("c1"), key=lambda link: link.remote)
    assert [link.remote for link in found] == [7, 8]
    assert (await stores.links.of_handoff("h9"), await stores.links.of_remote(9)) == (None, None)
