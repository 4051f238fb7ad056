"""Replies about products: lists, prices, stock, options, comparisons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.offline_model.focus import Record, variants
from assistant.offline_model.refer import options_of, price_of
from assistant.offline_model.wording.lists import listed, sentence
from assistant.offline_model.wording.offers import NEAREST, SOME

LISTED = 5
MANY = 25
NARROW = "Which kind of product or what budget do you have in mind?"


def found(data: Mapping[str, Any]) -> str:
    """The result of a search that found something."""
    products, total = list(data.get("products") or ()), int(data.get("total") or 0)
    understood = plainly(data.get("understood") or ())
    fitting = f" ({listed(understood)})" if understood else ""
    first = f"{products[0].get('title')}, {price(products[0])}{_stock_note(products[0])}"
    if not understood and total > MANY:
        return f"{SOME} The closest is {first}. {NARROW}" + unknown(data)
    if total == 1 or len(products) == 1:
        return f"I found one product{fitting}: {first}." + unknown(data)
    spread = f", {_spread(products)}" if total <= len(products) else ""
    return f"I found {max(total, len(products))} products{fitting}{spread}. The closest is {first}." + unknown(data)


def _spread(products: Sequence[Record]) -> str:
    """The range of prices of a list that is shown whole."""
    dear, cheap = max(products, key=_cost), min(products, key=_cost)
    return (
        f"from {cheap.get('price')} to {dear.get('price')}" if _cost(dear) > _cost(cheap) else str(cheap.get("price"))
    )


def _cost(product: Record) -> float:
    return price_of(product) or 0.0


def plainly(understood: Iterable[object]) -> list[str]:
    """What a search understood, in few words: of many alternatives the first, and no limits of price."""
    return [_shared_or_first(str(words)) for words in understood if not re.search(r"[$€£]\s?\d", str(words))]


def _shared_or_first(words: str) -> str:
    """As in "Color: red" for "Color: Brick red or Poppy red"."""
    name, colon, values = words.rpartition(": ")
    first, *others = values.split(" or ")
    shared = [word for word in first.split() if others and all(word in other.split() for other in others)]
    return f"{name}{colon}{' '.join(shared) or first.split(', ')[0]}"


def not_found(data: Mapping[str, Any], wish: str = "") -> str:
    """Honest absence: what would help, and the nearest shown as not fitting. `wish` is what the shopper named."""
    wanted = [_shared_or_first(str(words)) for words in data.get("understood") or ()]
    nearest = list(data.get("nearest") or ()) if shows_nearest(data) else []
    near = bool(data.get("relax") or nearest)
    if wanted and (near or data.get("unknown")):
        lead = _nothing_fits(wanted, data)
    elif wish and not near:
        lead = f"We don't seem to sell {_goods(wish)}. Name something else, or tell me what you need it for."
    else:
        lead = "I found nothing like that in the shop."
    doubt = "" if wanted or wish else unknown(data)
    text = " ".join([lead, *(sentence(str(words)) for words in data.get("relax") or ())]) + doubt
    if nearest:
        first = f"{nearest[0].get('title')}, {price(nearest[0])}{_stock_note(nearest[0])}"
        others = " and others" if len(nearest) > 1 else ""
        text += f"\n{NEAREST} {first}{others}."
    return text


def _nothing_fits(wanted: Sequence[str], data: Mapping[str, Any]) -> str:
    """What stands in the way: a thing that no record speaks of, or that the limits do not go together."""
    if strange := _strange(data):
        return f"I looked for {listed(wanted)}, but our product data does not mention {listed(strange, 'or')}."
    return f"Nothing in the shop fits {'all of that' if len(wanted) > 1 else 'that'}: {listed(wanted)}."


def _goods(wish: str) -> str:
    return wish if wish.endswith("s") else f"any “{wish}”"


def shows_nearest(data: Mapping[str, Any]) -> bool:
    """Where nothing of the wish was understood, what is nearest by likeness has nothing to do with it."""
    return bool(data.get("understood") or data.get("relax"))


def by_that_name(wish: str) -> str:
    return f"I see no {wish} by that name in the shop. " if wish else ""


def unknown(data: Mapping[str, Any]) -> str:
    words = listed(_strange(data), "or")
    return f"\nOur product data does not say anything about {words}, so I could not check that." if words else ""


def _strange(data: Mapping[str, Any]) -> list[str]:
    """What no record speaks of, each once: not “purple” beside “purple jacket”."""
    words = [str(one) for one in data.get("unknown") or ()]
    return [f"“{one}”" for one in words if not any(one != other and one in other for other in words)]


def lines(products: Sequence[Record]) -> list[str]:
    """For a choice between products that no cards show."""
    return [f"- {p.get('title')}, {price(p)}{_stock_note(p)}" for p in products[:LISTED]]


def price(record: Record) -> str:
    text = str(record.get("price"))
    if record.get("price_to"):
        text = f"{text} to {record['price_to']}"
    return f"{text} (was {record['was']})" if record.get("was") else text


def _stock_note(product: Record) -> str:
    return ", out of stock" if product.get("stock") == "out of stock" else ""


def priced(product: Record, chosen: Sequence[Record]) -> str:
    """What it costs: of the chosen variants when they agree, else of the family."""
    if chosen and len({v.get("price") for v in chosen}) == 1 and len(chosen) < len(variants(product)):
        return f"{named(product, chosen)} costs {price(chosen[0])}."
    return f"{product.get('title')} costs {price(product)}."


def named(product: Record, chosen: Sequence[Record]) -> str:
    """The title, with the option values that the chosen variants share and others do not."""
    shared = shared_options(product, chosen)
    return f"{product.get('title')} ({' / '.join(shared)})" if shared else str(product.get("title"))


def shared_options(product: Record, chosen: Sequence[Record]) -> list[str]:
    every = options_of(product)
    shared = []
    for option, values in every.items():
        held = {str((v.get("options") or {}).get(option)) for v in chosen}
        if len(held) == 1 and len(values) > 1:
            shared.append(held.pop())
    return shared


def stocked(product: Record, chosen: Sequence[Record]) -> str:
    """Whether the chosen variants can be bought now, and how many are left where the shop says so."""
    what = named(product, chosen)
    available = [v for v in chosen if v.get("stock") != "out of stock"]
    if not available:
        others = [v for v in variants(product) if v.get("stock") != "out of stock"]
        rest = f" In stock: {listed(labels(others)[:6])}." if others and labels(others) else ""
        return f"{what} is out of stock.{rest}"
    if len(available) == 1 and available[0].get("left"):
        return f"{what} is in stock, only {available[0]['left']} left."
    if len(available) < len(chosen):
        return f"{what} is in stock in {listed(labels(available)[:8])}."
    return f"{what} is in stock."


def labels(chosen: Sequence[Record]) -> list[str]:
    joined = [" / ".join(map(str, (v.get("options") or {}).values())) for v in chosen]
    return [label for label in dict.fromkeys(joined) if label]


def offered(product: Record, option: str) -> str:
    """All values of an option, and which of them are out of stock."""
    values = options_of(product).get(option, [])
    gone = [v for v in values if not _buyable(product, option, v)]
    text = f"{product.get('title')} comes in {listed(values)}."
    return f"{text} Out of stock now: {listed(gone)}." if gone else text


def _buyable(product: Record, option: str, value: str) -> bool:
    held = [v for v in variants(product) if str((v.get("options") or {}).get(option)) == value]
    return any(v.get("stock") != "out of stock" for v in held)


def overview(product: Record) -> str:
    """A few facts when the shopper asks for "more"; the description's first sentences stand for it."""
    description = str(product.get("description") or "").strip()
    facts = [f"- {name}: {value}" for name, value in list((product.get("attributes") or {}).items())[:6]]
    facts += [f"- {name}: {', '.join(values)}" for name, values in options_of(product).items() if len(values) > 1]
    head = f"{product.get('title')} costs {price(product)} and is {product.get('stock')}."
    return "\n".join([head, *([_short(description)] if description else []), *facts])


