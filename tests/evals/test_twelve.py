"""The walk of twelve questions speaks to a real server, and tells what is wrong with a reply."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx2
import pytest
import uvicorn
from typer.testing import CliRunner

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.conversation import CartView, ModelUse, Reply
from assistant.shop.catalogue import card
from assistant.shop.money import Money, price_view
from evals.twelve import QUESTIONS, app, cards_below, in_cart, prove, says, waits_for_person
from evals.walk import Browser, WalkFailed
from tests.goods import PRODUCTS

TENT = card(PRODUCTS[3])


@pytest.fixture
async def address(assistant: Assistant) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(assistant, Site("Larkfield", demo=True)), log_config=None))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110  # the server has a flag, not an event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await task


def reply(text: str = "", **more: object) -> Reply:
    cart, model = CartView(subtotal=price_view(Money(0))), ModelUse(name="m", kind="offline", prompt="p")
    return Reply.model_validate({"turn_id": "t", "text": text, "cart": cart, "model": model, **more})


async def test_a_browser_asks_proves_and_presses_over_http(address: str) -> None:
    def visit() -> tuple[str, str, str]:
        with httpx2.Client(base_url=address, timeout=30) as client:
            browser = Browser.open(client)
            assert browser.ask("Where is my order #1042?").text
            assert browser.cart().count == 0
            assert in_cart(reply(), browser) == "the cart holds 0 items, not one"
            browser.ask("My order is #1042 and my e-mail is ada@example.com")
            shown = browser.ask(browser.newest_code()).text
            return shown, browser.press_person()["status"], waits_for_person(browser.ask("I want a human"), browser)

    shown, status, wrong = await asyncio.to_thread(visit)
    assert "shipped" in shown
    assert (status, wrong) == ("waiting", "")


async def test_the_walk_of_a_shop_that_is_not_the_demo_ends_with_what_is_wrong(address: str) -> None:
    walked = await asyncio.to_thread(CliRunner().invoke, app, ["--url", address])
    assert walked.exit_code in {1, 2}
    assert "Find, with a price limit" in walked.output


def test_a_server_that_is_not_there_is_said_so() -> None:
    walked = CliRunner().invoke(app, ["--url", "http://127.0.0.1:9"])
    assert walked.exit_code == 2
    assert "nothing answers" in walked.output


async def test_a_refused_request_is_a_failed_walk(address: str) -> None:
    def ask() -> None:
        with httpx2.Client(base_url=address) as client:
            Browser(client, "nobody", "nothing").ask("hello")

    with pytest.raises(WalkFailed, match="404"):
        await asyncio.to_thread(ask)


def test_there_are_twelve_and_one_of_them_proves() -> None:
    assert len(QUESTIONS) == 12
    assert [question.about for question in QUESTIONS if question.ask is prove] == ["The order after proof"]


def test_the_checks_fail_when_they_should() -> None:
    with httpx2.Client() as client:
        nobody = Browser(client, "", "")
        below = cards_below(33000, "tent")
        assert below(reply(cards=(TENT,)), nobody) == ""
        assert below(reply(), nobody) == "shows no product"
        assert "Hut" in cards_below(100, "tent")(reply(cards=(TENT,)), nobody)
        assert "Hut" in cards_below(33000, "kettle")(reply(cards=(TENT,)), nobody)
        assert says("shop", not_said="Paris")(reply("Only this shop."), nobody) == ""
        assert "Paris" in says("shop", not_said="Paris")(reply("Paris, says the shop."), nobody)
        assert "shop" in says("shop")(reply("Hm."), nobody)
        assert waits_for_person(reply(), nobody)
