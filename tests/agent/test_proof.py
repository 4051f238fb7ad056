"""Order data is shown after proof only, and nothing is given away before it."""

import re

import jwt
import pytest
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.errors import ProofRequired
from assistant.shop.conversations import Conversation
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import Builder, ask


async def code_in_mail(assistant: Assistant) -> str:
    [mail, *_] = await assistant.outbox.recent()
    found = re.search(r"\b\d{6}\b", mail.body)
    assert found
    return found.group()


async def prove(assistant: Assistant, conversation: Conversation) -> str:
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    return (await ask(assistant, conversation, await code_in_mail(assistant))).text


async def test_an_order_is_told_after_the_code_and_not_before(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    before = await ask(assistant, conversation, "where is my order #1042?")
    assert "SP123" not in before.text
    assert "mail" in before.text.lower()
    asked = await ask(assistant, conversation, "ada@example.com")
    assert "SP123" not in asked.text
    after = await ask(assistant, conversation, await code_in_mail(assistant))
    assert "SP123" in after.text


async def test_a_wrong_number_and_somebody_elses_read_alike(assistant: Assistant) -> None:
    told = []
    for number in ("#1043", "#9999"):
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, f"where is my order {number}?")
        reply = await ask(assistant, conversation, "ada@example.com")
        told.append(reply.text.replace(number, "#"))
    assert told[0] == told[1]
    assert await assistant.outbox.recent() == []


async def test_one_proof_shows_one_customers_orders(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await prove(assistant, conversation)
    other = await ask(assistant, conversation, "and where is order #1043?")
    assert "Kettle" not in other.text
    mine = await ask(assistant, conversation, "show my recent orders")
    assert "#1042" in mine.text
    assert "#1043" not in mine.text


async def test_five_wrong_codes_end_it(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    code = await code_in_mail(assistant)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert "SP123" not in (await ask(assistant, conversation, wrong)).text
    assert "SP123" not in (await ask(assistant, conversation, code)).text


async def test_a_code_expires(assistant: Assistant, clock: FixedClock) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    code = await code_in_mail(assistant)
    clock.advance(minutes=10)
    assert "SP123" not in (await ask(assistant, conversation, code)).text


async def test_no_model_ever_sees_the_address_or_the_code(building: Builder) -> None:
    steps = [calls(("order_status", {"order_number": "#1042"})), says("Which e-mail address?"), says("Sent.")]
    model = ScriptedModel(steps=[*steps, says("Thank you.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "where is order #1042?")
        await ask(assistant, conversation, "it is ada@example.com")
        code = await code_in_mail(assistant)
        await ask(assistant, conversation, code)
        known = await assistant.conversations.get(conversation.id)
    seen = str(model.seen)
    assert "ada@example.com" not in seen
    assert code not in seen
    assert known is not None
    assert known.proof is not None


async def test_a_token_signed_by_the_shops_site_is_proof(building: Builder, clock: FixedClock) -> None:

    secret = "a-secret-of-the-shop-of-32-letters!"
    good = jwt.encode({"sub": "c-ada", "exp": clock().timestamp() + 60}, secret, algorithm="HS256")
    forged = jwt.encode({"sub": "c-bob", "exp": clock().timestamp() + 60}, secret[::-1], algorithm="HS256")
    async with building(shopper_token_secret=SecretStr(secret)) as assistant:
        conversation, _ = await assistant.start()
        with pytest.raises(ProofRequired):
            await assistant.identify(conversation, forged)
        known = await assistant.identify(conversation, good)
        reply = await ask(assistant, known, "where is my order #1042?")
        clock.advance(minutes=2)
        with pytest.raises(ProofRequired, match="expired"):
            await assistant.identify((await assistant.start())[0], good)
    assert "SP123" in reply.text
