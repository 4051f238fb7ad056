"""The page reads the orders of whoever was proved, and learns nothing of any other."""

from datetime import timedelta

import httpx2
import jwt
import pytest
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.shop.conversations import Conversation
from assistant.shop.identity import Proof
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of
from tests.conftest import NOON, Builder

SECRET = "a-secret-of-the-shop-of-32-letters!"


async def prove(assistant: Assistant, talk: Talk, proof: Proof) -> Conversation:
    assert await assistant.conversations.prove(talk.id, proof, None)
    return await assistant.open(talk.id, talk.token)


@pytest.mark.owasp("API1:2023")
async def test_a_signed_in_customer_sees_every_order_of_theirs_and_no_other(building: Builder) -> None:
    claims = {"sub": "c-ada", "exp": (NOON + timedelta(minutes=5)).timestamp()}
    async with (
        building(shopper_token_secret=SecretStr(SECRET)) as assistant,
        client_of(create_app(assistant, SITE)) as client,
    ):
        talk = await Talk.begin(client)
        before = (await talk.send("GET", "/orders")).json()
        await talk.send("POST", "/identity", {"token": jwt.encode(claims, SECRET, "HS256")})
        listed = await talk.send("GET", "/orders")
        one = await talk.send("GET", "/orders/1042")
    assert before == {"level": "nobody", "read_only": False, "orders": []}
    assert listed.json()["level"] == "customer"
    assert [order["number"] for order in listed.json()["orders"]] == ["#1042"]
    assert one.json() == {"order": listed.json()["orders"][0]}
    assert "SP123" in one.text
    assert listed.headers["Cache-Control"] == one.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("number", ["1042", "%231042", "#1042".replace("#", "%23 ")])
async def test_a_number_is_read_however_it_is_written(assistant: Assistant, talk: Talk, number: str) -> None:
    await prove(assistant, talk, Proof("ada@example.com"))
    assert (await talk.send("GET", f"/orders/{number}")).json()["order"]["number"] == "#1042"


def told(response: httpx2.Response) -> tuple[object, ...]:
    headers = {name: value for name, value in response.headers.items() if name != "x-request-id"}
    return response.status_code, response.content, headers


@pytest.mark.owasp("API1:2023")
async def test_not_theirs_not_there_and_not_proved_are_answered_to_the_byte_alike(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    answers = []
    for proof in (None, Proof("ada@example.com"), Proof(customer_id="c-ada"), Proof("ada@example.com", read_only=True)):
        talk = await Talk.begin(client)
        if proof:
            await prove(assistant, talk, proof)
        answers += [told(await talk.send("GET", f"/orders/{number}")) for number in ("1043", "9999")]
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)
