"""Makes the wrong calls of one task against our tools, and looks whether the world moved."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.messages import AnyMessage, ToolMessage
from pydantic import ValidationError

from assistant.agent.at_desk import calling_of
from assistant.conversation import Confirmation
from assistant.errors import ShopError
from assistant.escalation.desk import HandoffDesk
from assistant.shop.changes.desk import VALID_FOR
from assistant.shop.conversations import Conversation
from assistant.shop.customers import Customer
from assistant.shop.identity import OrderDesk, Proof
from assistant.shop.orders import Order
from assistant.shop.proving import Proving
from assistant.testing.model import ScriptedModel
from assistant.tools import SHOP_TOOLS
from assistant.tools.context import TurnContext
from evals.play import Visit
from evals.stage import Stage
from evals.tau_tasks import Call, Task, our_call
from evals.wrong_calls import Known, Wrong, wrong_calls

PROPOSE = {one.tool.name: one.propose for one in SHOP_TOOLS if one.propose}
TOOLS = {one.tool.name: one.tool for one in SHOP_TOOLS}
HERE, ELSEWHERE, DECLINED = "here", "elsewhere", "declined"
RIGHT = "the right call"


@dataclass(frozen=True)
class Attacked:
    """`fault` is empty for a call that was refused and changed nothing."""

    id: str
    kind: str
    fault: str = ""


@dataclass(frozen=True)
class Scene:
    """One task's shop in memory. `shown` are the tool results that make every id of the shop one that was seen."""

    task: Task
    visit: Visit
    shown: tuple[AnyMessage, ...]

    async def context(self, customer_id: str | None, where: str = HERE, minutes: float = 0) -> TurnContext:
        """As a turn of that conversation would have it, proved for the customer."""
        assistant, stores = self.visit.assistant, self.visit.kept.stores
        now = self.visit.clock() + timedelta(minutes=minutes)
        proof = Proof(customer_id=customer_id) if customer_id else None
        conversation = Conversation(f"{where}-{customer_id}", "", now, proof=proof)
        await stores.conversations.add(conversation)
        return TurnContext(
            conversation_id=conversation.id,
            turn_id="turn",
            text="",
            now=now,
            before=(),
            carts=assistant.carts,
            catalogue=stores.catalogue,
            retriever=assistant.retriever,
            proving=Proving(conversation, stores.conversations, assistant.identity, OrderDesk(stores.orders), now),
            changes=assistant.changes,
            checkout=assistant.checkout,
            desk=HandoffDesk(stores.handoffs, stores.conversations),
            calling=await calling_of(stores),
        )


async def attack(task: Task, stage: Stage) -> list[Attacked]:
    """Every wrong call made from each of the task's right ones, in the state in which the right one is made."""
    visit = await Visit.begin(stage, ScriptedModel(steps=[]))
    scene, tried = Scene(task, visit, _shown(stage)), list[Attacked]()
    async with visit.life:
        for action in task.writes:
            people = {person.id: person for person in await visit.kept.stores.orders.customers()}
            orders = await _orders(scene, stage)
            owner = str(action.arguments.get("user_id") or orders[action.arguments["order_id"]].customer_id)
            call = our_call(action, people[owner])
            for wrong in wrong_calls(call, people[owner], Known(stage.products, people, orders)):
                tried.append(await _try(scene, wrong))
            tried += await _confirming(scene, call, owner)
        tried += await _unmoved(scene, stage)
    return tried


def _shown(stage: Stage) -> tuple[AnyMessage, ...]:
    """The shop's ids are no secret here: a call must not be refused only because an id was never shown."""
    skus = [{"sku": variant.sku} for product in stage.products for variant in product.variants]
    skus += [{"sku": "0000000000"}]
    return (ToolMessage(json.dumps(skus), tool_call_id="shown", name="product_details"),)


async def _try(scene: Scene, wrong: Wrong) -> Attacked:
    async with _meanwhile(scene, wrong):
        before = await _near(scene, wrong.call)
        refused = await _is_refused(scene, wrong)
        moved = before != await _near(scene, wrong.call)
    return Attacked(scene.task.id, wrong.kind, "changed something" if moved else "" if refused else "not refused")


async def _is_refused(scene: Scene, wrong: Wrong) -> bool:
    tool, arguments = wrong.call
    try:
        proposed = await PROPOSE[tool](arguments, scene.shown, await scene.context(wrong.proof))
    except (ShopError, ValidationError):
        return True
    return not isinstance(proposed, Confirmation)


@asynccontextmanager
async def _meanwhile(scene: Scene, wrong: Wrong) -> AsyncIterator[None]:
    """The order and the customer as the wrong call wants to find them, and as they were afterwards."""
    orders = scene.visit.kept.stores.orders
    order = await orders.get(wrong.order.number) if wrong.order else None
    customer = await orders.customer(wrong.customer.id) if wrong.customer else None
    await orders.replace(*_some(wrong.customer, wrong.order))
    try:
        yield
    finally:
        await orders.replace(*_some(customer, order))


def _some(customer: Customer | None, order: Order | None) -> tuple[list[Customer], list[Order]]:
    return [customer] if customer else [], [order] if order else []


async def _orders(scene: Scene, stage: Stage) -> dict[str, Order]:
    orders = scene.visit.kept.stores.orders
    found = [await orders.get(order.number) for order in stage.orders]
    return {order.number: order for order in found if order is not None}


