"""The demo's payment page: plain HTML, no script, no card. Served only where the demo takes the payments."""

import hmac
from html import escape
from typing import cast
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.api.page import page
from assistant.api.parts import Parts, PartsHere, limited_address
from assistant.errors import NotFound
from assistant.payments.demo import METHODS, DemoPayments
from assistant.payments.demo_book import DemoPage

router = APIRouter(prefix="/pay", include_in_schema=False)

DECLINES = "declines"
NOTHING_MOVES = "Demo payment page: no money moves, and no card is asked for."
DECLINED = "The payment was declined and nothing was charged. Please try another way to pay."
EXPIRED = "This page has ended and nothing was charged. Ask for a new one in the chat."
GONE = "There is no such payment page."
STALE = "That did not come from this page. Please try again."


@router.get("/{session_id}")
async def show(session_id: str, request: Request, here: PartsHere) -> HTMLResponse:
    await limited_address(request, here)
    try:
        found = await _demo(here).page(session_id)
    except NotFound:
        return _html("Payment", f"<p>{GONE}</p>{_back(here)}", 404)
    return _shown(found, here, DECLINED if "declined" in request.query_params else "")


@router.post("/{session_id}")
async def pay(session_id: str, request: Request, here: PartsHere) -> Response:
    await limited_address(request, here)
    demo = _demo(here)
    try:
        found = await demo.page(session_id)
    except NotFound:
        return _html("Payment", f"<p>{GONE}</p>{_back(here)}", 404)
    sent = {name: values[0] for name, values in parse_qs((await request.body()).decode("ascii", "replace")).items()}
    right = demo.form_token(session_id).encode()
    if not hmac.compare_digest(sent.get("token", "").encode(), right):
        return _shown(found, here, STALE, 400)
    if sent.get("method") not in METHODS:
        return RedirectResponse(f"/pay/{session_id}?declined", 303)  # so that going back sends no form again
    await demo.pay(session_id, sent["method"])
    await demo.tell(here.assistant.checkout.till.listener(here.assistant.now))
    # a form may only lead to this server; another site is reached by the link on the page
    away = not here.site.return_url.startswith("/")
    return RedirectResponse(f"/pay/{session_id}" if away else _paid_address(here), 303)


def _shown(found: DemoPage, here: Parts, alert: str = "", status: int = 200) -> HTMLResponse:
    request, state = found.request, found.session.state
    rows = "".join(f"<tr><td>{escape(label)}</td><td>{amount}</td></tr>" for label, amount in request.lines)
    total = f"<tr><th scope=row>Total</th><td><strong>{request.total}</strong></td></tr>"
    told = f'<p role="alert" class="alert">{alert}</p>' if alert and state == "open" else ""
    head = f'<p class="notice">{NOTHING_MOVES}</p><p>{escape(here.site.shop_name)}, order {escape(request.number)}</p>'
    bill = f"<table class=bill><tbody>{rows}{total}</tbody></table>"
    if state == "paid":
        end = f"<p role=status>Paid with {escape(found.session.method)}. Thank you!</p>{_back(here, paid=True)}"
    elif state == "expired":
        end = f"<p role=status>{EXPIRED}</p>{_back(here)}"
    else:
        end = _form(found, _demo(here).form_token(found.session.id)) + _back(here, "Cancel and go back")
    return _html(f"Pay {request.total}" if state == "open" else "Payment", head + told + bill + end, status)


def _form(found: DemoPage, token: str) -> str:
    ways = {**METHODS, DECLINES: "Visa ending in 0002 (declines)"}
    options = "".join(_option(key, label, at == 0) for at, (key, label) in enumerate(ways.items()))
    return (
        f'<form method="post"><input type="hidden" name="token" value="{token}">'
        f"<fieldset><legend>Pay with</legend>{options}</fieldset>"
        f"<p><button>Pay {found.request.total}</button></p></form>"
    )


def _option(key: str, label: str, checked: bool) -> str:
    mark = " checked" if checked else ""
    return f'<label><input type="radio" name="method" value="{key}"{mark}> {escape(label)}</label>'


def _back(here: Parts, words: str = "Back to the shop", *, paid: bool = False) -> str:
    address = _paid_address(here) if paid else here.site.return_url
    return f'<p><a class="back" href="{escape(address)}">{words}</a></p>'


def _paid_address(here: Parts) -> str:
    """A hint for the page only; whether it is paid, it asks the shop."""
    address = here.site.return_url
    return f"{address}{'&' if '?' in address else '?'}paid=1"


def _demo(here: Parts) -> DemoPayments:
    return cast("DemoPayments", here.assistant.checkout.till.payments)


def _html(title: str, main: str, status: int = 200) -> HTMLResponse:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(page(title, main), status, headers=headers)
