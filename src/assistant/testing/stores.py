"""The stores in memory. They keep the same promises as the ones on disk: one suite of tests holds both to them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.errors import UnknownProduct
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Changes, Offer, OfferOutcome, Outline, Product, Variant, check_skus, digest
from assistant.shop.customers import Customer
from assistant.shop.identity import Challenge, CodeLimits, Proof
from assistant.shop.mail import Mail, MailStatus
from assistant.shop.orders import LastFed, Mailbox, Order, feed_digest, normal_email, normal_number
from assistant.shop.shelves import apply_moves, apply_offers, shelved, stated_digest

Written = TypeVar("Written", Order, Customer)


class InMemoryCatalogue:
    """`version` is the library's, which counts the writes that changed something; `documents_version` is its part."""

    def __init__(self, products: Iterable[Product] = ()) -> None:
        self.version = self.documents_version = 0
        self._written: dict[str, int] = {}
        self.held = Counter[str]()
        self._products = {product.handle: product for product in shelved(products, (), self.held)}
        check_skus(self._products.values(), {})

    async def all(self) -> Sequence[Product]:
        """By handle."""
        return [self._products[handle] for handle in sorted(self._products)]

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        return {handle: self._products[handle] for handle in handles if handle in self._products}

    async def by_sku(self, sku: str) -> tuple[Product, Variant]:
        for product in self._products.values():
            for variant in product.variants:
                if variant.sku == sku:
                    return product, variant
        raise UnknownProduct(f"There is no product with the SKU {sku}.")

    async def by_skus(self, skus: Iterable[str]) -> dict[str, tuple[Product, Variant]]:
        wanted = set(skus)
        return {v.sku: (p, v) for p in self._products.values() for v in p.variants if v.sku in wanted}

    async def replace(self, changed: Sequence[Product], removed: Iterable[str]) -> None:
        """Raises `BadRequest` when two products share a SKU."""
        free = shelved(changed, self._products.values(), self.held)
        wanted = {product.handle: product for product in free}
        stay = {handle: self._products[handle] for handle in self._products.keys() - removed}
        after = stay | wanted
        check_skus(after.values(), {})
        self._put(after)

    async def set_offers(self, offers: Sequence[Offer]) -> dict[str, OfferOutcome]:
        owners = {variant.sku: product.handle for product in self._products.values() for variant in product.variants}
        after, outcomes = apply_offers(self._products, owners, {offer.sku: offer for offer in offers}, self.held)
        self._put(after)
        return outcomes

    def move(self, moves: Mapping[str, int]) -> bool:
        """For `InMemoryLedger`: add so many to each SKU's stock, or do nothing where one would fall below zero."""
        owners = {variant.sku: product.handle for product in self._products.values() for variant in product.variants}
        after = apply_moves(self._products, owners, moves)
        if after is not None:
            self._put(after)
        return after is not None

    async def outlines(self) -> Sequence[Outline]:
        """By handle."""
        return [
            Outline(product.handle, product.source, stated_digest(product), tuple(v.sku for v in product.variants))
            for product in await self.all()
        ]

    async def changes(self, since: int) -> Changes:
        newer = sorted(handle for handle, version in self._written.items() if version > since)
        found = [self._products[handle] for handle in newer if handle in self._products]
        removed = [handle for handle in newer if handle not in self._products]
        return Changes(self.version, found, removed, documents=self.documents_version > since)

    def _put(self, after: dict[str, Product]) -> None:
        before = self._products
        fresh = {key for key, p in after.items() if key not in before or digest(p) != digest(before[key])}
        self._products = after
        if touched := fresh | (before.keys() - after.keys()):
            self.version += 1
            self._written |= dict.fromkeys(touched, self.version)


class InMemoryLibrary:
    """Shares its version with the catalogue, as the stores on disk do."""

    def __init__(self, catalogue: InMemoryCatalogue, documents: Iterable[Document] = ()) -> None:
        self._catalogue, self._live = catalogue, ""
        self._documents = {document.id: document for document in documents}

    async def documents(self) -> Sequence[Document]:
        """By id."""
        return [self._documents[key] for key in sorted(self._documents)]

    async def replace_documents(self, changed: Sequence[Document], removed: Iterable[str]) -> None:
        wanted = {document.id: document for document in changed}
        after = {key: self._documents[key] for key in self._documents.keys() - removed} | wanted
        if after != self._documents:
            self._documents, self._catalogue.version = after, self._catalogue.version + 1
            self._catalogue.documents_version = self._catalogue.version

    async def version(self) -> int:
        return self._catalogue.version

    async def live_index(self) -> str | None:
        return self._live or None

    async def state(self) -> tuple[int, str | None]:
        return self._catalogue.version, self._live or None

    async def go_live(self, revision: str) -> None:
        self._live = revision


