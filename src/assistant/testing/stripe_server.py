"""A local server that keeps Stripe's documented rules: checkout sessions, idempotency, refunds, lists, signed events.

No card and no network; `pay` is what a shopper does on the page. It stands where Stripe stands, over HTTP.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.testing.stripe_rules import Refused, known, nested, refund_fault, session_fault, told, whole


@dataclass
class StripeServer:
    """`fail` are statuses of the next answers, each after the work was done: an answer that was lost on its way.

    `broke`: the account has nothing to give back from. `refunds_end` is what becomes of a refund, `asked` what each
    session was made of.
    """

    key: str
    now: Callable[[], datetime]
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    fail: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    _answers: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    _running: set[str] = field(default_factory=set)
    delay: float = 0
    broke: bool = False
    refunds_end: str = "succeeded"
    asked: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def app(self) -> Starlette:
        def route(path: str, method: str, act: Callable[[Request, Mapping[str, Any]], dict[str, Any]]) -> Route:
            async def answer(request: Request) -> Response:
                return await self._answered(request, act)

            return Route(path, answer, methods=[method])

        one = "/v1/checkout/sessions/{id}"
        return Starlette(
            routes=[
                route("/v1/checkout/sessions", "POST", lambda _, sent: self._create(sent)),
                route("/v1/checkout/sessions", "GET", lambda _, sent: self._list(self.sessions, sent)),
                route(one, "GET", lambda request, _: self._get(request)),
                route(f"{one}/expire", "POST", lambda request, _: self._expire(request)),
                route("/v1/refunds", "POST", lambda _, sent: self._refund(sent)),
                route("/v1/refunds", "GET", lambda _, sent: self._list(self.refunds, sent)),
            ]
        )

    def pay(self, session_id: str, details: Mapping[str, Any] | None = None) -> bool:
        """On the page. False when it is not open any more."""
        session = self.sessions[session_id]
        self._end_in_time(session)
        if session["status"] != "open":
            return False
        card = {"type": "card", "card": {"brand": "visa", "last4": "4242"}}
        charge = {"id": f"ch_{session_id}", "object": "charge", "amount": session["amount_total"]}
        charge |= {"amount_refunded": 0, "payment_method_details": dict(details or card)}
        intent = {"id": f"pi_{session_id}", "object": "payment_intent", "status": "succeeded", "latest_charge": charge}
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent, "url": None}
        self._event("checkout.session.completed", session)
        return True

    def pay_later(self, session_id: str, status: str = "processing") -> None:
        """By a bank transfer that is on its way (`processing`), or came to nothing (`requires_payment_method`)."""
        intent = {"id": f"pi_{session_id}", "object": "payment_intent", "status": status, "latest_charge": None}
        self.sessions[session_id] |= {"status": "complete", "payment_intent": intent, "url": None}

    async def _answered(
        self, request: Request, act: Callable[[Request, Mapping[str, Any]], dict[str, Any]]
    ) -> Response:
        self.calls.append(f"{request.method} {request.url.path}")
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return _error(401, {"type": "invalid_request_error", "message": "Invalid API Key provided"})
        if "stripe-version" not in request.headers:
            return _error(400, {"type": "invalid_request_error", "message": "No API version"})
        sent = (await request.body()).decode() if request.method == "POST" else request.url.query
        key = request.headers.get("idempotency-key") if request.method == "POST" else None

        def answer() -> dict[str, Any]:
            asked = nested(known(parse_qsl(sent), posted=request.method == "POST"))
            return told(act(request, asked), list(asked.get("expand", {}).values()))

        status, body = await self._once(key, f"{request.url.path}?{sent}", answer)
        if self.fail:
            return _error(self.fail.pop(0), {"type": "api_error", "message": "Something went wrong"})
        return JSONResponse(body, status, headers={"Request-Id": f"req_{len(self.calls)}"})

    async def _once(self, key: str | None, asked: str, act: Callable[[], dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        """The first answer again for a key; what failed before it began is not remembered."""
        if key is not None and key in self._running:
            return 409, _fault("idempotency_error", "Another request with this key is under way", "lock")
        if key is not None and key in self._answers:
            first, status, body = self._answers[key]
            if first != asked:
                return 400, _fault("idempotency_error", "Keys for idempotent requests can only be used once")
            return status, body
        self._running |= {key} if key else set()
        try:
            await asyncio.sleep(self.delay)
            body = act()
        except Refused as refused:
            return refused.status, _fault("invalid_request_error", str(refused), refused.code)
        finally:
            self._running -= {key} if key else set()
        if key is not None:
            self._answers[key] = (asked, 200, body)
        return 200, body

    def _create(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        at = int(self.now().timestamp())
        amount, currency = session_fault(sent, at)
        session_id = f"cs_test_{len(self.sessions) + 1}"
        self.asked[session_id] = sent
        self.sessions[session_id] = {
            "id": session_id,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": amount,
            "currency": currency,
            "created": at,
            "expires_at": int(sent.get("expires_at") or at + 86_400),
            "client_reference_id": sent.get("client_reference_id"),
            "metadata": sent.get("metadata") or {},
            "payment_intent": None,
            "url": f"https://checkout.stripe.example/c/pay/{session_id}",
        }
        return self.sessions[session_id]

    def _get(self, request: Request) -> dict[str, Any]:
        session = self.sessions.get(request.path_params["id"])
        if session is None:
            raise Refused("No such checkout session", "resource_missing", 404)
        self._end_in_time(session)
        return session

    def _expire(self, request: Request) -> dict[str, Any]:
        session = self._get(request)
        if session["status"] != "open":
            raise Refused("Only Checkout Sessions with a status in [open] can be expired")
        self._expired(session)
        return session

    def _end_in_time(self, session: dict[str, Any]) -> None:
        if session["status"] == "open" and self.now().timestamp() >= session["expires_at"]:
            self._expired(session)

    def _expired(self, session: dict[str, Any]) -> None:
        session |= {"status": "expired", "url": None}
        self._event("checkout.session.expired", session)

    def _refund(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        intents = {
            s["payment_intent"]["id"]: s["payment_intent"] for s in self.sessions.values() if s["payment_intent"]
        }
        intent = intents.get(sent.get("payment_intent", ""))
        charge: dict[str, Any] = (intent or {}).get("latest_charge") or {}
        amount = refund_fault(sent, charge)
        if self.broke:
            raise Refused("Insufficient funds in your Stripe balance to refund this amount.", "balance_insufficient")
        charge["amount_refunded"] += amount
        refund_id = f"re_{len(self.refunds) + 1}"
        refund = {"id": refund_id, "object": "refund", "amount": amount, "status": self.refunds_end}
        about = {"payment_intent": sent["payment_intent"], "metadata": sent.get("metadata") or {}}
        self.refunds[refund_id] = refund | about | {"created": int(self.now().timestamp())}
        self._event("charge.refunded", charge)
        return self.refunds[refund_id]

    def _list(self, kept: Mapping[str, dict[str, Any]], sent: Mapping[str, Any]) -> dict[str, Any]:
        """Newest first, a page at a time."""
        limit = whole(sent.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Refused("Invalid limit", "parameter_invalid_integer")
        since, intent = int(sent.get("created", {}).get("gte", 0)), sent.get("payment_intent")
        found = [one for one in reversed(list(kept.values())) if one["created"] >= since]
        found = [one for one in found if intent in {None, told(one)["payment_intent"]}]
        ids = [one["id"] for one in found]
        start = ids.index(sent["starting_after"]) + 1 if "starting_after" in sent else 0
        page = found[start : start + limit]
        more = start + limit < len(found)
        return {"object": "list", "data": page, "has_more": more, "url": "/v1/" + _path(kept is self.sessions)}

    def _event(self, kind: str, about: Mapping[str, Any]) -> None:
        self.events.append(
            {
                "id": f"evt_{len(self.events) + 1}",
                "object": "event",
                "type": kind,
                "created": int(self.now().timestamp()),
                "data": {"object": told(about)},
            }
        )


def _path(sessions: bool) -> str:
    return "checkout/sessions" if sessions else "refunds"


def _fault(kind: str, message: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message} | ({"code": code} if code else {})}


def _error(status: int, error: Mapping[str, Any]) -> Response:
    return JSONResponse({"error": dict(error)}, status)
