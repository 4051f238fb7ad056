"""A generated feed: products as a shop describes them, about as long as real ones, none of them real."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

KINDS = {
    "Tents": ("tent", "dome tent", "tunnel tent"),
    "Lamps": ("desk lamp", "floor lamp", "reading lamp"),
    "Boots": ("hiking boots", "rain boots", "winter boots"),
    "Bottles": ("water bottle", "thermos flask", "travel mug"),
    "Jackets": ("rain jacket", "down jacket", "fleece jacket"),
}
MATERIALS = ("cotton", "polyester", "steel", "aluminium", "oak", "leather", "recycled nylon", "merino wool")
COLOURS = ("black", "navy", "olive", "sand", "red", "teal")
SIZES = ("S", "M", "L", "XL")
MAKERS = ("Norrland", "Pinecrest", "Halden", "Ostra", "Quillby", "Fernhill")
SENTENCES = (
    "Made of {material} that lasts for years of daily use.",
    "It weighs {grams} grams and packs down to {length} cm.",
    "The {colour} finish does not fade in the sun.",
    "Designed for trips of up to {days} days, in rain and in wind.",
    "Every seam is sewn twice and tested by hand before it leaves the workshop.",
    "Comes with a repair kit and a guarantee of {years} years.",
    "Wash it by hand in lukewarm water and let it dry in the shade.",
    "A reinforced base keeps it steady on uneven ground.",
)
VARIANTS_EACH = 2


def write_feed(path: Path, products: int, changed: int = 0, seed: int = 1) -> None:
    """JSON Lines. The first `changed` products have another description than with `changed=0`."""
    with path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(_products(products, seed)):
            if number < changed:
                line["description"] = f"Now improved. {line['description']}"
            file.write(json.dumps(line) + "\n")


def _products(count: int, seed: int) -> Iterator[dict[str, object]]:
    draw = random.Random(seed)  # noqa: S311  # it lays out a feed, it guards nothing
    for number in range(count):
        category = draw.choice(list(KINDS))
        facts = {
            "material": draw.choice(MATERIALS), "colour": draw.choice(COLOURS), "grams": draw.randrange(100, 4000),
            "length": draw.randrange(10, 90), "days": draw.randrange(1, 20), "years": draw.randrange(1, 10),
        }  # fmt: skip
        sentences = draw.sample(SENTENCES, draw.randrange(3, len(SENTENCES)))
        maker, price = draw.choice(MAKERS), draw.randrange(500, 40_000)
        yield {
            "handle": f"item-{number}",
            "title": f"{maker} {draw.choice(KINDS[category])} {number}",
            "category": category,
            "vendor": maker,
            "description": " ".join(sentence.format(**facts) for sentence in sentences),
            "attributes": {"Material": facts["material"], "Weight": f"{facts['grams']} g"},
            "variants": [
                {
                    "sku": f"I-{number}-{size}", "options": {"Size": size}, "price": f"{price / 100:.2f}",
                    "stock": draw.randrange(9),
                }
                for size in draw.sample(SIZES, VARIANTS_EACH)
            ],
        }  # fmt: skip
