"""A refund by staff in a terminal: what it would do, a yes, and what became of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from rich.console import Console
from rich.text import Text

from assistant.bootstrap import open_till, refunds_of
from assistant.settings import Settings
from assistant.shop.checkout.refunding import PaidBack, Wanted
from assistant.shop.checkout.store import Checkouts

SENT = "Sent. Banks take up to 10 days to show it."
WAITS = "It is written down, and is sent as soon as the payment provider can be reached."
REFUSED = "The payment provider refuses it. Please pay it back by hand; `assistant reconcile` tells of it until then."


async def refund(settings: Settings, wanted: Wanted, key: str, console: Console, agree: Callable[[], bool]) -> bool:
    """False when it was not agreed to, or the provider refused it. Raises what `RefundDesk.give` raises."""
    now, key = datetime.now(UTC), key or uuid4().hex
    async with open_till(settings) as (stores, till):
        desk = refunds_of(stores, settings)
        _print(console, f"{_told(await desk.preview(wanted, now))} The shopper is told: because {wanted.reason}.")
        if not agree():
            return False
        _print(console, f"If this breaks off, run it again with --key {key}: nothing is paid back twice then.")
        told, _ = await desk.give(wanted, key, now)
        await till.pay_back(now)
        words = await _became(stores.checkouts, told)
    _print(console, words)
    return words != REFUSED


def _told(plan: PaidBack) -> str:
    return f"{plan.amount} of order {plan.number} goes back to {plan.method}; {plan.left} can still go back after that."


async def _became(checkouts: Checkouts, told: PaidBack) -> str:
    checkout = await checkouts.of_number(told.number)
    known = await checkouts.refunds_of([checkout.session_id or ""]) if checkout else ()
    state = next((one.state for one in known if one.id == told.id), "due")
    return {"due": WAITS, "done": SENT, "failed": REFUSED}[state]


def _print(console: Console, words: str) -> None:
    console.print(Text(words))
