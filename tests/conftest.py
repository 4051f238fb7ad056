"""What many tests share: one set of embeddings, a small shop, an assistant over it."""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Protocol

import pytest
import structlog
from filelock import FileLock
from langchain_core.language_models import BaseChatModel

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.bootstrap import build, index_root
from assistant.conversation import Finished, Reply, TurnEvent
from assistant.observability import configure_logging
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import build_index
from assistant.settings import Settings
from assistant.shop.checkout.payments import Payments
from assistant.shop.conversations import Conversation
from assistant.testing.clock import FixedClock
from assistant.testing.kept import in_memory_kept
from assistant.tools import SHOP_TOOLS, ShopTool
from tests.goods import DOCUMENTS, ORDERS, PRODUCTS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
os.environ.update(LANGSMITH_TRACING="false", ANONYMIZED_TELEMETRY="false", HF_HUB_OFFLINE="1")

LONG = ("tests/evals", "tests/browser", "tests/cli", "tests/offline_model")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with few tests that take long come first, so that no process waits for another's at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def embeddings() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all processes of this run of the tests: what is made there under a lock is made once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture(scope="session")
def shop_index(embeddings: MiniLM, run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a shop: its index is built once for all processes, and each has a copy of its own."""
    folder, built = tmp_path_factory.mktemp("shop"), run_folder / "built-index"
    with FileLock(f"{built}.lock"):
        if not built.exists():
            build_index(folder / "making", PRODUCTS, DOCUMENTS, embeddings)
            (folder / "making").rename(built)
    shutil.copytree(built, folder / "index")
    return folder


@pytest.fixture
def settings(shop_index: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """No setting of this machine leaks in."""
    for name in list(os.environ):
        if name.startswith(("ASSISTANT_", "OPENAI_")) and name != "ASSISTANT_DATA_DIR":
            monkeypatch.delenv(name)
    return Settings(_env_file=None, state_dir=shop_index, shop_name="Larkfield", demo=True)


@pytest.fixture
async def kept(settings: Settings) -> Kept:
    """A small shop, ingested."""
    kept = in_memory_kept()
    await kept.stores.catalogue.replace(PRODUCTS, ())
    await kept.stores.library.replace_documents(DOCUMENTS, ())
    await kept.stores.orders.replace((), ORDERS)
    revision = next(p.name for p in index_root(settings).iterdir() if p.is_dir())
    await kept.stores.library.go_live(revision)
    return kept


class Builder(Protocol):
    def __call__(
        self,
        hosted: BaseChatModel | None = None,
        tools: Sequence[ShopTool] = SHOP_TOOLS,
        payments: Payments | None = None,
        **changed: object,
    ) -> AbstractAsyncContextManager[Assistant]: ...


@pytest.fixture
def building(settings: Settings, kept: Kept, embeddings: MiniLM, clock: FixedClock) -> Builder:
    """Builds the assistant over the small shop; again and again over the same stores, as after a restart."""

    @asynccontextmanager
    async def builder(
        hosted: BaseChatModel | None = None,
        tools: Sequence[ShopTool] = SHOP_TOOLS,
        payments: Payments | None = None,
        **changed: object,
    ) -> AsyncIterator[Assistant]:
        used = settings.model_copy(update=changed)
        async with build(
            used, kept=kept, embeddings=embeddings, hosted=hosted, tools=tools, payments=payments, now=clock
        ) as assistant:
            yield assistant

    return builder


@pytest.fixture
async def assistant(building: Builder) -> AsyncIterator[Assistant]:
    async with building() as assistant:
        yield assistant


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Everything that any logger writes, as the process would write it."""
    root, stream = logging.getLogger(), StringIO()
    handlers, level = root.handlers[:], root.level
    configure_logging("debug", "json", stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


async def events(
    assistant: Assistant, conversation: Conversation, text: str, confirms: str | None = None
) -> list[TurnEvent]:
    known = await assistant.conversations.get(conversation.id)
    return [event async for event in assistant.reply(known or conversation, text, confirms)]


async def ask(assistant: Assistant, conversation: Conversation, text: str, confirms: str | None = None) -> Reply:
    last = (await events(assistant, conversation, text, confirms))[-1]
    assert isinstance(last, Finished)
    return last.reply
