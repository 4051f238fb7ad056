"""Words of the service desk: what it asks, what it did, what it cannot do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.offline_model.serving.places import written_out
from assistant.offline_model.serving.records import Account, Address, Line, OrderRecord, Variant
from assistant.offline_model.wording.lists import listed, sentence
from assistant.offline_model.wording.offers import PERSON

NOT_ONE_ITEM = "A single item cannot be taken out of an order."
NO_ADDING = "Nothing can be added to an order that is placed."
NO_UNDOING = f"A cancelled order cannot be brought back; it would have to be ordered again. {PERSON}"
DONE_ALREADY = "That is done already. What else can I do for you?"
NOTHING_CHANGED = "All right, nothing was changed. What else can I do for you?"
WHERE_TO = "Where should it go? Please give me street and number, city, state and postcode."
_VERBS = {
    "cancel": "cancel",
    "return": "send back",
    "swap": "change",
    "address": "send elsewhere",
    "payment": "pay in another way",
}


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def which_order(kind: str, orders: Sequence[OrderRecord]) -> str:
    return f"Which order shall I {_VERBS[kind]}?\n{bullets(map(contents, orders))}"


def contents(order: OrderRecord) -> str:
    return f"{order.number}, {order.status}: {', '.join(_counted(line) for line in order.lines)}"


def none_can(kind: str, orders: Sequence[OrderRecord]) -> str:
    told = "\n".join(
        [f"None of your orders can be changed in that way now ({_VERBS[kind]}):", bullets(map(contents, orders))]
    )
    return f"{told}\n{PERSON}"


def which_item(kind: str, lines: Sequence[Line]) -> str:
    return f"Which item shall I {_VERBS[kind]}?\n{_items(lines)}"


def which_of(lines: Sequence[Line]) -> str:
    return f"Which one do you mean?\n{_items(lines)}"


def which_stay(lines: Sequence[Line]) -> str:
    return f"Which items do you want to keep?\n{_items(lines)}"


def unknown_number(number: str, orders: Sequence[OrderRecord]) -> str:
    known = bullets(map(contents, orders))
    return f"I see no order {number} among yours. These are your orders:\n{known}\nWhich one is it?"


def _items(lines: Sequence[Line]) -> str:
    several = len({line.number for line in lines}) > 1
    return bullets(f"{_counted(line)}, {line.unit}{f', order {line.number}' if several else ''}" for line in lines)


def _counted(line: Line) -> str:
    return f"{line.quantity} × {line.named}" if line.quantity > 1 else line.named


def what_instead(line: Line, schema: Mapping[str, Sequence[str]]) -> str:
    options = bullets(f"{name}: {', '.join(values)}" for name, values in schema.items())
    return f"What would you like instead of {line.named}? It comes in:\n{options}"


def which_variant(line: Line, variants: Sequence[Variant]) -> str:
    return f"Several would fit instead of {line.named}. Which one shall it be?\n{_variants(variants)}"


def fitting(line: Line, variants: Sequence[Variant]) -> str:
    return f"Instead of {line.named}, which was {line.unit}, there is:\n{_variants(variants)}\nWhich one shall it be?"


def _variants(variants: Sequence[Variant]) -> str:
    return bullets(f"{', '.join(v.options.values()) or v.sku}: {v.price}" for v in variants)


def nothing_fits(line: Line, variants: Sequence[Variant], absent: Sequence[str]) -> str:
    why = f"There is no {listed(absent, 'or')} of it. " if absent else ""
    head = f"{why}I find nothing in stock that fits, instead of {line.named}."
    return f"{head} The nearest in stock:\n{_variants(variants)}\nWould one of these do?" if variants else head


def other_product(line: Line) -> str:
    return (
        f"{line.named} can only become another variant of the same product, in other options. "
        "Tell me which options you would like, or send it back once it has arrived and order anew."
    )


def alternatives(lines: Sequence[Line], *, cancellable: bool) -> str:
    swap = f"I can change {listed([line.title for line in lines], 'or')} into another variant of it"
    return f"{swap}, or cancel the whole order. Which would you like?" if cancellable else f"{swap}, if you like."


def which_way(labels: Sequence[str], why: str = "") -> str:
    return f"{why} Which way to pay shall it be: {listed(labels, 'or')}?".strip()


def refund_where(number: str, labels: Sequence[str]) -> str:
    return f"A refund of order {number} can go to: {listed(labels, 'or')}. Where shall it go?"


def lacking(names: Sequence[str], label: str) -> str:
    return f"There is no {listed(names, 'or')} on your account, so I have put down {label}."


def paid_as_before(label: str) -> str:
    return f"I have put down {label}, as the order was paid; name another way if you like."


def because(reason: str, others: Sequence[str]) -> str:
    rest = f"; if it is “{listed(others, 'or')}”, say so" if others else ""
    return f"The shop notes a reason. I have put down “{reason}”{rest}."


def which_reason(reasons: Sequence[str]) -> str:
    return f"The shop takes one of these reasons: {listed([f'“{r}”' for r in reasons], 'or')}. Which is it?"


def which_address(addresses: Sequence[Address]) -> str:
    return f"Which address do you mean?\n{bullets(map(written_out, addresses))}"


def done(data: Mapping[str, Any]) -> str:
    """What a change brought: its name, and the money that moves."""
    told = data.get("done") or {}
    return " ".join([f"Done: {sentence(str(told.get('title') or 'the change'))}", *map(str, told.get("money") or ())])


def balance(account: Account) -> str:
    cards = [way for way in account.ways if way.balance]
    if not cards:
        return "There is no gift card on your account."
    return " ".join(f"Your {way.label} holds {way.balance}." for way in cards)


def paid_with(order: OrderRecord) -> str:
    return (
        f"Order {order.number} ({order.total}) was paid with {listed(order.paid_with) or 'a way that I do not know'}."
    )


def goes_to(order: OrderRecord) -> str:
    return f"Order {order.number}, {order.status}: {written_out(order.address) or 'no address is kept'}."


def home(account: Account) -> str:
    return f"The address on your account: {written_out(account.address)}." if account.address else ""


def line_told(line: Line) -> str:
    options = ", ".join(f"{name}: {value}" for name, value in line.options.items())
    return f"Order {line.number}: {_counted(line)}, {line.unit}" + (f" ({options})" if options else "")
