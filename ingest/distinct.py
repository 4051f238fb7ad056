"""One handle, one SKU, one document id, one order number: the first row that claims it has it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer
from assistant.shop.handoff_policy import Policy
from assistant.shop.orders import Order
from assistant.shop.selling.rules import SellingRules
from ingest.rows import HANDOFF, RULES, SELLING, Item, Rejected, Row, Value


def key_of(value: Value) -> str:
    match value:
        case Product(handle=key) | Document(id=key) | Customer(id=key) | Order(number=key):
            return key
        case ChangeRules():
            return RULES
        case SellingRules():
            return SELLING
        case Policy():
            return HANDOFF


@dataclass
class Claims:
    """`skus` may be filled beforehand with those of products that this run leaves alone."""

    keys: dict[tuple[type[Value], str], str] = field(default_factory=dict)
    skus: dict[str, str] = field(default_factory=dict)

    def settle(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Item):
                yield from self._item(row)
            else:
                yield row

    def _item(self, item: Item) -> Iterator[Row]:
        key = (type(item.value), key_of(item.value))
        if key in self.keys:
            name = _NAMES[type(item.value)]
            yield Rejected(item.source, item.row, f"the {name} {key[1]} is used already: {self.keys[key]}", key=key[1])
            return
        self.keys[key] = f"{item.source}, row {item.row}" if item.row else item.source
        yield from self._product(item, item.value) if isinstance(item.value, Product) else [item]

    def _product(self, item: Item, product: Product) -> Iterator[Row]:
        """Takes the variants whose SKU another product has out of this one."""
        free = tuple(v for v in product.variants if self.skus.get(v.sku, product.handle) == product.handle)
        self.skus.update((v.sku, product.handle) for v in free)
        for variant in product.variants:
            if variant not in free:
                reason = f"the SKU {variant.sku} belongs to {self.skus[variant.sku]} already"
                yield Rejected(item.source, item.sku_rows.get(variant.sku), reason, product.handle, variant.sku)
        if free:
            yield item if free == product.variants else replace(item, value=replace(product, variants=free))
        else:
            yield Rejected(item.source, item.row, "no variant of this product can be sold", key=product.handle)


_NAMES: dict[type[Value], str] = {
    Product: "handle",
    Document: "document id",
    Customer: "customer id",
    Order: "order number",
    ChangeRules: "name",
    SellingRules: "name",
    Policy: "name",
}
