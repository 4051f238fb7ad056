"""Every store over one database."""

from assistant.agent.stores import Stores
from assistant.storage.answers import SqlAnswers
from assistant.storage.bridge_links import SqlLinks
from assistant.storage.carts import SqlCarts
from assistant.storage.catalogue import SqlCatalogue
from assistant.storage.changes import SqlLedger, SqlRuleBook
from assistant.storage.checkouts import SqlCheckouts
from assistant.storage.conversations import SqlConversations
from assistant.storage.database import Database
from assistant.storage.desk_cursors import SqlCursors
from assistant.storage.desk_events import SqlEventLog
from assistant.storage.habits import SqlHabits
from assistant.storage.handoff_policy import SqlPolicyBook
from assistant.storage.handoffs import SqlHandoffQueue
from assistant.storage.identity import SqlChallenges
from assistant.storage.inbox import SqlInbox
from assistant.storage.learning import SqlCaseBook, SqlFaqBook
from assistant.storage.library import SqlLibrary
from assistant.storage.mail import SqlOutbox
from assistant.storage.model_use import SqlUseBook
from assistant.storage.orders import SqlOrders
from assistant.storage.revisions import SqlRevisions
from assistant.storage.selling import SqlEvents, SqlSellingBook
from assistant.storage.staff import SqlStaffBook
from assistant.storage.staff_lines import SqlLines


def stores_of(database: Database) -> Stores:
    return Stores(
        catalogue=SqlCatalogue(database),
        carts=SqlCarts(database),
        orders=SqlOrders(database),
        ledger=SqlLedger(database),
        rulebook=SqlRuleBook(database),
        challenges=SqlChallenges(database),
        outbox=SqlOutbox(database),
        conversations=SqlConversations(database),
        library=SqlLibrary(database),
        revisions=SqlRevisions(database),
        handoffs=SqlHandoffQueue(database),
        inbox=SqlInbox(database),
        desk_log=SqlEventLog(database),
        cursors=SqlCursors(database),
        links=SqlLinks(database),
        lines=SqlLines(database),
        staff=SqlStaffBook(database),
        faqs=SqlFaqBook(database),
        cases=SqlCaseBook(database),
        checkouts=SqlCheckouts(database),
        selling=SqlSellingBook(database),
        handoff_policy=SqlPolicyBook(database),
        events=SqlEvents(database),
        answers=SqlAnswers(database),
        habits=SqlHabits(database),
        model_use=SqlUseBook(database),
    )
