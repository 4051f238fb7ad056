"""How a person is called in this shop: by the policy that its owner fed, for whoever this has been proved to be."""

from dataclasses import dataclass, replace
from datetime import datetime

from babel.numbers import get_currency_precision

from assistant.escalation.policy import Decision, called, decide, decide_after, of_tier
from assistant.escalation.signals import Talk, measure
from assistant.shop.handoff_policy import MOST_ORDERS, HandoffReason, Policy
from assistant.shop.identity import OrderDesk, Proof
from assistant.shop.orders import Order

NOT_BOUGHT = frozenset({"cancelled", "pending payment", "returned", "refunded"})


@dataclass(frozen=True)
class Calling:
    policy: Policy
    orders: OrderDesk

    async def called(self, reason: HandoffReason, evidence: str, proof: Proof | None, now: datetime) -> Decision:
        return called(reason, evidence, self.policy, now, of_tier(await self.tier(proof)))

    async def by(self, text: str, talk: Talk, proof: Proof | None, now: datetime) -> Decision | None:
        """Whether the message, after what was said before, calls a person."""
        return decide(measure(text, replace(talk, tier=await self.tier(proof))), self.policy, now)

    async def after(self, failed_in_a_row: int, proof: Proof | None, now: datetime) -> Decision | None:
        """Whether the turns that failed, this one too, call a person."""
        if decide_after(failed_in_a_row, self.policy) is None:
            return None
        return decide_after(failed_in_a_row, self.policy, now, await self.tier(proof))

    async def tier(self, proof: Proof | None) -> str:
        """By the last `MOST_ORDERS` orders that were paid and kept; "" for who is not proved, or without tiers."""
        if not self.policy.tiers or proof is None:
            return ""
        bought = [o for o in await self.orders.recent(proof, MOST_ORDERS) if o.status not in NOT_BOUGHT]
        return self.policy.tier(len(bought), sum(map(_major, bought)))


def _major(order: Order) -> float:
    return float(order.total.minor / 10 ** get_currency_precision(order.total.currency))
