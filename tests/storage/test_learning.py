"""What is learnt from chats is kept alike everywhere: suggested once, decided once, published as it was decided."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.conversation import CartView, ModelUse, Price, Reply
from assistant.errors import CardNumberRefused
from assistant.learning.cases import FrozenTurn
from assistant.learning.faqs import Faq
from assistant.shop.conversations import Conversation, Turn
from tests.storage.times import NOW

FAQ = Faq("f1", "c1", "t1", "do u engrave", "Do you engrave?", "Yes, for $5.", "Ada", NOW)
APPROVED = replace(FAQ, status="approved", decided_by="Olu", decided_at=NOW + timedelta(hours=1), pending=True)
FROZEN = FrozenTurn("t1", "c1", "no answer", "It is on our page.", "Ada", NOW)
EMPTY = CartView(subtotal=Price(minor=0, currency="USD", text="$0.00"))


async def test_a_question_is_suggested_once_and_decided_by_whoever_is_first(stores: Stores) -> None:
    assert await stores.faqs.suggest(FAQ)
    assert not await stores.faqs.suggest(replace(FAQ, question="Another?"))
    later = replace(FAQ, id="f2", at=NOW + timedelta(minutes=1))
    assert await stores.faqs.suggest(later)
    assert not await stores.faqs.lacking()
    assert await stores.faqs.decide(APPROVED, "suggested")
    assert not await stores.faqs.decide(replace(FAQ, status="refused", decided_at=NOW), "suggested")
    assert await stores.faqs.get("f1") == APPROVED
    assert await stores.faqs.all() == [later, APPROVED]
    assert await stores.faqs.lacking()


async def test_what_is_decided_anew_while_it_was_published_is_published_again(stores: Stores) -> None:
    await stores.faqs.suggest(FAQ)
    await stores.faqs.decide(APPROVED, "suggested")
    taken_back = replace(APPROVED, status="refused", decided_at=NOW + timedelta(hours=2))
    await stores.faqs.decide(taken_back, "approved")
    await stores.faqs.published([APPROVED], {})
    assert await stores.faqs.lacking()
    await stores.faqs.published([taken_back], {"f1": "it quotes $a_rule, which there is not"})
    assert await stores.faqs.all() == [
        replace(taken_back, pending=False, fault="it quotes $a_rule, which there is not")
    ]
    assert not await stores.faqs.lacking()


async def test_no_card_number_is_learnt(stores: Stores) -> None:
    card = "4242 4242 4242 4242"
    with pytest.raises(CardNumberRefused):
        await stores.faqs.suggest(replace(FAQ, answer=f"Use {card}."))
    await stores.faqs.suggest(FAQ)
    with pytest.raises(CardNumberRefused):
        await stores.faqs.decide(replace(APPROVED, question=card), "suggested")
    with pytest.raises(CardNumberRefused):
        await stores.cases.freeze(replace(FROZEN, note=card))


async def test_a_turn_is_frozen_once_and_can_be_let_go(stores: Stores) -> None:
    other = replace(FROZEN, turn_id="t2", conversation_id="c2", at=NOW - timedelta(days=1))
    for turn in (FROZEN, other, replace(FROZEN, wrong="wrong answer")):
        await stores.cases.freeze(turn)
    assert await stores.cases.all() == [other, replace(FROZEN, wrong="wrong answer")]
    assert await stores.cases.of("c2") == [other]
    await stores.cases.thaw("t1")
    await stores.cases.thaw("t1")
    assert await stores.cases.all() == [other]


async def test_turns_without_an_answer_are_found_the_newest_first(stores: Stores) -> None:
    model = ModelUse(name="offline", kind="offline", prompt="p")
    await stores.conversations.add(Conversation("c1", "hash", NOW))
    for number, outcome in enumerate(("abstained", "answered", "abstained", "failed")):
        turn = Turn(f"t{number}", "c1", NOW + timedelta(minutes=number), "do you engrave?")
        await stores.conversations.begin(turn)
        reply = Reply(turn_id=turn.id, text="Hm.", cart=EMPTY, model=model, outcome=outcome)
        await stores.conversations.finish(replace(turn, reply=reply))
    await stores.conversations.begin(Turn("t9", "c1", NOW + timedelta(minutes=9), "and?"))
    assert [turn.id for turn in await stores.conversations.abstained()] == ["t2", "t0"]
