"""Staff can read who waits, in a terminal."""

import io
from pathlib import Path

from rich.console import Console

from assistant.agent.assistant import Assistant
from assistant.cli.waiting import print_waiting, show_waiting
from assistant.settings import Settings
from tests.conftest import ask


async def test_a_waiting_conversation_is_shown_with_all_that_was_said(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await assistant.cart(conversation).add("MUG-WHT", 2)
    await ask(assistant, conversation, "do you have mugs? [bold]really[/bold]")
    await ask(assistant, conversation, "I want to talk to a human")
    told = io.StringIO()
    print_waiting(await assistant.handoffs.waiting(), Console(file=told, width=200))
    shown = told.getvalue()
    assert "1 waiting" in shown
    assert "asked for a person" in shown
    assert "shopper: do you have mugs? [bold]really[/bold]" in shown
    assert "2 × Lark Stoneware Mug white" in shown
    assert "tried: search_products" in shown


async def test_an_empty_queue_says_so(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
    told = io.StringIO()
    own = settings.model_copy(update={"state_dir": tmp_path, "database_url": url})
    await show_waiting(own, Console(file=told))
    assert told.getvalue() == "Nobody is waiting.\n"
