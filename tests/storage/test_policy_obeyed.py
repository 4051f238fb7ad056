"""A policy that another process feeds counts from the next turn on, and is taken back, without a restart."""

from assistant.bootstrap import build
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.revisions import Step
from assistant.settings import Settings
from assistant.shop.handoff_policy import Policy, Rule
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.clock import FixedClock
from tests.conftest import ask
from tests.storage.test_revisions import publish, roll_back

LEGAL = "my lawyer will contact you"


async def test_a_running_shop_obeys_the_policy_that_was_fed_last(
    own: Settings, embeddings: MiniLM, clock: FixedClock
) -> None:
    other = Database(own.database_url)
    feeding = stores_of(other)
    index = await feeding.library.live_index() or ""
    async with build(own, embeddings=embeddings, now=clock) as assistant:
        told = []
        for policy in (
            Policy(reasons={"legal": Rule(queue="managers", message="A manager reads this.")}),
            Policy(reasons={"legal": Rule(enabled=False)}),
            None,
        ):
            await (publish(feeding, Step(index, handoff=policy)) if policy else roll_back(feeding))
            conversation, _ = await assistant.start()
            told.append(await ask(assistant, conversation, LEGAL))
        queues = [handoff.queue for handoff in await assistant.handoffs.waiting()]
    await other.close()
    assert [reply.outcome == "handed_over" for reply in told] == [True, False, True]
    assert (told[0].text, told[2].text) == ("A manager reads this.",) * 2
    assert queues == ["managers"] * 2
