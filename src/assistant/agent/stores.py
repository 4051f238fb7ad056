"""All that the shop keeps, in one place to pass on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from assistant.agent.health import Ping
from assistant.agent.spending import UseBook
from assistant.escalation.bridge import Links
from assistant.escalation.cursors import Cursors
from assistant.escalation.events import EventLog
from assistant.escalation.inbox import Inbox
from assistant.escalation.lines import Lines
from assistant.escalation.queue import HandoffQueue
from assistant.escalation.staff import StaffBook
from assistant.learning.cases import CaseBook
from assistant.learning.faqs import FaqBook
from assistant.retrieval.library import Library
from assistant.retrieval.revisions import Revisions
from assistant.shop.cart.contents import Carts
from assistant.shop.catalogue import Catalogue
from assistant.shop.changes.ledger import ChangeLedger, RuleBook
from assistant.shop.checkout.store import Answers, Checkouts, Events, SellingBook
from assistant.shop.conversations import Conversations
from assistant.shop.handoff_policy import PolicyBook
from assistant.shop.identity import Challenges
from assistant.shop.mail import Outbox
from assistant.shop.orders import Orders
from assistant.shop.suggesting.habits import Habits


@dataclass(frozen=True)
class Stores:
    catalogue: Catalogue
    carts: Carts
    orders: Orders
    ledger: ChangeLedger
    rulebook: RuleBook
    challenges: Challenges
    outbox: Outbox
    conversations: Conversations
    library: Library
    revisions: Revisions
    handoffs: HandoffQueue
    inbox: Inbox
    desk_log: EventLog
    cursors: Cursors
    links: Links
    lines: Lines
    staff: StaffBook
    faqs: FaqBook
    cases: CaseBook
    checkouts: Checkouts
    selling: SellingBook
    handoff_policy: PolicyBook
    events: Events
    answers: Answers
    habits: Habits
    model_use: UseBook


Scrub = Callable[[], Awaitable[None]]


async def nothing_to_scrub() -> None:
    """Where nothing lies in files of our own."""


@dataclass(frozen=True)
class Kept:
    """What outlives the process: stores, checkpoints, and a way to ask whether they are there.

    `scrub` empties the logs of what was overwritten, so that no copy of it is left in a file.
    """

    stores: Stores
    checkpointer: BaseCheckpointSaver[Any]
    ping: Ping
    scrub: Scrub = nothing_to_scrub
