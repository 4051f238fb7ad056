"""The tau retail shop on disk, behind the application: what HTTP tells of its orders, and to whom."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import jwt

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.api import Site, create_app
from assistant.api.site import Rate
from assistant.bootstrap import build, index_root, open_kept
from assistant.observability import configure_logging
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import build_index
from assistant.settings import Settings
from assistant.testing.clock import FixedClock
from assistant.testing.kept import in_memory_kept
from evals.stage import OPENING, TOKEN_SECRET, offline_settings
from evals.tau_retail import RULES, TauShop, tau_shop
from evals.wire import Wire

_UNLIMITED = Rate(burst=10**9, per_minute=10**9)


@dataclass(frozen=True)
class TauSite:
    shop: TauShop
    wire: Wire
    assistant: Assistant

    async def sign_in(self, here: tuple[str, str], customer_id: str) -> int:
        """The status of bringing the site's token for that customer to a conversation."""
        claims = {"sub": customer_id, "exp": (OPENING + timedelta(minutes=5)).timestamp()}
        path, token = here
        signed = jwt.encode(claims, TOKEN_SECRET, "HS256")
        return (await self.wire.post(f"{path}/identity", {"token": signed}, token)).status


@asynccontextmanager
async def tau_site(
    beside: Path | None = None, *, in_memory: bool = False, searchable: bool = False
) -> AsyncIterator[TauSite]:
    """On SQLite, as by default, unless `in_memory`. Only a `searchable` shop can be talked to. Raises `NoData`."""
    own = beside.parent / "db.json.gz" if beside else None
    shop = tau_shop(own if own and own.is_file() else None)
    configure_logging("error")
    with tempfile.TemporaryDirectory() as folder:
        settings, embeddings = offline_settings(Path(folder)), MiniLM()
        async with _kept(settings, in_memory=in_memory) as kept:
            stores = kept.stores
            await stores.catalogue.replace(shop.products, ())
            await stores.orders.replace(shop.customers, shop.orders)
            await stores.rulebook.set_rules(RULES)
            if searchable:
                built = await asyncio.to_thread(build_index, index_root(settings), shop.products, [], embeddings)
                await stores.library.go_live(built.revision)
            async with build(settings, kept=kept, embeddings=embeddings, now=FixedClock(OPENING)) as assistant:
                site = Site("Larkfield", address_rate=_UNLIMITED, conversation_rate=_UNLIMITED)
                yield TauSite(shop, Wire(create_app(assistant, site)), assistant)


@asynccontextmanager
async def _kept(settings: Settings, *, in_memory: bool) -> AsyncIterator[Kept]:
    if in_memory:
        yield in_memory_kept()
        return
    async with open_kept(settings) as kept:
        yield kept
