"""Which product, variant or cart line is meant: "the second one", "the cheaper one", "it", a name, a colour."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.offline_model.focus import Focus, Record, variants
from assistant.offline_model.slots import Slots
from assistant.offline_model.words import content, tokens

_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GRAMS = {"kg": 1000.0, "g": 1.0, "lb": 453.6, "lbs": 453.6, "oz": 28.35}
_SIZES = {
    "extra small": "xs", "small": "s", "medium": "m", "large": "l", "extra large": "xl", "xxl": "2xl",
    "xtra large": "xl",
}  # fmt: skip
NAMED = 0.6
_WORDY = frozenset({"color", "colour", "pattern", "finish", "style", "scent"})


def products_meant(text: str, slots: Slots, focus: Focus) -> list[Record]:
    """Most certain sign first: SKU, place in the list, extreme, name, "both", "it"."""
    if certain := _pointed_out(slots, focus):
        return certain
    if named := named_products(text, focus):
        return named
    if re.search(r"\b(both|each|all of them|these two|those two|the two)\b", text.casefold()):
        return list(focus.shown if len(focus.shown) <= 3 else focus.shown[:2])
    if slots.points and focus.product:
        return [focus.product]
    return list(focus.shown) if slots.points and len(focus.shown) == 1 else []


def _pointed_out(slots: Slots, focus: Focus) -> list[Record]:
    if slots.sku and (found := focus.by_sku(slots.sku)):
        return [found[0]]
    if slots.which and focus.shown:
        return [focus.shown[i] for i in slots.which if -len(focus.shown) <= i < len(focus.shown)]
    return extreme(slots.extreme, focus.shown) if slots.extreme and focus.shown else []


def named_products(text: str, focus: Focus) -> list[Record]:
    """Known products whose title the text names; the ones shown last win over older ones."""
    asked = set(content(text))
    scored = [(_named(asked, p), p in focus.shown, p) for p in focus.known.values()]
    best = max((s for s, _, _ in scored), default=0.0)
    if best < NAMED:
        return []
    tied = [(shown, p) for s, shown, p in scored if s > best - 0.01]
    recent = [p for shown, p in tied if shown] or [p for _, p in tied]
    return recent if len(recent) == 1 else _in_hand(recent, focus)


def _in_hand(products: list[Record], focus: Focus) -> list[Record]:
    """Of several with the same claim to a name, the one in hand is meant; otherwise none is."""
    handle = (focus.product or {}).get("handle")
    return [p for p in products if p.get("handle") == handle]


def named_in_full(text: str, product: Record) -> bool:
    """By most of its title, and not by its last word alone."""
    return _share(set(content(text)), _title(product)) >= NAMED


def _named(asked: set[str], product: Record) -> float:
    title = _title(product)
    share = _share(asked, title)
    return max(share, NAMED) if title and title[-1] in asked else share


def _title(product: Record) -> list[str]:
    return content(str(product.get("title", "")))


def _share(asked: set[str], title: Sequence[str]) -> float:
    return sum(word in asked for word in title) / max(len(title), 1)


def named_among(text: str, products: Sequence[Record]) -> list[Record]:
    """The products that the text calls by name: by most of the title, or by a first word that no other title has."""
    asked = set(content(text))
    titles = [content(str(p.get("title", ""))) for p in products]
    scores = [sum(w in asked for w in title) / max(len(title), 1) for title in titles]
    firsts = [title[0] for title in titles if title]
    called = [p for p, title in zip(products, titles, strict=True)
              if title and title[0] in asked and firsts.count(title[0]) == 1]  # fmt: skip
    best = max(scores, default=0.0)
    fullest = [p for p, score in zip(products, scores, strict=True) if score == best and best >= NAMED]
    return called or (fullest if len(fullest) == 1 else [])


def extreme(wish: tuple[str, str], products: Sequence[Record]) -> list[Record]:
    """The product with the least or most of a measure; none when nothing states it."""
    measure = price_of if wish[0] == "price" else weight_of
    stated = [(value, p) for p in products if (value := measure(p)) is not None]
    if not stated:
        return []
    chooser = min if wish[1] == "least" else max
    return [chooser(stated, key=lambda pair: pair[0])[1]]


def price_of(record: Record) -> float | None:
    found = _AMOUNT.search(str(record.get("price") or ""))
    return float(found[0].replace(",", "")) if found else None


def weight_of(product: Record) -> float | None:
    """Grams, from whichever attribute states a weight."""
    for name, value in (product.get("attributes") or {}).items():
        found = re.search(r"(\d+(?:[.,]\d+)?)\s*(kg|g|lbs?|oz)\b", str(value).casefold())
        if "weight" in str(name).casefold() and found:
            return float(found[1].replace(",", ".")) * _GRAMS[found[2]]
    return None


def options_of(product: Record) -> dict[str, list[str]]:
    """Option name -> its values, in the shop's order."""
    found: dict[str, list[str]] = {}
    for variant in variants(product):
        for name, value in (variant.get("options") or {}).items():
            if value not in found.setdefault(name, []):
                found[name].append(str(value))
    return found


