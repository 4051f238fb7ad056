"""A discount is used as often as its rule says, in all and by each customer, and not at all once it is no rule."""

import pytest

from assistant.shop.checkout.store import limits_reached
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.rules import SellingRules

RULES = SellingRules.model_validate(
    {
        "discounts": [
            {"name": "A", "percent": "5", "uses": 1},
            {"name": "B", "percent": "5", "per_customer": 1},
            {"name": "C", "percent": "5", "first_order": True},
            {"name": "D", "percent": "5", "first_order": True},
        ]
    }
)


@pytest.mark.parametrize(
    ("keys", "used", "reached"),
    [
        ((), Used({"A": 1}, {"B": 1}), False),
        (("A", "B"), Used(), False),
        (("A",), Used({"A": 1}), True),
        (("A",), Used({"B": 9}, {"A": 9}), False),
        (("B",), Used({}, {"B": 1}), True),
        (("B",), Used({"B": 9}, {"A": 9}), False),
        (("A", "GONE"), Used(), True),
        (("C",), Used(ordered=False), False),
        (("C",), Used(ordered=True), True),
        (("C",), Used(), True),
        (("C",), Used({}, {"D": 1}, ordered=False), True),
        (("A",), Used(ordered=True), False),
    ],
)
def test_a_discount_ends_with_its_last_use(keys: tuple[str, ...], used: Used, reached: bool) -> None:
    assert limits_reached(keys, RULES, used) is reached
