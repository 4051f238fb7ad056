"""Money back asked for over HTTP: who may, with which key, and that it moves once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.shop.checkout.records import Checkout
from assistant.testing.clock import FixedClock
from assistant.testing.payments import InMemoryPayments
from tests.api.conftest import SITE
from tests.api.talk import client_of
from tests.conftest import Builder
from tests.shop.checkout.till import RULES, Counter

TOKEN = "a-token-for-money-that-nobody-can-guess"


@dataclass(frozen=True)
class Staff:
    client: httpx2.AsyncClient
    counter: Counter
    paid: Checkout

    async def ask(self, key: str | None = "key-1", token: str = TOKEN, **changed: Any) -> httpx2.Response:
        body = {"order": self.paid.number, "amount": "10.00", "reason": "a scratch", "staff": "Kim"} | changed
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key is not None else {})
        return await self.client.post("/api/refunds", json=body, headers=headers)

    async def owed(self) -> list[int]:
        return [refund.amount.minor for refund in await self.counter.stores.checkouts.refunds_due()]


@pytest.fixture
async def staff(building: Builder, clock: FixedClock) -> AsyncIterator[Staff]:
    payments = InMemoryPayments(clock())
    async with building(payments=payments) as assistant:
        await assistant.stores.selling.set_selling(RULES)
        counter = Counter(assistant.stores, assistant.checkout.desk, assistant.checkout.till, payments)
        await counter.fill()
        placed = await counter.placed(now=clock())
        session = await counter.till.pay_page(placed.id, clock())
        payments.pay(session.id)
        await counter.till.settle(session.id, clock())
        async with client_of(create_app(assistant, replace(SITE, refund_token=TOKEN.encode()))) as client:
            yield Staff(client, counter, placed)


async def test_a_refund_is_answered_with_what_goes_back_where_and_what_is_left(staff: Staff) -> None:
    answered = await staff.ask()
    assert answered.status_code == 200
    told = answered.json()
    left = f"{(staff.paid.total.amount - 10):.2f}"
    assert (told["order"], told["amount"], told["left"], told["currency"], told["method"]) == (
        staff.paid.number,
        "10.00",
        left,
        "USD",
        "Visa ending in 4242",
    )
    assert await staff.owed() == [1000]


async def test_the_same_key_and_body_get_the_first_answer_and_another_body_is_refused(staff: Staff) -> None:
    first, again = await staff.ask(), await staff.ask()
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert "idempotent-replayed" not in first.headers
    other = await staff.ask(amount="11.00")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")
    assert await staff.owed() == [1000]


async def test_a_request_without_a_key_moves_nothing_and_says_what_to_do(staff: Staff) -> None:
    answered = await staff.ask(key=None)
    assert (answered.status_code, answered.json()["error"]["code"]) == (400, "key_missing")
    assert await staff.owed() == []


@pytest.mark.owasp("API5:2023")
@pytest.mark.parametrize("token", ["", "wrong", "ü" * 40])
async def test_who_does_not_hold_the_token_moves_nothing(staff: Staff, token: str) -> None:
    headers = [(b"Authorization", f"Bearer {token}".encode()), (b"Idempotency-Key", b"key-1")]
    answered = await staff.client.post("/api/refunds", json={}, headers=headers)
    assert (answered.status_code, answered.json()["error"]["code"]) == (401, "wrong_refund_token")
    assert answered.json()["error"]["message"] == "The refund token is missing or wrong. See ASSISTANT_REFUND_TOKEN."


@pytest.mark.owasp("API5:2023", "API9:2023")
async def test_without_the_setting_there_is_nothing_at_this_address(assistant: Assistant) -> None:
    async with client_of(create_app(assistant, SITE)) as client:
        assert (await client.post("/api/refunds", json={})).status_code == 404


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"order": "#nothing"}, 404),
        ({"amount": "9999.00"}, 409),
        ({"amount": "0"}, 422),
        ({"amount": "1.005"}, 409),
        ({"reason": ""}, 422),
        ({"reason": "to 4242 4242 4242 4242"}, 422),
        ({"staff": "4242424242424242"}, 422),
        ({"more": 1}, 422),
    ],
)
async def test_what_cannot_be_done_moves_nothing_and_its_key_can_be_used_again(
    staff: Staff, changed: dict[str, Any], status: int
) -> None:
    assert (await staff.ask(**changed)).status_code == status
    assert await staff.owed() == []
    assert (await staff.ask()).status_code == 200


async def test_without_an_amount_all_that_is_left_goes_back(staff: Staff) -> None:
    await staff.ask()
    rest = (await staff.ask(key="key-2", amount=None)).json()
    assert (rest["amount"], rest["left"]) == (f"{(staff.paid.total.amount - 10):.2f}", "0.00")
    assert (await staff.counter.stores.orders.get(staff.paid.number)).status == "refunded"  # type: ignore[union-attr]
