from dataclasses import replace

import pytest

from assistant.agent.stores import Stores
from assistant.errors import BadRequest, UnknownProduct
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money


def variant(sku: str, **options: str) -> Variant:
    return Variant(sku=sku, options=options, price=Money(4_900), stock=3)


def product(handle: str, *variants: Variant) -> Product:
    return Product(handle, handle.title(), "Clothing", variants or (variant(f"{handle}-1"),))


JACKET = Product(
    handle="rain-jacket",
    title="Régenjacke №5 “Fjord”",
    category="Clothing > Jackets",
    variants=(
        Variant(
            sku="RJ-M",
            options={"Size": "M", "Color": "navy", "Age": "adult"},
            price=Money(12_900, "JPY"),
            stock=0,
            compare_at=Money(15_900, "JPY"),
            weight_grams=420,
            image="/m.svg",
            barcode="4006381333931",
        ),
        Variant(sku="RJ-A", options={"Size": "A", "Color": "moss", "Age": "adult"}, price=Money(1, "JPY"), stock=10**6),
    ),
    vendor="Larkfield",
    description="Two layers.\n\nTaped seams.",
    tags=("rain", "autumn", "a tag, with a comma"),
    attributes={"Material": "nylon", "Care": "cold wash", "Beam": "none"},
    image="/rj.svg",
    url="/shop/products/rain-jacket",
    source="products.csv",
)


async def test_every_field_of_a_product_comes_back(stores: Stores) -> None:
    await stores.catalogue.replace([JACKET], [])

    assert await stores.catalogue.all() == [JACKET]
    assert await stores.catalogue.by_handles(["rain-jacket"]) == {"rain-jacket": JACKET}
    assert await stores.catalogue.by_sku("RJ-A") == (JACKET, JACKET.variants[1])


async def test_options_attributes_and_variants_keep_the_shops_order(stores: Stores) -> None:
    await stores.catalogue.replace([JACKET], [])
    (read,) = await stores.catalogue.all()

    assert list(read.variants[0].options) == ["Size", "Color", "Age"]
    assert list(read.attributes) == ["Material", "Care", "Beam"]
    assert [v.sku for v in read.variants] == ["RJ-M", "RJ-A"]


async def test_products_come_by_handle_and_unknown_handles_are_left_out(stores: Stores) -> None:
    await stores.catalogue.replace([product("b"), product("a"), product("C")], [])

    assert [p.handle for p in await stores.catalogue.all()] == ["C", "a", "b"]
    assert list(await stores.catalogue.by_handles(["b", "nothing", "a", "b"])) == ["b", "a"]
    assert await stores.catalogue.by_handles([]) == {}


async def test_an_unknown_sku_is_said_so_and_case_matters(stores: Stores) -> None:
    await stores.catalogue.replace([JACKET], [])

    with pytest.raises(UnknownProduct, match="rj-m"):
        await stores.catalogue.by_sku("rj-m")


async def test_replacing_overwrites_adds_and_removes_at_once(stores: Stores) -> None:
    await stores.catalogue.replace([product("a"), product("b", variant("b-1"), variant("b-2")), product("c")], [])
    slimmer = product("b", variant("b-2", Size="L"))
    await stores.catalogue.replace([slimmer, product("d")], ["a", "never there"])

    assert await stores.catalogue.all() == [slimmer, product("c"), product("d")]
    with pytest.raises(UnknownProduct):
        await stores.catalogue.by_sku("b-1")


async def test_a_sku_may_move_from_one_product_to_another(stores: Stores) -> None:
    await stores.catalogue.replace([product("a", variant("x"), variant("y")), product("b", variant("z"))], [])
    await stores.catalogue.replace([product("b", variant("z"), variant("y")), product("a", variant("x"))], [])

    assert (await stores.catalogue.by_sku("y"))[0].handle == "b"


async def test_one_sku_in_two_products_is_refused_and_nothing_changes(stores: Stores) -> None:
    await stores.catalogue.replace([product("a", variant("x"))], [])

    with pytest.raises(BadRequest, match="x stands twice: in a and b"):
        await stores.catalogue.replace([product("b", variant("x"))], [])
    with pytest.raises(BadRequest, match="y stands twice"):
        await stores.catalogue.replace([product("c", variant("y"), variant("y"))], ["a"])
    assert await stores.catalogue.all() == [product("a", variant("x"))]
    assert await stores.library.version() == 1


async def test_a_handle_that_stands_twice_in_one_feed_keeps_its_last_form(stores: Stores) -> None:
    last = replace(product("a"), title="Last")
    await stores.catalogue.replace([product("a"), last], ["a"])

    assert await stores.catalogue.all() == [last]


async def test_only_what_changes_something_counts_as_a_change(stores: Stores) -> None:
    await stores.catalogue.replace([JACKET, product("a")], [])
    assert await stores.library.version() == 1

    await stores.catalogue.replace([JACKET, product("a")], ["never there"])
    await stores.catalogue.replace([], [])
    assert await stores.library.version() == 1

    turned = replace(JACKET.variants[0], options=dict(reversed(list(JACKET.variants[0].options.items()))))
    await stores.catalogue.replace([replace(JACKET, variants=(turned,))], [])
    assert await stores.library.version() == 2, "the order of options is what shoppers see"

    await stores.catalogue.replace([], ["a"])
    assert await stores.library.version() == 3


async def test_thousands_of_products_go_in_and_come_out(stores: Stores) -> None:
    many = [product(f"p{n:05}", variant(f"s{n}-1", Size="S"), variant(f"s{n}-2", Size="M")) for n in range(3_000)]
    await stores.catalogue.replace(many, [])

    handles = [p.handle for p in many]
    assert list((await stores.catalogue.by_handles(handles)).values()) == many
    await stores.catalogue.replace([], handles[10:])
    assert await stores.catalogue.all() == many[:10]
