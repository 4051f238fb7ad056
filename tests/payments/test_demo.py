"""The demo provider: a page that ends, and notices that are told until the shop took them."""

import asyncio
import hashlib
import hmac
import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import ForgedNotice, NotFound, PaymentUnavailable, RefundRefused
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.payments.signing import signed
from assistant.shop.money import Money
from tests.payments.conftest import NOW, SECRET, Clock, demo_payments, request


@pytest.fixture
def demo(tmp_path: Path, clock: Clock) -> DemoPayments:
    return demo_payments(tmp_path, clock)


class Listener:
    """A shop's webhook: what it heard, or a shop that is down."""

    def __init__(self, demo: DemoPayments, clock: Clock) -> None:
        self.demo, self.clock, self.down, self.heard = demo, clock, False, list[tuple[str, str | None]]()

    async def __call__(self, body: bytes, signature: str) -> None:
        if self.down:
            raise PaymentUnavailable("Not now.")
        notice = self.demo.heard(body, signature, self.clock())
        self.heard.append((notice.kind, notice.session_id))


async def test_a_page_that_nobody_paid_in_time_has_expired(demo: DemoPayments, clock: Clock) -> None:
    session = await demo.open(request())
    clock.now = NOW + timedelta(minutes=65)
    assert not await demo.pay(session.id, "visa")
    assert (await demo.read(session.id)).state == "expired"
    assert not await demo.pay(session.id, "visa")


async def test_a_page_is_paid_once(demo: DemoPayments) -> None:
    session = await demo.open(request())
    assert [await demo.pay(session.id, method) for method in ("paypal", "visa")] == [True, False]
    assert (await demo.read(session.id)).method == "PayPal"


async def test_pages_cannot_be_guessed(demo: DemoPayments) -> None:
    ids = [(await demo.open(request(f"k{at}"))).id for at in range(3)]
    assert len(set(ids)) == 3
    assert all(len(page_id) >= 32 for page_id in ids)


async def test_what_happened_is_told_once_and_signed(demo: DemoPayments, clock: Clock) -> None:
    paid, closed = [await demo.open(request(key)) for key in ("a", "b")]
    await demo.pay(paid.id, "visa")
    await demo.close(closed.id)
    await demo.close(closed.id)
    listener = Listener(demo, clock)
    assert [await demo.tell(listener) for _ in range(2)] == [2, 0]
    assert listener.heard == [("checkout.session.completed", paid.id), ("checkout.session.expired", closed.id)]


async def test_a_shop_that_is_down_is_told_again_with_growing_pauses_and_by_another_process(
    demo: DemoPayments, tmp_path: Path, clock: Clock
) -> None:
    session = await demo.open(request())
    await demo.pay(session.id, "visa")
    listener = Listener(demo, clock)
    listener.down = True
    told = list[int]()
    for _ in range(4):
        told.append(await demo.tell(listener))
        clock.now += timedelta(seconds=1)
    assert told == [1, 1, 0, 1]
    listener.down, clock.now = False, clock.now + timedelta(minutes=10)
    assert await demo_payments(tmp_path, clock).tell(listener) == 1
    assert listener.heard == [("checkout.session.completed", session.id)]


async def test_many_at_once_on_a_new_file_all_get_their_page(tmp_path: Path, clock: Clock) -> None:
    processes = [demo_payments(tmp_path, clock) for _ in range(4)]
    opened = await asyncio.gather(*(processes[at % 4].open(request(f"k{at}")) for at in range(40)))
    assert len({session.id for session in opened}) == 40


async def test_a_file_that_is_damaged_is_unavailable(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "payments.db").write_bytes(b"no database" * 1000)
    with pytest.raises(PaymentUnavailable, match=r"^The demo payment page cannot be reached just now\.$"):
        await demo_payments(tmp_path, clock).open(request())


async def test_a_page_stands_at_the_shop_s_own_address(demo: DemoPayments) -> None:
    session = await demo.open(request())
    assert session.url == f"https://shop.example/pay/{session.id}"
    with pytest.raises(NotFound, match=r"^There is no such payment page\.$"):
        await demo.page("pay_nobody")


