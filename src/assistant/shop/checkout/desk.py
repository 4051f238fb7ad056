"""From a cart to a checkout that holds its stock, on the shopper's own yes to that very bill."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from pydantic import TypeAdapter

from assistant.errors import CheckoutRefused, NotConfirmed, OutOfStock, ShopError, Voided
from assistant.shop.cart.contents import Carts, Contents
from assistant.shop.cart.rules import Shelf
from assistant.shop.catalogue import Catalogue
from assistant.shop.changes.desk import CHANGED, DONE_ALREADY, NOT_YET, VALID_FOR, Shopper
from assistant.shop.changes.ledger import ChangeLedger, Entry, Proposal, TrailEvent
from assistant.shop.checkout.missing import AddressFor, missing
from assistant.shop.checkout.records import Checkout, Details, ShopEvent
from assistant.shop.checkout.said import Said
from assistant.shop.checkout.store import Along, Checkouts, SellingBook
from assistant.shop.orders import OrderLine, normal_email
from assistant.shop.selling.bill import Basket, Bill, Terms, bill
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.shipping import needs_parcel
from assistant.shop.selling.taxes import RuleTaxes, Taxes
from assistant.shop.selling.totals import BillLine

WAITS = (
    "Order {number} for {total} already waits for its payment. Please pay it first, or ask me to cancel it; "
    "your cart stays as it is."
)


@dataclass(frozen=True)
class Overview:
    """Where a checkout stands. `missing` are whole sentences for the shopper; none once it can be placed.

    `note` is what the order will carry: what was noted in the cart, and then for the checkout.
    """

    goods: tuple[Goods, ...]
    details: Details
    bill: Bill
    parcel: bool
    missing: tuple[str, ...]
    note: str = ""

    @property
    def title(self) -> str:
        return f"Order for {self.bill.totals.total} and go to the payment page"

    @property
    def details_told(self) -> tuple[str, ...]:
        """The bill and where it goes, a line each."""
        parts = [part.words for part in self.bill.totals.parts]
        to = [f"To: {self.details.contact.name}, {self.details.address}"] if self.parcel else []
        reached = f"Confirmation to: {self.details.contact.email}"
        noted = [f"Note: {line}" for line in self.note.splitlines()]
        return (*parts, f"Total: {self.bill.totals.total}", *to, reached, *noted)

    @property
    def words(self) -> str:
        """All that the shopper is asked to say yes to, a line each."""
        return "\n".join((f"{self.title}.", *self.details_told))

    @property
    def digest(self) -> str:
        whole = json.dumps(_SHAPE.dump_python(self, mode="json"), sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


class CheckoutDesk:
    """The only way to a checkout. `taxes` is None where the shop's own rates count."""

    def __init__(
        self,
        carts: Carts,
        catalogue: Catalogue,
        checkouts: Checkouts,
        selling: SellingBook,
        ledger: ChangeLedger,
        *,
        currency: str,
        taxes: Taxes | None = None,
    ) -> None:
        self._carts, self._catalogue, self._checkouts, self._selling = carts, catalogue, checkouts, selling
        self._ledger, self._currency, self._taxes = ledger, currency, taxes

    async def overview(self, cart: str, shopper: Shopper, now: datetime) -> Overview:
        """Raises `OutOfStock` or `CheckoutRefused` for a line that cannot be bought any more."""
        rules = await self._selling.selling()
        held, details = (await self._carts.get(cart)).contents, await self._checkouts.details(cart)
        goods = await self._goods(held, rules)
        email = normal_email(details.contact.email)
        terms = Terms(rules, await self._checkouts.used(email, account_of(shopper)), now, self._currency)
        parcel = needs_parcel(goods, rules.shipping)
        basket = Basket(goods, details.codes, details.address, details.method)
        found = await bill(basket, terms, self._taxes or RuleTaxes(rules.taxes))
        taxed = self._taxes is not None or bool(rules.taxes.rates)
        address_for: AddressFor = "the parcel" if parcel else "the bill" if taxed else ""
        lacks = missing(goods, details, found, address_for, rules.limits.most_in_all(self._currency))
        return Overview(goods, details, found, parcel, lacks, _note(held, goods, details))

    async def said(self, cart: str) -> Details:
        return await self._checkouts.details(cart)

    async def waiting(self, shopper: Shopper) -> Checkout | None:
        """The checkout of this conversation that awaits its payment."""
        last = await self.last(shopper)
        return last if last is not None and last.state == "awaiting payment" else None

    async def say(self, cart: str, said: Said) -> Details:
        """Keep what was said, each part checked. Raises `BadDetails`; nothing is kept then."""
        while True:
            details = await self._checkouts.details(cart)
            after = said.onto(details)
            if after == details or await self._checkouts.set_details(cart, after):
                return after

    async def propose(self, cart: str, shopper: Shopper, now: datetime) -> tuple[Proposal, Overview]:
        """Hold the bill for the shopper's yes. Raises `CheckoutRefused` with what is missing, or what waits already."""
        found, last = await self._complete(cart, shopper, now), await self.last(shopper)
        if last is not None and last.state == "awaiting payment":
            raise CheckoutRefused(WAITS.format(number=last.number, total=last.total))
        proposal = Proposal(
            id=_identity(cart, shopper, found, last),
            conversation_id=shopper.conversation_id,
            shopper=shopper.key,
            kind="checkout",
            digest=found.digest,
            words=found.words,
            created_at=now,
            expires_at=now + VALID_FOR,
            customer_id=account_of(shopper),
        )
        return await self._ledger.hold(proposal, _entry("proposed", proposal, shopper, now)), found

    async def place(self, cart: str, shopper: Shopper, confirmed: str | None, now: datetime) -> Checkout:
        """`confirmed` is the id of the proposal that this shopper said yes to. Raises `NotConfirmed` or `Voided`."""
        waiting = await self._ledger.proposal(confirmed) if confirmed else None
        if waiting is None or (waiting.conversation_id, waiting.shopper) != (shopper.conversation_id, shopper.key):
            raise NotConfirmed(NOT_YET)
        if waiting.state != "waiting" or now >= waiting.expires_at:
            raise NotConfirmed(DONE_ALREADY if waiting.state == "carried out" else NOT_YET)
        try:
            found = await self._complete(cart, shopper, now)
        except ShopError as refusal:
            await self._void(waiting, shopper, now)
            raise Voided(f"{CHANGED} {refusal.message}") from refusal
        if _identity(cart, shopper, found, await self.last(shopper)) != waiting.id:
            await self._void(waiting, shopper, now)
            raise Voided(CHANGED)
        return await self._placed(waiting, found, cart, shopper, now)

    async def _placed(self, waiting: Proposal, found: Overview, cart: str, shopper: Shopper, now: datetime) -> Checkout:
        rules = await self._selling.selling()
        draft = _checkout(found, cart, shopper, now, rules)
        event = ShopEvent(uuid4().hex, "checkout.placed", now, {"checkout": draft.id, "number": "{number}"})
        along = Along(events=(event,), entries=(_entry("carried out", waiting, shopper, now),))
        placed = await self._checkouts.place(draft, waiting.id, rules, along)
        if isinstance(placed, Checkout):
            return placed
        if placed == "spent":
            raise NotConfirmed(DONE_ALREADY)
        await self._void(waiting, shopper, now)
        raise Voided("Somebody was faster: not all of it is left." if placed == "out of stock" else CHANGED)

    async def last(self, shopper: Shopper) -> Checkout | None:
        """The newest checkout of this conversation, whatever became of it."""
        return next(iter(await self._checkouts.of_conversation(shopper.conversation_id, limit=1)), None)

    async def _complete(self, cart: str, shopper: Shopper, now: datetime) -> Overview:
        found = await self.overview(cart, shopper, now)
        if found.missing:
            raise CheckoutRefused(" ".join(found.missing))
        return found

    async def _goods(self, held: Contents, rules: SellingRules) -> tuple[Goods, ...]:
        found = list[Goods]()
        shelf = Shelf(await self._catalogue.by_skus(held.quantities), rules.limits)
        for line in held.lines:
            if line.sku not in shelf:
                raise OutOfStock("One item in the cart is no longer sold. Please take it out first.")
            shelf.require_room(line.sku, line.quantity, held.quantities)
            goods = Goods.of(*shelf.stocked[line.sku], line.quantity)
            if goods.unit.currency != self._currency:
                raise CheckoutRefused(f"{goods.name} is priced in {goods.unit.currency}. Please take it out first.")
            found.append(goods)
        return tuple(found)

    async def _void(self, waiting: Proposal, shopper: Shopper, now: datetime) -> None:
        await self._ledger.end(waiting.id, "voided", _entry("voided", waiting, shopper, now))