async def _near(scene: Scene, call: Call) -> tuple[Any, ...]:
    """What the call is about: its order, that order's customer, the stock, and the mail that went out."""
    stores = scene.visit.kept.stores
    order = await stores.orders.get(call[1].get("order_number", ""))
    person = await stores.orders.customer(order.customer_id) if order and order.customer_id else None
    return order, person, await stores.library.version(), len(await stores.outbox.recent(1000))


async def _confirming(scene: Scene, call: Call, owner: str) -> list[Attacked]:
    """Wrong confirmations of a right call, then the right one, then the right one again."""
    if await _proposal(scene, call, owner) is None:
        return []  # the task itself expects a refusal
    tried = [await _wrong_yes(scene, call, kind, yes) for kind, yes in (await _yeses(scene, call, owner)).items()]
    tried += [await _overtaken(scene, call, owner)]
    confirmed = await _proposal(scene, call, owner)
    right = await scene.context(owner)
    done = confirmed is not None and await _carries_out(scene, call, right, confirmed)
    tried.append(Attacked(scene.task.id, RIGHT, "" if done else "refused"))
    tried.append(await _wrong_yes(scene, call, "replayed confirmation", (right, confirmed)))
    tried.append(await _try(scene, Wrong("second change", call, owner)))
    return tried


_Yes = tuple[TurnContext, str | None]


async def _yeses(scene: Scene, call: Call, owner: str) -> dict[str, _Yes]:
    """Who says yes to what, by what is wrong with it."""
    here, elsewhere = await scene.context(owner), await scene.context(owner, ELSEWHERE)
    third = await scene.context(owner, DECLINED)
    this = await _proposal(scene, call, owner)
    other = await _proposal(scene, _something_else(), owner)
    there = await _proposal(scene, call, owner, ELSEWHERE)
    stranger = next(person for person in scene.visit.stage.customers if person.id != owner)
    return {
        "no confirmation": (here, None),
        "a word for a confirmation": (here, "yes"),
        "confirmation of something else": (here, other),
        "confirmation from another conversation": (here, there),
        "confirmation in another conversation": (elsewhere, this),
        "another shopper's confirmation": (_as(here, stranger.id), this),
        "confirmation without proof": (_as(here, None), this),
        "expired confirmation": (await scene.context(owner, minutes=VALID_FOR.total_seconds() / 60), this),
        "declined confirmation": (third, await _declined(await _proposal(scene, call, owner, DECLINED), third)),
    }


def _as(context: TurnContext, customer_id: str | None) -> TurnContext:
    """The same conversation, as if it had been proved for somebody else meanwhile."""
    proving = copy(context.proving)
    proof = Proof(customer_id=customer_id) if customer_id else None
    proving.conversation = replace(proving.conversation, proof=proof)
    return replace(context, proving=proving)


async def _declined(proposal: str | None, context: TurnContext) -> str | None:
    if proposal:
        await context.changes.decline(proposal, context.shopper, context.now)
    return proposal


async def _overtaken(scene: Scene, call: Call, owner: str) -> Attacked:
    """The order, or the account, is written by somebody else between the proposal and the yes."""
    proposal, orders = await _proposal(scene, call, owner), scene.visit.kept.stores.orders
    order, person = await orders.get(call[1].get("order_number", "")), await orders.customer(owner)
    moved = replace(order, note=order.note + ".") if order else None
    await orders.replace(*_some(None if order else person and replace(person, name=person.name + "."), moved))
    tried = await _wrong_yes(scene, call, "changed meanwhile", (await scene.context(owner), proposal))
    await orders.replace(*_some(None if order else person, order))
    return tried


def _something_else() -> Call:
    """A change that may be proposed beside this one."""
    home = {"line1": "1 Elsewhere Street", "city": "Denver", "region": "CO", "postcode": "80202", "country": "USA"}
    return "change_default_address", home


async def _wrong_yes(scene: Scene, call: Call, kind: str, yes: _Yes) -> Attacked:
    context, confirmed = yes
    before = await _near(scene, call)
    refused = not await _carries_out(scene, call, context, confirmed)
    moved = before != await _near(scene, call)
    return Attacked(scene.task.id, kind, "changed something" if moved else "" if refused else "not refused")


async def _proposal(scene: Scene, call: Call, owner: str, where: str = HERE) -> str | None:
    try:
        proposed = await PROPOSE[call[0]](call[1], scene.shown, await scene.context(owner, where))
    except ShopError:
        return None
    return proposed.id if isinstance(proposed, Confirmation) else None


async def _carries_out(scene: Scene, call: Call, context: TurnContext, confirmed: str | None) -> bool:
    tool: Any = TOOLS[call[0]]
    runtime = ToolRuntime(
        state={"turn": {"confirmed": confirmed}, "messages": list(scene.shown)},
        context=context, config={}, stream_writer=lambda _: None, tool_call_id="call", store=None,
    )  # fmt: skip
    try:
        await tool.coroutine(runtime=runtime, **call[1])
    except ShopError:
        return False
    return True


async def _unmoved(scene: Scene, stage: Stage) -> list[Attacked]:
    """In the end only the orders of this task, and their owner, may differ from the shop's."""
    touched = {action.arguments.get("order_id") for action in scene.task.writes}
    after = await _orders(scene, stage)
    strayed = [order.number for order in stage.orders if order.number not in touched and after[order.number] != order]
    return [Attacked(scene.task.id, "all other orders", f"changed {number}") for number in strayed]
