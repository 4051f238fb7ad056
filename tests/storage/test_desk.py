"""Exactly one person has a chat, everything they do is told in one order, and only they end it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.conversation import CartView, ModelUse, Reply
from assistant.errors import CardNumberRefused
from assistant.escalation.due import due_at
from assistant.escalation.inbox import View
from assistant.escalation.lines import Canned, Rating, StaffLine
from assistant.escalation.queue import Packet
from assistant.escalation.refusals import EmailTaken, HandoffRefused, NotOpen, NotSignedIn, NotYours, TakenAlready
from assistant.escalation.staff import Staff
from assistant.shop.conversations import Conversation, Turn
from assistant.storage.conversations import SqlConversations
from assistant.storage.database import Database
from assistant.storage.desk_events import SqlEventLog
from assistant.storage.handoffs import SqlHandoffQueue
from tests.storage.test_handoffs import HANDOFF, PRICE
from tests.storage.times import NOW

ADA = Staff("s1", "Ada", "ada@shop.example", "agent", "hash", skills=("orders",), most=3, seen_at=NOW)
BEN = Staff("s2", "Ben", "ben@shop.example", "owner", seen_at=NOW)
LATER = NOW + timedelta(minutes=3)
SAID = StaffLine("l1", "c1", "h1", "said", "s1", "Ada", "Hello, this is Ada.", NOW)


async def staffed(stores: Stores) -> None:
    for member in (ADA, BEN):
        await stores.staff.add(member)


async def kinds(stores: Stores, seq: int = 0) -> list[str]:
    return [event.kind for event in await stores.desk_log.since(seq)]


async def test_one_person_has_it_and_the_other_hears_who(stores: Stores) -> None:
    await staffed(stores)
    await stores.handoffs.open(HANDOFF)
    taken = await stores.handoffs.take("h1", "s1", LATER)

    assert taken == replace(HANDOFF, status="taken", owner="s1", taken_at=LATER)
    assert await stores.handoffs.take("h1", "s1", LATER + timedelta(1)) == taken
    with pytest.raises(TakenAlready, match="Ada has this chat already"):
        await stores.handoffs.take("h1", "s2", LATER)
    assert await stores.handoffs.get("h1") == taken
    assert await stores.handoffs.waiting() == []
    assert await stores.handoffs.load() == {"s1": 1}
    assert await kinds(stores) == ["opened", "taken"]


async def test_only_one_of_many_who_click_at_once_gets_it(stores: Stores) -> None:
    await stores.handoffs.open(HANDOFF)
    got = await asyncio.gather(*(stores.handoffs.take("h1", f"s{n}", NOW) for n in range(8)), return_exceptions=True)

    assert sum(not isinstance(one, BaseException) for one in got) == 1
    assert {type(one) for one in got if isinstance(one, BaseException)} == {TakenAlready}
    assert await kinds(stores) == ["opened", "taken"]


async def test_it_can_be_given_to_another_who_then_ends_it(stores: Stores) -> None:
    await staffed(stores)
    await stores.handoffs.open(HANDOFF)
    await stores.handoffs.take("h1", "s1", NOW)
    given = await stores.handoffs.assign("h1", "s2", LATER)

    assert (given.owner, given.taken_at) == ("s2", NOW)
    assert await stores.handoffs.assign("h1", "s2", LATER) == given
    with pytest.raises(NotYours):
        await stores.handoffs.end("h1", "s1", "returned", LATER)
    ended = await stores.handoffs.end("h1", "s2", "returned", LATER)
    assert (ended.status, ended.ended_at) == ("returned", LATER)
    assert await stores.handoffs.of_conversation("c1") is None
    assert await stores.handoffs.last_of("c1") == ended
    assert await kinds(stores) == ["opened", "taken", "assigned", "returned"]
    for again in (stores.handoffs.end("h1", "s2", "closed", LATER), stores.handoffs.take("h1", "s1", LATER)):
        with pytest.raises(NotOpen):
            await again


async def test_what_is_not_there_cannot_be_taken(stores: Stores) -> None:
    with pytest.raises(HandoffRefused):
        await stores.handoffs.take("h9", "s1", NOW)
    assert await stores.handoffs.get("h9") is None
    assert await stores.handoffs.last_of("c9") is None


async def test_the_packet_comes_back_whole(stores: Stores) -> None:
    signals = (("anger", 0.8, "the worst shop"),)
    packet = Packet(("Why: anger",), (0.1, -0.6), "/mugs", ("#1042",), signals)
    handoff = replace(HANDOFF, packet=packet, queue="orders", former="s2")
    await stores.handoffs.open(handoff)

    assert await stores.handoffs.get("h1") == handoff


async def test_the_reply_and_the_hand_off_it_tells_of_are_kept_together(stores: Stores) -> None:
    await stores.conversations.add(Conversation("c1", "hash", NOW))
    turn = Turn("t1", "c1", NOW, "a human, please")
    await stores.conversations.begin(turn)
    reply = Reply(turn_id="t1", text="Of course.", cart=CartView(subtotal=PRICE), model=MODEL, outcome="handed_over")
    kept = await stores.handoffs.announce(HANDOFF, replace(turn, reply=reply))

    assert kept.reply is not None
    assert kept.reply.handoff is not None
    assert kept.reply.handoff.id == "h1"
    assert await stores.conversations.turns("c1") == [kept]
    assert await stores.handoffs.waiting() == [HANDOFF]
    assert await kinds(stores) == ["opened", "turn"]


async def test_who_asks_again_is_told_of_the_hand_off_that_is_open(stores: Stores) -> None:
    await stores.conversations.add(Conversation("c1", "hash", NOW))
    await stores.handoffs.open(HANDOFF)
    turn = Turn("t1", "c1", NOW, "a human, please")
    await stores.conversations.begin(turn)
    reply = Reply(turn_id="t1", text="Of course.", cart=CartView(subtotal=PRICE), model=MODEL)
    kept = await stores.handoffs.announce(replace(HANDOFF, id="h2"), replace(turn, reply=reply))

    assert kept.reply is not None
    assert kept.reply.handoff is not None
    assert kept.reply.handoff.id == "h1"


async def test_a_reply_that_cannot_be_kept_opens_nothing(database: Database) -> None:
    """No store takes a moment without a zone, and the turn is written after the hand-off."""
    await SqlConversations(database).add(Conversation("c1", "hash", NOW))
    turn = Turn("t1", "c1", NOW, "a human, please")
    await SqlConversations(database).begin(turn)
    with pytest.raises(Exception, match="time zone"):
        await SqlHandoffQueue(database).announce(HANDOFF, replace(turn, at=NOW.replace(tzinfo=None)))
    assert await SqlHandoffQueue(database).waiting() == []
    assert await SqlEventLog(database).newest() == 0


async def test_a_line_is_written_once_whoever_sends_it_again(stores: Stores) -> None:
    note = replace(SAID, id="l2", kind="note", text="Asks for the third time.", at=LATER)

    assert [await stores.lines.write(line) for line in (SAID, SAID, note)] == [True, False, True]
    assert await stores.lines.of("c1") == [SAID, note]
    events = await stores.desk_log.since(0)
    assert [event.kind for event in events] == ["said", "note"]
    assert events[0].payload == {"line": "l1", "name": "Ada", "text": "Hello, this is Ada."}
    assert events[1].payload == {}
    with pytest.raises(CardNumberRefused):
        await stores.lines.write(replace(SAID, id="l3", text="your card 4242 4242 4242 4242"))


async def test_events_come_in_one_order_and_typing_is_forgotten(stores: Stores) -> None:
    assert await stores.desk_log.newest() == 0
    await stores.desk_log.add("c1", "typing", {"who": "Ada"}, NOW)
    await stores.desk_log.add("c2", "typing", {"who": "Ben"}, LATER)
    first, second = await stores.desk_log.since(0)

    assert first.seq < second.seq == await stores.desk_log.newest()
    assert await stores.desk_log.since(first.seq) == [second]
    assert await stores.desk_log.since(0, conversation_id="c1") == [first]
    assert await stores.desk_log.since(0, limit=1) == [first]
    await stores.desk_log.forget(LATER)
    assert await stores.desk_log.since(0) == [second]


async def test_no_reader_misses_an_event_of_two_that_write_at_once(database: Database, url: str) -> None:
    """A number that becomes visible late, below one that was read, would be lost for good."""
    other, seen = Database(url), list[int]()
    logs = [SqlEventLog(database), SqlEventLog(other)]

    async def write(log: SqlEventLog) -> None:
        for _ in range(25):
            await log.add("c1", "typing", {}, NOW)

    async def read(writing: "asyncio.Future[list[None]]") -> None:
        ended = False
        while not ended:
            ended = writing.done()
            seen.extend(event.seq for event in await logs[0].since(seen[-1] if seen else 0))

    writing = asyncio.ensure_future(asyncio.gather(*map(write, logs)))
    await read(writing)
    await other.close()
    assert len(seen) == len(set(seen)) == 50


async def test_tags_canned_replies_and_one_rating(stores: Stores) -> None:
    await stores.lines.tag("c1", ["refund", "vip"], NOW)
    await stores.lines.tag("c1", ["vip"], NOW)
    await stores.lines.keep_canned(Canned("k1", "Hello", "Hello, this is a person."))
    await stores.lines.keep_canned(Canned("k1", "Greeting", "Hello!"))
    await stores.lines.keep_canned(Canned("k2", "Bye", "Goodbye!"))
    await stores.lines.drop_canned("k2")
    rating = Rating("h1", "c1", 4, "quick", "s1", NOW)

    assert await stores.lines.tags(["c1", "c2"]) == {"c1": ("vip",)}
    assert await stores.lines.canned() == [Canned("k1", "Greeting", "Hello!")]
    assert [await stores.lines.rate(one) for one in (rating, replace(rating, stars=1))] == [True, False]
    assert await stores.lines.rating("h1") == rating
    assert await stores.lines.rating("h2") is None


async def test_staff_sign_in_by_an_address_that_is_theirs_alone(stores: Stores) -> None:
    await staffed(stores)

    assert await stores.staff.by_email("ADA@shop.example ") == ADA
    assert await stores.staff.by_email("eve@shop.example") is None
    assert await stores.staff.all() == [ADA, BEN]
    with pytest.raises(EmailTaken):
        await stores.staff.add(replace(BEN, id="s3", email="Ada@shop.example"))


async def test_a_session_ends_by_time_by_sign_out_and_with_the_account(stores: Stores) -> None:
    await staffed(stores)
    for token in ("one", "two"):
        await stores.staff.sign_in(token, "s1", LATER)

    assert await stores.staff.signed_in("one", NOW) == ADA
    assert await stores.staff.signed_in("one", LATER) is None
    assert await stores.staff.signed_in("three", NOW) is None
    await stores.staff.sign_out("one")
    assert await stores.staff.signed_in("one", NOW) is None
    await stores.staff.change(replace(ADA, active=False))
    assert await stores.staff.signed_in("two", NOW) is None
    await stores.staff.change(replace(ADA, active=True, name="Ada L."))
    assert await stores.staff.signed_in("two", NOW) is None
    assert await stores.staff.get("s1") == replace(ADA, name="Ada L.")


MODEL = ModelUse(name="offline", kind="offline", prompt="p")


async def test_the_inbox_shows_who_waits_who_is_theirs_and_whom_the_assistant_has(stores: Stores) -> None:
    for number in range(4):
        await stores.conversations.add(Conversation(f"c{number}", "hash", NOW))
        turn = Turn(f"t{number}", f"c{number}", NOW + timedelta(minutes=number), f"question {number}")
        await stores.conversations.begin(turn)
        await stores.conversations.finish(replace(turn, error="broken off"))
    for number in (2, 1):
        at = NOW + timedelta(minutes=number)
        await stores.handoffs.open(replace(HANDOFF, id=f"h{number}", conversation_id=f"c{number}", opened_at=at))
    await stores.handoffs.take("h2", "s1", NOW)
    await stores.lines.write(replace(SAID, conversation_id="c3"))

    async def ids(view: View, search: str = "") -> list[str]:
        return [row.conversation_id for row in await stores.inbox.rows(view, "s1", search)]

    assert await ids("waiting") == ["c1"]
    assert await ids("mine") == ["c2"]
    assert await ids("ai") == ["c3", "c0"]
    assert await ids("all") == ["c3", "c2", "c1", "c0"]
    assert await ids("all", "QUESTION 2") == ["c2"]
    assert await ids("all", "this is ada") == ["c3"]
    assert await ids("waiting", "question 2") == []
    assert await ids("all", "c0") == ["c0"]
    assert await stores.inbox.counts("s1") == {"ai": 2, "waiting": 1, "mine": 1}
    [row] = await stores.inbox.rows("mine", "s1")
    assert (row.text, row.last_at) == ("question 2", NOW + timedelta(minutes=2))
    assert row.handoff is not None
    assert row.handoff.owner == "s1"


async def test_who_is_in_danger_is_answered_before_who_waits_longer(stores: Stores) -> None:
    for number, reason in enumerate(("asked for a person", "anger", "self-harm")):
        at = NOW + timedelta(minutes=2 * number)
        opened = replace(HANDOFF, id=f"h{number}", conversation_id=f"c{number}", opened_at=at, reason=reason)  # type: ignore[arg-type]
        await stores.handoffs.open(opened)
    first = [row.handoff for row in await stores.inbox.rows("waiting", "s1")]
    assert [(one.reason, due_at(one)) for one in first if one] == [
        ("self-harm", NOW + timedelta(minutes=5)),
        ("anger", NOW + timedelta(minutes=7)),
        ("asked for a person", NOW + timedelta(minutes=10)),
    ]
    assert due_at(await stores.handoffs.take("h0", "s1", NOW)) is None
    sooner = replace(HANDOFF, id="h9", conversation_id="c9", due_at=NOW + timedelta(minutes=1))
    assert await stores.handoffs.open(sooner) == sooner
    [soonest, *_] = await stores.inbox.rows("waiting", "s1")
    assert soonest.handoff == sooner, "as the policy said when they were called"


async def test_who_pressed_the_button_first_is_in_the_inbox_too(stores: Stores) -> None:
    await stores.handoffs.open(HANDOFF)
    [row] = await stores.inbox.rows("waiting", "s1")
    assert (row.conversation_id, row.text, row.last_at) == ("c1", "", NOW)


async def test_who_is_away_is_away_until_they_are_back(stores: Stores) -> None:
    await staffed(stores)
    assert await stores.staff.be_away("s1", away=True) == replace(ADA, away=True)
    assert await stores.staff.be_away("s1", away=False) == ADA
    with pytest.raises(NotSignedIn):
        await stores.staff.be_away("s9", away=True)