def _note(held: Contents, goods: Sequence[Goods], details: Details) -> str:
    names = {line.sku: line.name for line in goods}
    of_lines = [f"{names[line.sku]}: {line.message}" for line in held.lines if line.message]
    return "\n".join(filter(None, (held.message, *of_lines, details.note)))


def account_of(shopper: Shopper) -> str | None:
    """The account that an order goes to: one that was proved in full."""
    proof = shopper.proof
    return proof.customer_id if proof is not None and not proof.read_only else None


def _checkout(found: Overview, cart: str, shopper: Shopper, now: datetime, rules: SellingRules) -> Checkout:
    return Checkout(
        id=uuid4().hex,
        cart=cart,
        conversation_id=shopper.conversation_id,
        customer_id=account_of(shopper),
        contact=found.details.contact,
        address=found.details.address if found.parcel else None,
        method=found.bill.shipping.name if found.bill.shipping else "",
        lines=_lines(found.bill.totals.lines),
        parts=found.bill.totals.parts,
        total=found.bill.totals.total,
        discounts=tuple(one.discount.key for one in found.bill.discounts.applied),
        created_at=now,
        held_until=now + rules.reserved_for,
        note=found.note,
    )


def _lines(lines: Sequence[BillLine]) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            sku=line.goods.sku,
            title=line.goods.title,
            quantity=line.goods.quantity,
            unit=line.goods.unit,
            handle=line.goods.handle,
            options=line.goods.options,
            paid=line.paid,
        )
        for line in lines
    )


def _identity(cart: str, shopper: Shopper, found: Overview, last: Checkout | None) -> str:
    """With the checkout before, so that the same cart may be bought again once that one has ended."""
    before = last.id if last else None
    bound = json.dumps(["checkout", cart, shopper.conversation_id, shopper.key, found.digest, before])
    return hashlib.sha256(bound.encode()).hexdigest()


def _entry(event: TrailEvent, proposal: Proposal, shopper: Shopper, now: datetime) -> Entry:
    line = Entry(uuid4().hex, now, shopper.actor, event, "checkout", proposal.words, shopper.conversation_id)
    return replace(line, shopper=shopper.key, customer_id=proposal.customer_id, proposal_id=proposal.id)


_SHAPE = TypeAdapter(Overview)
