"""The demo shop on disk behind the application, with a model that keeps every request, and all that it leaves."""

import contextlib
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from fastapi import FastAPI
from langchain_core.messages import AIMessage, BaseMessage

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.site import Rate
from assistant.bootstrap import build
from assistant.observability import configure_logging
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.payments.signing import signed
from assistant.retrieval.embedding import MiniLM
from assistant.shop.checkout.payments import PaymentRequest
from assistant.shop.money import Money
from assistant.testing.model import ScriptedModel, says
from evals.stage import DEMO, TOKEN_SECRET, ingested, offline_settings
from evals.wire import Wire

PUSH_TOKEN = b"evals-only-push-token"
LONGEST = 12_000  # characters of a message
_UNLIMITED = Rate(burst=10**9, per_minute=10**9)
_DATABASES = {".db", ".sqlite3"}


class Recorder(ScriptedModel):
    """A hosted model's stand-in: says what a script says, or thanks; keeps all that it was sent."""

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        if not self.steps:
            self.steps.append(says("Thank you."))
        return super()._next(messages)


@dataclass(frozen=True)
class CardSite:
    """`path` and `token` open a conversation with `sku` in its cart; `session` is a page where something is paid."""

    wire: Wire
    app: FastAPI
    assistant: Assistant
    model: Recorder
    folder: Path
    logged: StringIO
    path: str = ""
    token: str = ""
    sku: str = ""
    handle: str = ""
    session: str = ""

    def left(self) -> Iterator[tuple[str, bytes]]:
        """Everything that is left: each file of the state folder, each row, all log lines, all the model was sent."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()
            if path.suffix in _DATABASES:
                yield from _rows(path)
        yield "log", self.logged.getvalue().encode()
        yield "model requests", repr(self.model.seen).encode()

    def sign(self, body: bytes) -> str:
        """As the payment provider would."""
        return signed(body, TOKEN_SECRET, self.assistant.now())


_CELLS = b" | cell | "  # in words, so that the digits of two cells are never read as one number


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each table as text, with what its rows hold."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        names = [name.decode() for [name] in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 -- a table's own name
            cells = (cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
            yield f"rows of {path.name}: {name}", _CELLS.join(cells)


async def filled(folder: Path) -> None:
    """The demo shop in that folder, for `card_site` to copy. Raises `NoData` where the demo is not at hand."""
    await ingested(DEMO, offline_settings(folder))


@contextlib.asynccontextmanager
async def card_site(shop: Path) -> AsyncIterator[CardSite]:
    """Over a copy of what `filled` left in the folder `shop`."""
    logged, model = StringIO(), Recorder(steps=[])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(shop, Path(name) / "state"))
        settings = offline_settings(folder).model_copy(update={"message_limit": LONGEST})
        configure_logging("debug", "json", logged)
        logging.getLogger("uvicorn").setLevel(logging.DEBUG)
        try:
            book = DemoBook(folder / "demo-payments.db")
            payments = DemoPayments(book, "https://pay.example", (TOKEN_SECRET,), lambda: datetime.now(UTC))
            async with build(settings, embeddings=MiniLM(), hosted=model, payments=payments) as assistant:
                site = Site(
                    "Larkfield", demo=True, push_token=PUSH_TOKEN,
                    address_rate=_UNLIMITED, conversation_rate=_UNLIMITED, notice_rate=_UNLIMITED,
                )  # fmt: skip
                app = create_app(assistant, site)
                yield await _opened(CardSite(Wire(app), app, assistant, model, folder, logged))
        finally:
            configure_logging("error")


async def _opened(site: CardSite) -> CardSite:
    path, token = await site.wire.open()
    products = await site.assistant.catalogue.all()
    handle, sku = next((p.handle, v.sku) for p in products for v in p.variants if v.stock > 1)
    await site.wire.post(f"{path}/cart/lines", {"sku": sku}, token)
    page = await site.assistant.checkout.till.payments.open(
        PaymentRequest(
            "cards", "none", "L1", "", Money(100, "USD"), (), datetime.now(UTC) + timedelta(days=1)
        )
    )  # fmt: skip
    return replace(site, path=path, token=token, sku=sku, handle=handle, session=page.id)
