"""Stripe Checkout Sessions through the official SDK: the card is typed on a page of Stripe's, never here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import stripe
import structlog

from assistant.errors import BadSetting, KeyReused, NotFound, PaymentUnavailable, RefundRefused
from assistant.payments.signing import check, read_notice
from assistant.payments.stripe_amounts import from_stripe, to_stripe
from assistant.shop.checkout.payments import Heard, PaymentRequest, PaymentSession, SessionState
from assistant.shop.checkout.store import OTHER_BODY
from assistant.shop.money import Money

EXPAND = "payment_intent.latest_charge"
LONGEST_WORDS = 400
TIMEOUT = httpx2.Timeout(20, connect=5)
NOT_NOW = "The payment page cannot be reached just now. Please try again in a moment."
NO_SUCH = "There is no such payment page."
WRONG_KEY = "Stripe does not take the key in ASSISTANT_STRIPE_KEY, or the key may not read checkout sessions."


@dataclass(frozen=True)
class Return:
    """Where Stripe's page sends the shopper: after paying, and by its way back."""

    paid: str
    back: str


class Transport(stripe.HTTPClient):
    """The SDK's calls over the project's own HTTP client, so that one library has the timeouts and the sockets."""

    name = "httpx2"

    def __init__(self, client: httpx2.AsyncClient) -> None:
        super().__init__()
        self._client = client

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        try:
            response = await self._client.request(method, url, headers=dict(headers), content=post_data or None)
        except httpx2.HTTPError as error:
            failure = stripe.APIConnectionError(type(error).__name__, should_retry=True)  # type: ignore[no-untyped-call]
            raise failure from error
        return response.content, response.status_code, response.headers

    def sleep_async(self, secs: float) -> Awaitable[None]:
        return asyncio.sleep(secs)


@asynccontextmanager
async def stripe_client(
    key: str, api_base: str | None = None, transport: httpx2.AsyncBaseTransport | None = None
) -> AsyncIterator[stripe.StripeClient]:
    """Sends nothing but the calls: no telemetry, and no bodies into the log."""
    stripe.enable_telemetry = False
    logging.getLogger("stripe").setLevel(logging.WARNING)
    async with httpx2.AsyncClient(timeout=TIMEOUT, transport=transport, trust_env=False) as http:
        yield stripe.StripeClient(
            key,
            http_client=Transport(http),
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=2,
        )


class StripePayments:
    name = "stripe"

    def __init__(self, client: stripe.StripeClient, back: Return, keys: Sequence[str]) -> None:
        """`keys` are the secrets of the webhook endpoint, any of which may sign."""
        self._sessions, self._refunds = client.v1.checkout.sessions, client.v1.refunds
        self._back, self._keys = back, keys

    async def check_key(self) -> None:
        """Raises `BadSetting` for a key that Stripe does not know; says nothing where Stripe cannot be reached."""
        try:
            await self._sessions.list_async({"limit": 1})
        except (stripe.AuthenticationError, stripe.PermissionError):
            raise BadSetting(WRONG_KEY) from None
        except stripe.StripeError as error:
            _note(error)

    async def open(self, request: PaymentRequest) -> PaymentSession:
        wanted: Any = _wanted(request, self._back)
        with _asked():
            return _session(await self._sessions.create_async(wanted, {"idempotency_key": request.key}))

    async def read(self, session_id: str) -> PaymentSession:
        return _session(await self._read(session_id))

    async def close(self, session_id: str) -> PaymentSession:
        """One that is not open any more cannot be closed, and says when it is read why it is not."""
        with _asked(), suppress(stripe.InvalidRequestError):
            await self._sessions.expire_async(session_id)
        return await self.read(session_id)

    async def refund(self, session_id: str, amount: Money, key: str) -> None:
        intent = getattr((await self._read(session_id)).payment_intent, "id", None)
        if intent is None or amount.minor <= 0:
            raise RefundRefused("There is no payment to give back.")
        wanted = _refundable(amount)
        # Stripe forgets keys after some days, and the shop may ask again later than that
        before = await self._made(intent, key)
        if before is not None and before != wanted:
            raise RefundRefused("This refund was made before, with another amount.")
        if before is None:
            await self._refund(intent, wanted, key)

    async def recent(self, since: datetime) -> Sequence[PaymentSession]:
        page: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100, "expand": [f"data.{EXPAND}"]}
        with _asked():
            found = await self._sessions.list_async(page)
            return [_session(one) async for one in found.auto_paging_iter() if _is_ours(one)]

    def heard(self, body: bytes, signature: str, now: datetime) -> Heard:
        check(body, signature, self._keys, now)
        return read_notice(body)

    async def _read(self, session_id: str) -> Any:
        with _asked():
            return await self._sessions.retrieve_async(session_id, {"expand": [EXPAND]})

    async def _made(self, intent: str, key: str) -> int | None:
        """The amount of a refund with this key, unless it failed."""
        with _asked():
            found = await self._refunds.list_async({"payment_intent": intent, "limit": 100})
            made = [one async for one in found.auto_paging_iter() if getattr(one.metadata, "refund", None) == key]
        return next((one.amount for one in made if one.status not in {"failed", "canceled"}), None)

    async def _refund(self, intent: str, amount: int, key: str) -> None:
        wanted: Any = {"payment_intent": intent, "amount": amount, "metadata": {"refund": key}}
        with _asked():
            try:
                made = await self._refunds.create_async(wanted, {"idempotency_key": key})
            except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
                if error.code == "balance_insufficient":
                    raise PaymentUnavailable(NOT_NOW) from error
                raise RefundRefused("Stripe refuses this refund.") from error
        if made.status in {"failed", "canceled"}:
            raise RefundRefused("Stripe could not make this refund.")


