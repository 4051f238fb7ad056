"""Recorded conversations on the benchmark's shop: who said what, and the end state that their tool results show."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from evals.tau_retail import TauShop, their_customer, their_order

_LINE = re.compile(r"(?:^|\n)(user|assistant|tool): ", re.MULTILINE)
_STOP = re.compile(r"#+\s*STOP\s*#+")
ORDER_FACETS = (
    ("status", "cancel_reason"),
    ("address",),
    ("items",),
    ("payment_history",),
    ("return_items", "return_payment_method_id"),
    ("exchange_items", "exchange_new_items", "exchange_payment_method_id", "exchange_price_difference"),
)
"""Parts of an order that one change moves as a whole."""


class Recording(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    dialogue: str

    @property
    def turns(self) -> list[tuple[str, str]]:
        """(who, what) in order; an assistant's call is no turn."""
        parts = _LINE.split(self.dialogue)
        pairs = [(who, _STOP.sub("", text).strip()) for who, text in zip(parts[1::2], parts[2::2], strict=True)]
        return [(who, text) for who, text in pairs if text and not (who == "assistant" and text == "None")]

    @property
    def customer(self) -> str | None:
        """The account that the recorded assistant found."""
        found = (_read(text) for who, text in self.turns if who == "tool")
        return next((record["user_id"] for record in found if "user_id" in record), None)


@dataclass(frozen=True)
class End:
    """The records that the recording changed, by id, as `order_record` and `customer_record` write them."""

    orders: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    addresses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """`known` tells whether the recorded assistant knew by then who asked."""

    text: str
    known: bool


def customer_lines(recording: Recording, shop: TauShop) -> list[Line]:
    known, lines = False, list[Line]()
    for who, text in recording.turns:
        known = known or (who == "tool" and (text in shop.database["users"] or _read(text).get("user_id") is not None))
        if who == "user":
            lines.append(Line(text, known))
    return lines


def owner(recording: Recording, shop: TauShop) -> str | None:
    """The id of the account that the recording is about."""
    users = shop.database["users"]
    named = next((text for who, text in recording.turns if who == "tool" and text in users), None)
    return named or recording.customer


def expected_end(recording: Recording, shop: TauShop) -> End:
    orders, addresses = dict[str, Mapping[str, Any]](), dict[str, Mapping[str, Any]]()
    customer = owner(recording, shop)
    for who, text in recording.turns:
        record = _read(text) if who == "tool" else {}
        if "order_id" in record and "items" in record:
            orders[record["order_id"]] = their_order(record)
        elif "payment_methods" in record and customer:
            addresses[customer] = _address(record["address"])
    database = shop.database
    return End(
        {key: one for key, one in orders.items() if one != their_order(database["orders"][key])},
        {key: one for key, one in addresses.items() if one != their_customer(database["users"][key])["address"]},
    )


def _address(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The recordings' tools name the state of an account in two ways."""
    return {("state" if name == "province" else name): value for name, value in parts.items()}


def _read(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def strays(after: Mapping[str, Any], before: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """The facets of an order that are neither as they were nor as the recording leaves them."""
    return [
        "/".join(facet)
        for facet in ORDER_FACETS
        if _of(after, facet) != _of(before, facet) and not _leads_to(_of(after, facet), _of(expected, facet))
    ]


def _of(record: Mapping[str, Any], facet: Sequence[str]) -> list[Any]:
    return [record.get(name) for name in facet]


def _leads_to(value: list[Any], expected: list[Any]) -> bool:
    """Payments of one of several changes are the beginning of all of them."""
    if isinstance(value[0], list) and isinstance(expected[0], list) and value[0] and isinstance(value[0][0], list):
        return all(value[0].count(entry) <= expected[0].count(entry) for entry in value[0])
    return value == expected
