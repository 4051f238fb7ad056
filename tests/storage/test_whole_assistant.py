"""The assistant as it runs in a shop: real databases, real checkpoints, and a restart in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from langchain_core.runnables import RunnableConfig

from assistant.agent.assistant import Assistant
from assistant.bootstrap import build
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from assistant.shop.conversations import Conversation
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import CANCEL, moved_in, proved
from tests.conftest import ask
from tests.goods import PRODUCTS


@asynccontextmanager
async def running(own: Settings, embeddings: MiniLM, clock: FixedClock) -> AsyncIterator[Assistant]:
    async with build(own, embeddings=embeddings, now=clock) as assistant:
        yield assistant


async def test_a_conversation_its_cart_and_its_proof_survive_a_restart(
    own: Settings, embeddings: MiniLM, clock: FixedClock
) -> None:
    async with running(own, embeddings, clock) as assistant:
        conversation, token = await assistant.start()
        first = await ask(assistant, conversation, "show me dresses")
        await assistant.cart(conversation).add("MUG-WHT", 2)
        await ask(assistant, conversation, "where is my order #1042? I am ada@example.com")
        [mail] = await assistant.outbox.recent()
    code = next(word.strip(".") for word in mail.body.split() if word.strip(".").isdigit())
    async with running(own, embeddings, clock) as again:
        reopened = await again.open(conversation.id, token)
        proved = await ask(again, reopened, code)
        more = await ask(again, reopened, "tell me more about the second dress")
        lines = await again.lines(reopened)
    assert "SP123" in proved.text
    assert [c.handle for c in more.cards] == [first.cards[1].handle]
    assert [(line.sku, line.quantity) for line in more.cart.lines] == [("MUG-WHT", 2)]
    assert [line.who for line in lines] == ["shopper", "assistant"] * 4
    assert "ada@example.com" not in str(lines)


async def test_a_proposal_waits_through_a_restart_and_is_carried_out_once(
    own: Settings, embeddings: MiniLM, clock: FixedClock
) -> None:
    cancel = calls(("cancel_order", CANCEL))
    async with build(own, embeddings=embeddings, now=clock, hosted=ScriptedModel(steps=[cancel])) as assistant:
        await moved_in(assistant.stores)
        conversation, token = await assistant.start()
        await proved(assistant.stores, conversation)
        asked = await ask(assistant, conversation, "cancel #2001, I ordered it by mistake")
    assert asked.confirmation
    again_model = ScriptedModel(steps=[says("All done."), cancel, says("It was cancelled before.")])
    async with build(own, embeddings=embeddings, now=clock, hosted=again_model) as again:
        reopened = await again.open(conversation.id, token)
        done = await ask(again, reopened, "yes", confirms=asked.confirmation.id)
        twice = await ask(again, reopened, "cancel it again")
        order = await again.stores.orders.get("#2001")
        mails = await again.outbox.recent()
    assert done.receipt
    assert twice.confirmation is None
    assert order
    assert order.status == "cancelled"
    assert len(mails) == 1


async def test_it_is_well_and_says_so(own: Settings, embeddings: MiniLM, clock: FixedClock) -> None:
    async with running(own, embeddings, clock) as assistant:
        health = await assistant.health()
    assert (health["status"], health["database"]) == ("ok", "ok")
    assert health["index"]["products"] == len(PRODUCTS)


async def test_before_the_first_ingest_it_is_degraded_and_says_what_to_do(
    settings: Settings, url: str, tmp_path: Path, embeddings: MiniLM
) -> None:
    empty = settings.model_copy(update={"database_url": url, "state_dir": tmp_path})
    async with build(empty, embeddings=embeddings) as assistant:
        health = await assistant.health()
    assert health["status"] == "degraded"
    assert "python -m ingest" in health["index"]["problem"]


async def test_parts_of_a_card_number_that_were_kept_leave_no_byte(
    own: Settings, embeddings: MiniLM, clock: FixedClock
) -> None:
    async with running(own, embeddings, clock) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "5105105")
        before = await everything(assistant, conversation)
        reply = await ask(assistant, conversation, "105105100")
        after = await everything(assistant, conversation)
        files = [path.read_bytes() for path in own.state_dir.rglob("*.db*")]
    assert "5105105" in before
    assert "5105105" not in after
    assert reply.outcome == "refused"
    assert not [data for data in files if b"5105105" in data]


async def everything(assistant: Assistant, conversation: Conversation) -> str:
    """The turns and every checkpoint."""
    turns = await assistant.conversations.turns(conversation.id)
    config: RunnableConfig = {"configurable": {"thread_id": conversation.id}}
    return repr(turns) + "".join([repr(state) async for state in assistant.graph.aget_state_history(config)])
