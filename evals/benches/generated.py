"""A generated shop of any size, for benches: deterministic, in the shape of a general store.

Synthetic: products, prices, stock and questions. Real: the vectors of its distinct descriptions (some thousands, by the
packaged model); a product's own vector is one of these with a little noise, because a shop's products of one kind lie
close together and not at the same place.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.retrieval.embedding import Embedder, MiniLM, Progress, Vectors, quiet
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

SEED = 3
NOISE = 0.35
VARIANTS = 5
COLOURS = ("black", "white", "navy", "red", "green", "gray", "beige", "brown", "pink", "yellow", "purple", "teal")
SIZES = ("XS", "S", "M", "L", "XL")
STYLES = (
    "Waterproof",
    "Lightweight",
    "Classic",
    "Foldable",
    "Premium",
    "Compact",
    "Vintage",
    "Modern",
    "Rugged",
    "Soft",
)
MAKERS = ("Nor", "Fern", "Har", "Bel", "Tor", "Quill", "Ash", "Wren", "Lark", "Stone", "Elm", "Vale", "Brook", "Pine")
ENDINGS = ("hollow", "wick", "stead", "mere", "field", "bury", "worth", "ridge", "combe", "dale", "ton", "ford")
KINDS = {
    "Clothing": ("Jacket", "Dress", "Sweater", "Shirt", "Skirt", "Hoodie", "Coat", "Vest", "Cardigan", "Blouse"),
    "Footwear": ("Boot", "Sneaker", "Sandal", "Slipper", "Loafer"),
    "Bags": ("Backpack", "Suitcase", "Tote", "Wallet", "Duffel"),
    "Kitchen": ("Kettle", "Skillet", "Blender", "Toaster", "Teapot", "Colander", "Grater", "Casserole"),
    "Home": ("Lamp", "Rug", "Cushion", "Curtain", "Blanket", "Mirror", "Vase", "Shelf", "Clock"),
    "Electronics": ("Headphone", "Speaker", "Keyboard", "Monitor", "Charger", "Projector", "Router", "Camera"),
    "Outdoors": ("Tent", "Lantern", "Hammock", "Cooler", "Stove", "Thermos"),
    "Sport": ("Helmet", "Dumbbell", "Racket", "Skateboard", "Treadmill"),
}
MATERIALS = {
    "Clothing": ("cotton", "wool", "linen", "polyester", "silk", "fleece", "denim"),
    "Footwear": ("leather", "suede", "canvas", "rubber", "mesh"),
    "Bags": ("leather", "nylon", "canvas", "polyester"),
    "Kitchen": ("stainless steel", "ceramic", "glass", "cast iron", "aluminum"),
    "Home": ("oak", "bamboo", "cotton", "velvet", "metal", "wool"),
    "Electronics": ("plastic", "aluminum", "glass"),
    "Outdoors": ("nylon", "aluminum", "steel", "canvas"),
    "Sport": ("steel", "carbon", "foam", "plastic"),
}
USES = ("travel", "everyday life", "long winters", "small homes", "a busy family", "the weekend", "work", "a gift")


@dataclass(frozen=True)
class Question:
    text: str
    variants: str = ""


@dataclass(frozen=True)
class GeneratedShop:
    """About five variants a product."""

    variants: int

    @property
    def size(self) -> int:
        return self.variants // VARIANTS

    @cached_property
    def products(self) -> list[Product]:
        chance = random.Random(SEED)  # noqa: S311  # a made-up shop, the same each time
        kinds = [(group, kind) for group, names in KINDS.items() for kind in names]
        brands = [f"{first}{last}" for first in MAKERS for last in ENDINGS]
        return [_product(number, *chance.choice(kinds), brands, chance) for number in range(self.size)]

    def questions(self, count: int) -> list[str]:
        """Each names a kind that the shop has, and one to three constraints."""
        chance = random.Random(SEED + 1)  # noqa: S311  # as above
        return [_question(chance.choice(self.products), chance) for _ in range(count)]


def description(style: str, material: str, kind: str, use: str) -> str:
    return f"{style} {kind.lower()} made of {material}. Made for {use}."


def _product(number: int, group: str, kind: str, brands: Sequence[str], chance: random.Random) -> Product:
    style, material, use = chance.choice(STYLES), chance.choice(MATERIALS[group]), chance.choice(USES)
    brand, price = chance.choice(brands), round(chance.lognormvariate(4, 0.8) * 100)
    facts = {"Material": material, "Weight": f"{chance.randrange(80, 4000, 10)} g"}
    facts |= {"Warranty": f"{chance.choice((1, 2, 3, 5))} years", "Style": style}
    if group == "Electronics":
        facts |= {"Battery Life": f"{chance.randrange(2, 48)} hours", "Wattage": f"{chance.randrange(5, 120, 5)} W"}
    return Product(
        handle=f"p{number:06}",
        title=f"{brand} {style} {material.title()} {kind}",
        category=f"{group} > {kind}s",
        variants=tuple(_variants(number, group, price, chance)),
        vendor=brand,
        description=description(style, material, kind, use),
        attributes=facts,
    )


def _variants(number: int, group: str, price: int, chance: random.Random) -> Iterator[Variant]:
    sized = group in {"Clothing", "Footwear"}
    count = chance.randint(VARIANTS - 2, VARIANTS + 2)
    for place, colour in enumerate(chance.sample(COLOURS, count)):
        options = {"Color": colour} | ({"Size": chance.choice(SIZES)} if sized else {})
        stock = 0 if chance.random() < 0.15 else chance.randint(1, 50)
        yield Variant(f"s{number:06}-{place}", options, Money(price + 100 * place), stock)


def _question(product: Product, chance: random.Random) -> str:
    """Asks for something like this product."""
    kind = product.category.rsplit(" > ", 1)[1].lower()
    variant, facts = chance.choice(product.variants), product.attributes
    limit = variant.price.minor // 100 + 20
    forms = (
        f"{variant.options['Color']} {facts['Material']} {kind} under ${limit}",
        f"{kind} from {product.vendor}",
        f"I am looking for {kind} in {variant.options['Color']}, but nothing made of {facts['Material']}",
        f"the cheapest {facts['Material']} {kind} that you have in stock",
        f"{facts['Style'].lower()} {kind} for {chance.choice(USES)} below ${limit}",
        f"{kind} that weigh less than {facts['Weight']}, in {variant.options['Color']}",
        f"do you sell {kind} made of {facts['Material']} between ${limit - 40} and ${limit}?",
        f"something {facts['Style'].lower()} for {chance.choice(USES)} under ${limit}",
    )
    return chance.choice(forms)


class GeneratedEmbedder(Embedder):
    """Questions by the packaged model; a product's text by its description's vector with noise of its own.

    The vectors of descriptions are `kept` in a file, where one is named, and taken from it.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._model = MiniLM(threads=2)
        self.fingerprint, self.dimension = f"generated-{SEED}-{self._model.fingerprint}", self._model.dimension
        self._known: dict[str, int] = {}
        self._vectors = np.zeros((0, self.dimension), np.float32)
        self._kept = kept
        if kept and kept.exists():
            with np.load(kept) as file:
                self._known = {text: place for place, text in enumerate(file["texts"].tolist())}
                self._vectors = file["vectors"]

    def embed_query(self, text: str) -> list[float]:
        return self._model.embed_query(text)

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        told = [_told(text) for text in texts]
        new = [text for text in dict.fromkeys(told) if text not in self._known]
        if new:
            self._known |= {text: len(self._known) + place for place, text in enumerate(new)}
            self._vectors = np.concatenate([self._vectors, self._model.embed(new, progress)])
            if self._kept:
                np.savez(self._kept, texts=np.array(list(self._known)), vectors=self._vectors)
        vectors = self._vectors[[self._known[text] for text in told]]
        noise = np.stack([_noise(text, self.dimension) for text in texts]) if texts else vectors
        vectors = vectors + NOISE * noise
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _told(text: str) -> str:
    """The sentence of its description that says what it is."""
    return text.rsplit(". ", 2)[-2]


def _noise(text: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    noise = np.random.default_rng(seed).standard_normal(dimension)
    return np.asarray(noise / np.linalg.norm(noise), np.float32)
