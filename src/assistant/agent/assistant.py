"""The assistant: conversations in, checked replies out."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog

from assistant.agent.at_checkout import AtCheckout, addressed
from assistant.agent.at_desk import AtDesk, calling_of, calls_for_person
from assistant.agent.at_orders import AtOrders
from assistant.agent.carded import exchanges, forgotten
from assistant.agent.contexts import Contexts
from assistant.agent.deadline import ending
from assistant.agent.graph import Graph
from assistant.agent.health import LoadIndex, Ping, health_of
from assistant.agent.history import BROKEN_OFF
from assistant.agent.messages import check_message, turn_id_of
from assistant.agent.model import Models
from assistant.agent.recommending import recommended
from assistant.agent.replying import broken_reply, readable, reply_of, silent_reply, timed, told_last
from assistant.agent.rules import Rules
from assistant.agent.running import Runner
from assistant.agent.state import State
from assistant.agent.stores import Scrub, Stores, nothing_to_scrub
from assistant.agent.tokens import new_token, same_hash, token_hash
from assistant.card_numbers import Held, hold_back
from assistant.conversation import (
    Confirmation,
    Finished,
    HandoffView,
    Line,
    Progress,
    Reply,
    Sentence,
    TurnEvent,
)
from assistant.errors import (
    AssistantError,
    ConversationBusy,
    IndexMissing,
    ProofRequired,
    UnknownConversation,
)
from assistant.escalation.desk import HandoffDesk
from assistant.escalation.queue import HandoffQueue
from assistant.guardrails.inbound import CARD_REFUSAL, screen
from assistant.observability import failure, turn_logging
from assistant.retrieval.library import Library, Retriever
from assistant.shop.cart.cart import Cart, CartDesk
from assistant.shop.catalogue import Catalogue
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.checkout.counter import Counter
from assistant.shop.conversations import STILL_ANSWERING, Conversation, Conversations, Turn
from assistant.shop.identity import Identity, OrderDesk
from assistant.shop.mail import Outbox
from assistant.shop.suggesting.desk import SuggestionDesk
from assistant.shop.suggesting.habits import RecentHabits
from assistant.tools.context import TurnContext

log = structlog.get_logger("assistant.agent")


@dataclass(frozen=True)
class Assistant:
    """`now` is the only clock; `ping` asks the database; all stores are the shop's own."""

    stores: Stores
    retriever: Retriever
    graph: Graph
    models: Models
    identity: Identity
    changes: ChangeDesk
    checkout: Counter
    prompt: str
    rules: Rules
    now: Callable[[], datetime]
    load_index: LoadIndex
    ping: Ping
    habits: RecentHabits
    scrub: Scrub = nothing_to_scrub
    _busy: set[str] = field(default_factory=set)

    @property
    def catalogue(self) -> Catalogue:
        return self.stores.catalogue

    @property
    def conversations(self) -> Conversations:
        return self.stores.conversations

    @property
    def handoffs(self) -> HandoffQueue:
        return self.stores.handoffs

    @property
    def library(self) -> Library:
        return self.stores.library

    @property
    def outbox(self) -> Outbox:
        return self.stores.outbox

    @property
    def carts(self) -> CartDesk:
        return CartDesk(
            self.stores.carts, self.stores.catalogue, self.rules.currency, self.stores.selling.limits, self.now
        )

    async def start(self) -> tuple[Conversation, str]:
        """A new conversation and its holder's token, which is shown once and kept as a hash only."""
        token = new_token()
        conversation = Conversation(uuid4().hex, token_hash(token), self.now())
        await self.stores.conversations.add(conversation)
        return conversation, token

    async def open(self, conversation_id: str, token: str) -> Conversation:
        """Raises `UnknownConversation`: an unknown id and a wrong token read alike."""
        conversation = await self.stores.conversations.get(conversation_id)
        if not same_hash(token, conversation.token_hash if conversation else "") or conversation is None:
            raise UnknownConversation("There is no such conversation, or it is not yours.")
        return conversation

    async def identify(self, conversation: Conversation, signed_token: str) -> Conversation:
        """Take the word of the shop's site for who this is. Raises `ProofRequired`."""
        proof = self.rules.sign_ins.proof(signed_token, self.now())
        proving = await self._contexts.proving(conversation, self.now())
        if not await proving.prove(proof):
            raise ProofRequired("This chat belongs to another customer already. Please start a new one.")
        return proving.conversation

    def cart(self, conversation: Conversation) -> Cart:
        """Of the account that was proved here, or of this conversation alone."""
        return self.carts.of(conversation)

    def at_checkout(self, conversation: Conversation) -> AtCheckout:
        who = Shopper(conversation.id, conversation.proof)
        return AtCheckout(self.checkout, self.cart(conversation).key, who, self.now())

    def at_orders(self, conversation: Conversation) -> AtOrders:
        return AtOrders(OrderDesk(self.stores.orders), self.changes, conversation.proof, self.now())

    def at_desk(self, conversation: Conversation) -> AtDesk:
        return AtDesk(self.stores, conversation, self.now())

    async def lines(self, conversation: Conversation) -> list[Line]:
        return await self.at_desk(conversation).lines()

    async def request_person(self, conversation: Conversation) -> HandoffView:
        """The button: needs no model, no index and no mail."""
        calling, now = await calling_of(self.stores), self.now()
        decision = await calling.called("asked for a person", "the button", conversation.proof, now)
        cart = await readable(self.cart(conversation))
        return await self._desk.open(conversation.id, decision, cart, now)

    async def waiting(self, conversation: Conversation) -> Confirmation | None:
        """The change that waits for this shopper's yes."""
        return await self._runner.waiting(conversation.id, self.now())

    async def handoff(self, conversation: Conversation) -> HandoffView | None:
        """The one that is open."""
        return await self.at_desk(conversation).handoff()

    async def reply(
        self, conversation: Conversation, text: str, confirms: str | None = None, *, network: str = "", key: str = ""
    ) -> AsyncGenerator[TurnEvent, None]:
        """One turn. `confirms` is the id of the proposal that a button said yes to, whatever the text is;
        `network` is where it comes from, to count attempts to prove something by. A message that was sent before
        with the same `key` is not answered a second time: its reply comes again. While a person has the chat,
        nobody but them answers.

        Raises `BadRequest`, `MessageTooLong`, `IndexMissing`, `ConversationBusy` and, for a proposal that does not
        wait any more, `NotConfirmed` before the first event.

        Whatever else goes wrong is recorded with the turn and told to the shopper in a reply of outcome `failed`.
        """
        check_message(text, self.rules.message_limit)
        turn_id = turn_id_of(conversation, key)
        if key and (known := await self.stores.conversations.turn(conversation.id, turn_id)) and known.reply:
            yield Finished(reply=known.reply)
            return
        if await self.stores.library.live_index() is None and not await self._calls(text):
            raise IndexMissing("This shop has no products yet. Fill it with: python -m ingest FOLDER")
        if conversation.id in self._busy:
            raise ConversationBusy(STILL_ANSWERING)
        self._busy.add(conversation.id)
        try:
            async with aclosing(self._turn(conversation, turn_id, text, confirms, network)) as told:
                async for event in told:
                    yield event
        finally:
            self._busy.discard(conversation.id)

    async def health(self) -> dict[str, Any]:
        return await health_of(self.models, self.load_index, self.ping)

    @property
    def _runner(self) -> Runner:
        return Runner(self.graph, self.changes)

    @property
    def _contexts(self) -> Contexts:
        return Contexts(self.stores, self.retriever, self.identity, self.changes, self.checkout, self.carts, self.now)

    @property
    def _desk(self) -> HandoffDesk:
        return HandoffDesk(self.stores.handoffs, self.stores.conversations)

    async def _turn(
        self, conversation: Conversation, turn_id: str, text: str, confirms: str | None, network: str
    ) -> AsyncGenerator[TurnEvent, None]:
        started, now, runner = time.perf_counter(), self.now(), self._runner
        await runner.require_waiting(conversation.id, confirms, now)
        with turn_logging(turn_id, conversation.id):
            context = await self._contexts.of(conversation, turn_id, text, now, network)
            kept = screen(await context.proving.kept(screen(text).text)).text
            held = hold_back(kept, exchanges(context.before))
            turn = Turn(turn_id, conversation.id, now, held.text)
            await self.stores.conversations.begin(turn)
            ended, state = replace(turn, error=BROKEN_OFF), None
            try:
                if confirms is None and await self.at_desk(conversation).person_has_it():
                    await self._forget(context, held)
                    ended = replace(turn, reply=await self._silence(context, held))
                else:
                    await self._reopen(conversation, context, held.text)
                    yield Progress(text="Reading your message")
                    async with aclosing(ending(runner.run(context, confirms), self.rules.turn_seconds)) as parts:
                        async for part in parts:
                            if isinstance(part, Progress | Sentence):
                                yield part
                            else:
                                state = part
                    await self._forget(context, held)
                    ended = replace(turn, reply=await self._reply(state, context, started))
            except Exception as error:
                log.error("turn_failed", **failure(error))  # noqa: TRY400 -- a traceback may quote what was said
                ended = replace(turn, error=type(error).__name__)
                if isinstance(error, AssistantError):
                    raise
                ended = replace(ended, reply=await self._apology(context, started))
            finally:
                # also when whoever listened has left in the middle
                ended = await self._end(ended, context)
            # that a person was called is told once it is true
            if last := told_last(state, ended.reply):
                yield Sentence(text=last)
            if ended.reply:
                yield Finished(reply=ended.reply)

    async def _end(self, turn: Turn, context: TurnContext) -> Turn:
        """With the hand-off that was called for, both or neither."""
        if context.desk.called:
            return await self.stores.handoffs.announce(context.desk.called, turn)
        await self.stores.conversations.finish(turn)
        return turn

    async def _reopen(self, conversation: Conversation, context: TurnContext, text: str) -> None:
        if await self.at_desk(conversation).came_back(text):
            why, proof = "wrote again after the chat was closed", context.proving.conversation.proof
            decision = await context.calling.called("came back", why, proof, context.now)
            await context.desk.call(conversation.id, decision, await readable(context.cart), context.now)

    async def _calls(self, text: str) -> bool:
        return calls_for_person(text, await self.stores.handoff_policy.policy())

    async def _silence(self, context: TurnContext, held: Held) -> Reply:
        """What a person will answer; a card number is refused all the same."""
        card = screen(context.text).card or bool(held.found)
        reply = silent_reply(context.turn_id, await readable(context.cart), self.models, self.prompt)
        return reply.model_copy(update={"text": CARD_REFUSAL}) if card else reply

    async def _forget(self, context: TurnContext, held: Held) -> None:
        """Take parts of a card number out of earlier messages, wherever these are kept."""
        if held.earlier:
            parts = forgotten(context.before, held.earlier)
            for turn in parts.turns:
                await self.stores.conversations.redact(turn)
            await context.proving.forget(parts.numbers)
            await self._runner.rewrite(context.conversation_id, parts.message)
            await self.scrub()

    async def _reply(self, state: State | None, context: TurnContext, started: float) -> Reply:
        if state is None:
            raise RuntimeError("the graph ended without a state")
        waiting = await self._runner.asked(state)
        cart = await context.cart.acknowledge(state["turn"].get("news", {}).get("ids", ()))
        reply = reply_of(state, cart, self.models, self.prompt, waiting)
        desk = SuggestionDesk(self.carts, self.stores.selling, self.habits)
        return timed(await recommended(await addressed(reply, context), state, context, desk), started)

    async def _apology(self, context: TurnContext, started: float) -> Reply:
        cart = await readable(context.cart)
        return timed(broken_reply(context.turn_id, cart, self.models, self.prompt), started)
