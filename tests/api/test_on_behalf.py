"""Whoever has a chat does for its shopper what the shopper could do: proposed first, once, and named in the trail."""

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from tests.agent.after_purchase import moved_in, proved
from tests.api.desk import CANCEL, Desk
from tests.api.talk import Talk


@dataclass
class Meeting:
    talk: Talk
    ada: Desk
    bo: Desk
    chat: str

    async def ask(self, method: str, path: str, body: Any = None, who: Desk | None = None) -> httpx2.Response:
        return await (who or self.ada).send(method, f"{self.chat}{path}", body)


@pytest.fixture
async def meeting(assistant: Assistant, client: httpx2.AsyncClient) -> Meeting:
    """Ada has the chat, Bo has not; the shopper has proved nothing yet."""
    await moved_in(assistant.stores)
    talk = await Talk.begin(client)
    ada, bo = await Desk.of(assistant, client, "agent", "ada"), await Desk.of(assistant, client, "owner", "bo")
    await talk.send("POST", "/person")
    await ada.send("POST", f"/conversations/{talk.id}/take")
    return Meeting(talk, ada, bo, f"/conversations/{talk.id}")


async def prove(assistant: Assistant, talk: Talk) -> None:
    conversation = await assistant.conversations.get(talk.id)
    assert conversation
    await proved(assistant.stores, conversation)


async def test_the_cart_is_changed_by_the_shops_own_rules_and_the_shoppers_page_hears_of_it(
    assistant: Assistant, meeting: Meeting
) -> None:
    found = (await meeting.ada.send("GET", "/products?search=white mug")).json()["cards"]
    sku = found[0]["choices"][0]["sku"]
    assert (await meeting.ask("POST", "/cart/lines", {"sku": sku, "quantity": 2})).json()["count"] == 2
    assert (await meeting.ask("POST", "/cart/lines", {"sku": sku, "quantity": 900})).status_code in {409, 422}
    assert (await meeting.ask("PUT", f"/cart/lines/{sku}", {"quantity": 1})).json()["count"] == 1
    assert (await meeting.talk.send("GET", "/cart")).json()["lines"][0]["sku"] == sku
    assert (await meeting.ask("DELETE", f"/cart/lines/{sku}")).json()["count"] == 0
    heard = await assistant.stores.desk_log.since(0, conversation_id=meeting.talk.id)
    assert [event.payload for event in heard if event.kind == "cart"] == [{"staff": "Ada"}] * 3


@pytest.mark.owasp("API1:2023", "ASI03")
async def test_whoever_does_not_have_the_chat_changes_nothing_in_it(assistant: Assistant, meeting: Meeting) -> None:
    await prove(assistant, meeting.talk)
    asked = (await meeting.ask("POST", "/changes", CANCEL)).json()
    for method, path, body in (
        ("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": 1}),
        ("PUT", "/cart/lines/MUG-WHT", {"quantity": 1}),
        ("DELETE", "/cart/lines/MUG-WHT", None),
        ("POST", "/changes", CANCEL),
        ("POST", f"/changes/{asked['id']}/confirm", CANCEL),
        ("POST", f"/changes/{asked['id']}/decline", None),
    ):
        assert (await meeting.ask(method, path, body, meeting.bo)).status_code == 409
    order = await assistant.stores.orders.get("#2001")
    assert order
    assert order.status == "paid"
    assert (await meeting.talk.send("GET", "/cart")).json()["count"] == 0


@pytest.mark.owasp("API1:2023", "LLM02:2026")
async def test_an_order_that_was_not_proved_here_is_like_one_that_is_not_there(
    assistant: Assistant, meeting: Meeting
) -> None:
    unproved = await meeting.ask("POST", "/changes", CANCEL)
    await prove(assistant, meeting.talk)
    anothers = await meeting.ask("POST", "/changes", {"change": "cancel", "asked": {"order_number": "#2003"}})
    nobodys = await meeting.ask("POST", "/changes", {"change": "cancel", "asked": {"order_number": "#9999"}})
    assert unproved.json() == anothers.json() == nobodys.json()
    assert unproved.json()["error"]["code"] == "proof_required"


async def test_a_change_is_proposed_confirmed_once_told_to_the_shopper_and_named_in_the_trail(
    assistant: Assistant, meeting: Meeting
) -> None:
    await prove(assistant, meeting.talk)
    asked = (await meeting.ask("POST", "/changes", CANCEL)).json()
    assert asked["title"] == "Cancel order #2001"
    assert asked["movements"][0]["amount"]["text"] == "$117.00"
    other = {"change": "cancel", "asked": {"order_number": "#2001", "reason": "too late"}}
    assert (await meeting.ask("POST", f"/changes/{asked['id']}/confirm", other)).status_code == 409
    again = (await meeting.ask("POST", "/changes", CANCEL)).json()
    answers = [await meeting.ask("POST", f"/changes/{again['id']}/confirm", CANCEL) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["title"] == "Cancel order #2001"

    order = await assistant.stores.orders.get("#2001")
    assert order
    assert order.status == "cancelled"
    lines = [line for line in (await meeting.talk.send("GET", "")).json()["lines"] if line["who"] == "staff"]
    assert [line["text"].splitlines()[:2] for line in lines] == [["I have done this for you:", "Cancel order #2001."]]
    trail = await assistant.stores.ledger.trail(number="#2001")
    assert {entry.actor for entry in trail if entry.event == "carried out"} == {"staff:Ada"}


async def test_a_change_that_was_declined_can_not_be_confirmed(assistant: Assistant, meeting: Meeting) -> None:
    await prove(assistant, meeting.talk)
    asked = (await meeting.ask("POST", "/changes", CANCEL)).json()
    assert (await meeting.ask("POST", f"/changes/{asked['id']}/decline")).status_code == 204
    assert (await meeting.ask("POST", f"/changes/{asked['id']}/confirm", CANCEL)).status_code == 409


async def test_suggested_replies_are_the_shops_own_words_and_leave_nothing_behind(
    assistant: Assistant, meeting: Meeting
) -> None:
    await meeting.talk.say("how long do I have to return a white mug?")
    before = (await meeting.ask("GET", "")).json()
    found = (await meeting.ask("GET", "/suggestions", who=meeting.bo)).json()["replies"]
    quoted = [one for one in found if one["citations"]]
    assert quoted
    assert all(one["text"] == one["citations"][0]["quote"] for one in quoted)
    shown = [one for one in found if one["cards"]]
    assert all(card["price"]["text"] in one["text"] for one in shown for card in one["cards"])
    assert (await meeting.ask("GET", "")).json() == before
    await assistant.library.go_live("")
    assert (await meeting.ask("GET", "/suggestions")).json()["replies"] == []


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ({"change": "cancel", "asked": {}}, "asked.order_number"),
        ({"change": "cancel", "asked": {"order_number": "#2001", "amount": 5}}, "not known here"),
        ({"change": "refund", "asked": {}}, "change"),
        ({"change": "return", "asked": {"order_number": "#2002", "items": [], "refund_to": "x"}}, "asked.items"),
    ],
)
async def test_what_a_change_lacks_is_told_by_its_place(meeting: Meeting, body: dict[str, Any], needs: str) -> None:
    answer = await meeting.ask("POST", "/changes", body)
    assert answer.status_code == 422
    assert needs in answer.json()["error"]["message"]
