"""A browser that shows hostile texts in the widget, presses everything, and notes what ran and what was fetched."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evals.rendering.payloads import Payload
from evals.rendering.serving import FAIL, HostileShop, create_shop, serving

if TYPE_CHECKING:  # a development dependency
    from playwright.async_api import Browser, Page

NAIVE = """(() => {
const parsed = (node) => typeof node === "string" ? document.createRange().createContextualFragment(node) : node;
for (const name of ["append", "prepend", "after", "before", "replaceChildren", "replaceWith"]) {
  const own = Element.prototype[name];
  Element.prototype[name] = function (...nodes) { return own.apply(this, nodes.map(parsed)); };
}
})()"""
"""Takes the widget's wall away: whatever it adds as text becomes markup."""

PRESS = """async ([own, events]) => {
const root = document.querySelector("shopping-assistant").shadowRoot;
for (const image of root.querySelectorAll("img")) image.loading = "eager";
const ours = "button:not([formaction]), select[aria-label], textarea[aria-label], input[name=method], .code input";
const safe = (link) => { try { return own.includes(new URL(link.href, location).origin); } catch { return false; } };
for (const element of root.querySelectorAll(".log *, .drawer *")) {
  if (element.closest(ours) || (element.matches("a[href]") && safe(element))) continue;
  for (const name of events) element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
  element.click?.();
}
}"""

FOUND = """(own) => {
const root = document.querySelector("shopping-assistant").shadowRoot;
const tags = ["script", "iframe", "frame", "object", "embed", "base", "meta", "style", "video", "audio", "source",
  "track", "template", "foreignObject", "use", "math", "marquee"].join();
const addresses = new Set(["href", "src", "srcset", "action", "formaction", "data", "poster", "ping", "xlink:href",
  "background"]);
const leads = (address) => { try { return own.includes(new URL(address, location).origin); } catch { return false; } };
const found = [...root.querySelectorAll(tags)].map((element) => element.outerHTML);
for (const element of root.querySelectorAll("*")) {
  for (const { name, value } of element.attributes) {
    const loads = (addresses.has(name) && !leads(value)) || (name === "style" && value.includes("url("));
    if (name.startsWith("on") || loads) found.push(element.outerHTML);
  }
}
const titles = [...root.querySelectorAll(".card h3")].map((title) => title.textContent);
const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
let places = 0;
while (walker.nextNode()) places += walker.currentNode.data.includes(titles[0]);
return { found, titles, places };
}"""

OPEN = """async ([fail, words]) => {
const chat = document.querySelector("shopping-assistant");
await chat.ask(fail);
await chat.ask(words);
await chat.cart.checkOut();
}"""
WAIT_MS, PATIENCE_MS = 60, 30_000
NAMED = ("https://shop.example", "https://cdn.shop.example")
_NUMBER = re.compile(r"//x(\d+)\.", re.IGNORECASE)


@dataclass
class Seen:
    """By number of payload, 0 for one that does not tell its own: what `ran`, and what was `fetched` by address.

    `left` is markup that nobody but a payload can have put there; `unseen` those that did not stand there as words;
    `places` how often the first of a batch stood there, at the least.
    """

    ran: set[int] = field(default_factory=set)
    fetched: dict[str, int] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    places: int = 10**9
    broken: list[str] = field(default_factory=list)

    def hit(self, _source: Any, *told: Any) -> None:
        first = told[0] if told else 0
        number = str(first[0] if isinstance(first, list) and first else first)
        self.ran.add(int(number) if number.isdigit() else 0)

    def asked(self, url: str, origin: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and f"{parts.scheme}://{parts.netloc}/" != origin:
            number = _NUMBER.search(url)
            self.fetched[url] = int(number[1]) if number else 0

    def refused(self, url: str, why: str) -> None:
        """What the browser kept from leaving, as the content policy says."""
        if "csp" in why.lower():
            self.fetched.pop(url, None)


@asynccontextmanager
async def visitor(
    browser: "Browser", origin: str, seen: Seen, *, policy: bool, scripts: Sequence[str] = ()
) -> AsyncIterator["Page"]:
    """A page in a profile of its own; `scripts` run before the page's. A page that is led away counts as broken."""
    from playwright.async_api import Error  # noqa: PLC0415 -- a development dependency

    async with await browser.new_context(bypass_csp=not policy, viewport={"width": 1280, "height": 900}) as profile:
        profile.set_default_timeout(PATIENCE_MS)
        profile.on("request", lambda request: seen.asked(request.url, origin))
        profile.on("requestfailed", lambda request: seen.refused(request.url, request.failure or ""))
        await profile.expose_binding("hit", seen.hit)
        for script in scripts:
            await profile.add_init_script(script)
        page = await profile.new_page()
        page.on("pageerror", lambda error: seen.broken.append(str(error)))
        try:
            yield page
        except Error as error:
            seen.broken.append(error.message)


@asynccontextmanager
async def watched(
    browser: "Browser", handlers: Sequence[str], *, walled: bool = True, policy: bool = False
) -> AsyncIterator["Watched"]:
    """`handlers` are the attributes of the events that everything is sent. `policy` is whether our content policy
    counts: on the pages of a shop the widget stands without it.
    """
    shop = HostileShop(walled=walled)
    async with serving(create_shop(shop)) as origin:
        yield Watched(browser, shop, origin, [name.removeprefix("on") for name in handlers], policy)


@dataclass
class Watched:
    browser: "Browser"
    shop: HostileShop
    origin: str
    events: Sequence[str]
    policy: bool
    seen: Seen = field(default_factory=Seen)

    async def show(self, batch: Sequence[Payload]) -> None:
        """As a new chat, in an answer, in the cart and the checkout, and again as history."""
        self.shop.texts = [payload.text for payload in batch]
        scripts = () if self.shop.walled else (NAIVE,)
        async with visitor(self.browser, self.origin, self.seen, policy=self.policy, scripts=scripts) as page:
            await self._visit(page, batch)

    async def _visit(self, page: "Page", batch: Sequence[Payload]) -> None:
        own = [self.origin.rstrip("/"), *NAMED]
        for history in (False, True):
            await page.goto(self.origin)
            await page.wait_for_function("document.querySelector('shopping-assistant')?.session?.start")
            if not history:
                await page.evaluate(OPEN, [FAIL, " ".join(self.shop.texts)])
            await page.evaluate(PRESS, [own, self.events])
            await page.wait_for_timeout(WAIT_MS)
            self._look(await page.evaluate(FOUND, own), batch)

    def _look(self, there: dict[str, Any], batch: Sequence[Payload]) -> None:
        titles = set(there["titles"])
        self.seen.left.update(there["found"])
        self.seen.unseen.update(payload.id for payload in batch if payload.text not in titles)
        self.seen.places = min(self.seen.places, there["places"])
