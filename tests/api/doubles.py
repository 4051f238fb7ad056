"""A small stand-in for the assistant: real carts and conversations in memory, replies that a test writes."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from assistant.conversation import Finished, HandoffView, Line, ModelUse, Progress, Reply, Sentence, TurnEvent
from assistant.errors import ProofRequired, UnknownConversation, UnknownProduct
from assistant.retrieval.library import Document
from assistant.shop.cart import Cart, CartLine
from assistant.shop.catalogue import Product, Variant, card
from assistant.shop.conversations import Conversation
from assistant.shop.identity import Proof
from assistant.shop.mail import Mail, MailStatus
from assistant.shop.money import Money

NOW = datetime(2026, 11, 22, tzinfo=UTC)
JACKET = Product(
    handle="rain-jacket",
    title="Rain <Jacket>",
    category="Jackets",
    vendor="Larkfield",
    description="Keeps <b>rain</b> out.\nPacks small.",
    attributes={"Material": "recycled nylon"},
    image="/pictures/rain-jacket.svg",
    url="/shop/products/rain-jacket",
    variants=(
        Variant("RJ-NAVY/M", {"Color": "navy", "Size": "M"}, Money(12900), 4, compare_at=Money(14900)),
        Variant("RJ-RED-M", {"Color": "red", "Size": "M"}, Money(12900), 0),
    ),
)
DOCUMENT = Document(
    id="returns",
    title="Returns",
    text="## How long\n\n30 days. <script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    url="/pages/returns",
)


class MemoryCatalogue:
    def __init__(self, products: Sequence[Product]) -> None:
        self._products = {product.handle: product for product in products}

    async def all(self) -> Sequence[Product]:
        return list(self._products.values())

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        return {handle: self._products[handle] for handle in handles if handle in self._products}

    async def by_sku(self, sku: str) -> tuple[Product, Variant]:
        for product in self._products.values():
            for variant in product.variants:
                if variant.sku == sku:
                    return product, variant
        raise UnknownProduct("There is no such item.")

    async def replace(self, changed: Sequence[Product], removed: Iterable[str]) -> None:
        for handle in removed:
            self._products.pop(handle, None)
        self._products |= {product.handle: product for product in changed}


class MemoryCarts:
    def __init__(self) -> None:
        self._carts: dict[str, dict[str, CartLine]] = {}

    async def lines(self, conversation_id: str) -> Sequence[CartLine]:
        return list(self._carts.get(conversation_id, {}).values())

    async def put(self, conversation_id: str, line: CartLine) -> None:
        self._carts.setdefault(conversation_id, {})[line.sku] = line

    async def drop(self, conversation_id: str, sku: str) -> None:
        self._carts.get(conversation_id, {}).pop(sku, None)


class MemoryOutbox:
    def __init__(self) -> None:
        self.mails: dict[str, Mail] = {}

    def add(self, mail: Mail) -> None:
        self.mails[mail.id] = mail

    async def queued(self, limit: int = 20) -> Sequence[Mail]:
        return [mail for mail in self.mails.values() if mail.status == "queued"][:limit]

    async def mark(self, mail_id: str, status: MailStatus) -> None:
        mail = self.mails[mail_id]
        self.mails[mail_id] = replace(mail, status=status, attempts=mail.attempts + 1)

    async def recent(self, limit: int = 50) -> Sequence[Mail]:
        return [mail for mail in reversed(self.mails.values()) if mail.status != "void"][:limit]


class MemoryLibrary:
    async def documents(self) -> Sequence[Document]:
        return [DOCUMENT]


Script = Callable[["AssistantDouble", Conversation, str], AsyncIterator[TurnEvent]]


async def jackets(double: "AssistantDouble", conversation: Conversation, _text: str) -> AsyncIterator[TurnEvent]:
    yield Progress(text="Looking through the shop")
    yield Sentence(text="I found one jacket. ")
    yield Sentence(text="It costs $129.00.")
    yield Finished(
        reply=Reply(
            turn_id="turn-1",
            text="I found one jacket. It costs $129.00.",
            cards=(card(JACKET),),
            cart=await double.cart(conversation).view(),
            suggestions=("Add it to my cart",),
            tools=("search_products",),
            model=ModelUse(name="offline-1", kind="offline", prompt="abc"),
        )
    )


class AssistantDouble:
    def __init__(self, script: Script = jackets) -> None:
        self.script = script
        self.catalogue, self.carts = MemoryCatalogue([JACKET]), MemoryCarts()
        self.outbox, self.library = MemoryOutbox(), MemoryLibrary()
        self.finished: list[str] = []
        self.status = "ok"
        self._known: dict[str, Conversation] = {}

    async def start(self) -> tuple[Conversation, str]:
        number = f"c{len(self._known) + 1}"
        token = f"token-of-{number}"
        self._known[number] = Conversation(number, sha256(token.encode()).hexdigest(), NOW)
        return self._known[number], token

    async def open(self, conversation_id: str, token: str) -> Conversation:
        found = self._known.get(conversation_id)
        if found is None or found.token_hash != sha256(token.encode()).hexdigest():
            raise UnknownConversation("That conversation is not known. Please start a new one.")
        return found

    async def reply(self, conversation: Conversation, text: str) -> AsyncIterator[TurnEvent]:
        async for event in self.script(self, conversation, text):
            yield event
        self.finished.append(text)

    async def identify(self, conversation: Conversation, signed_token: str) -> Conversation:
        if signed_token != "good":
            raise ProofRequired("That token cannot be used.")
        return replace(conversation, proof=Proof(customer_id="7"))

    async def handoff(self, _conversation: Conversation) -> HandoffView | None:
        return None

    async def request_person(self, _conversation: Conversation) -> HandoffView:
        return HandoffView(id="h1", reason="asked for a person", status="waiting")

    def cart(self, conversation: Conversation) -> Cart:
        return Cart(conversation.id, self.carts, self.catalogue, "USD")

    async def lines(self, _conversation: Conversation) -> list[Line]:
        return [Line(who="shopper", text="hello", at=NOW)]

    async def health(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "model": {"name": "offline-1", "kind": "offline", "description": "answers without a key"},
            "index": {"revision": "r1", "products": 1, "passages": 1},
            "database": "ok",
        }
