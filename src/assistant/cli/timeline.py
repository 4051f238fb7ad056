"""What happened to a customer's orders, as the owner reads it in a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from assistant.bootstrap import open_kept
from assistant.settings import Settings
from assistant.shop.changes.timeline import Happening, timeline_of


async def show_timeline(settings: Settings, who: str, console: Console) -> None:
    async with open_kept(settings) as kept:
        happened = await timeline_of(who, kept.stores.orders, kept.stores.ledger)
    print_timeline(who, happened, console)


def print_timeline(who: str, happened: Sequence[Happening], console: Console) -> None:
    if not happened:
        console.print(Text(f"Nothing is known of {who}: no order, customer or e-mail address is called so."))
    for one in happened:
        by = f" by {one.actor}" if one.actor else ""
        console.print(Text(f"{one.at:%Y-%m-%d %H:%M} UTC  {one.number or 'account'}  {one.what}{by}"))
        for line in one.words.splitlines():
            console.print(Text(f"    {line}"))
