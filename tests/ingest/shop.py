"""A shop in memory and feeds in a temporary folder, for the tests of ingest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.retrieval.embedding import MiniLM
from assistant.shop.catalogue import Product
from assistant.testing.changes import InMemoryRuleBook
from assistant.testing.checkouts import InMemorySellingBook
from assistant.testing.handoffs import InMemoryPolicyBook
from assistant.testing.learning import InMemoryFaqBook
from assistant.testing.revisions import InMemoryRevisions
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary, InMemoryOrders
from ingest.publish import Stores
from ingest.readers import read, reader_for
from ingest.report import Report
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.run import Options, ingest

COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price", "Variant Compare At Price", "Variant Barcode",
    "Image Src", "Image Position", "Variant Image", "Variant Weight Unit", "Status",
    "Material (product.metafields.custom.material)",
)  # fmt: skip
SOLD = {
    "Variant SKU": "TEE-S", "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "3",
    "Variant Inventory Policy": "deny", "Variant Price": "19.00",
}  # fmt: skip


def csv_text(rows: Iterable[Mapping[str, str]], delimiter: str = ",", end: str = "\n") -> str:
    lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    return end.join(delimiter.join(_quoted(cell) for cell in line) for line in lines) + end


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',;"\r\n') else cell


def tee(handle: str = "tee", **cells: str) -> dict[str, str]:
    """The one row of a plain product that can be sold; `_` in a name stands for a space."""
    row = {"Handle": handle, "Title": handle.title(), "Option1 Name": "Title", "Option1 Value": "Default Title"} | SOLD
    return row | {"Variant SKU": f"{handle}-1".upper()} | {name.replace("_", " "): cell for name, cell in cells.items()}


def rows_of(path: Path, **given: object) -> list[Row]:
    reader = reader_for(path)
    assert reader is not None
    return list(read(FeedFile(path, path.name, **({"document_id": path.stem} | given)), reader))  # type: ignore[arg-type]  # each test passes what the field takes


def products_of(rows: Iterable[Row]) -> list[Product]:
    return [row.value for row in rows if isinstance(row, Item) and isinstance(row.value, Product)]


def reasons_of(rows: Iterable[Row]) -> list[str]:
    return [f"{row.row}: {row.told}" for row in rows if isinstance(row, Rejected)]


@dataclass
class Shop:
    """The whole pipeline over stores in memory, with the real index and the real embedding model."""

    root: Path
    embeddings: MiniLM
    catalogue: InMemoryCatalogue = field(default_factory=InMemoryCatalogue)

    def __post_init__(self) -> None:
        self.library, self.orders = InMemoryLibrary(self.catalogue), InMemoryOrders()
        self.rulebook, self.selling = InMemoryRuleBook(), InMemorySellingBook()
        self.policies, self.faqs = InMemoryPolicyBook(), InMemoryFaqBook()
        self.revisions = InMemoryRevisions(self.catalogue, self.library, self.rulebook, self.selling, self.policies)
        self.feed = self.root / "feed"
        self.feed.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    async def ingest(self, path: Path | None = None, options: Options | None = None) -> Report:
        return await ingest(
            path or self.feed, self.stores, self.embeddings, self.root / "index", options=options or Options()
        )

    @property
    def stores(self) -> Stores:
        return Stores(
            self.catalogue, self.library, self.orders, self.revisions, self.rulebook, self.selling, self.policies,
            self.faqs,
        )  # fmt: skip

    async def handles(self) -> list[str]:
        return [product.handle for product in await self.catalogue.all()]
