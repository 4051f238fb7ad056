"""A line of a cart is billed as what the catalogue has of it now."""

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods

DRESS = Variant("DR-1", {"Color": "red", "Size": "M"}, Money(8900, "EUR"), 5, Money(9900, "EUR"), weight_grams=340)
MUG = Variant("MUG", {}, Money(1400), 5)


def test_goods_are_what_the_catalogue_says() -> None:
    found = Goods.of(Product("dress", "Dress", "Dresses", (DRESS,), vendor="Wren"), DRESS, 3)
    assert found == Goods(
        sku="DR-1",
        title="Dress",
        quantity=3,
        unit=Money(8900, "EUR"),
        options={"Color": "red", "Size": "M"},
        handle="dress",
        category="Dresses",
        vendor="Wren",
        on_sale=True,
        weight_grams=340,
    )
    assert (found.total, found.name) == (Money(26700, "EUR"), "Dress (red / M)")


def test_what_has_no_options_is_called_by_its_title_alone() -> None:
    assert Goods.of(Product("mug", "Mug", "Kitchen", (MUG,)), MUG, 1).name == "Mug"
