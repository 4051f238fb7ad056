"""A small shop of our own: clothing, outdoor and kitchen things, with variants, sales and gaps."""

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money


def variant(sku: str, price: float, stock: int = 10, was: float | None = None, **options: str) -> Variant:
    compare_at = Money(round(was * 100)) if was else None
    return Variant(sku, options, Money(round(price * 100)), stock, compare_at=compare_at)


def product(handle: str, title: str, category: str, *variants: Variant, **attributes: str) -> Product:
    vendor = attributes.pop("vendor", "Fernhollow")
    description = attributes.pop("description", "")
    tags = tuple(attributes.pop("tags", "").split())
    named = {name.replace("_", " "): value for name, value in attributes.items()}
    return Product(handle, title, category, variants, vendor, description, tags, named)


PRODUCTS = [
    product(
        "linen-dress", "Linen Wrap Dress", "Dresses",
        variant("LD-R-S", 79, Color="red", Size="S"), variant("LD-R-M", 79, 0, Color="red", Size="M"),
        variant("LD-B-M", 89, Color="blue", Size="M"),
        Material="linen", Length="midi", description="A light dress for warm days.",
    ),
    product(
        "cotton-dress", "Cotton Summer Dress", "Dresses",
        variant("CD-G-S", 39, was=59, Color="green", Size="S"), variant("CD-G-M", 39, was=59, Color="green", Size="M"),
        Material="cotton", Length="short",
    ),
    product(
        "silk-dress", "Silk Evening Dress", "Dresses",
        variant("SD-K-M", 189, Color="black", Size="M"), Material="silk", Length="long", vendor="Maison Orla",
    ),
    product(
        "rain-jacket", "Women's Rain Jacket", "Jackets",
        variant("RJ-N-M", 120, 3, Color="navy", Size="M"), variant("RJ-N-L", 120, 0, Color="navy", Size="L"),
        variant("RJ-Y-L", 110, Color="yellow", Size="L"),
        Material="recycled nylon", Weight="380 g", Waterproof="yes", vendor="Northpeak",
    ),
    product(
        "down-jacket", "Men's Down Jacket", "Jackets",
        variant("DJ-K-M", 199, Color="black", Size="M"), variant("DJ-K-L", 199, Color="black", Size="L"),
        Material="nylon", Weight="520 g", Waterproof="no", vendor="Northpeak",
    ),
    product(
        "fleece", "Fleece Jacket", "Jackets",
        variant("FJ-G-M", 69, Color="gray", Size="M"), Material="polyester", Weight="0.4 kg", Waterproof="no",
    ),
    product(
        "trail-boots", "Trailhead Hiking Boots", "Footwear",
        variant("TB-9", 149, Size="9"), variant("TB-10", 149, 0, Size="10"), Material="leather", vendor="Northpeak",
        description="Waterproof boots for long days on rough ground.",
    ),
    product(
        "sandals", "Riverbed Sandals", "Footwear",
        variant("RS-9", 45, Size="9"), variant("RS-10", 45, Size="10"), Material="rubber",
    ),
    product(
        "day-pack", "Ridge Day Pack", "Backpacks", variant("DP", 65, Color="green"),
        Capacity="22 l", Weight="600 g",
    ),
    product(
        "trek-pack", "Ridge Trekking Pack", "Backpacks", variant("TP", 159, Color="green"),
        Capacity="55 l", Weight="1.6 kg",
    ),
    product(
        "city-pack", "City Backpack", "Backpacks", variant("CP", 85, Color="black"), Capacity="18 l", Weight="700 g",
        vendor="Northpeak",
    ),
    product(
        "tent", "Two Person Tent", "Tents", variant("TENT", 249), Weight="1.9 kg", vendor="Northpeak",
        description="A storm-proof shelter for two, with a porch for your packs.",
    ),
    product(
        "mug", "Stoneware Mug", "Kitchen", variant("MUG-W", 14, Color="white"), variant("MUG-B", 14, Color="blue"),
        Material="stoneware", Dishwasher_safe="yes", description="Keeps coffee and tea warm at breakfast.",
    ),
    product(
        "press", "Copper French Press", "Kitchen", variant("PRESS", 48), Material="copper", Dishwasher_safe="no",
        description="Brews four cups of coffee.",
    ),
    product(
        "pan", "Cast Iron Pan", "Kitchen", variant("PAN", 55, was=75), Material="cast iron", Dishwasher_safe="no",
    ),
    product("blanket", "Wool Throw Blanket", "Home", variant("BLK", 89, Color="cream"), Material="wool"),
    product("lamp", "Paper Table Lamp", "Home", variant("LAMP", 59, 0, Color="white"), Material="paper"),
    product("candle", "Cedar Candle", "Home", variant("CDL", 22), Material="soy wax", Burn_time="40 hours"),
]  # fmt: skip

DOCUMENTS = [
    Document(
        "returns", "Returns",
        "# Returns\n\n## How long do I have to return something?\n\nYou have 30 days from delivery to send an item "
        "back, unused and in its packaging.\n\n## Who pays for the return?\n\nReturns are free within the country.\n",
        "/pages/returns", "policy",
    ),
    Document(
        "shipping", "Shipping",
        "# Shipping\n\nOrders leave our warehouse within one working day. Standard delivery takes three to five days "
        "and costs $4.95; it is free over $75. We do not ship abroad.\n",
        "/pages/shipping", "policy",
    ),
]  # fmt: skip
