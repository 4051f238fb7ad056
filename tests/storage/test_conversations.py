import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from assistant.agent.stores import Stores
from assistant.conversation import CartView, Citation, HandoffView, ModelUse, Price, Reply
from assistant.errors import ConversationBusy, UnknownConversation
from assistant.shop.conversations import RUNNING_FOR, Asked, Conversation, Turn
from assistant.shop.identity import Proof
from assistant.storage.conversations import SqlConversations
from assistant.storage.database import Database
from tests.storage.times import NOW

HERE = Conversation("c1", "f00d", NOW)
NOTHING = Price(minor=0, currency="USD", text="$0.00")
REPLY = Reply(
    turn_id="t1",
    text="Yes – 30 days. 😀",
    citations=(Citation(title="Returns", url="/pages/returns", quote="Thirty “days”."),),
    cart=CartView(subtotal=NOTHING),
    handoff=HandoffView(id="h1", reason="anger", status="waiting"),
    suggestions=("Where is my order?",),
    tools=("search_policies",),
    model=ModelUse(name="offline", kind="offline", prompt="abc"),
    milliseconds=12,
)


async def test_a_conversation_comes_back_with_what_was_proved(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    assert await stores.conversations.get("c1") == HERE
    assert await stores.conversations.get("c2") is None

    given = Asked("#1042", "ada@example.com", "Ada Byron", "19122", proof=True)
    asked = replace(HERE, asked=given)
    await stores.conversations.remember("c1", given)
    assert await stores.conversations.get("c1") == asked

    standing = None
    for proof in (
        Proof(email="ada@example.com", read_only=True),
        Proof(email="ada@example.com"),
        Proof(email="ada@example.com", customer_id="x"),
    ):
        assert await stores.conversations.prove("c1", proof, standing)
        assert await stores.conversations.get("c1") == replace(asked, proof=proof)
        standing = proof


async def test_what_was_given_meanwhile_never_undoes_a_proof(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    assert await stores.conversations.prove("c1", Proof(customer_id="x"), None)
    await stores.conversations.remember("c1", Asked("#1"))
    assert await stores.conversations.get("c1") == replace(HERE, proof=Proof(customer_id="x"), asked=Asked("#1"))


async def test_of_two_proofs_at_once_one_stands(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    proofs = [Proof(email=f"{name}@example.com") for name in "abcd"]
    taken = await asyncio.gather(*(stores.conversations.prove("c1", proof, None) for proof in proofs))
    assert sorted(taken) == [False, False, False, True]
    known = await stores.conversations.get("c1")
    assert known is not None
    assert known.proof == proofs[taken.index(True)]


async def test_a_conversation_that_nobody_began_can_prove_nothing(stores: Stores) -> None:
    with pytest.raises(UnknownConversation):
        await stores.conversations.remember("c1", Asked("#1"))
    with pytest.raises(UnknownConversation):
        await stores.conversations.prove("c1", Proof(email="a@example.com"), None)


async def test_turns_come_oldest_first_with_their_replies_and_failures(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    first = Turn("t1", "c1", NOW, "Can I return it?")
    second = Turn("t0", "c1", NOW, "Hello?")
    answered, failed = replace(first, reply=REPLY), replace(second, error="ModelUnavailable")
    await stores.conversations.begin(first)
    await stores.conversations.finish(answered)
    await stores.conversations.begin(second)
    assert await stores.conversations.turns("c1") == [answered, second]

    await stores.conversations.finish(failed)
    assert await stores.conversations.turns("c1") == [answered, failed]
    assert await stores.conversations.turns("c2") == []


async def test_one_turn_of_a_conversation_runs_at_a_time_whoever_asks(stores: Stores) -> None:
    """As two processes do over one database."""
    for conversation in ("c1", "c2"):
        await stores.conversations.add(replace(HERE, id=conversation))
    asked = [Turn(f"t{i}", "c1", NOW + timedelta(seconds=i), "Hello?") for i in range(4)]
    done = await asyncio.gather(*(stores.conversations.begin(turn) for turn in asked), return_exceptions=True)
    assert sorted(type(error).__name__ for error in done) == [*["ConversationBusy"] * 3, "NoneType"]
    await stores.conversations.begin(Turn("t9", "c2", NOW, "Hello?"))


async def test_a_turn_that_was_lost_with_its_process_is_not_waited_for_long(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    await stores.conversations.begin(Turn("t1", "c1", NOW, "Hello?"))
    with pytest.raises(ConversationBusy):
        await stores.conversations.begin(Turn("t2", "c1", NOW + RUNNING_FOR - timedelta(seconds=1), "Hello?"))
    await stores.conversations.begin(Turn("t2", "c1", NOW + RUNNING_FOR, "Hello?"))


async def test_a_message_sent_again_after_its_process_was_lost_begins_anew_as_one_turn(stores: Stores) -> None:
    await stores.conversations.add(HERE)
    first = Turn("t1", "c1", NOW, "Hello?")
    await stores.conversations.begin(first)
    with pytest.raises(ConversationBusy):
        await stores.conversations.begin(first)
    again = replace(first, at=NOW + RUNNING_FOR)
    await stores.conversations.begin(again)
    await stores.conversations.finish(replace(again, error="StorageUnavailable"))
    await stores.conversations.begin(again)
    await stores.conversations.finish(replace(again, reply=REPLY))
    with pytest.raises(ConversationBusy):
        await stores.conversations.begin(replace(first, at=NOW + 3 * RUNNING_FOR))
    assert [(turn.at, turn.reply) for turn in await stores.conversations.turns("c1")] == [(NOW + RUNNING_FOR, REPLY)]


async def test_a_moment_is_the_same_moment_in_any_time_zone(stores: Stores) -> None:
    in_tokyo = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    await stores.conversations.add(replace(HERE, created_at=in_tokyo))

    read = await stores.conversations.get("c1")
    assert read is not None
    assert read.created_at.astimezone(UTC) == datetime(2026, 2, 28, 23, 30, 0, 123456, tzinfo=UTC)


async def test_moments_come_out_of_a_database_in_utc_and_go_in_aware(database: Database) -> None:
    conversations = SqlConversations(database)
    in_tokyo = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=9)))
    await conversations.add(replace(HERE, created_at=in_tokyo))

    read = await conversations.get("c1")
    assert read is not None
    assert read.created_at.tzinfo is UTC
    with pytest.raises(StatementError, match="time zone"):
        await conversations.add(replace(HERE, id="c2", created_at=in_tokyo.replace(tzinfo=None)))


async def test_text_that_a_database_cannot_hold_is_marked_not_refused(database: Database) -> None:
    """A NUL or half a surrogate pair in a message must not cost the shopper the turn."""
    conversations = SqlConversations(database)
    await conversations.add(HERE)
    await conversations.begin(Turn("t1", "c1", NOW, "a\x00b\ud83d"))
    await conversations.finish(Turn("t1", "c1", NOW, "", replace_text("x\x00y")))

    (turn,) = await conversations.turns("c1")
    assert turn.text == "a\ufffdb?"
    assert turn.reply == replace_text("x\x00y")
    assert await conversations.get("c1\x00") is None


def replace_text(text: str) -> Reply:
    return REPLY.model_copy(update={"text": text})
