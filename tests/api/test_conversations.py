from datetime import timedelta

import httpx2
import jwt
import pytest
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of
from tests.conftest import NOON, Builder

SECRET = "a secret of the shop's own site, shared with the chat"


async def test_opening_gives_a_token_a_greeting_and_the_model(client: httpx2.AsyncClient, assistant: Assistant) -> None:
    response = await client.post("/api/conversations")
    opened = response.json()
    assert response.status_code == 201
    assert await assistant.open(opened["id"], opened["token"])
    assert "Larkfield" in opened["greeting"]["text"]
    assert len(opened["greeting"]["suggestions"]) == 4
    assert opened["shop"] == {"name": "Larkfield", "links": [], "pictures": []}
    assert opened["model"] == {"name": assistant.models.name, "kind": "offline"}


async def test_a_message_is_answered_with_the_whole_reply_and_kept(talk: Talk) -> None:
    response = await talk.say("How many days do I have to return something?")
    reply = response.json()
    assert response.status_code == 200
    assert "30 days" in reply["text"]
    assert reply["citations"][0]["url"] == "/pages/policies-returns"
    lines = (await talk.send("GET", "")).json()["lines"]
    assert [line["who"] for line in lines] == ["shopper", "assistant"]
    assert lines[1]["text"] == reply["text"]


async def test_a_person_can_be_asked_for_and_is_shown_in_the_transcript(talk: Talk) -> None:
    handoff = (await talk.send("POST", "/person")).json()
    assert (handoff["reason"], handoff["status"]) == ("asked for a person", "waiting")
    assert (await talk.send("GET", "")).json()["handoff"] == handoff


@pytest.mark.owasp("API2:2023", "ASI03")
@pytest.mark.parametrize(("secret", "status"), [(SECRET, 204), (SECRET[::-1], 401)])
async def test_only_the_shops_own_signature_proves_identity(building: Builder, secret: str, status: int) -> None:
    claims = {"sub": "c-ada", "exp": (NOON + timedelta(minutes=5)).timestamp()}
    async with (
        building(shopper_token_secret=SecretStr(SECRET)) as assistant,
        client_of(create_app(assistant, SITE)) as client,
    ):
        talk = await Talk.begin(client)
        response = await talk.send("POST", "/identity", {"token": jwt.encode(claims, secret, "HS256")})
        conversation = await assistant.open(talk.id, talk.token)
    assert response.status_code == status
    assert (conversation.proof is not None) == (status == 204)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("POST", "/messages", {"text": "a"}),
        ("GET", "/cart", None),
        ("POST", "/cart/lines", {"sku": "X"}),
        ("PUT", "/cart/lines/X", {"quantity": 1}),
        ("DELETE", "/cart/lines/X", None),
        ("GET", "/orders", None),
        ("GET", "/orders/1042", None),
        ("POST", "/person", None),
        ("POST", "/identity", {"token": "t"}),
    ],
)
async def test_unknown_id_wrong_token_and_no_token_read_alike(
    talk: Talk, method: str, path: str, body: dict[str, object] | None
) -> None:
    url = f"/api/conversations/{talk.id}{path}"
    answers = [
        await Talk(talk.client, "nobody", talk.token).send(method, path, body),
        await Talk(talk.client, talk.id, "wrong").send(method, path, body),
        await talk.client.request(method, url, json=body),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["error"]["code"] == "unknown_conversation"


@pytest.mark.owasp("API1:2023", "API2:2023", "ASI06")
async def test_one_conversations_token_does_not_open_another(talk: Talk) -> None:
    other = await Talk.begin(talk.client)
    assert (await Talk(talk.client, other.id, talk.token).send("GET", "")).status_code == 404
