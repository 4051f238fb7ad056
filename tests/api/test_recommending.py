"""The suggestion travels with the reply, as JSON and as an event, and its button is the cart's own route."""

import json
from typing import Any

import pytest

from assistant.agent.stores import Kept
from assistant.shop.selling.rules import GoesWith, Scope, SellingRules
from tests.api.talk import Talk

WORDS = ("show me mugs", "add the white one to my cart")


@pytest.fixture(autouse=True)
async def selling(kept: Kept) -> None:
    rule = GoesWith(of=Scope(handle="lark-mug"), suggest=Scope(handle="drip-kettle"))
    await kept.stores.selling.set_selling(SellingRules(goes_with=(rule,)))


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_it_is_part_of_the_reply_and_can_be_added(talk: Talk, accept: str) -> None:
    first, second = [await talk.say(text, accept) for text in WORDS]
    assert _reply(first.text)["recommendation"] is None
    found = _reply(second.text)["recommendation"]
    assert (found["reason"], found["evidence"]) == ("Goes with Lark Stoneware Mug.", "goes with")
    [choice] = found["card"]["choices"]
    added = await talk.send("POST", "/cart/lines", {"sku": choice["sku"]})
    assert [line["sku"] for line in added.json()["lines"]] == ["MUG-WHT", "KET-BLK"]


def _reply(text: str) -> dict[str, Any]:
    """The whole answer, or the data of the last event."""
    body = text if text.startswith("{") else text.rsplit("event: reply", 1)[-1].split("data: ", 1)[1].splitlines()[0]
    found: dict[str, Any] = json.loads(body)
    return found