async def test_more_than_was_paid_is_not_given_back_and_it_says_why(demo: DemoPayments) -> None:
    session = await demo.open(request())
    await demo.pay(session.id, "visa")
    with pytest.raises(RefundRefused, match=r"^The refund was refused: too much\.$"):
        await demo.refund(session.id, Money(4836), "r-1")


async def test_a_notice_that_somebody_else_signed_is_not_heard(demo: DemoPayments) -> None:
    body = b'{"id": "evt_1", "type": "x", "data": {"object": {"id": "pay_1", "object": "checkout.session"}}}'
    assert demo.heard(body, signed(body, SECRET, NOW), NOW).kind == "x"
    with pytest.raises(ForgedNotice):
        demo.heard(body, signed(body, "another secret", NOW), NOW)


def test_a_form_s_token_is_its_page_s_own_and_stays_while_the_secret_in_use_stays(tmp_path: Path, clock: Clock) -> None:
    def token(page: str, *secrets: str) -> str:
        return DemoPayments(DemoBook(tmp_path / "p.db"), "https://shop.example", secrets, clock).form_token(page)

    ours = token("pay_1", SECRET, "the one before")
    assert ours == token("pay_1", SECRET, "another before")
    assert len({ours, token("pay_2", SECRET, "the one before"), token("pay_1", "the one before", SECRET)}) == 3


async def test_a_shop_that_is_down_is_left_alone_for_a_moment(demo: DemoPayments, clock: Clock) -> None:
    session = await demo.open(request())
    await demo.pay(session.id, "visa")
    listener = Listener(demo, clock)
    listener.down = True
    assert [await demo.tell(listener) for _ in range(2)] == [1, 0]


async def test_an_event_has_the_form_that_stripe_gives_it(demo: DemoPayments) -> None:
    session = await demo.open(request())
    await demo.pay(session.id, "visa")
    bodies = list[bytes]()

    async def listener(body: bytes, _signature: str) -> None:
        bodies.append(body)

    await demo.tell(listener)
    event = json.loads(bodies[0])
    assert event.pop("id").startswith("evt_")
    assert event == {
        "object": "event",
        "type": "checkout.session.completed",
        "created": int(NOW.timestamp()),
        "data": {"object": {"id": session.id, "object": "checkout.session"}},
    }


async def test_pages_and_payments_are_told_apart_by_their_first_letters(demo: DemoPayments) -> None:
    session = await demo.open(request())
    await demo.pay(session.id, "visa")
    read = await demo.read(session.id)
    assert (session.id[:4], read.reference[:5], read.created_at) == ("pay_", "demo_", NOW)


def test_a_form_s_token_is_signed_with_the_secret_in_use(demo: DemoPayments) -> None:
    assert demo.form_token("pay_1") == hmac.new(SECRET.encode(), b"form pay_1", hashlib.sha256).hexdigest()


async def test_a_refund_that_cannot_be_says_why(demo: DemoPayments) -> None:
    session = await demo.open(request())
    with pytest.raises(RefundRefused, match=r"^The refund was refused: not paid\.$"):
        await demo.refund(session.id, Money(1), "r-1")
    await demo.pay(session.id, "visa")
    await demo.refund(session.id, Money(1), "r-1")
    with pytest.raises(RefundRefused, match=r"^The refund was refused: other amount\.$"):
        await demo.refund(session.id, Money(2), "r-1")
    assert (await demo.read(session.id)).refunded == Money(1)


async def test_refunds_of_several_processes_at_once_give_no_more_than_was_paid(tmp_path: Path, clock: Clock) -> None:
    processes = [demo_payments(tmp_path, clock) for _ in range(4)]
    session = await processes[0].open(request())
    await processes[0].pay(session.id, "visa")
    asked = (processes[at % 4].refund(session.id, Money(1000), f"r-{at}") for at in range(24))
    refused = [one for one in await asyncio.gather(*asked, return_exceptions=True) if one is not None]
    assert (len(refused), {type(one) for one in refused}) == (20, {RefundRefused})
    assert (await processes[1].read(session.id)).refunded == Money(4000)


async def test_the_file_is_made_with_its_folders_and_lets_others_read_while_one_writes(
    tmp_path: Path, clock: Clock
) -> None:
    await demo_payments(tmp_path / "a" / "b", clock).open(request())
    book = sqlite3.connect(tmp_path / "a" / "b" / "payments.db")
    assert book.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    book.close()
