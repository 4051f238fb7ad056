"""Says a recorded customer's lines to our assistant, with the proof and the confirmations that it asks for."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.agent.assistant import Assistant
from assistant.agent.nodes import pending_calls
from assistant.agent.stores import Kept
from assistant.conversation import Finished, Reply
from assistant.guardrails.figures import amounts
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.effect import Effect
from assistant.shop.conversations import Conversation
from assistant.testing.clock import FixedClock
from assistant.tools.asked import Asked, Cancel, Exchanged, MoveHome, NewItems, PayWith, Readdress, SendBack
from evals.play import CODE, CannotPlay
from evals.recordings import End, Line, Recording, customer_lines, owner, strays
from evals.stage import OPENING, Stage
from evals.tau_retail import TauShop, customer_record, order_record, their_order

MOST_YES = 8
_ASKED: Mapping[str, type[Asked]] = {
    "cancel_order": Cancel,
    "change_order_address": Readdress,
    "change_order_payment": PayWith,
    "change_order_items": NewItems,
    "return_items": SendBack,
    "exchange_items": Exchanged,
    "change_default_address": MoveHome,
}


@dataclass(frozen=True)
class Told:
    """How one conversation ended. `missing` and `forbidden` name records, `said` is the whole talk."""

    id: str
    changes: bool
    missing: tuple[str, ...]
    forbidden: tuple[str, ...]
    untrue: tuple[str, ...]
    turns: int
    said: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.missing and not self.forbidden

    @property
    def right(self) -> bool:
        return self.same and not self.untrue


@dataclass
class Talk:
    """One customer's chat, as it goes on."""

    assistant: Assistant
    kept: Kept
    clock: FixedClock
    holder: tuple[str, str]
    said: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    mails: int = 0

    async def say(self, text: str) -> Reply:
        self.clock.advance(seconds=20)
        self.said.append(f"customer: {text}")
        reply: Reply | None = None
        async for event in self.assistant.reply(await self.conversation(), text):
            if isinstance(event, Finished):
                reply = event.reply
        if reply is None:
            raise CannotPlay("the turn ended without a reply")
        self.said.append(f"assistant: {reply.text}")
        self.replies.append(reply.text)
        return await self._proved(reply)

    async def conversation(self) -> Conversation:
        return await self.assistant.open(*self.holder)

    async def _proved(self, reply: Reply) -> Reply:
        """Types the code, where one came by mail."""
        if (await self.conversation()).proof is not None:
            return reply
        mails = await self.kept.stores.outbox.recent()
        fresh, self.mails = len(mails) > self.mails, len(mails)
        code = CODE.search(mails[0].body) if fresh else None
        return await self.say(code.group(1)) if code else reply


async def talk(recording: Recording, expected: End, stage: Stage, shop: TauShop) -> Told:
    kept, clock = await stage.kept(), FixedClock(OPENING)
    async with AsyncExitStack() as life:
        assistant = await life.enter_async_context(stage.assistant(kept, clock))
        conversation, token = await assistant.start()
        one = Talk(assistant, kept, clock, (conversation.id, token))
        for line in customer_lines(recording, shop):
            await _line(one, line, recording, expected, shop)
        missing, forbidden = await _ended(kept, expected, shop)
        return Told(
            id=recording.id,
            changes=bool(expected.orders or expected.addresses),
            missing=tuple(missing),
            forbidden=tuple(forbidden),
            untrue=tuple(await _untrue(one, shop)),
            turns=len(one.replies),
            said=tuple(one.said),
        )


async def _line(one: Talk, line: Line, recording: Recording, expected: End, shop: TauShop) -> None:
    """One recorded line, with a proof first where the recorded assistant had one, and a yes where it is due."""
    email = _email(recording, shop)
    if line.known and email and (await one.conversation()).proof is None:
        await _confirmed(one, await one.say(email), expected)
    if text := line.text:
        await _confirmed(one, await one.say(text), expected)


def _email(recording: Recording, shop: TauShop) -> str | None:
    customer = owner(recording, shop)
    return str(shop.database["users"][customer]["email"]) if customer else None


async def _confirmed(one: Talk, reply: Reply, expected: End) -> None:
    for _ in range(MOST_YES):
        if reply.confirmation is None or not await _is_recorded(one, expected):
            return
        reply = await one.say("yes")


async def _is_recorded(one: Talk, expected: End) -> bool:
    """Whether what waits for a yes is a change that the recording's end state holds."""
    effect = await _proposed(one)
    if effect.order:
        before, after = map(order_record, effect.order)
        wanted = expected.orders.get(effect.order[0].number)
        return wanted is not None and not strays(after, before, wanted)
    if effect.customer:
        record = customer_record(effect.customer[1])
        return bool(expected.addresses.get(record["user_id"]) == record["address"])
    return False


async def _proposed(one: Talk) -> Effect:
    """The effect of the call that waits, by the shop's own plan of it."""
    call = pending_calls((await _state(one))["messages"])[0]
    stores = one.kept.stores
    desk = ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, "the shop")
    conversation = await one.conversation()
    request = _ASKED[call["name"]].model_validate(call["args"]).request()
    return await desk.effect(request, Shopper(conversation.id, conversation.proof), one.clock())


async def _ended(kept: Kept, expected: End, shop: TauShop) -> tuple[list[str], list[str]]:
    """Records that are not as the recording leaves them, and records that were changed otherwise."""
    missing, forbidden = list[str](), list[str]()
    for number, record in shop.database["orders"].items():
        order = await kept.stores.orders.get(number)
        before = their_order(record)
        after = order_record(order) if order else {}
        wanted = expected.orders.get(number, before)
        missing += [number] if after != wanted else []
        forbidden += [f"{number} {facet}" for facet in strays(after, before, wanted)]
    for customer in await kept.stores.orders.customers():
        ours, theirs = customer_record(customer)["address"], shop.database["users"][customer.id]["address"]
        wanted = expected.addresses.get(customer.id, theirs)
        missing += [customer.id] if ours != wanted else []
        forbidden += [customer.id] if ours not in (wanted, theirs) else []
    return missing, forbidden


async def _untrue(one: Talk, shop: TauShop) -> list[str]:
    known = await _known_amounts(one, shop)
    said = [figure for reply in one.replies for figure in amounts(reply)]
    return [str(figure.value) for figure in said if figure.value not in known]


async def _known_amounts(one: Talk, shop: TauShop) -> set[Decimal]:
    """Every amount of the shop's records, and every one that code worked out from them."""
    state: Mapping[str, Any] = await _state(one)
    worked_out = [str(message.content) for message in state.get("messages", ()) if message.type == "tool"]
    trail = [entry.words for order in shop.orders for entry in await one.kept.stores.ledger.trail(number=order.number)]
    prices = [str(v.price) for product in shop.products for v in product.variants]
    texts: Sequence[str] = [*worked_out, *trail, *prices, *(line for line in one.said if line.startswith("customer:"))]
    return {figure.value for text in texts for figure in amounts(text)}


async def _state(one: Talk) -> Mapping[str, Any]:
    config: Any = {"configurable": {"thread_id": one.holder[0]}}
    values: Mapping[str, Any] = (await one.assistant.graph.aget_state(config)).values
    return values
