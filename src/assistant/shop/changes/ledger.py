"""Proposals that wait for a yes, the trail of all that was proposed, done or refused, and the port that keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import TypeAdapter

from assistant.shop.changes.effect import ChangeKind, Effect
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer
from assistant.shop.mail import Mail
from assistant.shop.orders import Order

ProposalState = Literal["waiting", "declined", "voided", "carried out"]
TrailEvent = Literal["proposed", "declined", "voided", "refused", "carried out"]
CarriedOut = Literal["done", "changed", "spent"]


@dataclass(frozen=True)
class Proposal:
    """`shopper` is `Proof.key`; `digest` is the effect's. `id` is a digest of all that the yes is bound to.

    `number` and `customer_id` are the order's and the account's that it would change, for the trail.
    """

    id: str
    conversation_id: str
    shopper: str
    kind: ChangeKind
    digest: str
    words: str
    created_at: datetime
    expires_at: datetime
    state: ProposalState = "waiting"
    number: str | None = None
    customer_id: str | None = None

    def may_be_renewed(self, now: datetime) -> bool:
        """Whether the same may be proposed again under this id: it was turned down, or nobody answered in time."""
        return self.state in {"declined", "voided"} or (self.state == "waiting" and now >= self.expires_at)


@dataclass(frozen=True)
class Entry:
    """One line of the trail. `before` and `after` are records as JSON, None where nothing changed.

    `actor` is `shopper`, `staff:<name>` or `system`; `words` are what the shopper was told.
    """

    id: str
    at: datetime
    actor: str
    event: TrailEvent
    kind: ChangeKind
    words: str
    conversation_id: str | None = None
    shopper: str = ""
    number: str | None = None
    customer_id: str | None = None
    proposal_id: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class ChangeLedger(Protocol):
    """Entries are only ever added. Every write is one transaction."""

    async def hold(self, proposal: Proposal, entry: Entry) -> Proposal:
        """Keep it as waiting, and return what is kept under its id.

        One that waits there and has not expired stays as it is, its end too, and so does one that was carried out;
        no entry is written then.
        """
        ...

    async def proposal(self, proposal_id: str) -> Proposal | None: ...

    async def end(self, proposal_id: str, state: Literal["declined", "voided"], entry: Entry) -> bool:
        """False, and nothing written, when it no longer waits."""
        ...

    async def carry_out(self, proposal_id: str, effect: Effect, entry: Entry, mails: Sequence[Mail]) -> CarriedOut:
        """The whole effect, the entry and the mails, or nothing.

        `spent` when the proposal does not wait any more; `changed` when the order or the customer has another version
        than before the effect, or a stock would fall below zero. Versions of what is written count up.
        """
        ...

    async def note(self, entry: Entry) -> None: ...

    async def trail(
        self, *, number: str | None = None, customer_id: str | None = None, limit: int = 100
    ) -> Sequence[Entry]:
        """Of one order or one customer, newest first."""
        ...


class RuleBook(Protocol):
    """Where the shop keeps its rules for changes."""

    async def rules(self) -> ChangeRules:
        """The default rules where the shop gave none."""
        ...

    async def set_rules(self, rules: ChangeRules) -> None: ...


def records_of(order: Order | None, customer: Customer | None) -> dict[str, Any]:
    """As JSON, `Order` and `Customer` hold tokens and last four digits only."""
    records: dict[str, Any] = {}
    if order is not None:
        records["order"] = _ORDER.dump_python(order, mode="json")
    if customer is not None:
        records["customer"] = _CUSTOMER.dump_python(customer, mode="json")
    return records


_ORDER, _CUSTOMER = TypeAdapter(Order), TypeAdapter(Customer)
