"""One line of a cart as the rules for selling look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money


@dataclass(frozen=True)
class Goods:
    """So many of one variant, at the price of now."""

    sku: str
    title: str
    quantity: int
    unit: Money
    options: Mapping[str, str] = field(default_factory=dict)
    handle: str = ""
    category: str = ""
    vendor: str = ""
    on_sale: bool = False
    weight_grams: int | None = None

    @classmethod
    def of(cls, product: Product, variant: Variant, quantity: int) -> "Goods":
        return cls(
            sku=variant.sku,
            title=product.title,
            quantity=quantity,
            unit=variant.price,
            options=variant.options,
            handle=product.handle,
            category=product.category,
            vendor=product.vendor,
            on_sale=variant.on_sale,
            weight_grams=variant.weight_grams,
        )

    @property
    def total(self) -> Money:
        return self.unit * self.quantity

    @property
    def name(self) -> str:
        label = " / ".join(self.options.values())
        return f"{self.title} ({label})" if label else self.title
