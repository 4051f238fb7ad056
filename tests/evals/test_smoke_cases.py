"""The frozen cases themselves: each can fail, and each speaks of what the demo really holds."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.conversation import CartView
from assistant.shop.money import Money, price_view
from evals.cases import Case
from evals.datasets import ROOT
from evals.expect import Seen, misses
from evals.suites.smoke import load_all

CASES = load_all(None)
NOTHING = Seen(cart=CartView(subtotal=price_view(Money(0))), text="Mm.", outcome="answered")


def test_there_are_at_least_sixty() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_an_assistant_that_does_nothing_fails_the_case(case: Case) -> None:
    earlier = dict.fromkeys(range(1, len(case.steps) + 1), NOTHING)
    seen = replace(NOTHING, earlier=earlier)
    assert any(misses(step.expect, seen) for step in case.steps if step.expect)


def _demo() -> tuple[set[str], set[str]]:
    with (ROOT / "demo" / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["Handle"] for row in rows}, {row["Variant SKU"] for row in rows if row["Variant SKU"]}


def _named(case: Case) -> Iterator[tuple[set[str], set[str]]]:
    """Handles and SKUs that the case speaks of."""
    for step in case.steps:
        yield set(), set(step.set_stock or {}) | set(step.set_price or {})
        if step.expect and step.expect.cards:
            rule = step.expect.cards
            yield {*rule.include, *rule.any_of, *rule.exclude}, set()
        if step.expect and step.expect.cart and step.expect.cart.lines:
            yield set(), set(step.expect.cart.lines)


def test_every_product_that_a_case_names_is_in_the_demo() -> None:
    handles, skus = _demo()
    for case in CASES:
        for named, lines in _named(case):
            assert named <= handles, case.id
            assert lines <= skus, case.id


def test_every_proved_address_and_parcel_is_in_the_demo() -> None:
    orders = json.loads((ROOT / "demo" / "orders.json").read_text("utf-8"))
    text, customers = json.dumps(orders), {order["customer_id"] for order in orders["orders"]}
    for case in CASES:
        for step in case.steps:
            told = step.expect.says if step.expect else ()
            assert all(number in text for words in told for number in re.findall(r"(?:NW|AL|BP)\d+", words)), case.id
            if step.expect and step.expect.proof not in {None, "none"}:
                assert step.expect.proof in customers or f'"{step.expect.proof}"' in text, case.id
