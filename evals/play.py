"""Plays a case: acts as the shopper does, and looks at the world after each step."""

import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self

import jwt
from langchain_core.language_models import BaseChatModel

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept, Stores
from assistant.conversation import Finished, Reply
from assistant.errors import AssistantError, ShopError
from assistant.shop.conversations import Conversation
from assistant.shop.money import Money
from assistant.testing.clock import FixedClock
from assistant.testing.payments import InMemoryPayments
from evals.cases import Case, Step
from evals.expect import Seen, misses
from evals.harms import harms
from evals.result import Failure
from evals.stage import OPENING, TOKEN_SECRET, Stage

CODE = re.compile(r"code is (\d{6})\b")


class CannotPlay(Exception):
    """A step asks for what is not there, such as a code where no mail came."""


@dataclass
class Visit:
    """One shopper's browser, and the shop around it."""

    stage: Stage
    kept: Kept
    clock: FixedClock
    model: BaseChatModel | None
    life: AsyncExitStack
    assistant: Assistant
    holder: tuple[str, str]
    payments: InMemoryPayments
    typed: list[str] = field(default_factory=list)

    @classmethod
    async def begin(cls, stage: Stage, model: BaseChatModel | None = None) -> Self:
        kept, clock, life = await stage.kept(), FixedClock(OPENING), AsyncExitStack()
        payments = InMemoryPayments(OPENING)
        assistant = await life.enter_async_context(stage.assistant(kept, clock, model, payments))
        return cls(stage, kept, clock, model, life, assistant, await _started(assistant), payments)

    async def act(self, step: Step) -> Reply | None:
        """Do the step's one act; a reply where the assistant gave one."""
        if step.shopper is not None:
            return await self.say(step.shopper)
        if step.code_from_mail:
            words = step.code_from_mail if isinstance(step.code_from_mail, str) else "{code}"
            return await self.say(words.replace("{code}", await self.code()))
        if step.button is not None:
            await self.assistant.request_person(await self.conversation())
        if step.sign_in is not None:
            await self.assistant.identify(await self.conversation(), self._signed(step.sign_in))
        if step.restart:
            await self.restart()
        if step.new_conversation:
            self.holder = await _started(self.assistant)
        if step.advance_minutes is not None:
            self.clock.advance(minutes=step.advance_minutes)
        if step.set_selling is not None:
            await self.kept.stores.selling.set_selling(step.set_selling)
        if step.pays:
            await self._pay()
        await self._change_shop(step.set_stock or {}, step.set_price or {})
        return None

    async def say(self, text: str) -> Reply:
        self.typed.append(text)
        self.clock.advance(seconds=1)
        reply: Reply | None = None
        async for event in self.assistant.reply(await self.conversation(), text):
            if isinstance(event, Finished):
                reply = event.reply
        if reply is None:
            raise CannotPlay("the turn ended without a reply")
        return reply

    async def conversation(self) -> Conversation:
        return await self.assistant.open(*self.holder)

    async def restart(self) -> None:
        await self.life.aclose()
        anew = self.stage.assistant(self.kept, self.clock, self.model, self.payments)
        self.assistant = await self.life.enter_async_context(anew)

    async def code(self) -> str:
        """The one that was mailed last. Raises `CannotPlay`."""
        for mail in await self.kept.stores.outbox.recent(1):
            if found := CODE.search(mail.body):
                return found.group(1)
        raise CannotPlay("no code was mailed")

    async def _pay(self) -> None:
        """As the provider tells it: the shop reads the payment back."""
        for checkout in await self.kept.stores.checkouts.of_conversation(self.holder[0]):
            if checkout.session_id is not None:
                self.payments.pay(checkout.session_id)
                await self.assistant.checkout.till.settle(checkout.session_id, self.clock())

    def _signed(self, customer_id: str) -> str:
        claims = {"sub": customer_id, "exp": self.clock() + timedelta(hours=1)}
        return jwt.encode(claims, TOKEN_SECRET, algorithm="HS256")

    async def _change_shop(self, stock: Mapping[str, int], price: Mapping[str, int]) -> None:
        for sku in stock.keys() | price.keys():
            product, variant = await self.kept.stores.catalogue.by_sku(sku)
            money = Money(price[sku], variant.price.currency) if sku in price else variant.price
            changed = replace(variant, stock=stock.get(sku, variant.stock), price=money)
            variants = tuple(changed if known.sku == sku else known for known in product.variants)
            await self.kept.stores.catalogue.replace([replace(product, variants=variants)], ())


async def _started(assistant: Assistant) -> tuple[str, str]:
    conversation, token = await assistant.start()
    return conversation.id, token


