"""From the demo's payment page to the order, over HTTP: nothing is believed from a link or a notice."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.api import Site, create_app
from assistant.api.rounds import Rounds
from assistant.bootstrap import build
from assistant.errors import BadSetting
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.payments.signing import signed
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout
from assistant.shop.checkout.store import Once
from assistant.testing.clock import FixedClock
from tests.api.talk import client_of
from tests.shop.checkout.till import RULES, Counter


@dataclass(frozen=True)
class Shop:
    assistant: Assistant
    counter: Counter
    demo: DemoPayments
    client: httpx2.AsyncClient
    clock: FixedClock

    async def page(self) -> tuple[Checkout, PaymentSession]:
        await self.counter.fill()
        placed = await self.counter.placed(now=self.clock())
        return placed, await self.counter.till.pay_page(placed.id, self.clock())

    async def send(self, session: PaymentSession, method: str, token: str | None = None) -> httpx2.Response:
        right = self.demo.form_token(session.id) if token is None else token
        return await self.client.post(f"/pay/{session.id}", data={"method": method, "token": right})

    async def told(self, session: PaymentSession, kind: str = "checkout.session.completed") -> httpx2.Response:
        about = {"id": session.id, "object": "checkout.session"}
        body = json.dumps({"id": "evt_1", "type": kind, "data": {"object": about}}).encode()
        signature = signed(body, self.demo._keys[0], self.clock())
        return await self.hook(body, signature)

    async def hook(self, body: bytes, signature: str) -> httpx2.Response:
        return await self.client.post("/webhooks/payments", content=body, headers={"Stripe-Signature": signature})


@pytest.fixture
async def shop(
    settings: Settings, kept: Kept, embeddings: MiniLM, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[Shop]:
    own = settings.model_copy(update={"payments": "demo", "public_url": "http://shop.test"})
    await kept.stores.selling.set_selling(RULES)
    demo = DemoPayments(DemoBook(tmp_path / "demo.db"), "http://shop.test", ("a secret of this test",), clock)
    async with build(own, kept=kept, embeddings=embeddings, now=clock, payments=demo) as assistant:
        counter = Counter(kept.stores, assistant.checkout.desk, assistant.checkout.till, demo)
        async with client_of(create_app(assistant, Site("Larkfield"))) as client:
            yield Shop(assistant, counter, demo, client, clock)


async def test_the_page_says_what_is_paid_and_that_no_money_moves(shop: Shop) -> None:
    placed, session = await shop.page()
    response = await shop.client.get(session.url)
    assert response.status_code == 200
    for words in ("no money moves", f"Pay {placed.total}", placed.number, "Visa ending in 4242", "Cancel and go back"):
        assert words in response.text
    assert not re.findall(r"<script|style=|\son\w+=\"|(?:src|href)=\"(?:https?:)?//", response.text)
    assert "form-action 'self'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def read(response: httpx2.Response) -> list[str]:
    """The words of the page, part by part, as they are read out."""
    main = response.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return [
        words
        for part in re.split(r"</?(?:h1|p|td|tr|th|label|legend|table|fieldset)\b[^>]*>", main)
        if (words := _plain(part))
    ]


def _plain(part: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", part)).strip()


BILL = ["Lark Stoneware Mug (white)", "$28.00", "Standard", "$4.95", "Tax 7.25%", "$2.39", "Total", "$35.34"]


async def test_every_word_of_the_page_is_the_shop_s_in_each_state(shop: Shop) -> None:
    placed, session = await shop.page()
    top = ["Demo payment page: no money moves, and no card is asked for.", f"Larkfield, order {placed.number}", *BILL]
    ways = ["Pay with", "Visa ending in 4242", "PayPal", "Visa ending in 0002 (declines)"]
    form = [*ways, "Pay $35.34", "Cancel and go back"]
    assert read(await shop.client.get(session.url))[1:] == [*top, *form]
    declined = "The payment was declined and nothing was charged. Please try another way to pay."
    assert sorted(read(await shop.client.get(f"{session.url}?declined"))[1:]) == sorted([*top, declined, *form])
    stale = "That did not come from this page. Please try again."
    assert sorted(read(await shop.send(session, "visa", "x"))[1:]) == sorted([*top, stale, *form])
    await shop.send(session, "paypal")
    paid = await shop.client.get(f"{session.url}?declined")
    assert read(paid)[1:] == [*top, "Paid with PayPal. Thank you!", "Back to the shop"]
    assert 'href="/?paid=1"' in paid.text


async def test_every_word_of_a_page_that_ended_or_never_was_is_the_shop_s(shop: Shop) -> None:
    _, session = await shop.page()
    await shop.demo.close(session.id)
    ended = await shop.client.get(f"{session.url}?declined")
    assert read(ended)[-2:] == [
        "This page has ended and nothing was charged. Ask for a new one in the chat.",
        "Back to the shop",
    ]
    assert 'href="/"' in ended.text
    for method in ("GET", "POST"):
        gone = await shop.client.request(method, "/pay/pay_nobody")
        assert read(gone)[-2:] == ["There is no such payment page.", "Back to the shop"]
        assert "<title>Payment" in gone.text


async def test_the_form_has_one_choice_made_and_sends_what_the_page_needs(shop: Shop) -> None:
    _, session = await shop.page()
    page = await shop.client.get(session.url)
    assert re.findall(r'<input type="radio" name="method" value="(\w+)"( checked)?>', page.text) == [
        ("visa", " checked"),
        ("paypal", ""),
        ("declines", ""),
    ]
    assert f'<input type="hidden" name="token" value="{shop.demo.form_token(session.id)}">' in page.text
    assert '<form method="post">' in page.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_paying_makes_the_order_and_leads_back_to_the_shop(shop: Shop) -> None:
    placed, session = await shop.page()
    response = await shop.send(session, "paypal")
    assert (response.status_code, response.headers["location"]) == (303, "/?paid=1")
    assert await shop.counter.state(placed) == "paid"
    order = await shop.counter.stores.orders.get(placed.number)
    assert order is not None
    assert order.payments[0].method == "PayPal"
    assert "Paid with PayPal" in (await shop.client.get(session.url)).text
    await shop.send(session, "visa")
    assert (await shop.demo.read(session.id)).method == "PayPal"


async def test_a_decline_charges_nothing_and_can_be_tried_again(shop: Shop) -> None:
    placed, session = await shop.page()
    response = await shop.send(session, "declines")
    assert (response.status_code, response.headers["location"]) == (303, f"/pay/{session.id}?declined")
    assert "nothing was charged" in (await shop.client.get(response.headers["location"])).text
    assert await shop.counter.state(placed) == "awaiting payment"
    await shop.send(session, "visa")
    assert await shop.counter.state(placed) == "paid"


@pytest.mark.parametrize("token", ["", "x", "ü"])
async def test_a_form_from_elsewhere_pays_nothing(shop: Shop, token: str) -> None:
    placed, session = await shop.page()
    assert (await shop.send(session, "visa", token)).status_code == 400
    assert (await shop.demo.read(session.id)).state == "open"
    assert await shop.counter.state(placed) == "awaiting payment"


async def test_a_page_that_ended_cannot_be_paid(shop: Shop) -> None:
    placed, session = await shop.page()
    await shop.demo.close(session.id)
    assert "This page has ended" in (await shop.client.get(session.url)).text
    await shop.send(session, "visa")
    assert await shop.counter.state(placed) != "paid"
    for method in ("GET", "POST"):
        assert (await shop.client.request(method, "/pay/pay_nobody")).status_code == 404


@pytest.mark.owasp("API10:2023", "API6:2023")
async def test_a_link_that_says_paid_is_not_believed(shop: Shop) -> None:
    placed, _ = await shop.page()
    await shop.client.get("/?paid=1")
    assert await shop.counter.state(placed) == "awaiting payment"


@pytest.mark.owasp("API10:2023")
async def test_a_notice_is_only_a_hint_and_may_come_twice(shop: Shop) -> None:
    placed, session = await shop.page()
    assert (await shop.told(session)).status_code == 200
    assert await shop.counter.state(placed) == "awaiting payment"
    await shop.demo.pay(session.id, "visa")
    assert [(await shop.told(session, kind)).status_code for kind in ("checkout.session.completed", "x.y") * 2] == [
        200
    ] * 4
    assert await shop.counter.state(placed) == "paid"
    assert len(await shop.counter.stores.outbox.recent()) == 1


async def test_notices_that_are_not_ours_are_taken_and_do_nothing(shop: Shop) -> None:
    _, session = await shop.page()
    for about in ({"id": "cs_of_another_shop", "object": "checkout.session"}, {"id": "ch_1", "object": "charge"}):
        body = json.dumps({"id": "e", "type": "x", "data": {"object": about}}).encode()
        answer = await shop.hook(body, signed(body, shop.demo._keys[0], shop.clock()))
        assert answer.status_code == 200
    assert (await shop.demo.read(session.id)).state == "open"


@pytest.mark.owasp("ASI07", "API10:2023")
async def test_a_forged_or_stale_notice_is_refused_and_never_echoed(shop: Shop) -> None:
    _, session = await shop.page()
    await shop.demo.pay(session.id, "visa")
    body = b'{"secret": "of the body"}'
    old = signed(body, shop.demo._keys[0], shop.clock() - timedelta(minutes=6))
    for signature in ("", "t=1,v1=ab", signed(body, "another secret", shop.clock()), old):
        answer = await shop.hook(body, signature)
        assert answer.status_code == 400
        assert "of the body" not in answer.text
    assert (await shop.client.post("/webhooks/payments", content=b"x" * 300_000)).status_code == 413


async def test_a_killed_shop_hears_of_the_payment_in_its_next_round(shop: Shop) -> None:
    placed, session = await shop.page()
    await shop.demo.pay(session.id, "visa")  # and the process dies before it tells
    assert await Rounds(shop.assistant).once()
    assert await shop.counter.state(placed) == "paid"


async def test_a_shopper_who_asks_sees_that_it_is_paid_before_any_notice(shop: Shop) -> None:
    placed, session = await shop.page()
    await shop.demo.pay(session.id, "visa")
    assert await shop.assistant.checkout.pay_page(placed, shop.clock()) == ""
    assert await shop.counter.state(placed) == "paid"


async def test_one_process_at_a_time_makes_a_round(shop: Shop) -> None:
    other = Once("rounds", "payments", "", "another process")
    await shop.counter.stores.answers.claim(other, shop.clock())
    assert not await Rounds(shop.assistant).once()
    await shop.counter.stores.answers.drop(other)
    assert [await Rounds(shop.assistant).once() for _ in range(2)] == [True, True]


async def test_what_waited_too_long_ends_in_a_round(shop: Shop) -> None:
    before = await shop.counter.stock()
    placed, _ = await shop.page()
    shop.clock.advance(hours=2)
    await Rounds(shop.assistant).once()
    assert (await shop.counter.state(placed), await shop.counter.stock()) == ("expired", before)


@pytest.mark.owasp("API9:2023")
async def test_the_page_is_there_only_where_the_demo_takes_payments(
    settings: Settings, kept: Kept, embeddings: MiniLM
) -> None:
    closed = settings.model_copy(update={"payments": "none"})
    async with (
        build(closed, kept=kept, embeddings=embeddings) as assistant,
        client_of(create_app(assistant, Site("Larkfield"))) as client,
    ):
        assert (await client.get("/pay/pay_1")).status_code == 404
        assert (await client.post("/webhooks/payments", content=b"{}")).status_code == 400


@pytest.mark.owasp("API8:2023")
async def test_stripe_without_its_key_is_a_bad_setting(settings: Settings, kept: Kept, embeddings: MiniLM) -> None:
    stripe = settings.model_copy(update={"payments": "stripe"})
    with pytest.raises(BadSetting, match="ASSISTANT_STRIPE_KEY"):
        async with build(stripe, kept=kept, embeddings=embeddings):
            pass