def _short(text: str, longest: int = 320) -> str:
    kept = ""
    for piece in text.replace("\n", " ").split(". "):
        if kept and len(kept) + len(piece) > longest:
            break
        kept += piece.rstrip(".") + ". "
    return kept.strip()


def compared(data: Mapping[str, Any]) -> str:
    """Only the rows that differ; what is alike is said in one line."""
    titles = [str(p.get("title")) for p in data.get("products") or ()]
    rows = [r for r in data.get("rows") or () if isinstance(r, dict)]
    different = [r for r in rows if len(set(map(str, r.get("values") or ()))) > 1]
    alike = [str(r.get("name")).lower() for r in rows if r not in different and "not stated" not in r.get("values", ())]
    if not different:
        return f"By what the shop states, {listed(titles)} do not differ."
    table = [
        _row(["", *titles]),
        _row(["---"] * (len(titles) + 1)),
        *(_row([r.get("name"), *r["values"]]) for r in different),
    ]
    text = "\n".join(["Here is where they differ:", "", *table])
    return f"{text}\n\nThey have the same {listed(alike)}." if alike else text


def decided(product: Record, name: str, value: str, side: str | None) -> str:
    """With the attribute that decides beside the yes or no; the product's card below is the source."""
    told = fact(product, name, value)
    return f"{side.capitalize()}. {told}" if side else told


def by_name(product: Record) -> str:
    return f"Its name says so: {product.get('title')}."


def fact(product: Record, name: str, value: str) -> str:
    """As the shop states it: an attribute, or a sentence of the description when `name` is empty."""
    if not name:
        return f"From its description: “{value}”"
    return f"{product.get('title')}, {name.replace('_', ' ').lower()}: {value.rstrip('.')}."


def one_fact(product: Record, fact: str) -> str:
    return f"- {product.get('title')}: {fact[:1].lower() + fact[1:] if fact else 'not stated'}"


def extreme(data: Mapping[str, Any], best: Record, word: str, measure: str) -> str:
    """The answer to "which is lighter", with that row of the comparison as its ground."""
    titles = [str(p.get("title")) for p in data.get("products") or ()]
    row = next((r for r in data.get("rows") or () if measure in str(r.get("name")).casefold()), None)
    told = "; ".join(f"{t}: {v}" for t, v in zip(titles, row["values"], strict=False)) if row else price(best)
    return f"The {word} is {best.get('title')}. {measure.capitalize()}: {told}."


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"