def wished_options(text: str, products: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """The option values that the text may mean, e.g. {"Color": ("Poppy red", "Red floral")} for "red"."""
    low = _normal(text)
    wished: dict[str, tuple[str, ...]] = {}
    for product in products:
        for name, values in options_of(product).items():
            said = [value for value in values if _says(low, value, name)]
            if whole := [value for value in said if re.search(rf"\b{re.escape(_normal(value))}\b", low)]:
                said = [max(whole, key=len)]
            if said:
                wished[name] = tuple(said)
    return wished


def said_options(wished: Mapping[str, Sequence[str]]) -> str:
    return " / ".join(" or ".join(values) for values in wished.values())


def matching(product: Record, wished: Mapping[str, Sequence[str]]) -> list[Record]:
    def fits(variant: Record) -> bool:
        options = variant.get("options") or {}
        return all(str(options[name]) in values for name, values in wished.items() if name in options)

    return [v for v in variants(product) if fits(v)]


def _says(low: str, value: str, option: str) -> bool:
    """The whole value, or its own words: "red" is enough for "Poppy red"."""
    wanted = _normal(value)
    words = [w for w in wanted.split() if len(w) > 2 and not w[0].isdigit()]
    if option.casefold() in _WORDY and len(wanted.split()) > 1:
        return any(re.search(rf"\b{re.escape(word)}\b", low) for word in words)
    if len(wanted) <= 2 and wanted.isalpha():
        return bool(re.search(rf"(?<![\w'’]){re.escape(wanted)}(?![\w'’])", low)) and wanted not in {"a", "i"}
    if wanted.isdigit():
        return bool(re.search(rf"\b{re.escape(option.casefold())}\s*{wanted}\b|^\W*(?:in |a )?{wanted}\W*$", low))
    return bool(re.search(rf"\b{re.escape(wanted)}\b", low))


def _normal(text: str) -> str:
    low = " ".join(text.casefold().replace("colour", "color").replace("grey", "gray").split())
    for word, short in sorted(_SIZES.items(), key=lambda pair: -len(pair[0])):
        low = re.sub(rf"\b{word}\b", short, low)
    return low


def lines_meant(text: str, slots: Slots, focus: Focus) -> list[Record]:
    """Cart lines that a text points at."""
    lines = list(focus.cart_lines)
    asked = set(content(text))
    named = _named_most([(asked & set(content(f"{x.get('title', '')}")), x) for x in lines])
    if len(named) > 1:
        said = set(tokens(text))
        named = [x for x in named if said & set(tokens(str(x.get("options", ""))))] or named
    if slots.sku:
        return [x for x in lines if str(x.get("sku", "")).casefold() == slots.sku.casefold()]
    if named:
        return named
    if slots.which:
        return [lines[i] for i in slots.which if -len(lines) <= i < len(lines)]
    last = [x for x in lines if x.get("sku") == focus.last_line]
    return last or (lines if len(lines) == 1 else [])


def _named_most(lines: Sequence[tuple[set[str], Record]]) -> list[Record]:
    """Without those of which nothing is said, or only a part of what is said of another ("the tea set", a pan set)."""
    return [line for said, line in lines if said and not any(said < more for more, _ in lines)]


def strange_name(text: str, held: Sequence[Record], known: Iterable[Record]) -> bool:
    """Whether a kind of thing that is held has another's name before it: "the train set", and a pan set is held.

    A name is two words that nothing held has, one with a capital, or one from the title of a product that was shown.
    """
    ours, others = words_of(held), words_of(known)
    name = list[str]()
    for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text):
        stems = set(content(word))
        if stems & ours:
            if len(name) > 1 or any(w[0].isupper() or set(content(w)) & others for w in name):
                return True
            name = []
        elif stems:
            name.append(word)
        else:
            name = []
    return False


def words_of(records: Iterable[Record]) -> set[str]:
    return {
        word for x in records for word in content(f"{x.get('title', '')} {x.get('options', '')} {x.get('sku', '')}")
    }
