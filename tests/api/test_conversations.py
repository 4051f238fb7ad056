import httpx2
import pytest

from tests.api.doubles import AssistantDouble

ONE = "/api/conversations/c1"


async def test_opening_gives_a_token_a_greeting_and_the_model(client: httpx2.AsyncClient) -> None:
    response = await client.post("/api/conversations")
    opened = response.json()
    assert response.status_code == 201
    assert (opened["id"], opened["token"]) == ("c1", "token-of-c1")
    assert "Larkfield" in opened["greeting"]["text"]
    assert len(opened["greeting"]["suggestions"]) == 4
    assert opened["shop"] == {"name": "Larkfield"}
    assert opened["model"] == {"name": "offline-1", "kind": "offline"}


async def test_a_message_is_answered_with_the_whole_reply(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    response = await client.post(f"{ONE}/messages", json={"text": "jackets"}, headers=auth)
    reply = response.json()
    assert response.status_code == 200
    assert reply["text"] == "I found one jacket. It costs $129.00."
    assert reply["cards"][0]["price"] == {"minor": 12900, "currency": "USD", "text": "$129.00"}
    assert reply["outcome"] == "answered"


async def test_a_transcript_comes_with_cart_and_handoff(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    transcript = (await client.get(ONE, headers=auth)).json()
    assert transcript["id"] == "c1"
    assert transcript["lines"][0]["text"] == "hello"
    assert transcript["cart"]["count"] == 0
    assert transcript["handoff"] is None


async def test_a_person_can_be_asked_for(client: httpx2.AsyncClient, auth: dict[str, str]) -> None:
    response = await client.post(f"{ONE}/person", headers=auth)
    assert response.json() == {"id": "h1", "reason": "asked for a person", "status": "waiting"}


@pytest.mark.parametrize(("token", "status"), [("good", 204), ("forged", 401)])
async def test_only_a_good_signed_token_proves_identity(
    client: httpx2.AsyncClient, auth: dict[str, str], token: str, status: int
) -> None:
    response = await client.post(f"{ONE}/identity", json={"token": token}, headers=auth)
    assert response.status_code == status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""), ("POST", "/messages"), ("GET", "/cart"), ("POST", "/cart/lines"), ("PUT", "/cart/lines/X"),
        ("DELETE", "/cart/lines/X"), ("POST", "/person"), ("POST", "/identity"),
    ],
)  # fmt: skip
async def test_unknown_id_wrong_token_and_no_token_read_alike(
    client: httpx2.AsyncClient, auth: dict[str, str], method: str, path: str
) -> None:
    body = {"text": "a", "sku": "X", "quantity": 1, "token": "t"}
    wanted = {"/messages": ["text"], "/cart/lines": ["sku", "quantity"], "/cart/lines/X": ["quantity"]}
    fields = wanted.get(path, ["token"] if path == "/identity" else [])
    sent = {name: body[name] for name in fields} if method in {"POST", "PUT"} and fields else None
    answers = [
        await client.request(method, f"/api/conversations/nobody{path}", json=sent, headers=auth),
        await client.request(method, f"{ONE}{path}", json=sent, headers={"Authorization": "Bearer wrong"}),
        await client.request(method, f"{ONE}{path}", json=sent),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["error"]["code"] == "unknown_conversation"


async def test_one_conversations_token_does_not_open_another(
    client: httpx2.AsyncClient, auth: dict[str, str], double: AssistantDouble
) -> None:
    other, _ = await double.start()
    assert (await client.get(f"/api/conversations/{other.id}", headers=auth)).status_code == 404
