"""The owner reads in a terminal what happened to an order."""

import io
from pathlib import Path

from rich.console import Console

from assistant.cli.timeline import print_timeline, show_timeline
from assistant.settings import Settings
from assistant.shop.changes.timeline import Happening
from tests.conftest import NOON


async def test_each_happening_has_its_moment_its_order_and_who_did_it() -> None:
    told = io.StringIO()
    happened = [
        Happening(NOON, "ordered", "1 × Lamp; $99.00 in all.", "#1"),
        Happening(NOON, "carried out", "Cancel order #1.\n$99.00 goes back to your [Visa].", "#1", "shopper"),
        Happening(NOON, "proposed", "Change the address of your account.", None, "shopper"),
    ]
    print_timeline("#1", happened, Console(file=told, width=200))

    when = f"{NOON:%Y-%m-%d %H:%M} UTC"
    assert told.getvalue().splitlines() == [
        f"{when}  #1  ordered",
        "    1 × Lamp; $99.00 in all.",
        f"{when}  #1  carried out by shopper",
        "    Cancel order #1.",
        "    $99.00 goes back to your [Visa].",
        f"{when}  account  proposed by shopper",
        "    Change the address of your account.",
    ]


async def test_of_nobody_it_says_so(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"state_dir": tmp_path, "database_url": f"sqlite+aiosqlite:///{tmp_path}/shop.db"})
    told = io.StringIO()
    await show_timeline(own, "#404", Console(file=told, width=200))

    assert "Nothing is known of #404" in told.getvalue()
