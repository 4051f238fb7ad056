"""For whom a product is: "for women", "boys'", "unisex", "for my 5 year old"."""

import re

from assistant.retrieval.reading.facts import facet_key
from assistant.retrieval.reading.reading import GROWN_UP, Ages
from assistant.shop.catalogue import Product

GROUPS = {
    "women": re.compile(r"\b(?:wom[ae]n'?s?|ladies'?|lady'?s?|female)\b"),
    "men": re.compile(r"\b(?:m[ae]n'?s?|gentlem[ae]n'?s?|male)\b"),
    "girls": re.compile(r"\bgirl'?s?'?\b"),
    "boys": re.compile(r"\bboy'?s?'?\b"),
    "kids": re.compile(r"\b(?:kid'?s?'?|child(?:ren)?'?s?|toddler'?s?'?|junior'?s?)\b"),
    "baby": re.compile(r"\b(?:bab(?:y|ies)'?s?|infants?'?|newborn)\b"),
}
ALSO = {"girls": {"kids"}, "boys": {"kids"}, "kids": {"girls", "boys"}, "baby": {"kids"}}
YOUNG = frozenset({"girls", "boys", "kids", "baby"})
EVERYBODY = re.compile(r"\b(?:unisex|everyone|all genders)\b")
FACETS = frozenset({"gender", "audience", "department", "age group", "gender affinity", "target gender", "for"})
AGED = re.compile(r"\b(\d{1,2})[- ](years?|yrs?|months?)[- ]olds?\b|\b(?:aged?|turning) (\d{1,2})\b")
ADULTS = re.compile(r"\bfor (?:an? )?(?:adult|grown[- ]?up)s?\b(?! and)")
STAGES = {"toddler": Ages(1, 3), "baby": Ages(0, 1), "newborn": Ages(0, 0), "infant": Ages(0, 1)}
SPAN = re.compile(r"(\d+)\s*[\u2013-]\s*(\d+)\s*(years?|months?)")
UPWARDS = re.compile(r"(\d+)\s*(years?|months?)\s*(?:and up|\+)")
OLDEST = 120.0


def wanted_group(text: str) -> str | None:
    """None when nobody, or more than one group, is named; an age below 16 names kids."""
    groups = [group for group, words in GROUPS.items() if words.search(text)]
    ages = wanted_ages(text)
    if not groups and ages and ages.oldest < GROWN_UP:
        return "kids"
    return groups[0] if len(groups) == 1 else None


def wanted_ages(text: str) -> Ages | None:
    """Of a child; and of adults where only they are named: for them is what is not for children only."""
    if match := AGED.search(text):
        years = float(match[1] or match[3]) / (12 if (match[2] or "").startswith("month") else 1)
        return Ages(years, years) if years < GROWN_UP else None
    stage = next((ages for word, ages in STAGES.items() if re.search(rf"\b{word}", text)), None)
    grown = ADULTS.search(text) and not any(GROUPS[group].search(text) for group in YOUNG)
    return Ages(GROWN_UP, OLDEST) if grown and not stage else stage


def suits(product: Product, group: str) -> bool:
    """A product that names no group is for everybody."""
    groups = _groups(product)
    return not groups or bool(EVERYBODY.search(_marks(product))) or bool(groups & ({group} | ALSO.get(group, set())))


def made_for(product: Product, group: str) -> bool:
    """Only where the product says so."""
    return bool(_groups(product) & ({group} | ALSO.get(group, set())))


def of_age(product: Product, ages: Ages) -> bool:
    """A product that tells no age is for any, but for adults none that is children's by name."""
    told = next((value for name, value in product.attributes.items() if facet_key(name) == "age"), "")
    span = _span(told.casefold())
    if span is None and ages.youngest >= GROWN_UP:
        groups = _groups(product)
        return not groups or not groups <= YOUNG
    return span is None or (span.youngest <= ages.oldest and ages.youngest <= span.oldest)


def _span(told: str) -> Ages | None:
    if match := SPAN.search(told):
        part = 12 if match[3].startswith("month") else 1
        return Ages(float(match[1]) / part, float(match[2]) / part)
    if match := UPWARDS.search(told):
        return Ages(float(match[1]) / (12 if match[2].startswith("month") else 1), OLDEST)
    return None


def _groups(product: Product) -> set[str]:
    said = _marks(product)
    return {name for name, words in GROUPS.items() if words.search(said)}


def _marks(product: Product) -> str:
    facts = [value for name, value in product.attributes.items() if facet_key(name) in FACETS]
    return " ".join([product.title, product.category, *product.tags, *facts]).casefold().replace("\u2019", "'")
