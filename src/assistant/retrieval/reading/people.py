"""For whom a product is: "for women", "boys'", "unisex"."""

import re

from assistant.retrieval.reading.facts import facet_key
from assistant.shop.catalogue import Product

GROUPS = {
    "women": re.compile(r"\b(?:wom[ae]n'?s?|ladies'?|lady'?s?|female)\b"),
    "men": re.compile(r"\b(?:m[ae]n'?s?|gentlem[ae]n'?s?|male)\b"),
    "girls": re.compile(r"\bgirl'?s?'?\b"),
    "boys": re.compile(r"\bboy'?s?'?\b"),
    "kids": re.compile(r"\b(?:kid'?s?'?|child(?:ren)?'?s?|toddler'?s?'?|junior'?s?)\b"),
    "baby": re.compile(r"\b(?:bab(?:y|ies)'?s?|infants?'?|newborn)\b"),
}
ALSO = {"girls": {"kids"}, "boys": {"kids"}, "kids": {"girls", "boys"}}
EVERYBODY = re.compile(r"\b(?:unisex|everyone|all genders)\b")
FACETS = frozenset({"gender", "audience", "department", "age group", "gender affinity", "target gender", "for"})


def wanted_group(text: str) -> str | None:
    """None when nobody, or more than one group, is named."""
    groups = [group for group, words in GROUPS.items() if words.search(text)]
    return groups[0] if len(groups) == 1 else None


def suits(product: Product, group: str) -> bool:
    """A product that names no group is for everybody."""
    said = _marks(product)
    groups = {name for name, words in GROUPS.items() if words.search(said)}
    return not groups or bool(EVERYBODY.search(said)) or bool(groups & ({group} | ALSO.get(group, set())))


def _marks(product: Product) -> str:
    facts = [value for name, value in product.attributes.items() if facet_key(name) in FACETS]
    return " ".join([product.title, product.category, *product.tags, *facts]).casefold().replace("’", "'")
