"""The demo shop as evals see it: filled once by the ingest command, then set up anew in memory for each case."""

import asyncio
import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.agent.gateway import Gateway
from assistant.agent.stores import Kept
from assistant.bootstrap import build, embedder_of, open_kept
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.library import Document
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.checkout.payments import Payments
from assistant.shop.customers import Customer
from assistant.shop.orders import Order
from assistant.testing.clock import FixedClock
from assistant.testing.kept import in_memory_kept
from evals.datasets import ROOT, NoData, needed

DEMO = ROOT / "demo"
OPENING = datetime(2026, 11, 22, 17, tzinfo=UTC)
TOKEN_SECRET = "evals-only-secret-that-guards-nothing"  # noqa: S105  # made up, for a shop that lives in memory
OFFLINE = {"openai_api_key": None, "openai_base_url": None, "model": None}


@dataclass(frozen=True)
class Stage:
    """What a shop holds before anybody comes. `settings.state_dir` has its search index."""

    settings: Settings
    embeddings: Embedder
    products: Sequence[Product]
    documents: Sequence[Document]
    customers: Sequence[Customer]
    orders: tuple[Order, ...]
    revision: str
    rules: ChangeRules = field(default_factory=ChangeRules)

    async def kept(self) -> Kept:
        """Fresh stores in memory, filled."""
        kept = in_memory_kept()
        await kept.stores.catalogue.replace(self.products, ())
        await kept.stores.library.replace_documents(self.documents, ())
        await kept.stores.orders.replace(self.customers, self.orders)
        await kept.stores.rulebook.set_rules(self.rules)
        await kept.stores.library.go_live(self.revision)
        return kept

    def assistant(
        self,
        kept: Kept,
        clock: FixedClock,
        model: BaseChatModel | None = None,
        payments: Payments | None = None,
        gateway: Gateway | None = None,
    ) -> AbstractAsyncContextManager[Assistant]:
        """The one wiring of bootstrap; `model` takes the place of a hosted one, and is None for the offline model."""
        return build(
            self.settings,
            kept=kept,
            embeddings=self.embeddings,
            hosted=model,
            gateway=gateway,
            payments=payments,
            now=clock,
        )


@asynccontextmanager
async def demo_stage(demo: Path = DEMO) -> AsyncIterator[Stage]:
    """Raises `NoData` where the demo is not at hand or cannot be taken in."""
    needed(demo / "products.csv")
    with tempfile.TemporaryDirectory() as folder:
        settings = offline_settings(Path(folder))
        await filled(demo, settings.state_dir)
        async with open_kept(settings) as kept:
            yield await stage_of(settings, kept)


async def filled(demo: Path, folder: Path) -> None:
    """A process takes a demo in once, and copies what came of it: most of the time goes into its vectors."""
    if demo not in _FILLED:
        made = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        await ingested(demo, offline_settings(made))
        _FILLED[demo] = made
    await asyncio.to_thread(shutil.copytree, _FILLED[demo], folder, dirs_exist_ok=True)


_FILLED: dict[Path, Path] = {}


def offline_settings(folder: Path) -> Settings:
    """Of this machine's settings only the ranking is used: no key, no file and no address of it."""
    own = {
        "state_dir": folder,
        "database_url": f"sqlite+aiosqlite:///{folder}/shop.db",
        "shopper_token_secret": SecretStr(TOKEN_SECRET),
        "secret": SecretStr(TOKEN_SECRET),
        "demo": False,
    }
    return Settings(_env_file=None).model_copy(update={**OFFLINE, **own})


async def ingested(demo: Path, settings: Settings) -> None:
    """As a shop owner would, in a process of its own; dates stay as they are written."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingest", str(demo), "--no-shift-dates",
        cwd=ROOT, env=environment(settings), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    if process.returncode != 0:
        raise NoData(f"the demo shop in {demo} could not be ingested:\n{told.decode(errors='replace')[-2000:]}")


def environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_"))}
    return kept | {"ASSISTANT_DATABASE_URL": settings.database_url, "ASSISTANT_STATE_DIR": str(settings.state_dir)}


async def stage_of(settings: Settings, kept: Kept) -> Stage:
    stores = kept.stores
    orders = [await stores.orders.get(number) for number in sorted(await stores.orders.all_numbers())]
    return Stage(
        settings=settings,
        embeddings=embedder_of(settings),
        products=await stores.catalogue.all(),
        documents=await stores.library.documents(),
        customers=await stores.orders.customers(),
        orders=tuple(order for order in orders if order is not None),
        revision=await stores.library.live_index() or "",
        rules=await stores.rulebook.rules(),
    )
