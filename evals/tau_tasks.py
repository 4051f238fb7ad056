"""The benchmark's tasks, and each of its calls as one of our tools is called."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.shop.customers import Customer, labelled
from evals.datasets import dataset
from evals.loading import load
from evals.tau_retail import Record

Call = tuple[str, dict[str, Any]]
"""A tool's name and its arguments."""


class Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    arguments: dict[str, Any]


class Refused(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    why: str = ""


class Changed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    users: dict[str, Record] = {}
    orders: dict[str, Record] = {}


class Task(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    actions: tuple[Action, ...]
    expected_changes: Changed
    refused: tuple[Refused, ...] = ()

    @property
    def writes(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.name in WRITES)


def tau_tasks(path: Path | None = None) -> list[Task]:
    """Raises `NoData` or `BadCases`."""
    return load(path or dataset("tau_retail", "tasks.dev.jsonl.gz"), Task)


def _address(given: Record) -> dict[str, Any]:
    return {
        "line1": given["address1"],
        "line2": given["address2"],
        "city": given["city"],
        "region": given["state"],
        "postcode": given["zip"],
        "country": given["country"],
    }


def _swaps(given: Record) -> list[dict[str, Any]]:
    pairs = zip(given["item_ids"], given["new_item_ids"], strict=True)
    return [{"sku": old, "new_sku": new} for old, new in pairs]


def _items(given: Record) -> list[dict[str, Any]]:
    return [{"sku": sku} for sku in given["item_ids"]]


_Arguments = Callable[[Record, Callable[[str], str]], dict[str, Any]]

WRITES: Mapping[str, tuple[str, _Arguments]] = {
    "cancel_pending_order": ("cancel_order", lambda given, _: {"reason": given["reason"]}),
    "modify_pending_order_address": ("change_order_address", lambda given, _: _address(given)),
    "modify_pending_order_payment": (
        "change_order_payment", lambda given, named: {"pay_with": named(given["payment_method_id"])}
    ),
    "modify_pending_order_items": (
        "change_order_items",
        lambda given, named: {"swaps": _swaps(given), "pay_with": named(given["payment_method_id"])},
    ),
    "exchange_delivered_order_items": (
        "exchange_items",
        lambda given, named: {"swaps": _swaps(given), "pay_with": named(given["payment_method_id"])},
    ),
    "return_delivered_order_items": (
        "return_items",
        lambda given, named: {"items": _items(given), "refund_to": named(given["payment_method_id"])},
    ),
    "modify_user_address": ("change_default_address", lambda given, _: _address(given)),
}  # fmt: skip
"""Their name -> our tool, and its arguments beside the order's number."""


def our_call(action: Action, customer: Customer) -> Call:
    """A way to pay is named as its owner names it."""
    labels = {method.id: label for label, method in labelled(customer.payment_methods).items()}
    tool, arguments = WRITES[action.name]
    number: Literal["order_id"] = "order_id"
    order = {"order_number": action.arguments[number]} if number in action.arguments else {}
    return tool, order | arguments(action.arguments, lambda method: labels.get(method, method))
