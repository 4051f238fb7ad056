"""Plays a task of the benchmark through our tools: the calls are the task's, proof and confirmation a shopper's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import Reply
from assistant.shop.customers import Customer
from assistant.shop.orders import Order
from assistant.testing.model import ScriptedModel, calls, says
from evals.play import Visit
from evals.stage import Stage
from evals.tau_tasks import Action, Call, Task, our_call

ASK = "Please make that change."
DONE = "Is there anything else?"


@dataclass(frozen=True)
class Replayed:
    """`refused` are the task's calls, by their own names, that came to no change; `replies` what was told."""

    orders: dict[str, Order]
    customers: dict[str, Customer]
    refused: tuple[str, ...]
    replies: tuple[str, ...]


async def replay(task: Task, stage: Stage) -> Replayed:
    """Raises `CannotPlay` when the shopper cannot go on."""
    model = ScriptedModel(steps=[])
    visit = await Visit.begin(stage, model)
    replies: list[Reply] = []
    refused: list[str] = []
    async with visit.life:
        customer = _owner(task, stage)
        if customer is not None and task.writes:
            await _prove(visit, model, customer, stage)
        for action in task.writes:
            reply = await _carry_out(visit, model, action, stage)
            replies.append(reply)
            refused += [] if reply.tools and reply.outcome != "failed" and _did(reply) else [action.name]
        orders = visit.kept.stores.orders
        return Replayed(
            {order.number: await _standing(orders.get(order.number)) for order in stage.orders},
            {person.id: person for person in await orders.customers()},
            tuple(refused),
            tuple(reply.text for reply in replies),
        )


async def _standing(found: Any) -> Order:
    order: Order | None = await found
    if order is None:
        raise LookupError("an order has gone")
    return order


def _owner(task: Task, stage: Stage) -> Customer | None:
    """Whose task it is: the owner of its first order, or the customer that it names."""
    owners = {order.number: order.customer_id for order in stage.orders}
    named = [a.arguments.get("user_id") or owners.get(a.arguments.get("order_id", "")) for a in task.writes]
    return next((person for person in stage.customers if person.id in named[:1]), None)


async def _prove(visit: Visit, model: ScriptedModel, customer: Customer, stage: Stage) -> None:
    """By a code to the order's address, typed into the chat."""
    number = next(order.number for order in stage.orders if order.customer_id == customer.id)
    await _say(visit, model, f"Where is my order {number}?", [calls(("order_status", {"order_number": number}))])
    await _say(visit, model, f"It is {customer.email}", [])
    await _say(visit, model, await visit.code(), [])


async def _carry_out(visit: Visit, model: ScriptedModel, action: Action, stage: Stage) -> Reply:
    """Look first, as whoever makes a change does; then ask for it, and say yes to what is proposed."""
    customers = {person.id: person for person in await visit.kept.stores.orders.customers()}
    orders = {order.number: order.customer_id or "" for order in stage.orders}
    owner = action.arguments.get("user_id") or orders[action.arguments["order_id"]]
    steps = [calls(look) for look in _looks(action, stage)] + [calls(our_call(action, customers[owner]))]
    reply = await _say(visit, model, ASK, steps, keep=True)
    return await _say(visit, model, "Yes", [], keep=True) if reply.confirmation else reply


def _looks(action: Action, stage: Stage) -> Iterable[Call]:
    if number := action.arguments.get("order_id"):
        yield "order_status", {"order_number": number}
    wanted = set(action.arguments.get("new_item_ids", ()))
    for product in stage.products:
        if wanted & {variant.sku for variant in product.variants}:
            yield "product_details", {"handle": product.handle}


async def _say(visit: Visit, model: ScriptedModel, text: str, steps: Sequence[Any], *, keep: bool = False) -> Reply:
    """`keep` leaves what the model was to say next to the turn after, as a pause for a yes does."""
    model.steps += [*steps, *([] if keep and not steps else [says(DONE)])]
    reply = await visit.say(text)
    if not keep or not reply.confirmation:
        model.steps.clear()
    return reply


def _did(reply: Reply) -> bool:
    return reply.receipt is not None
