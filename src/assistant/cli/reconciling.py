"""The shop's payments held against the provider's, as the owner reads it in a terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from assistant.bootstrap import open_till
from assistant.settings import Settings
from assistant.shop.checkout.reconciling import Difference, reconcile


async def show_differences(settings: Settings, days: int, console: Console) -> bool:
    """Whether something is left that a person must look at. Raises `PaymentUnavailable`."""
    now = datetime.now(UTC)
    async with open_till(settings) as (stores, till):
        found = await reconcile(stores.checkouts, stores.orders, till, now - timedelta(days=days), now)
        provider = till.payments.name
    print_differences(found, provider, days, console)
    return any(not one.settled for one in found)


def print_differences(found: Sequence[Difference], provider: str, days: int, console: Console) -> None:
    if not found:
        console.print(f"Payments of the last {days} days are the same at {provider} and here.")
        return
    table = Table("Order", "Payment", "What", "Settled")
    for one in found:
        table.add_row(one.number or "-", one.session_id or "-", one.what, "yes" if one.settled else "no")
    console.print(table)
    left = sum(not one.settled for one in found)
    console.print(f"{len(found) - left} settled just now, {left} left to look at.")
