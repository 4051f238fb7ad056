"""Propose a change, and carry it out on the shopper's own yes to that very proposal: once, whole, or not at all."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from pydantic import TypeAdapter

from assistant.errors import NotConfirmed, ProofRequired, ShopError, UnknownProduct, Voided
from assistant.shop.catalogue import Catalogue, Product, Variant
from assistant.shop.changes.effect import ChangeKind, Effect
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.ledger import ChangeLedger, Entry, Proposal, RuleBook, TrailEvent, records_of
from assistant.shop.changes.plan import plan, skus_of
from assistant.shop.changes.possible import Possible, possible
from assistant.shop.changes.readdressing import plan_default_address
from assistant.shop.changes.receipts import receipt
from assistant.shop.changes.requests import ChangeDefaultAddress, OrderRequest, Request
from assistant.shop.customers import Customer
from assistant.shop.identity import OrderDesk, Proof
from assistant.shop.orders import Order, Orders

Ended = Literal["declined", "voided"]
VALID_FOR = timedelta(minutes=10)
NOT_YET = "That was not confirmed. Nothing was changed."
DONE_ALREADY = "That was done already, so it was not done again."
CHANGED = "Something about this changed in the meantime, so nothing was done."


@dataclass(frozen=True)
class Shopper:
    """Whose yes counts: one conversation, and what it has proved. `actor` as in `Entry`."""

    conversation_id: str
    proof: Proof | None
    actor: str = "shopper"

    @property
    def key(self) -> str:
        return self.proof.key if self.proof else ""


class ChangeDesk:
    """The only way to a change of an order. A shopper whose proof does not cover an order hears nothing about it."""

    def __init__(
        self, orders: Orders, catalogue: Catalogue, ledger: ChangeLedger, rules: RuleBook, shop_name: str
    ) -> None:
        self._orders, self._catalogue, self._ledger, self._rules = orders, catalogue, ledger, rules
        self._desk, self._shop_name = OrderDesk(orders), shop_name

    async def effect(self, request: Request, shopper: Shopper, now: datetime) -> Effect:
        """What it would do; changes nothing. Raises the `ShopError` that says why not."""
        if isinstance(request, ChangeDefaultAddress):
            return plan_default_address(request, await self._account(shopper))
        return plan(request, await self.facts(request, shopper, now))

    async def facts(self, request: OrderRequest, shopper: Shopper, now: datetime) -> Facts:
        """Raises `ProofRequired` for an order that the shopper's proof does not cover, be it there or not."""
        order = await self._desk.changeable(request.number, shopper.proof)
        if order is None:
            raise ProofRequired("That order has to be proved first.")
        facts = await self._facts(order, shopper.proof, now)
        return replace(facts, goods=await self._goods({line.sku for line in order.lines} | skus_of(request)))

    async def possible(self, order: Order, proof: Proof | None, now: datetime) -> Possible:
        """For an order that was proved: what may still be asked for."""
        return possible(await self._facts(order, proof, now))

    async def _facts(self, order: Order, proof: Proof | None, now: datetime) -> Facts:
        """Without goods."""
        customer = await self._orders.customer(order.customer_id) if order.customer_id else None
        account = await self._desk.customer(proof)
        proved = account is not None and customer is not None and account.id == customer.id
        return Facts(order, customer, {}, await self._rules.rules(), now, proved)

    async def propose(self, request: Request, shopper: Shopper, now: datetime) -> tuple[Proposal, Effect]:
        """Hold the effect for the shopper's yes, for ten minutes. A refusal goes into the trail and is raised."""
        try:
            effect = await self.effect(request, shopper, now)
        except ShopError as refusal:
            await self._note_refusal(request, shopper, refusal, now)
            raise
        proposal = Proposal(
            id=_identity(shopper, request, effect),
            conversation_id=shopper.conversation_id,
            shopper=shopper.key,
            kind=effect.kind,
            digest=effect.digest,
            words=effect.words,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        entry = _entry("proposed", effect, shopper, now, proposal.id)
        proposal = replace(proposal, number=entry.number, customer_id=entry.customer_id)
        return await self._ledger.hold(proposal, entry), effect

    async def words(self, proposal_id: str) -> str | None:
        """What is asked, as it is held; None for what the ledger does not know."""
        proposal = await self._ledger.proposal(proposal_id)
        return proposal.words if proposal is not None else None

    async def decline(self, proposal_id: str, shopper: Shopper, now: datetime) -> None:
        """The shopper said no, or anything else but yes, or nothing in time."""
        proposal = await self._ledger.proposal(proposal_id)
        if proposal is not None and proposal.conversation_id == shopper.conversation_id:
            await self._end(proposal, "declined", shopper, now)

    async def carry_out(self, request: Request, shopper: Shopper, confirmed: str | None, now: datetime) -> Effect:
        """`confirmed` is the id of the proposal that this shopper said yes to. Raises `NotConfirmed` or `Voided`."""
        waiting = await self._ledger.proposal(confirmed) if confirmed else None
        if waiting is None or not _binds(waiting, shopper):
            raise NotConfirmed(NOT_YET)
        if waiting.state != "waiting" or now >= waiting.expires_at:
            raise _spent(waiting)
        try:
            effect = await self.effect(request, shopper, now)
        except ShopError as refusal:
            await self._end(waiting, "voided", shopper, now)
            raise Voided(f"{CHANGED} {refusal.message}") from refusal
        if _identity(shopper, request, effect) != waiting.id:
            # another request than the one that was confirmed, or the same one with another effect by now
            await self._end(waiting, "voided", shopper, now)
            raise Voided(CHANGED)
        return await self._done(waiting, effect, shopper, now)

    async def _done(self, waiting: Proposal, effect: Effect, shopper: Shopper, now: datetime) -> Effect:
        mails = receipt(effect, await self._address(effect), self._shop_name, now)
        entry = _entry("carried out", effect, shopper, now, waiting.id)
        outcome = await self._ledger.carry_out(waiting.id, effect, entry, mails)
        if outcome == "spent":
            raise _spent(await self._ledger.proposal(waiting.id) or waiting)
        if outcome == "changed":
            await self._end(waiting, "voided", shopper, now)
            raise Voided(CHANGED)
        return effect

    async def _end(self, waiting: Proposal, state: Ended, shopper: Shopper, now: datetime) -> None:
        line = _line(shopper, now, state, waiting.kind, waiting.words)
        about = replace(line, number=waiting.number, customer_id=waiting.customer_id, proposal_id=waiting.id)
        await self._ledger.end(waiting.id, state, about)

    async def _account(self, shopper: Shopper) -> Customer:
        customer = await self._desk.customer(shopper.proof)
        if customer is None or shopper.proof is None or shopper.proof.read_only:
            raise ProofRequired("To change an account, please prove that it is yours first.")
        return customer

    async def _address(self, effect: Effect) -> str:
        return effect.order[0].email if effect.order else effect.customer[0].email if effect.customer else ""

    async def _goods(self, skus: set[str]) -> dict[str, tuple[Product, Variant]]:
        found = {}
        for sku in sorted(skus):
            try:
                found[sku] = await self._catalogue.by_sku(sku)
            except UnknownProduct:
                continue
        return found

    async def _note_refusal(self, request: Request, shopper: Shopper, refusal: ShopError, now: datetime) -> None:
        """A stranger's attempt is kept as well, but never tied to an order that the stranger did not prove."""
        entry = _line(shopper, now, "refused", kind_of(request), refusal.message)
        if isinstance(request, ChangeDefaultAddress):
            account = await self._desk.customer(shopper.proof)
            entry = replace(entry, customer_id=account.id if account else None)
        elif order := await self._desk.status(request.number, shopper.proof):
            entry = replace(entry, number=order.number, customer_id=order.customer_id)
        await self._ledger.note(entry)


_KINDS: dict[str, ChangeKind] = {
    "CancelOrder": "cancel",
    "ChangeAddress": "address",
    "ChangePayment": "payment",
    "ChangeItems": "items",
    "ReturnItems": "return",
    "ExchangeItems": "exchange",
    "ChangeDefaultAddress": "default address",
}


def kind_of(request: Request) -> ChangeKind:
    return _KINDS[type(request).__name__]


def _spent(proposal: Proposal) -> NotConfirmed:
    return NotConfirmed(DONE_ALREADY if proposal.state == "carried out" else NOT_YET)


def _binds(proposal: Proposal, shopper: Shopper) -> bool:
    return proposal.conversation_id == shopper.conversation_id and proposal.shopper == shopper.key != ""


def _identity(shopper: Shopper, request: Request, effect: Effect) -> str:
    asked = [kind_of(request), _REQUEST.dump_python(request, mode="json")]
    bound = json.dumps([shopper.conversation_id, shopper.key, asked, effect.digest], sort_keys=True)
    return hashlib.sha256(bound.encode()).hexdigest()


def _line(shopper: Shopper, now: datetime, event: TrailEvent, kind: ChangeKind, words: str) -> Entry:
    return Entry(uuid4().hex, now, shopper.actor, event, kind, words, shopper.conversation_id, shopper.key)


def _entry(event: TrailEvent, effect: Effect, shopper: Shopper, now: datetime, proposal_id: str) -> Entry:
    order, customer = effect.order or (None, None), effect.customer or (None, None)
    return replace(
        _line(shopper, now, event, effect.kind, effect.words),
        number=order[0].number if order[0] else None,
        customer_id=customer[0].id if customer[0] else order[0].customer_id if order[0] else None,
        proposal_id=proposal_id,
        before=records_of(order[0], customer[0]),
        after=records_of(order[1], customer[1]) if event == "carried out" else None,
    )


_REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
