"""Order data is shown after proof only, and nothing is given away before it."""

import re

import jwt
import pytest
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.errors import ProofRequired
from assistant.shop.conversations import Conversation
from assistant.shop.customers import Address, Customer
from assistant.shop.identity import OrderDesk, Proof
from assistant.shop.orders import Order
from assistant.shop.proving import Need, Proving
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


@pytest.mark.owasp("LLM02:2026", "ASI03")
async def test_an_order_is_told_after_the_code_and_not_before(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    before = await ask(assistant, conversation, "where is my order #1042?")
    assert "SP123" not in before.text
    assert "mail" in before.text.lower()
    asked = await ask(assistant, conversation, "ada@example.com")
    assert "SP123" not in asked.text
    after = await ask(assistant, conversation, await code_in_mail(assistant))
    assert "SP123" in after.text


@pytest.mark.owasp("LLM02:2026", "API1:2023")
async def test_a_wrong_number_and_somebody_elses_read_alike(assistant: Assistant) -> None:
    told = []
    for number in ("#1043", "#9999"):
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, f"where is my order {number}?")
        reply = await ask(assistant, conversation, "ada@example.com")
        told.append(reply.text.replace(number, "#"))
        assert "SP123" not in (await ask(assistant, conversation, await code_in_mail(assistant))).text
    assert told[0] == told[1]


async def test_an_address_that_nobody_has_is_answered_alike_and_gets_no_mail(assistant: Assistant) -> None:
    told = []
    for email in ("ada@example.com", "nobody@example.com"):
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "where is my order #1042?")
        told.append((await ask(assistant, conversation, email)).text)
    assert told[0] == told[1]
    assert [mail.to for mail in await assistant.outbox.recent()] == ["ada@example.com"]


async def test_an_address_alone_is_enough(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    first = await ask(assistant, conversation, "show my recent orders")
    assert "e-mail" in first.text
    await ask(assistant, conversation, "ada@example.com")
    after = await ask(assistant, conversation, await code_in_mail(assistant))
    assert "SP123" in after.text


async def test_an_address_can_be_put_right(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "my mail is adda@example.com")
    assert await assistant.outbox.recent() == []
    await ask(assistant, conversation, "I remember my other e-mail: ada@example.com.")
    assert "SP123" in (await ask(assistant, conversation, await code_in_mail(assistant))).text


async def with_account(assistant: Assistant) -> None:
    home = Address("1 Elm St", "Philadelphia", "19122", "USA")
    await assistant.stores.orders.replace([Customer("c-ada", "Ada Byron", "ada@example.com", home)], ())


@pytest.mark.parametrize(
    "said",
    [
        ("I'm Ada Byron, zip 19122", "show my recent orders"),
        ("where is my order #1042?", "Sure, my name is ada byron and my zip code is 19122."),
        ("where is my order #1042?", "Ada Byron", "19122"),
        (
            "where is my order #1042?",
            "my zip is 19123",
            "Ada Byron",
            "Oh, I messed up my zip. It should be 19122.",
        ),
    ],
)
async def test_name_and_postcode_ask_for_a_code_to_the_accounts_address(
    assistant: Assistant, said: tuple[str, ...]
) -> None:
    await with_account(assistant)
    conversation, _ = await assistant.start()
    for text in said:
        assert "SP123" not in (await ask(assistant, conversation, text)).text
    assert "SP123" in (await ask(assistant, conversation, await code_in_mail(assistant))).text
    known = await assistant.conversations.get(conversation.id)
    assert known is not None
    assert known.proof == Proof("ada@example.com", "c-ada")


async def test_a_name_that_nobody_has_is_answered_alike_and_gets_no_mail(assistant: Assistant) -> None:
    await with_account(assistant)
    told = []
    for name in ("Ada Byron", "Eve Nemo"):
        conversation, _ = await assistant.start()
        told.append((await ask(assistant, conversation, f"I'm {name}, zip 19122. Where is order #1042?")).text)
    assert told[0] == told[1]
    assert "code" in told[0]
    assert len(await assistant.outbox.recent()) == 1


async def test_neither_transcript_nor_checkpoint_keeps_who_somebody_says_to_be(assistant: Assistant) -> None:
    await with_account(assistant)
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "Hi, I'm Ada Byron, zip 19122, where is order #1042?")
    await ask(assistant, conversation, "the postcode should be 19123")
    state = await assistant.graph.aget_state({"configurable": {"thread_id": conversation.id}})
    kept = f"{await assistant.lines(conversation)} {state.values}"
    assert "(name given)" in kept
    for secret in ("Byron", "19122", "19123"):
        assert secret not in kept


async def test_where_the_shop_allows_it_a_name_is_enough_to_read_but_not_to_change(assistant: Assistant) -> None:
    await with_account(assistant)
    conversation, _ = await assistant.start()

    async def allowed() -> bool:
        return True

    def proving(known: Conversation) -> Proving:
        desk = OrderDesk(assistant.stores.orders)
        return Proving(known, assistant.conversations, assistant.identity, desk, assistant.now(), read_by_name=allowed)

    reading = proving(conversation)
    wrong = await reading.hear("I'm Eve Nemo, zip 19122")
    assert wrong.event == "not_found"
    assert (await reading.hear("no, it is Ada Byron, zip 19122")).event == "proved"
    assert isinstance(await reading.order("#1042"), Order)
    assert isinstance(await reading.account(), Customer)
    assert await assistant.outbox.recent() == []
    for needed in (await reading.changeable("#1042"), await reading.changeable_account()):
        assert needed == Need("code")
    [mail] = await assistant.outbox.recent()
    assert (await reading.hear(re.findall(r"\d{6}", mail.body)[0])).event == "proved"
    assert isinstance(await reading.changeable("#1042"), Order)
    assert isinstance(await reading.changeable_account(), Customer)


@pytest.mark.owasp("ASI03", "API1:2023")
async def test_one_proof_shows_one_customers_orders(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await prove(assistant, conversation)
    other = await ask(assistant, conversation, "and where is order #1043?")
    assert "Kettle" not in other.text
    mine = await ask(assistant, conversation, "show my recent orders")
    assert "#1042" in mine.text
    assert "#1043" not in mine.text


@pytest.mark.owasp("API2:2023")
async def test_five_wrong_codes_end_it(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    code = await code_in_mail(assistant)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert "SP123" not in (await ask(assistant, conversation, wrong)).text
    assert "SP123" not in (await ask(assistant, conversation, code)).text


@pytest.mark.owasp("API2:2023")
async def test_a_code_expires(assistant: Assistant, clock: FixedClock) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "where is my order #1042?")
    await ask(assistant, conversation, "ada@example.com")
    code = await code_in_mail(assistant)
    clock.advance(minutes=10)
    assert "SP123" not in (await ask(assistant, conversation, code)).text


@pytest.mark.owasp("LLM02:2026", "ASI03")
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
