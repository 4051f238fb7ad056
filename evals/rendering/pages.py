"""The pages that the server itself writes: a product, a document, a drawn picture, the outbox, with hostile texts."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant.api.routes import pages
from assistant.api.site import Site
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.mail import Mail
from assistant.shop.money import Money
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary, InMemoryOutbox
from evals.rendering.payloads import Payload
from evals.rendering.serving import add_headers, serving
from evals.rendering.watching import WAIT_MS, Seen, visitor

if TYPE_CHECKING:
    from playwright.async_api import Browser

PATHS = ("shop/products/hostile", "pages/hostile", "pictures/hostile.svg", "demo/outbox")
LOOK = """(events) => {
const tags = "script, iframe, frame, object, embed, base, meta, style, video, audio, source, track, form, use, math";
const here = document.querySelector("main") ?? document.documentElement;
const found = [...here.querySelectorAll(tags)];
for (const element of here.querySelectorAll("*")) {
  const follows = element.href?.baseVal ?? element.href ?? "";
  const marked = [...element.attributes].some(({ name }) => name.startsWith("on"));
  if (marked || (follows && !/^(https?|mailto|tel):/.test(follows))) found.push(element);
  for (const name of events) element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
}
return found.map((element) => element.outerHTML);
}"""


@asynccontextmanager
async def paged(browser: "Browser", handlers: Sequence[str]) -> AsyncIterator["Paged"]:
    app = FastAPI()
    app.include_router(pages.router)
    app.include_router(pages.demo_router)
    add_headers(app)
    async with serving(app) as origin:
        yield Paged(browser, app, origin, [name.removeprefix("on") for name in handlers])


class Paged:
    """Our content policy counts here, as these pages are never served without it."""

    def __init__(self, browser: "Browser", app: FastAPI, origin: str, events: Sequence[str]) -> None:
        self._browser, self._app, self._origin, self._events = browser, app, origin, events
        self.seen = Seen()

    async def show(self, batch: Sequence[Payload]) -> None:
        self._app.state.parts = SimpleNamespace(assistant=_shop([p.text for p in batch]), site=Site("Shop", demo=True))
        async with visitor(self._browser, self._origin, self.seen, policy=True) as page:
            for path in PATHS:
                answer = await page.goto(f"{self._origin}{path}")
                if answer is None or answer.status != 200:
                    self.seen.broken.append(f"{path} was not shown")
                self.seen.left.update(await page.evaluate(LOOK, self._events))
                await page.wait_for_timeout(WAIT_MS)


def _shop(texts: Sequence[str]) -> SimpleNamespace:
    """What these pages read of the assistant."""
    catalogue, outbox, now = InMemoryCatalogue([_product(texts)]), InMemoryOutbox(), datetime.now(UTC)
    document = Document("hostile", texts[0], "\n\n".join(texts), "/pages/hostile", "policy", "hostile.md")
    for at, text in enumerate(texts):
        outbox.put(Mail(str(at), text, text, text, now))
    return SimpleNamespace(catalogue=catalogue, library=InMemoryLibrary(catalogue, [document]), outbox=outbox)


def _product(texts: Sequence[str]) -> Product:
    variants = tuple(Variant(f"{at}{text}", {text: text}, Money(100), 1) for at, text in enumerate(texts))
    return Product(
        "hostile", texts[0], texts[0], variants, vendor=texts[0], description="\n".join(texts), tags=tuple(texts),
        attributes={text: text for text in texts}, image=texts[0], url=texts[0],
    )  # fmt: skip
