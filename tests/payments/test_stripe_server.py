"""The local server keeps what Stripe documents: a mistake in a request fails here before it reaches Stripe."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from assistant.payments.stripe_checkout import StripePayments
from assistant.shop.money import Money
from assistant.testing.stripe_server import StripeServer
from tests.payments.conftest import request

SESSIONS = "/v1/checkout/sessions"


@pytest.fixture
async def http(stripe_server: StripeServer) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": f"Bearer {stripe_server.key}", "Stripe-Version": "2026-05-27"}
    transport = httpx2.ASGITransport(app=stripe_server.app)
    async with httpx2.AsyncClient(base_url="http://stripe.test", headers=headers, transport=transport) as client:
        yield client


@pytest.fixture
async def paid(stripe_server: StripeServer, with_stripe: StripePayments) -> list[str]:
    ids = [(await with_stripe.open(request(f"k{at}"))).id for at in range(3)]
    for session_id in ids:
        stripe_server.pay(session_id)
        await with_stripe.refund(session_id, Money(100), f"r-{session_id}")
    return ids


async def test_a_linked_object_is_its_id_unless_it_is_asked_for(http: httpx2.AsyncClient, paid: list[str]) -> None:
    async def intent(*expand: str) -> Any:
        return (await http.get(f"{SESSIONS}/{paid[0]}", params={"expand[]": expand})).json()["payment_intent"]

    assert await intent() == f"pi_{paid[0]}"
    assert (await intent("payment_intent"))["latest_charge"] == f"ch_{paid[0]}"
    assert (await intent("payment_intent.latest_charge"))["latest_charge"]["amount_refunded"] == 100


async def test_a_list_expands_what_stands_in_its_data(http: httpx2.AsyncClient, paid: list[str]) -> None:
    plain = (await http.get(SESSIONS)).json()["data"]
    assert [one["payment_intent"] for one in plain] == [f"pi_{session_id}" for session_id in reversed(paid)]
    found = (await http.get(SESSIONS, params={"expand[]": "data.payment_intent.latest_charge"})).json()["data"]
    assert {one["payment_intent"]["latest_charge"]["amount"] for one in found} == {4835}


@pytest.mark.parametrize("path", ["payment_intent", "data.status", "data.latest_charge", "data.payment_intent.x"])
async def test_what_is_no_link_cannot_be_expanded(http: httpx2.AsyncClient, path: str) -> None:
    refused = await http.get(SESSIONS, params={"expand[]": path})
    assert refused.status_code == 400
    assert refused.json()["error"]["message"] == f"This property cannot be expanded ({path})."


async def test_an_event_tells_ids(stripe_server: StripeServer, paid: list[str]) -> None:
    told = [event["data"]["object"] for event in stripe_server.events if "completed" in event["type"]]
    assert [one["payment_intent"] for one in told] == [f"pi_{session_id}" for session_id in paid]


@pytest.mark.parametrize("limit", [0, 101, "many"])
async def test_a_page_has_one_to_a_hundred(http: httpx2.AsyncClient, limit: object) -> None:
    assert (await http.get(SESSIONS, params={"limit": str(limit)})).status_code == 400


async def test_a_page_ends_at_its_limit_and_says_whether_there_is_more(
    http: httpx2.AsyncClient, paid: list[str]
) -> None:
    first = (await http.get(SESSIONS, params={"limit": "2"})).json()
    assert ([one["id"] for one in first["data"]], first["has_more"]) == ([paid[2], paid[1]], True)
    rest = (await http.get(SESSIONS, params={"limit": "2", "starting_after": paid[1]})).json()
    assert ([one["id"] for one in rest["data"]], rest["has_more"]) == ([paid[0]], False)


@pytest.mark.parametrize("path", [SESSIONS, "/v1/refunds"])
async def test_a_list_of_one_payment_has_no_other(http: httpx2.AsyncClient, paid: list[str], path: str) -> None:
    found = (await http.get(path, params={"payment_intent": f"pi_{paid[1]}"})).json()["data"]
    assert [one["payment_intent"] for one in found] == [f"pi_{paid[1]}"]
    assert (await http.get(path, params={"payment_intent": "pi_another"})).json()["data"] == []


async def test_a_name_that_is_not_documented_is_refused(http: httpx2.AsyncClient, paid: list[str]) -> None:
    for answered in (
        await http.get(SESSIONS, params={"limits": "3"}),
        await http.get(SESSIONS, params={"created[since]": "3"}),
        await http.post("/v1/refunds", data={"payment_intent": f"pi_{paid[0]}", "sum": "3"}),
    ):
        assert answered.status_code == 400
        assert answered.json()["error"]["code"] == "parameter_unknown"
