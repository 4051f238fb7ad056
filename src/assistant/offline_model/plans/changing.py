"""One plan for each change after purchase: what it is about, what is missing, and the call that proposes it."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.offline_model.plans.known import Known
from assistant.offline_model.plans.proposing import Change, Ended, asked_of_lines, by_order, commit, orders_of_task
from assistant.offline_model.plans.rearranging import moving_home, paying, readdressing
from assistant.offline_model.plans.swapping import Swaps, swaps_meant
from assistant.offline_model.serving.case import Task
from assistant.offline_model.serving.records import Line, OrderRecord
from assistant.offline_model.serving.selecting import lines_meant, said_of
from assistant.offline_model.serving.text import plain, spoken
from assistant.offline_model.serving.ways import Meant, chosen_way, read_way
from assistant.offline_model.wording import changes as wording


def cancelling(task: Task, known: Known) -> Change:
    orders = orders_of_task(task, known, "cancel")
    if isinstance(orders, Ended):
        return orders
    refused = ""
    for order in orders:
        reason, remark = _reason(task, order, known)
        if reason is None:
            return Ended("asks", wording.which_reason(order.cancel_reasons))
        ended = yield from commit(known, "cancel_order", {"order_number": order.number, "reason": reason}, remark)
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _reason(task: Task, order: OrderRecord, known: Known) -> tuple[str | None, str]:
    """The shop's own words for why; where the shopper says none of them, its first, which the proposal names."""
    allowed = order.cancel_reasons
    if not allowed:
        return "", ""
    own = said_of(order, task.texts, known.orders)
    named = _named_reason(own, allowed) or _named_reason(task.lead, allowed)
    if named:
        return named, ""
    if any(_GIVES_REASON.search(plain(text)) for text in own):
        return None, ""
    return allowed[0], wording.because(allowed[0], allowed[1:])


_GIVES_REASON = re.compile(r"\b(?:because|since|found|reason)\b(?!.*\bgoes\b)")
_LIKE = {"mistak": r"\bby\saccident|\baccidental|\bwrong\b", "need": r"(?:don't|not|longer)\s(?:want|need)"}


def _named_reason(texts: Sequence[str], allowed: Sequence[str]) -> str | None:
    low = plain(" ".join(texts))
    said = set(spoken(low))
    scored = [(_score(reason, allowed, said, low), reason) for reason in allowed]
    best = max(score for score, _ in scored)
    named = [reason for score, reason in scored if score == best]
    return named[0] if best and len(named) == 1 else None


def _score(reason: str, allowed: Sequence[str], said: set[str], low: str) -> int:
    """How much of a reason is said, counting words that no other reason has and what shoppers say for them."""
    others = {word for other in allowed if other != reason for word in spoken(other)}
    own = {word for word in spoken(reason) if len(word) > 3 and word not in others and not word.startswith("order")}
    alike = any(re.search(like, low) for start, like in _LIKE.items() if any(word.startswith(start) for word in own))
    return sum(any(one.startswith(word[:6]) for one in said) for word in own) + alike


def returning(task: Task, known: Known) -> Change:
    chosen = lines_meant(task.texts, task.lead, known.orders, frozenset({"return"}), known.focus)
    if ask := asked_of_lines(task, chosen, known):
        return ask
    refused = ""
    for order, lines in by_order(chosen.lines, known):
        label = _refund_to(task, order, known)
        if isinstance(label, Ended):
            return label
        items = [{"sku": line.sku, "quantity": _count(line, task)} for line in lines]
        args = {"order_number": order.number, "items": items, "refund_to": label}
        ended = yield from commit(known, "return_items", args, _default_way(task, known, label, order))
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _way(task: Task, order: OrderRecord, known: Known) -> Meant:
    return read_way((*task.lead, *said_of(order, task.texts, known.orders)), known.account.ways)


def _refund_to(task: Task, order: OrderRecord, known: Known) -> str | Ended:
    labels = order.refund_to or order.paid_with
    meant = _way(task, order, known)
    wanted = chosen_way(meant, labels)
    if wanted in labels:
        return str(wanted)
    newest = read_way(task.texts[-1:], known.account.ways)
    if newest.said and not newest.original and order.can & {"return"}:
        return Ended("asks", wording.refund_where(order.number, labels))
    return next((label for label in order.paid_with if label in labels), next(iter(labels), ""))


def exchanging(task: Task, known: Known) -> Change:
    can = frozenset({"items", "exchange"})
    chosen = lines_meant(task.texts, task.lead, known.orders, can, known.focus)
    if ask := asked_of_lines(task, chosen, known):
        return ask
    refused = ""
    for order, lines in by_order(chosen.lines, known):
        found = yield from swaps_meant(task, order, lines, chosen.lines, known)
        if not isinstance(found, Swaps):
            return Ended("refused" if found.final else "asks", found.text, found.stuck)
        label, remark = _pay_with(task, order, known)
        tool = (
            "exchange_items"
            if "exchange" in order.can or (order.arrived and "items" not in order.can)
            else "change_order_items"
        )
        args = {"order_number": order.number, "swaps": list(found.args), "pay_with": label}
        ended = yield from commit(known, tool, args, remark)
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _pay_with(task: Task, order: OrderRecord, known: Known) -> tuple[str, str]:
    meant = _way(task, order, known)
    default = next(iter(order.paid_with), next((way.label for way in known.account.ways), ""))
    wanted = chosen_way(meant, order.paid_with)
    if wanted and not meant.original:
        return wanted, ""
    if meant.lacking:
        return default, wording.lacking(meant.lacking, default)
    return default, "" if meant.original else _default_way(task, known, default, order)


def _default_way(task: Task, known: Known, label: str, order: OrderRecord) -> str:
    said = _way(task, order, known).said
    return "" if said or len(known.account.ways) < 2 or label not in order.paid_with else wording.paid_as_before(label)


def _count(line: Line, task: Task) -> int:
    """All pieces of a line, unless only one of them is spoken of."""
    one = re.search(r"\b(?:one|1)\s(?:of|piece)\b|\bonly\sone\b", plain(task.texts[-1]))
    return 1 if one else line.quantity


def taking_out(task: Task, known: Known) -> Change:
    """No tool takes one item out: what can be done instead is named."""
    chosen = lines_meant(task.texts, task.lead, known.orders, frozenset({"cancel", "items"}), known.focus)
    if not chosen.lines:
        return asked_of_lines(task, chosen, known) or Ended("refused", wording.NOT_ONE_ITEM)
    order = known.order(chosen.lines[0].number)
    text = f"{wording.NOT_ONE_ITEM} {wording.alternatives(chosen.lines, cancellable='cancel' in order.can)}"
    return Ended("refused", text)
    yield  # a plan without a call


def adding(_task: Task, _known: Known) -> Change:
    return Ended("refused", wording.NO_ADDING)
    yield  # a plan without a call


def undoing(_task: Task, _known: Known) -> Change:
    return Ended("refused", wording.NO_UNDOING)
    yield  # a plan without a call


CHANGES: Mapping[str, Callable[[Task, Known], Change]] = {
    "cancel": cancelling,
    "return": returning,
    "swap": exchanging,
    "address": readdressing,
    "payment": paying,
    "default address": moving_home,
    "remove": taking_out,
    "add": adding,
    "undo": undoing,
}
