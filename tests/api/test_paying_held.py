"""What the payment pages and the provider's notices hold to, whoever asks and however often."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.api import Site, create_app
from assistant.api.site import Rate
from assistant.bootstrap import build
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from assistant.testing.clock import FixedClock
from tests.api.talk import client_of
from tests.shop.checkout.till import RULES, Counter


class Shop:
    def __init__(self, assistant: Assistant, demo: DemoPayments, kept: Kept, now: FixedClock) -> None:
        self.assistant, self.demo, self._now = assistant, demo, now
        self.counter = Counter(kept.stores, assistant.checkout.desk, assistant.checkout.till, demo)

    async def page(self) -> str:
        await self.counter.fill()
        placed = await self.counter.placed(now=self._now())
        return (await self.counter.till.pay_page(placed.id, self._now())).id

    @asynccontextmanager
    async def open(self, site: Site) -> AsyncIterator[httpx2.AsyncClient]:
        async with client_of(create_app(self.assistant, site)) as client:
            yield client


@pytest.fixture
async def shop(
    settings: Settings, kept: Kept, embeddings: MiniLM, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[Shop]:
    own = settings.model_copy(update={"payments": "demo", "public_url": "http://shop.test"})
    await kept.stores.selling.set_selling(RULES)
    demo = DemoPayments(DemoBook(tmp_path / "demo.db"), "http://shop.test", ("a secret of this test",), clock)
    async with build(own, kept=kept, embeddings=embeddings, now=clock, payments=demo) as assistant:
        yield Shop(assistant, demo, kept, clock)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_who_asks_for_pages_too_often_is_told_to_wait(shop: Shop, method: str) -> None:
    session = await shop.page()
    async with shop.open(Site("Larkfield", address_rate=Rate(burst=2, per_minute=1))) as client:
        codes = [(await client.request(method, f"/pay/{session}")).status_code for _ in range(3)]
    assert codes[2] == 429
    assert 429 not in codes[:2]


async def test_who_sends_notices_too_often_is_told_to_wait(shop: Shop) -> None:
    async with shop.open(Site("Larkfield", notice_rate=Rate(burst=2, per_minute=1))) as client:
        codes = [(await client.post("/webhooks/payments", content=b"{}")).status_code for _ in range(3)]
    assert codes == [400, 400, 429]


async def test_one_who_sends_too_many_notices_does_not_silence_another(shop: Shop) -> None:
    app = create_app(shop.assistant, Site("Larkfield", notice_rate=Rate(burst=1, per_minute=1)))
    codes = []
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        transport = httpx2.ASGITransport(app, client=(address, 5000))
        async with httpx2.AsyncClient(transport=transport, base_url="http://shop.test") as client:
            codes.append((await client.post("/webhooks/payments", content=b"{}")).status_code)
    assert codes == [400, 429, 400]


async def test_a_form_that_is_no_text_is_no_payment(shop: Shop) -> None:
    session = await shop.page()
    async with shop.open(Site("Larkfield")) as client:
        for form in (b"token=\xff\xfe&method=visa", b"method=visa", b""):
            answer = await client.post(f"/pay/{session}", content=form)
            assert (answer.status_code, "did not come from this page" in answer.text) == (400, True)
    assert (await shop.demo.read(session)).state == "open"


async def test_a_page_is_titled_by_what_is_to_be_paid_until_it_is(shop: Shop) -> None:
    session = await shop.page()
    async with shop.open(Site("Larkfield", return_url="https://larkfield.example/shop")) as client:
        before = await client.get(f"/pay/{session}")
        sent = {"method": "visa", "token": shop.demo.form_token(session)}
        paid = await client.post(f"/pay/{session}", data=sent)
        after = await client.get(f"/pay/{session}")
    assert "<title>Pay $" in before.text
    assert (paid.status_code, paid.headers["location"]) == (303, f"/pay/{session}")
    assert "<title>Payment" in after.text
