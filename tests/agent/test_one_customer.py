"""A conversation that was proved for one customer never becomes another's."""

import jwt
import pytest
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.errors import ProofRequired
from assistant.testing.clock import FixedClock
from tests.agent.test_proof import code_in_mail, prove
from tests.conftest import Builder, ask

SECRET = "a-secret-of-the-shop-of-32-letters!"


def signed(customer_id: str, clock: FixedClock) -> str:
    return jwt.encode({"sub": customer_id, "exp": clock().timestamp() + 60}, SECRET, algorithm="HS256")


async def test_a_second_customers_address_is_refused_and_gets_no_mail(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await prove(assistant, conversation)
    mails = len(await assistant.outbox.recent())
    other = await ask(assistant, conversation, "and order #1043, my other mail is bob@example.com")
    assert "new chat" in other.text
    assert "Kettle" not in other.text
    assert len(await assistant.outbox.recent()) == mails
    assert "SP123" in (await ask(assistant, conversation, "where is order #1042?")).text


@pytest.mark.owasp("LLM02:2026", "API1:2023")
async def test_after_proof_anothers_order_and_no_order_read_alike(assistant: Assistant) -> None:
    told = []
    for number in ("#1043", "#9999"):
        conversation, _ = await assistant.start()
        await prove(assistant, conversation)
        told.append((await ask(assistant, conversation, f"where is order {number}?")).text.replace(number, "#"))
    assert told[0] == told[1]
    assert "new chat" in told[0]


async def test_signing_in_as_the_same_customer_adds_to_the_proof(building: Builder, clock: FixedClock) -> None:
    async with building(shopper_token_secret=SecretStr(SECRET)) as assistant:
        conversation, _ = await assistant.start()
        await prove(assistant, conversation)
        # the conversation as it was opened before the proof: what stands in the store decides
        with pytest.raises(ProofRequired, match="another customer"):
            await assistant.identify(conversation, signed("c-bob", clock))
        known = await assistant.identify(conversation, signed("c-ada", clock))
        again = await assistant.identify(conversation, signed("c-ada", clock))
    assert known.proof is not None
    assert (known.proof.email, known.proof.customer_id) == ("ada@example.com", "c-ada")
    assert again.proof == known.proof


@pytest.mark.owasp("ASI03", "ASI06")
async def test_a_code_cannot_turn_a_signed_in_chat_into_anothers(building: Builder, clock: FixedClock) -> None:
    async with building(shopper_token_secret=SecretStr(SECRET)) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "where is my order #1042?")
        await ask(assistant, conversation, "ada@example.com")
        await assistant.identify(conversation, signed("c-bob", clock))
        reply = await ask(assistant, conversation, await code_in_mail(assistant))
        known = await assistant.conversations.get(conversation.id)
    assert "SP123" not in reply.text
    assert "new chat" in reply.text
    assert known is not None
    assert known.proof is not None
    assert (known.proof.email, known.proof.customer_id) == (None, "c-bob")


async def test_a_message_opened_before_the_proof_does_not_undo_it(assistant: Assistant) -> None:
    stale, _ = await assistant.start()
    await prove(assistant, stale)
    async for _event in assistant.reply(stale, "what about order #1042?"):
        pass
    known = await assistant.conversations.get(stale.id)
    assert known is not None
    assert known.proof is not None


@pytest.mark.owasp("LLM02:2026")
async def test_neither_transcript_nor_checkpoint_nor_packet_keeps_a_code(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    code = await code_in_mail(assistant)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    await ask(assistant, conversation, f"is it {wrong[:3]} {wrong[3:]}?")
    await ask(assistant, conversation, f"ada@example.com, code {' '.join(code)}")
    await assistant.request_person(conversation)
    state = await assistant.graph.aget_state({"configurable": {"thread_id": conversation.id}})
    kept = f"{await assistant.lines(conversation)} {await assistant.handoffs.waiting()} {state.values}"
    assert "SP123" in kept
    for secret in (code, " ".join(code), wrong, f"{wrong[:3]} {wrong[3:]}", "ada@example.com"):
        assert secret not in kept


async def test_a_code_that_comes_too_late_is_told_so(assistant: Assistant, clock: FixedClock) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    clock.advance(minutes=11)
    assert "expired" in (await ask(assistant, conversation, await code_in_mail(assistant))).text
