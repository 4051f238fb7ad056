"""The terminal chat over the small test shop."""

from io import StringIO

import pytest
import typer
from rich.console import Console

from assistant.agent.assistant import Assistant
from assistant.cli.chatting import TerminalChat
from assistant.cli.running import guarded
from assistant.errors import AssistantError, BadSetting, IndexMissing, ModelFileMissing, StorageUnavailable


async def chat(assistant: Assistant, *lines: str) -> str:
    conversation, token = await assistant.start()
    out = StringIO()
    console = Console(file=out, width=120, highlight=False, markup=False, emoji=False)
    await TerminalChat(assistant, conversation.id, token, console).run(StringIO("\n".join(lines)))
    return out.getvalue()


async def test_products_come_as_a_table_with_skus(assistant: Assistant) -> None:
    said = await chat(assistant, "Show me hiking boots")
    assert "Ridge Waterproof Hiking Boots" in said
    assert "$149.00" in said
    assert "RID-42" in said


async def test_answers_name_their_source(assistant: Assistant) -> None:
    assert "Source: Returns and exchanges (/pages/policies-returns)" in await chat(
        assistant, "How many days do I have to return something?"
    )


async def test_the_cart_can_be_shown(assistant: Assistant) -> None:
    conversation, token = await assistant.start()
    await assistant.cart(conversation).add("RID-42", 2)
    out = StringIO()
    await TerminalChat(assistant, conversation.id, token, Console(file=out, width=120)).run(StringIO(":cart\n"))
    assert "Ridge Waterproof Hiking Boots" in out.getvalue()
    assert "Subtotal $298.00" in out.getvalue()


async def test_a_person_can_be_fetched(assistant: Assistant) -> None:
    assert "A person will take over (waiting)." in await chat(assistant, ":person")


async def test_an_error_is_said_and_the_chat_goes_on(assistant: Assistant) -> None:
    said = await chat(assistant, "long " * 1000, ":cart")
    assert "too long" in said
    assert "The cart is empty." in said


async def test_reading_ends_at_quit(assistant: Assistant) -> None:
    assert "The cart is empty." not in await chat(assistant, ":quit", ":cart")


async def test_an_unknown_command_shows_the_known_ones(assistant: Assistant) -> None:
    assert ":cart shows the cart" in await chat(assistant, ":what")


@pytest.mark.parametrize(
    ("kind", "code"), [(BadSetting, 2), (ModelFileMissing, 3), (IndexMissing, 4), (StorageUnavailable, 1)]
)
def test_each_way_to_fail_has_its_exit_code_and_sentence(
    capsys: pytest.CaptureFixture[str], kind: type[AssistantError], code: int
) -> None:
    async def fail() -> None:
        raise kind("Please mend this.")

    with pytest.raises(typer.Exit) as ended:
        guarded(fail)
    assert ended.value.exit_code == code
    assert capsys.readouterr().err == "assistant: Please mend this.\n"
