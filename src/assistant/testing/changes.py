"""Changes of orders in memory, over the stores in memory. Nothing waits within a write, so that each is whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from assistant.shop.changes.effect import Effect
from assistant.shop.changes.ledger import CarriedOut, Entry, Proposal
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.checkout.owing import owed_by
from assistant.shop.checkout.records import RefundDue
from assistant.shop.mail import Mail
from assistant.testing.stores import InMemoryCatalogue, InMemoryOrders, InMemoryOutbox

Owe = Callable[[Sequence[RefundDue]], bool]


def _nobody(_owed: Sequence[RefundDue]) -> bool:
    return True


class InMemoryLedger:
    def __init__(self, orders: InMemoryOrders, catalogue: InMemoryCatalogue, outbox: InMemoryOutbox) -> None:
        self._orders, self._catalogue, self._outbox = orders, catalogue, outbox
        self._proposals: dict[str, Proposal] = {}
        self._trail: list[Entry] = []
        self._owe: Owe = _nobody

    async def hold(self, proposal: Proposal, entry: Entry) -> Proposal:
        known = self._proposals.get(proposal.id)
        if known and not known.may_be_renewed(proposal.created_at):
            return known
        self._proposals[proposal.id] = proposal
        self._trail.append(entry)
        return proposal

    async def proposal(self, proposal_id: str) -> Proposal | None:
        return self._proposals.get(proposal_id)

    async def end(self, proposal_id: str, state: Literal["declined", "voided"], entry: Entry) -> bool:
        known = self._proposals.get(proposal_id)
        if known is None or known.state != "waiting":
            return False
        self._proposals[proposal_id] = replace(known, state=state)
        self._trail.append(entry)
        return True

    async def carry_out(self, proposal_id: str, effect: Effect, entry: Entry, mails: Sequence[Mail]) -> CarriedOut:
        known = self._proposals.get(proposal_id)
        if known is None or known.state != "waiting":
            return "spent"
        if not await self._stands(effect):
            return "changed"
        if not self._catalogue.move(effect.stock):
            return "changed"
        if not self._owe(owed_by(effect, proposal_id, entry.at)):
            self._catalogue.move({sku: -count for sku, count in effect.stock.items()})
            return "changed"
        self._proposals[proposal_id] = replace(known, state="carried out")
        self._orders.change(effect.order and effect.order[1], effect.customer and effect.customer[1])
        for mail in mails:
            self._outbox.put(mail)
        self._trail.append(entry)
        return "done"

    async def note(self, entry: Entry) -> None:
        self._trail.append(entry)

    async def trail(
        self, *, number: str | None = None, customer_id: str | None = None, limit: int = 100
    ) -> Sequence[Entry]:
        wanted = [
            entry
            for entry in reversed(self._trail)
            if number in {None, entry.number} and customer_id in {None, entry.customer_id}
        ]
        return sorted(wanted, key=lambda entry: entry.at, reverse=True)[:limit]

    def owing(self, owe: Owe) -> None:
        """For `InMemoryCheckouts`, which keeps what is owed."""
        self._owe = owe

    def carried_out(self, proposal_id: str) -> None:
        """For `InMemoryCheckouts`, which has looked whether it waits."""
        self._proposals[proposal_id] = replace(self._proposals[proposal_id], state="carried out")

    def write(self, entry: Entry) -> None:
        """For `InMemoryCheckouts`."""
        self._trail.append(entry)

    async def _stands(self, effect: Effect) -> bool:
        order = await self._orders.get(effect.order[0].number) if effect.order else None
        customer = await self._orders.customer(effect.customer[0].id) if effect.customer else None
        same_order = effect.order is None or (order is not None and order.version == effect.order[0].version)
        same_customer = effect.customer is None or (
            customer is not None and customer.version == effect.customer[0].version
        )
        return same_order and same_customer


class InMemoryRuleBook:
    def __init__(self) -> None:
        self._rules = ChangeRules()

    async def rules(self) -> ChangeRules:
        return self._rules

    async def set_rules(self, rules: ChangeRules) -> None:
        self._rules = rules
