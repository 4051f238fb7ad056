"""The built-in demo provider: a payment page on which no money moves, kept as strictly as a real one."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from assistant.errors import AssistantError, KeyReused, NotFound, RefundRefused
from assistant.payments.demo_book import DemoBook, DemoPage, Notice
from assistant.payments.signing import check, read_notice, signed
from assistant.shop.checkout.payments import Heard, PaymentRequest, PaymentSession
from assistant.shop.checkout.store import OTHER_BODY
from assistant.shop.money import Money

METHODS = MappingProxyType({"visa": "Visa ending in 4242", "paypal": "PayPal"})
LONGEST_PAUSE = timedelta(minutes=5)
Listener = Callable[[bytes, str], Awaitable[object]]


class DemoPayments:
    """`page_at` is the address of the server that shows the page; notices carry the first secret's signature."""

    name = "demo"

    def __init__(self, book: DemoBook, page_at: str, keys: Sequence[str], now: Callable[[], datetime]) -> None:
        self._book, self._page_at, self._keys, self._now = book, page_at.rstrip("/"), keys, now

    async def open(self, request: PaymentRequest) -> PaymentSession:
        page = await self._book.opened(f"pay_{secrets.token_urlsafe(24)}", request, self._now())
        if page.request != request:
            raise KeyReused(OTHER_BODY)
        return (await self._current(page)).session

    async def read(self, session_id: str) -> PaymentSession:
        return (await self.page(session_id)).session

    async def page(self, session_id: str) -> DemoPage:
        """As it is now. Raises `NotFound`."""
        return await self._current(await self._found(session_id))

    async def close(self, session_id: str) -> PaymentSession:
        await self._book.close(session_id, self._now())
        return await self.read(session_id)

    async def refund(self, session_id: str, amount: Money, key: str) -> None:
        outcome = await self._book.refund(session_id, amount, key)
        if outcome not in {"done", "already"}:
            raise RefundRefused(f"The refund was refused: {outcome}.")

    async def recent(self, since: datetime) -> Sequence[PaymentSession]:
        return [self._placed(page).session for page in await self._book.since(since)]

    def heard(self, body: bytes, signature: str, now: datetime) -> Heard:
        check(body, signature, self._keys, now)
        return read_notice(body)

    async def pay(self, session_id: str, method: str) -> bool:
        """As the shopper does it on the page; False when it is not open any more. `method` is one of `METHODS`."""
        reference = f"demo_{secrets.token_hex(8)}"
        return await self._book.pay(session_id, METHODS[method], reference, self._now())

    def form_token(self, session_id: str) -> str:
        """What the page's own form sends along, and nobody else knows."""
        return hmac.new(self._keys[0].encode(), f"form {session_id}".encode(), hashlib.sha256).hexdigest()

    async def tell(self, listener: Listener) -> int:
        """Hand what happened to the shop's own listener, with a signature; what it does not take is told again."""
        due = await self._book.notices(self._now())
        for notice in due:
            body = _body(notice, self._now())
            try:
                await listener(body, signed(body, self._keys[0], self._now()))
            except AssistantError:
                pause = min(timedelta(seconds=2**notice.attempts), LONGEST_PAUSE)
                await self._book.tell_again(notice.id, self._now() + pause)
            else:
                await self._book.told(notice.id)
        return len(due)

    async def _found(self, session_id: str) -> DemoPage:
        page = await self._book.get(session_id)
        if page is None:
            raise NotFound("There is no such payment page.")
        return page

    async def _current(self, page: DemoPage) -> DemoPage:
        if page.session.state == "open" and self._now() >= page.request.expires_at:
            await self._book.close(page.session.id, self._now())
            page = await self._found(page.session.id)
        return self._placed(page)

    def _placed(self, page: DemoPage) -> DemoPage:
        return replace(page, session=replace(page.session, url=f"{self._page_at}/pay/{page.session.id}"))


def _body(notice: Notice, now: datetime) -> bytes:
    about = {"id": notice.session_id, "object": "checkout.session"}
    event = {"id": notice.id, "object": "event", "type": notice.kind, "created": int(now.timestamp())}
    return json.dumps(event | {"data": {"object": about}}).encode()