class InMemoryOrders:
    def __init__(self, customers: Iterable[Customer] = (), orders: Iterable[Order] = ()) -> None:
        self._customers = {customer.id: customer for customer in customers}
        self._orders = _by_number(orders)
        self._fed = LastFed(_digests(self._customers), _digests(self._orders))

    async def get(self, number: str) -> Order | None:
        return self._orders.get(number)

    async def owned(self, number: str, customer_id: str | None, email: str | None) -> Order | None:
        order = self._orders.get(number)
        return order if order is not None and Proof(email, customer_id).covers(order) else None

    async def of_email(self, email: str, limit: int = 10) -> Sequence[Order]:
        return self._newest([order for order in self._orders.values() if normal_email(order.email) == email], limit)

    async def of_customer(self, customer_id: str, limit: int = 10) -> Sequence[Order]:
        return self._newest([order for order in self._orders.values() if order.customer_id == customer_id], limit)

    async def replace(
        self, customers: Sequence[Customer], orders: Sequence[Order], removed: Iterable[str] = ()
    ) -> None:
        people, wanted = {customer.id: customer for customer in customers}, _by_number(orders)
        gone = {normal_number(number) for number in removed} - wanted.keys()
        self._fed = LastFed({**self._fed.customers, **_digests(people)}, {**self._fed.orders, **_digests(wanted)})
        self._customers |= {key: _next(person, self._customers.get(key)) for key, person in people.items()}
        self._orders |= {key: _next(order, self._orders.get(key)) for key, order in wanted.items()}
        for number in gone:
            self._orders.pop(number, None)

    async def last_fed(self) -> LastFed:
        here = {number: digest for number, digest in self._fed.orders.items() if number in self._orders}
        return LastFed(self._fed.customers, here)

    def change(self, order: Order | None, customer: Customer | None) -> None:
        """For `InMemoryLedger`: written after purchase, by no feed. Versions count up."""
        if order is not None:
            self._orders[order.number] = _next(order, self._orders[order.number])
        if customer is not None:
            self._customers[customer.id] = _next(customer, self._customers[customer.id])

    def place(self, order: Order) -> None:
        """For `InMemoryCheckouts`: bought here, in no feed."""
        self._orders[order.number] = order

    async def all_numbers(self) -> set[str]:
        return set(self._orders)

    async def customer(self, customer_id: str) -> Customer | None:
        return self._customers.get(customer_id)

    async def customer_by_email(self, email: str) -> Customer | None:
        found = [customer for customer in self._customers.values() if normal_email(customer.email) == email]
        return found[0] if len(found) == 1 else None

    async def mailbox(self, email: str) -> Mailbox | None:
        accounts = [c for c in self._customers.values() if normal_email(c.email) == email]
        if len(accounts) == 1:
            return Mailbox(accounts[0].email, accounts[0].id, accounts[0].person)
        ordered = (order.email for order in self._orders.values() if normal_email(order.email) == email)
        address = accounts[0].email if accounts else next(ordered, None)
        return None if address is None else Mailbox(address)

    async def mailbox_of(self, person: str) -> Mailbox | None:
        found = [c for c in self._customers.values() if c.person == person != ""]
        return Mailbox(found[0].email, found[0].id, found[0].person) if len(found) == 1 else None

    async def customers(self) -> Sequence[Customer]:
        """By id."""
        return [self._customers[key] for key in sorted(self._customers)]

    def _newest(self, orders: list[Order], limit: int) -> list[Order]:
        return sorted(orders, key=lambda order: (order.placed_at, order.number), reverse=True)[:limit]


def _by_number(orders: Iterable[Order]) -> dict[str, Order]:
    numbered = [replace(order, number=normal_number(order.number)) for order in orders]
    return {order.number: order for order in numbered}


def _digests(records: Mapping[str, Order] | Mapping[str, Customer]) -> dict[str, str]:
    return {key: feed_digest(record) for key, record in records.items()}


def _next(record: Written, before: Written | None) -> Written:
    return replace(record, version=before.version + 1 if before else 0)


class InMemoryOutbox:
    """`InMemoryChallenges` writes its mail with `put`."""

    def __init__(self) -> None:
        self._mails: dict[str, Mail] = {}

    def put(self, mail: Mail) -> None:
        self._mails[mail.id] = mail

    async def add(self, mail: Mail, group: str, most: int) -> bool:
        known = [mail_id for mail_id in self._mails if mail_id.startswith(group)]
        if mail.id not in known and len(known) < most:
            self._mails[mail.id] = mail
        return mail.id in self._mails

    async def queued(self, limit: int = 20) -> Sequence[Mail]:
        mails = [mail for mail in self._mails.values() if mail.status == "queued"]
        return sorted(mails, key=lambda mail: mail.at)[:limit]

    async def mark(self, mail_id: str, status: MailStatus) -> None:
        if mail := self._mails.get(mail_id):
            self._mails[mail_id] = replace(mail, status=status, attempts=mail.attempts + 1)

    async def recent(self, limit: int = 50) -> Sequence[Mail]:
        mails = [mail for mail in reversed(self._mails.values()) if mail.status != "void"]
        return sorted(mails, key=lambda mail: mail.at, reverse=True)[:limit]


class InMemoryChallenges:
    def __init__(self, outbox: InMemoryOutbox) -> None:
        self._outbox = outbox
        self._challenges: dict[str, Challenge] = {}

    async def add(self, challenge: Challenge, mail: Mail, limits: CodeLimits) -> bool:
        asked = [known for known in self._challenges.values() if known.created_at >= limits.since]
        counted = (
            (limits.here, "conversation_id"),
            (limits.for_order, "number"),
            (limits.for_subject, "subject"),
            (limits.for_network, "network"),
        )
        for most, name in counted:
            said = getattr(challenge, name)
            if said and sum(getattr(known, name) == said for known in asked) >= most:
                return False
        self._challenges[challenge.id] = challenge
        self._outbox.put(mail)
        return True

    async def latest(self, conversation_id: str) -> Challenge | None:
        asked = [c for c in reversed(self._challenges.values()) if c.conversation_id == conversation_id]
        return max(asked, key=lambda challenge: challenge.created_at, default=None)

    async def count_try(self, challenge_id: str) -> int:
        challenge = self._challenges[challenge_id]
        self._challenges[challenge_id] = replace(challenge, tries=challenge.tries + 1)
        return challenge.tries + 1

    async def use(self, challenge_id: str) -> bool:
        challenge = self._challenges[challenge_id]
        self._challenges[challenge_id] = replace(challenge, used=True)
        return not challenge.used
