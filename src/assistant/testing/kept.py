"""Everything the assistant keeps, in memory: for tests and offline evals, through the same bootstrap."""

from langgraph.checkpoint.memory import InMemorySaver

from assistant.agent.stores import Kept, Stores
from assistant.testing.carts import InMemoryCarts
from assistant.testing.changes import InMemoryLedger, InMemoryRuleBook
from assistant.testing.checkouts import (
    InMemoryAnswers,
    InMemoryCheckouts,
    InMemorySellingBook,
    Shelves,
)
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.cursors import InMemoryCursors
from assistant.testing.desk import InMemoryEventLog, InMemoryLines, InMemoryStaffBook
from assistant.testing.events import InMemoryEvents
from assistant.testing.habits import InMemoryHabits
from assistant.testing.handoffs import InMemoryHandoffQueue, InMemoryPolicyBook
from assistant.testing.inbox import InMemoryInbox
from assistant.testing.learning import InMemoryCaseBook, InMemoryFaqBook
from assistant.testing.links import InMemoryLinks
from assistant.testing.revisions import InMemoryRevisions
from assistant.testing.spending import InMemoryUseBook
from assistant.testing.stores import (
    InMemoryCatalogue,
    InMemoryChallenges,
    InMemoryLibrary,
    InMemoryOrders,
    InMemoryOutbox,
)


def in_memory_kept() -> Kept:
    catalogue, orders, outbox = InMemoryCatalogue(), InMemoryOrders(), InMemoryOutbox()
    ledger, carts = InMemoryLedger(orders, catalogue, outbox), InMemoryCarts()
    events, answers = InMemoryEvents(), InMemoryAnswers()
    log, staff = InMemoryEventLog(), InMemoryStaffBook()
    conversations, lines = InMemoryConversations(log), InMemoryLines(log)
    handoffs = InMemoryHandoffQueue(conversations, log, staff, lines)
    library, rulebook, selling = InMemoryLibrary(catalogue), InMemoryRuleBook(), InMemorySellingBook()
    policies = InMemoryPolicyBook()
    stores = Stores(
        catalogue=catalogue,
        carts=carts,
        orders=orders,
        ledger=ledger,
        rulebook=rulebook,
        challenges=InMemoryChallenges(outbox),
        outbox=outbox,
        conversations=conversations,
        library=library,
        revisions=InMemoryRevisions(catalogue, library, rulebook, selling, policies),
        handoffs=handoffs,
        inbox=InMemoryInbox(conversations, handoffs, lines),
        desk_log=log,
        cursors=InMemoryCursors(),
        links=InMemoryLinks(),
        lines=lines,
        staff=staff,
        faqs=InMemoryFaqBook(),
        cases=InMemoryCaseBook(),
        checkouts=InMemoryCheckouts(
            Shelves(carts, conversations, catalogue, orders, ledger, outbox, events, answers),
        ),
        selling=selling,
        handoff_policy=policies,
        events=events,
        answers=answers,
        habits=InMemoryHabits(orders, catalogue),
        model_use=InMemoryUseBook(),
    )
    return Kept(stores, InMemorySaver(), _here)


async def _here() -> None:
    return None
