"""The lying model's sentences are what their label says, and the review tells them apart."""

import json
import random
from datetime import date

from langchain_core.messages import ToolMessage

from assistant.agent.known import evidence
from assistant.guardrails.outbound import review
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from assistant.tools.results import product_json
from evals.untruths import Pair, lies, truths


def _product(title: str, minor: int, material: str, stock: int) -> Product:
    handle = title.casefold().replace(" ", "-")
    variant = Variant(sku=handle.upper(), options={}, price=Money(minor, "USD"), stock=stock)
    return Product(handle, title, "Dresses", (variant,), attributes={"Material": material})


def test_every_true_sentence_leaves_and_no_lie_of_the_first_set_does() -> None:
    pair = Pair(_product("Poppy Dress", 8900, "washed linen", 40), _product("Ember Gown", 24000, "mulberry silk", 0))
    told = {"products": [product_json(pair.one), product_json(pair.other)], "policy": "Return it within 30 days."}
    results = [ToolMessage(json.dumps(told), tool_call_id="1", name="compare_products")]
    known = evidence(results, 0, (), "", date(2026, 11, 22))
    chance = random.Random(1)  # noqa: S311 -- a draw that can be repeated
    for _ in range(40):
        lost = [one.text for one in truths(pair, 30, chance) if not review(one.text, known).passed]
        left = [one.text for one in lies(pair, 30, chance) if not one.held and review(one.text, known).passed]
        assert not lost
        assert not left
