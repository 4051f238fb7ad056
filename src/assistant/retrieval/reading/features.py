"""Features that a shopper demands in one word, wherever a shop tells them: a title, a tag or an attribute."""

import re
from collections.abc import Callable, Iterator

from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.reading import Feature
from assistant.retrieval.reading.words import plain
from assistant.shop.catalogue import Product

FEATURES: dict[str, str] = {
    "waterproof": r"water-?proof",
    "wireless": r"wireless|cordless|bluetooth",
    "packable": r"packable",
    "insulated": r"insulated",
    "rechargeable": r"rechargeable",
    "noise cancelling": r"noise[- ]?cancel\w+|\banc\b",
    "nonstick": r"non-?stick",
    "weighted": r"weighted",
    "foldable": r"fold(?:able|ing|s)|packable",
}
DENIED = re.compile(r"\b(?:no|not|none|non|repellent|resistant)\b")


def wanted_features(text: str, refusals: Refusals, used: Callable[[int, int], bool]) -> Iterator[Feature]:
    """Those in the words of a question that were not read as a value or a yes-or-no attribute."""
    for name, pattern in FEATURES.items():
        match = re.search(rf"\b(?:{pattern})", text)
        if match and not used(*match.span()):
            yield Feature(name, refusals.cover(*match.span()), match.group())


def spans_of(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for pattern in FEATURES.values() for match in re.finditer(rf"\b(?:{pattern})", text))


def has_feature(product: Product, feature: Feature) -> bool:
    """An attribute that names the feature counts unless its value denies it."""
    pattern = re.compile(FEATURES[feature.words])
    if pattern.search(plain(" ".join([product.title, *product.tags]))):
        return True
    told = (plain(f"{name}: {value}") for name, value in product.attributes.items())
    return any(pattern.search(fact) and not DENIED.search(pattern.sub("", fact)) for fact in told)
