"""Answers a question about one product from its own record: options, stock, price, attributes, description."""

import re
from collections.abc import Mapping, Sequence

from assistant.offline_model.asked import asked, concept, undenied
from assistant.offline_model.colours import COLOURS
from assistant.offline_model.deciding import decided, is_flag
from assistant.offline_model.focus import Record, variants
from assistant.offline_model.quantities import names_quantity
from assistant.offline_model.refer import matching, options_of, said_options, wished_options
from assistant.offline_model.stated import Fact, StatedFacts
from assistant.offline_model.wording import products as wording
from assistant.offline_model.words import content, tokens

_PRICE = re.compile(
    r"\bhow much(?: money)?(?: (?:is|are|was|were|for|would|will|do you)\b(?!.*\b(?:weigh|hold|carry|fit)\b)|'s\b|\W*$)"
    r"|\b(?:prices?|costs?|on sale|discount(?:ed)?|expensive)\b"
)
_STOCK = re.compile(r"\b(?:in stock|out of stock|available|availability|left|how many do you have|sold out)\b")
_MORE = re.compile(r"\b(?:tell me (?:more|about)|more (?:info|about|details)|details|describe|information|info)\b")
_HAVE = re.compile(r"\b(?:come|comes|have|has|get|offer|got|available|is there|do you have)\b|^(?:in|size|and)\b")
_OPTION_WORDS = {
    "colour": "color",
    "colours": "color",
    "colors": "color",
    "sizes": "size",
    "shade": "color",
    "shades": "color",
}
_BRAND = re.compile(
    r"\b(?:(?:what|which)(?:'s| is)?(?: the)? (?:brand|vendor|maker|manufacturer)|who (?:makes|made|manufactures))\b",
    re.IGNORECASE,
)


def answer(question: str, product: Record, facts: StatedFacts) -> str | None:
    """None when the record does not say."""
    low = question.casefold()
    wished = wished_options(low, [product])
    chosen = matching(product, wished) if wished else list(variants(product))
    if _PRICE.search(low) and not _asked_beside(_PRICE.sub(" ", low), product, wished):
        return wording.priced(product, chosen)
    if found := _about_options(low, product, wished, chosen):
        return found
    if told := _stated(question, product, facts):
        return told
    wish = asked(question, product)
    overall = _MORE.search(low) or not (wish.yes_no or wish.value)
    return wording.overview(product) if overall and not _asks_something(low, product) else None


def _about_options(
    low: str, product: Record, wished: Mapping[str, Sequence[str]], chosen: Sequence[Record]
) -> str | None:
    """Which there are, whether one of them is to be had, and what is in stock."""
    if not wished:
        told = _listed_option(low, product) or _missing_value(low, product)
        return told or (wording.stocked(product, chosen) if _only_stock(low, product) else None)
    if _HAVE.search(low) or _STOCK.search(low) or not _asked_beside(low, product, wished):
        return wording.stocked(product, chosen) if chosen else _no_such_mix(product, wished)
    return None


def _only_stock(low: str, product: Record) -> bool:
    """Not for what else may be available: "are spare jugs available for it?"."""
    return bool(_STOCK.search(low)) and not _asked_beside(_STOCK.sub(" ", low), product, {})


def _asked_beside(low: str, product: Record, wished: Mapping[str, Sequence[str]]) -> list[str]:
    named = set(content(" ".join([*wished, said_options(wished), "first second third fourth fifth sixth last"])))
    return [word for word in _asked(low, product) if word not in named and len(word) > 2]


def _listed_option(low: str, product: Record) -> str | None:
    said = {_OPTION_WORDS.get(t, t) for t in tokens(low)}
    for option in options_of(product):
        name = option.casefold().replace("colour", "color")
        if name in said and re.search(r"\b(?:what|which|how many|any other|other|all|does|list|available)\b", low):
            return wording.offered(product, option)
    return None


def _no_such_mix(product: Record, wished: Mapping[str, Sequence[str]]) -> str:
    return f"{product.get('title')} does not come in {said_options(wished)}."


def _missing_value(low: str, product: Record) -> str | None:
    """For "do you have it in purple" of a product that has no purple: say which colours there are."""
    asked = re.search(r"\b(?:in|size) (?:an? )?(?:size )?([\w-]+(?: \w+)?)\W*$", low)
    if not asked or not _HAVE.search(low):
        return None
    word = asked[1].split()[0]
    for option in options_of(product):
        name = option.casefold()
        sized = name == "size" and (re.fullmatch(r"x{0,3}[sml]|\d{1,3}|small|medium|large", word) is not None)
        if sized or (name in {"color", "colour"} and word in COLOURS):
            return f"Not in {asked[1] if not sized else word.upper()}. {wording.offered(product, option)}"
    return None


def _stated(question: str, product: Record, facts: StatedFacts) -> str | None:
    """Told as the shop states it."""
    title = product.get("title")
    if product.get("vendor") and _BRAND.search(question):
        return f"{title} is made by {product['vendor']}."
    if found := decided(question, product):
        return wording.decided(product, found.attribute.name, found.attribute.value, found.side)
    if _named_so(question, product):
        return wording.by_name(product)
    if (plain := undenied(question)) != question and (found := decided(plain, product)):
        # the shopper's yes and no to a denied question mean either; the fact means one thing
        return wording.fact(product, found.attribute.name, found.attribute.value)
    fact = facts.nearest(question, product)
    return wording.fact(product, fact.name, fact.value) if fact and _tells(question, product, fact) else None


def _named_so(question: str, product: Record) -> bool:
    """Whether the title alone has all that a yes or no is asked about, a number among it: "is it 500 ml?"."""
    wish, title = asked(question, product), concept(str(product.get("title") or ""))
    return wish.yes_no and not wish.denied and wish.whole <= title and any(map(str.isdigit, wish.whole))


def _tells(question: str, product: Record, fact: Fact) -> bool:
    """Whether a fact that is near answers, too: it has each word of the question, or the quantity that is named."""
    wish, name = asked(question, product), concept(fact.name)
    if is_flag(fact.value) and wish.names(name) != name:
        return False
    covered = wish.words and not wish.beyond(concept(f"{fact.text} {fact.asked_as}"))
    return bool(covered) or (wish.value and names_quantity(question))


def _asked(low: str, product: Record) -> list[str]:
    title = set(content(str(product.get("title", ""))))
    return [w for w in content(low) if w not in title]


def _asks_something(low: str, product: Record) -> bool:
    return bool(_asked(_MORE.sub(" ", low), product))
