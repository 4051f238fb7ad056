"""The queue as staff read it in a terminal: who waits, why, and all that was said and tried."""

from collections.abc import Sequence

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from assistant.bootstrap import open_kept
from assistant.escalation.queue import Handoff
from assistant.settings import Settings


async def show_waiting(settings: Settings, console: Console) -> None:
    async with open_kept(settings) as kept:
        handoffs = await kept.stores.handoffs.waiting()
    print_waiting(handoffs, console)


def print_waiting(handoffs: Sequence[Handoff], console: Console) -> None:
    console.print(f"{len(handoffs)} waiting, the longest first." if handoffs else "Nobody is waiting.")
    for handoff in handoffs:
        console.print(_panel(handoff))


def _panel(handoff: Handoff) -> Panel:
    lines = [Text(f"{who}: {text}") for who, text in handoff.transcript]
    cart = [Text(f"cart: {ln.quantity} × {ln.title} {ln.options}".rstrip()) for ln in handoff.cart.lines]
    tried = [Text("tried: " + ", ".join(handoff.tried))] if handoff.tried else []
    title = f"{handoff.reason} · since {handoff.opened_at:%Y-%m-%d %H:%M} UTC · {handoff.conversation_id[:8]}"
    return Panel(Group(*lines, *cart, *tried), title=title, title_align="left")
