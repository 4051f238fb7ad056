"""What the index holds: a row for each product, each passage and each passage's heading."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.retrieval.library import Passage
from assistant.shop.catalogue import Product

PRODUCTS, PASSAGES, HEADINGS = "products", "passages", "headings"
KINDS = (PRODUCTS, PASSAGES, HEADINGS)


@dataclass(frozen=True)
class Entry:
    kind: str
    id: str
    title: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.title}. {self.body}" if self.body else self.title

    @property
    def key(self) -> str:
        """The same for the same text only, whichever product or revision it belongs to."""
        return hashlib.sha256(f"{self.title}\0{self.body}".encode()).hexdigest()[:32]


def entries_of(products: Iterable[Product], passages: Iterable[Passage]) -> Iterator[Entry]:
    for product in products:
        yield Entry(PRODUCTS, product.handle, product.title, index_text(product))
    for passage in passages:
        heading = f"{passage.title}: {passage.heading}" if passage.heading else passage.title
        yield Entry(PASSAGES, passage.id, heading, passage.text)
        yield Entry(HEADINGS, passage.id, passage.heading.split(" > ")[-1] or passage.title, "")


def index_text(product: Product) -> str:
    """All that is searched of a product, without price and stock: those change daily and need no new vectors."""
    facts = [f"{name}: {value}" for name, value in product.attributes.items()]
    options: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            options.setdefault(name, {})[value] = None
    choices = [f"{name}: {', '.join(values)}" for name, values in options.items()]
    parts = [product.category, product.vendor, ", ".join(product.tags), *facts, *choices, product.description]
    return ". ".join(part for part in parts if part)
