"""Prices and stock pushed over HTTP: who may, what is said, and that the next answer knows."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.shop.money import Money
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of

TOKEN = "a-token-of-the-shop-that-nobody-can-guess"
OWNER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def owner(assistant: Assistant) -> AsyncIterator[httpx2.AsyncClient]:
    site = replace(SITE, push_token=TOKEN.encode())
    async with client_of(create_app(assistant, site)) as client:
        yield client


async def push(client: httpx2.AsyncClient, *offers: dict[str, Any]) -> httpx2.Response:
    return await client.put("/api/offers", json={"offers": offers}, headers=OWNER)


async def sku_and_price(assistant: Assistant) -> tuple[str, str]:
    """A product with one variant, and a query that finds it."""
    product = next(p for p in await assistant.catalogue.all() if len(p.variants) == 1 and p.stock_word == "in stock")
    return product.variants[0].sku, product.title


async def test_a_pushed_price_and_stock_are_in_the_next_answer_and_decide_what_is_found(
    owner: httpx2.AsyncClient, assistant: Assistant
) -> None:
    sku, title = await sku_and_price(assistant)
    talk = await Talk.begin(owner)
    answered = await push(owner, {"sku": sku, "price": "7.77", "stock": 3})
    assert (answered.status_code, answered.json()["counts"]) == (200, {"changed": 1})

    reply = (await talk.say(f"Show me a {title} under $8")).json()
    found = {card["title"]: card for card in reply["cards"]}
    assert found[title]["price"]["text"] == "$7.77"
    assert found[title]["stock"] == "low stock"

    await push(owner, {"sku": sku, "price": "9.99"})
    reply = (await talk.say(f"Show me a {title} under $8")).json()
    assert title not in {card["title"] for card in reply["cards"] if card["price"]["minor"] <= 800}
    assert "$7.77" not in reply["text"]


async def test_each_sku_is_answered_and_one_that_cannot_be_taken_stops_no_other(
    owner: httpx2.AsyncClient, assistant: Assistant
) -> None:
    sku, _ = await sku_and_price(assistant)
    bad: list[dict[str, Any]] = [
        {"sku": "b", "price": "0"},
        {"sku": "c", "price": "1.005"},
        {"sku": "d", "stock": 10**8},
        {"sku": "e"},
    ]
    answer = (await push(owner, {"sku": sku, "price": 12.5}, {"sku": "nobody", "stock": 1}, *bad)).json()

    assert answer["counts"] == {"changed": 1, "unknown": 1, "refused": 4}
    told = {offer["sku"]: offer["message"] for offer in answer["offers"]}
    assert told["nobody"] == "no product has this SKU"
    assert told["b"] == "the price is 0; write the price that a shopper pays"
    assert told["c"] == "the price is not an exact amount of USD such as 49.00"
    assert "cannot be right" in told["d"]
    assert "nothing to change" in told["e"]
    assert (await assistant.catalogue.by_sku(sku))[1].price == Money(1250)


async def test_the_same_push_again_changes_nothing(owner: httpx2.AsyncClient, assistant: Assistant) -> None:
    sku, _ = await sku_and_price(assistant)
    one = {"sku": sku, "price": "5.00", "compare_at": "6.00", "stock": -2}
    await push(owner, one)
    assert (await push(owner, one)).json()["counts"] == {"unchanged": 1}
    _, variant = await assistant.catalogue.by_sku(sku)
    assert (variant.compare_at, variant.stock) == (Money(600), 0)

    await push(owner, {"sku": sku, "compare_at": None})
    assert (await assistant.catalogue.by_sku(sku))[1].compare_at is None


@pytest.mark.owasp("API5:2023")
async def test_only_the_shops_token_may_push(owner: httpx2.AsyncClient) -> None:
    talk = await Talk.begin(owner)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer ünknown"}, talk.headers):
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        answer = await owner.put("/api/offers", json={"offers": []}, headers=encoded)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "wrong_push_token")


async def test_without_the_setting_there_is_nothing_at_this_address(client: httpx2.AsyncClient) -> None:
    assert (await push(client, {"sku": "a", "stock": 1})).status_code == 404


@pytest.mark.owasp("API4:2023")
async def test_a_thousand_at_once_and_no_more(owner: httpx2.AsyncClient) -> None:
    many = [{"sku": f"{n:050}", "price": "1234.50", "stock": 5} for n in range(1000)]
    assert (await push(owner, *many)).json()["counts"] == {"unknown": 1000}
    assert (await push(owner, *many, many[0])).status_code == 422
    assert (await push(owner, *many * 8)).status_code == 413
    assert (await push(owner, {"sku": "a", "colour": "red"})).status_code == 422
