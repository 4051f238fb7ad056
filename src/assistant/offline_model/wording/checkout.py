"""Replies on the way to the payment page. Figures, reasons and methods are those of the tools' results."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline_model.wording.lists import listed, sentence

Data = Mapping[str, Any]
_ASKS = "Please tell me "
EMPTY = "Your cart is empty."
READY = "Say “place the order” when you are ready."
NOT_ORDERED = "All right, nothing was ordered. Your cart stays as it is."
NOTHING_WAITS = "No order of this chat waits for its payment."
WHERE_FIRST = "What shipping costs depends on where it goes."


def asked(missing: Sequence[str]) -> str:
    """One question for all that is missing: the shop's own sentences, those of a kind joined."""
    told = [text.removeprefix(_ASKS).rstrip(".") for text in missing if text.startswith(_ASKS)]
    others = [text for text in missing if not text.startswith(_ASKS)]
    return " ".join([f"{_ASKS}{listed(told)}."] * bool(told) + others)


def so_far(bill: Data) -> str:
    """The total, and what is not in it yet."""
    if bill.get("shipping_method"):
        return f"In all that is {bill.get('total')}."
    return f"So far that is {bill.get('total')}, before shipping and taxes."


def lines(bill: Data) -> str:
    parts = [f"- {_label(part)}: {part.get('amount')}" for part in bill.get("parts") or ()]
    total = "Total" if bill.get("shipping_method") else "Total so far, before shipping and taxes"
    return "\n".join([*parts, f"{total}: {bill.get('total')}"])


def methods(bill: Data) -> str:
    ways = [f"- {_way(one)}" for one in bill.get("shipping_methods") or ()]
    return "\n".join(["It can be sent like this:", *ways]) if ways else WHERE_FIRST


def refused_codes(bill: Data) -> list[str]:
    return [sentence(str(one.get("why"))) for one in bill.get("codes_without_effect") or ()]


def hints(bill: Data) -> list[str]:
    """Those that no code's reason is."""
    reasons = {str(one.get("why")) for one in bill.get("codes_without_effect") or ()}
    return [str(hint) for hint in bill.get("hints") or () if str(hint) not in reasons]


def waits(order: Data) -> str:
    held = f"Your order {order.get('number')} is held for you until {order.get('held_until')}."
    if order.get("payment_page"):
        return f"{held} It comes to {order.get('total')}. You can pay on the payment page:"
    return f"{held} The payment page cannot be reached right now, so nothing is charged. Please ask me again soon."


def state(order: Data) -> str:
    number, total, items = order.get("number"), order.get("total"), _items(order)
    told = {
        "paid": f"Yes, the payment came in: order {number} is paid, {total} for {items}.",
        "expired": f"Order {number} was not paid in time, so it is no longer held. Nothing was charged for it.",
        "cancelled": f"Order {number} was given up before it was paid.",
        "refund due": f"Order {number} could not be kept, and its payment is on its way back to you.",
        "refunded": f"The payment for order {number} was paid back.",
    }
    return waits(order) if order.get("state") == "awaiting payment" else told.get(str(order.get("state")), "")


def status(order: Data) -> str:
    """For who asks after the order rather than its payment."""
    if order.get("state") != "paid":
        return state(order)
    return f"Order {order.get('number')} is paid: {_items(order)}, {order.get('total')} in all."


def given_up(order: Data) -> str:
    return f"I cancelled order {order.get('number')} before it was paid. Your cart stays as it is."


def placed_already(order: Data) -> str:
    return f"Order {order.get('number')} is placed as it stands. To change it, ask me to cancel it and order anew."


def told(data: Data) -> str:
    if isinstance(data.get("waits_for_payment"), dict):
        return waits(data["waits_for_payment"])
    bill = data.get("checkout") or {}
    return "\n".join([lines(bill), asked(list(map(str, bill.get("missing") or ()))) or READY])


def _items(order: Data) -> str:
    return listed([f"{line.get('quantity')} × {line.get('title')}" for line in order.get("items") or ()])


def _label(part: Data) -> str:
    return f"{part.get('label')} shipping" if part.get("kind") == "shipping" else str(part.get("label"))


def _way(one: Data) -> str:
    days = f" ({one['days']})" if one.get("days") else ""
    return f"{one.get('name')}: {one.get('price')}{days}"