def _wanted(request: PaymentRequest, back: Return) -> dict[str, Any]:
    """One line for the whole order: discounts and taxes were counted here, and Stripe knows no negative line."""
    ours = {"checkout": request.checkout_id, "order": request.number}
    words = "; ".join(f"{label}: {amount}" for label, amount in request.lines)
    product = {"name": f"Order {request.number}", "description": words[:LONGEST_WORDS] or request.number}
    price = {"currency": request.total.currency.lower(), "unit_amount": to_stripe(request.total)}
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price | {"product_data": product}}],
        "client_reference_id": request.checkout_id,
        "customer_email": request.email,
        "expires_at": int(request.expires_at.timestamp()),
        "metadata": ours,
        "payment_intent_data": {"description": product["name"], "metadata": ours},
        "adaptive_pricing": {"enabled": False},  # the amount that was agreed to, in the currency that was agreed to
        "success_url": back.paid,
        "cancel_url": back.back,
    }


def _refundable(amount: Money) -> int:
    """What Stripe has no number for it will not have later, either."""
    try:
        return to_stripe(amount)
    except PaymentUnavailable as error:
        raise RefundRefused(error.message) from error


def _session(found: Any) -> PaymentSession:
    charge = getattr(found.payment_intent, "latest_charge", None)
    paid = _state(found) == "paid"
    return PaymentSession(
        id=found.id,
        checkout_id=found.client_reference_id or "",
        url=found.url or "",
        state=_state(found),
        amount=from_stripe(found.amount_total or 0, found.currency),
        refunded=from_stripe(charge.amount_refunded if charge else 0, found.currency),
        created_at=datetime.fromtimestamp(found.created, UTC),
        method=_method(charge.payment_method_details) if paid and charge else "",
        reference=found.payment_intent.id if paid and found.payment_intent else "",
    )


def _state(found: Any) -> SessionState:
    """A bank transfer may end its page days before it is paid or fails; until then somebody could still pay."""
    if found.payment_status == "paid":
        return "paid"
    intent = getattr(found.payment_intent, "status", None)
    failed = found.status == "complete" and intent in {"requires_payment_method", "canceled"}
    return "expired" if found.status == "expired" or failed else "open"


def _method(details: Any) -> str:
    kind = str(getattr(details, "type", None) or "")
    card = getattr(details, "card", None)
    if kind == "card" and card:
        return f"{str(card.brand).replace('_', ' ').title()} ending in {card.last4}"
    return {"paypal": "PayPal", "us_bank_account": "a bank account"}.get(kind, kind.replace("_", " ").title())


def _is_ours(found: Any) -> bool:
    return found.client_reference_id is not None and getattr(found.metadata, "checkout", None) is not None


@contextmanager
def _asked() -> Iterator[None]:
    """What Stripe's errors mean to the shop; anything that is not sure is `PaymentUnavailable`, to be asked again."""
    try:
        yield
    except stripe.IdempotencyError as error:
        raise KeyReused(OTHER_BODY) from error
    except stripe.InvalidRequestError as error:
        if error.http_status == 404:
            raise NotFound(NO_SUCH) from error
        _note(error)
        raise PaymentUnavailable(NOT_NOW) from error
    except stripe.StripeError as error:
        _note(error)
        raise PaymentUnavailable(NOT_NOW) from error


def _note(error: stripe.StripeError) -> None:
    """Its kind and its name at Stripe's; the message may quote what was sent."""
    structlog.get_logger("assistant.payments").warning(
        "stripe_failed", kind=type(error).__name__, code=error.code, status=error.http_status, request=error.request_id
    )
