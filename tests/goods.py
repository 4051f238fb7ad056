"""A small shop of our own for tests: few enough to know by heart."""

from datetime import UTC, date, datetime

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order, OrderLine


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def one(sku: str, price: str, stock: int = 20, was: str | None = None, **options: str) -> Variant:
    return Variant(sku, options, usd(price), stock, usd(was) if was else None)


PRODUCTS = (
    Product(
        "poppy-dress",
        "Poppy Linen Dress",
        "Dresses",
        (
            one("POP-RED-S", "89.00", 8, Color="red", Size="S"),
            one("POP-RED-M", "89.00", 2, Color="red", Size="M"),
            one("POP-NVY-M", "95.00", 0, Color="navy", Size="M"),
        ),
        vendor="Wren & Hollow",
        description="A light knee-length dress in washed linen for warm days and garden weddings.",
        attributes={"Material": "linen", "Length": "knee-length"},
        image="/pictures/poppy-dress.svg",
        url="/shop/products/poppy-dress",
    ),
    Product(
        "ember-gown",
        "Ember Silk Gown",
        "Dresses",
        (one("EMB-RED-M", "240.00", 5, Color="red", Size="M"),),
        vendor="Wren & Hollow",
        description="A floor-length evening gown in red silk.",
        attributes={"Material": "silk", "Length": "floor-length"},
        url="/shop/products/ember-gown",
    ),
    Product(
        "ridge-boots",
        "Ridge Waterproof Hiking Boots",
        "Hiking boots",
        (one("RID-42", "149.00", 12, "179.00", Size="42"), one("RID-43", "149.00", 0, Size="43")),
        vendor="Fellpath",
        description="Leather hiking boots with a waterproof membrane and a grippy sole.",
        attributes={"Material": "leather", "Waterproof": "yes", "Weight": "1.1 kg"},
        url="/shop/products/ridge-boots",
    ),
    Product(
        "hut-tent",
        "Hut Four-Person Tent",
        "Tents",
        (one("HUT-4", "329.00", 6, Color="green"),),
        vendor="Fellpath",
        description="A roomy tent that sleeps four, with two doors.",
        attributes={"Sleeps": "4", "Weight": "5.2 kg"},
        url="/shop/products/hut-tent",
    ),
    Product(
        "lark-mug",
        "Lark Stoneware Mug",
        "Kitchen",
        (one("MUG-WHT", "14.00", 40, Color="white"), one("MUG-BLU", "14.00", 3, Color="blue")),
        vendor="Kilnside",
        description="A hand-glazed mug that holds 350 ml.",
        attributes={"Material": "stoneware", "Capacity": "350 ml", "Dishwasher safe": "yes"},
        url="/shop/products/lark-mug",
    ),
    Product(
        "drip-kettle",
        "Drip Gooseneck Kettle",
        "Kitchen",
        (one("KET-BLK", "59.00", 9, Color="black"),),
        vendor="Kilnside",
        description="A gooseneck kettle for pour-over coffee.",
        attributes={"Material": "stainless steel", "Capacity": "1 l"},
        url="/shop/products/drip-kettle",
    ),
)

DOCUMENTS = (
    Document(
        "policies-returns",
        "Returns and exchanges",
        "# Returns and exchanges\n\n## How long do I have?\n\nYou can return unused items within 30 days of delivery. "
        "Items marked as final sale cannot be returned.\n\n## Who pays for the postage?\n\n"
        "Return postage is free within the country.\n",
        "/pages/policies-returns",
        "policy",
    ),
    Document(
        "policies-shipping",
        "Shipping",
        "# Shipping\n\n## How much is shipping?\n\n"
        "Standard shipping costs $5.95 and is free for orders of $75 or more.\n\n"
        "## How long does it take?\n\nStandard delivery takes 3 to 5 working days.\n",
        "/pages/policies-shipping",
        "policy",
    ),
)

ORDERS = (
    Order(
        number="#1042",
        email="ada@example.com",
        customer_id="c-ada",
        status="shipped",
        placed_at=datetime(2026, 11, 18, 9, tzinfo=UTC),
        lines=(OrderLine("MUG-WHT", "Lark Stoneware Mug", 2, usd("14.00")),),
        shipping=usd("5.95"),
        total=usd("33.95"),
        fulfilments=(Fulfilment("Swiftpost", "SP123", "https://swiftpost.example/SP123", date(2026, 11, 24)),),
    ),
    Order(
        number="#1043",
        email="bob@example.com",
        customer_id="c-bob",
        status="delivered",
        placed_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
        lines=(OrderLine("KET-BLK", "Drip Gooseneck Kettle", 1, usd("59.00")),),
        shipping=usd("5.95"),
        total=usd("64.95"),
    ),
)
