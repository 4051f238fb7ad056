"""The page's way from the cart to a paid order: what it reads, what it sends, and where a fault lies."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.api import create_app
from assistant.testing.model import ScriptedModel, calls, says
from assistant.testing.payments import InMemoryPayments
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of
from tests.conftest import Builder
from tests.shop.checkout.till import NOW, RULES

PLACE = {"line1": "1 Main St", "city": "Oakland", "region": "CA", "postcode": "94601", "country": "US"}
ADA: dict[str, Any] = {"name": "Ada Lovelace", "email": "ada@example.com", "place": PLACE}


@pytest.fixture
def payments() -> InMemoryPayments:
    return InMemoryPayments(NOW)


@pytest.fixture
async def at_counter(
    building: Builder, kept: Kept, payments: InMemoryPayments
) -> AsyncIterator[tuple[Talk, Assistant]]:
    await kept.stores.selling.set_selling(RULES)
    model = ScriptedModel(steps=[calls(("place_order", {})), says("Here is the payment page.")])
    async with (
        building(hosted=model, payments=payments) as assistant,
        client_of(create_app(assistant, SITE)) as client,
    ):
        talk = await Talk.begin(client)
        await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": 2})
        yield talk, assistant


async def placed(talk: Talk) -> dict[str, Any]:
    await talk.send("PUT", "/checkout", ADA)
    asked = (await talk.say("Place the order")).json()["confirmation"]
    view: dict[str, Any] = (await talk.send("POST", "/messages", {"text": "Yes", "confirms": asked["id"]})).json()
    return view


async def test_a_fault_says_which_fields_to_look_at_again(at_counter: tuple[Talk, Assistant]) -> None:
    talk, _ = at_counter
    wrong = PLACE | {"postcode": "123", "city": ""}
    refused = await talk.send("PUT", "/checkout", ADA | {"place": wrong})
    mail = await talk.send("PUT", "/checkout", {"email": "ada"})
    kept = (await talk.send("GET", "/checkout")).json()
    assert (refused.status_code, refused.json()["error"]["fields"]) == (422, ["city", "postcode"])
    assert mail.json()["error"]["fields"] == ["email"]
    assert (kept["name"], kept["email"]) == ("", "")


async def test_what_was_placed_is_read_as_it_is_now_until_it_is_paid_and_after(
    at_counter: tuple[Talk, Assistant], payments: InMemoryPayments
) -> None:
    talk, _ = at_counter
    before = await talk.send("GET", "/checkout/placed")
    reply = await placed(talk)
    waits = (await talk.send("GET", "/checkout/placed")).json()
    payments.pay("pay_1")
    found = await talk.send("GET", "/checkout")
    after = (await talk.send("GET", "/checkout/placed")).json()
    cart = (await talk.send("GET", "/checkout")).json()
    lines = (await talk.send("GET", "")).json()["lines"]
    assert before.json() is None
    assert waits == reply["checkout"]
    assert (waits["state"], waits["pay_url"]) == ("awaiting payment", "https://pay.example/pay_1")
    assert (found.status_code, found.json()["state"]) == (200, "paid")
    assert (after["state"], after["number"], after["pay_url"]) == ("paid", waits["number"], "")
    assert (cart["state"], cart["missing"]) == ("open", ["Your cart is empty."])
    assert lines[-1]["checkout"]["number"] == waits["number"]
    assert found.headers["cache-control"] == "no-store"


async def test_an_order_that_was_given_up_is_told_as_given_up(at_counter: tuple[Talk, Assistant]) -> None:
    talk, _ = at_counter
    await placed(talk)
    cart = (await talk.send("POST", "/checkout/cancel")).json()
    ended = (await talk.send("GET", "/checkout/placed")).json()
    again = await talk.send("POST", "/checkout/cancel")
    assert (cart["state"], cart["total"]["text"], ended["state"]) == ("open", "$35.34", "cancelled")
    assert again.status_code == 409


async def test_who_it_is_for_is_told_with_what_was_sent_and_when_the_chat_shows_it(
    building: Builder, kept: Kept, payments: InMemoryPayments
) -> None:
    await kept.stores.selling.set_selling(RULES)
    model = ScriptedModel(steps=[calls(("show_checkout", {})), says("This is what it comes to.")])
    async with (
        building(hosted=model, payments=payments) as assistant,
        client_of(create_app(assistant, SITE)) as client,
    ):
        talk = await Talk.begin(client)
        await talk.send("POST", "/cart/lines", {"sku": "MUG-WHT", "quantity": 2})
        sent = (await talk.send("PUT", "/checkout", ADA)).json()
        shown = (await talk.say("Show me the checkout")).json()["checkout"]
    for view in (sent, shown):
        assert (view["state"], view["name"], view["email"]) == ("open", "Ada Lovelace", "ada@example.com")
