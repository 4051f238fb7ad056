"""Replies about orders and about the proof that has to come first."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline_model.wording.lists import listed, sentence
from assistant.offline_model.wording.offers import ORDER_NUMBER, WHO_ASKS

PRIVATE = "To keep orders private, I first check who asks."
_NEEDED = {
    "code": (
        "Please type the six-digit code here that was sent by e-mail. "
        "If none came, check what you told me and tell me again."
    ),
    "name": f"{PRIVATE} What are the first and last name on the account?",
    "postcode": f"{PRIVATE} What is the postcode of the account's address?",
    "order_number": ORDER_NUMBER,
}
NO_ORDERS = "I see no orders for you here."


def order(record: Mapping[str, Any]) -> str:
    """Status first, then the way of the parcel, then what is in it."""
    head = f"Order {record.get('number')} is {_status(record)}."
    parts = [head, *(_parcel(f) for f in record.get("fulfilments") or ())]
    if record.get("refunded"):
        parts.append(f"Refunded: {record['refunded']}.")
    if record.get("note"):
        parts.append(sentence(str(record["note"])))
    items = [f"{ln.get('quantity')} × {ln.get('title')}" for ln in record.get("lines") or ()]
    parts.append(f"It was placed on {record.get('placed')}: {listed(items)}, {record.get('total')} in all.")
    return " ".join(p for p in parts if p)


def orders(records: Sequence[Mapping[str, Any]]) -> str:
    if not records:
        return NO_ORDERS
    if len(records) == 1:
        return order(records[0])
    told = [f"- {r.get('number')}, {r.get('placed')}: {_status(r)}, {r.get('total')}" for r in records]
    return "\n".join(["Your latest orders:", *told, "Name a number and I will tell you more about it."])


def proof(need: Mapping[str, Any]) -> str:
    """What the shopper has to give next. The same words for a right and a wrong order number, address or name."""
    asked = _NEEDED.get(str(need.get("need")))
    if asked is not None:
        return asked
    which = f"Which e-mail address was used for order {need['order_number']}?" if need.get("order_number") else WHO_ASKS
    return f"{PRIVATE} {which} Or tell me your first and last name with your postcode."


def _status(record: Mapping[str, Any]) -> str:
    return str(record.get("status") or "in our books, with no status given").replace("_", " ")


def _parcel(fulfilment: Mapping[str, Any]) -> str:
    carrier, tracking = fulfilment.get("carrier"), fulfilment.get("tracking")
    where = f"The parcel travels with {carrier}" if carrier else "The parcel is on record"
    text = f"{where}, tracking number {tracking}." if tracking else f"{where}."
    if fulfilment.get("delivered"):
        return f"{text} It was delivered on {fulfilment['delivered']}."
    return f"{text} It is expected on {fulfilment['expected']}." if fulfilment.get("expected") else text