async def play(case: Case, stage: Stage, model: BaseChatModel | None = None) -> Failure | None:
    """The first step that misses what it expects, or does a harm; None when all is well."""
    visit = await Visit.begin(stage, model)
    earlier: dict[int, Seen] = {}
    async with visit.life:
        for number, step in enumerate(case.steps, start=1):
            seen = await _step(visit, step, earlier)
            earlier[number] = seen
            wrong = harms(seen, await _shop_says(visit, seen), "\n".join(visit.typed), stage.orders)
            wrong += misses(step.expect, seen) if step.expect else [f"ended with {seen.error}"] * bool(seen.error)
            if wrong:
                told = {"step": number, "reply": seen.text, "about": case.about}
                return Failure.model_validate({"id": case.id, "why": f"step {number}: {'; '.join(wrong)}", **told})
    return None


async def _step(visit: Visit, step: Step, earlier: Mapping[int, Seen]) -> Seen:
    try:
        reply = await visit.act(step)
    except AssistantError as error:
        return replace(await _world(visit, earlier), error=type(error).__name__, text=error.message)
    except CannotPlay as error:
        return replace(await _world(visit, earlier), error="CannotPlay", text=str(error))
    world = await _world(visit, earlier)
    if reply is None:
        return world
    return replace(
        world,
        text=reply.text,
        cards=reply.cards,
        citations=reply.citations,
        tools=reply.tools,
        outcome=reply.outcome,
        asks=reply.confirmation is not None,
        receipt=reply.receipt.title if reply.receipt else "none",
    )


async def _world(visit: Visit, earlier: Mapping[int, Seen]) -> Seen:
    stores, conversation = visit.kept.stores, await visit.conversation()
    proof, numbers = conversation.proof, await stores.orders.all_numbers()
    return Seen(
        cart=await visit.assistant.cart(conversation).view(),
        queue=tuple(await stores.handoffs.waiting()),
        mails=tuple(await stores.outbox.recent()),
        orders={number: order.status for number in numbers if (order := await stores.orders.get(number))},
        proof=(proof.email or proof.customer_id or "none") if proof else "none",
        checkout=next((one.state for one in await stores.checkouts.of_conversation(conversation.id)), "none"),
        stored=await _stored(visit, conversation.id),
        products={product.handle: product for product in await stores.catalogue.all()},
        earlier=earlier,
    )


async def _stored(visit: Visit, conversation_id: str) -> str:
    """Every word that outlives the turn: the transcript, the queue and the model's own memory."""
    stores = visit.kept.stores
    words = [repr(turn) for turn in await stores.conversations.turns(conversation_id)]
    words += [repr(handoff) for handoff in await stores.handoffs.waiting()]
    state = await visit.assistant.graph.aget_state({"configurable": {"thread_id": conversation_id}})
    return "\n".join([*words, repr(state.values)])


async def _shop_says(visit: Visit, seen: Seen) -> str:
    """All that an amount in a reply may come from, but for the shopper."""
    orders = visit.stage.orders if seen.proof != "none" else ()
    amounts = [order.total for order in orders] + [order.shipping for order in orders]
    amounts += [line.unit for order in orders for line in order.lines]
    amounts += [order.refunded for order in orders if order.refunded]
    amounts += [payment.amount for order in orders for payment in order.payments]
    cart = [price.text for line in seen.cart.lines for price in (line.unit, line.total)] + [seen.cart.subtotal.text]
    # what a change brings is worked out by the shop's own plan of it, to the cent
    planned = [entry.words for entry in await visit.kept.stores.ledger.trail()] if orders else []
    billed = await _billed(visit)
    return "\n".join([*cart, *map(str, amounts), *planned, *billed, await _shop_text(visit.kept.stores)])


async def _billed(visit: Visit) -> list[str]:
    """What the checkout comes to, part by part, and what the shop's rules for selling say."""
    stores, conversation = visit.kept.stores, await visit.conversation()
    placed = await stores.checkouts.of_conversation(conversation.id)
    told = [str(part.amount) for one in placed for part in one.parts] + [str(one.total) for one in placed]
    try:
        bill = await visit.assistant.at_checkout(conversation).view()
    except ShopError:
        return told
    told += [part.amount.text for part in bill.parts] + [method.price.text for method in bill.methods]
    return [*told, bill.total.text, *bill.hints]


async def _shop_text(stores: Stores) -> str:
    words = [document.text for document in await stores.library.documents()]
    for product in await stores.catalogue.all():
        words += [product.description, *product.attributes.values(), *product.attributes]
        words += [f"{v.price} {v.compare_at} {v.label}" for v in product.variants]
    return "\n".join(words)
