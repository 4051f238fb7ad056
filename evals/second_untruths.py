"""Sentences about two products from a file of templates, `cases/untruths-second.yaml`: true ones and lies, by kind.

A template is used only where its facts can be made of the two products, so that its label holds. Of each kind every
second template is held: the checks were mended with sight of the others only.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from string import Formatter

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.shop.catalogue import Product
from evals.loading import BadCases
from evals.untruths import Pair, Said

Facts = Mapping[str, str]

TRUE_IN_A_REPLY = 4
_MEASURED = re.compile(r"([\d,.]+) (in|g|kg|L|oz|qt|lb|W|h|lumens|mAh)\b")
_ANOTHER_UNIT = {
    "in": "ft", "g": "kg", "kg": "g", "L": "gallons", "oz": "lb", "qt": "oz", "lb": "kg", "W": "kW", "h": "min",
    "lumens": "W", "mAh": "Wh",
}  # fmt: skip


class Templates(BaseModel):
    """By kind, one template a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lies: dict[str, str]
    truths: dict[str, str]

    def said(self, facts: Facts, chance: random.Random) -> list[Said]:
        """Some true sentences and one lie, in any order."""
        truths = list(_one_of_each(self.truths, facts, chance, true=True))
        lies = list(_one_of_each(self.lies, facts, chance, true=False))
        said = [*chance.sample(truths, min(TRUE_IN_A_REPLY, len(truths))), chance.choice(lies)]
        chance.shuffle(said)
        return said


def templates(path: Path) -> Templates:
    """Raises `BadCases` for a file that is not one of templates."""
    try:
        return Templates.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadCases(f"{path}: {error}") from error


def _one_of_each(kinds: Mapping[str, str], facts: Facts, chance: random.Random, *, true: bool) -> Iterator[Said]:
    for kind, lines in kinds.items():
        fit = [(at, line) for at, line in enumerate(lines.splitlines()) if fields(line) <= facts.keys()]
        if fit:
            at, line = chance.choice(fit)
            text = line.format_map(facts).replace("⏎", "\n").strip()
            yield Said(text, f"true: {kind}" if true else kind, true, held=bool(at % 2))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def of_products(pair: Pair, chance: random.Random) -> Facts:
    """What can be said of the two, true and false; see the names in `_FACTS` and below."""
    facts = {"t": pair.one.title, "o": pair.other.title}
    for more in _FACTS:
        facts |= more(pair, chance)
    return facts


def _price(pair: Pair, chance: random.Random) -> Facts:
    price = _single(pair.one)
    money = {"x": f"${chance.randint(11, 95)}.{chance.choice((17, 33, 46, 71))}"}
    if price is None:
        return money | {"lo": str(pair.one.price), "hi": str(pair.one.top_price)} if _wholly_priced(pair.one) else money
    bare, was = f"{price:,.2f}", {str(v.compare_at) for v in pair.one.variants}
    money |= {"p": f"${bare}", "bare": bare, "euro": f"€{bare}", "pound": f"£{bare}", "cad": f"CA${bare}"}
    money["pw"] = next(wrong for wrong in iter(lambda: _misread(price, chance), "") if wrong not in was)
    if len(was) == 1 and pair.one.variants[0].compare_at is not None:
        before = Decimal(pair.one.variants[0].compare_at.minor) / 100
        money |= {"was": f"${before:,.2f}", "save": f"${before - price:,.2f}", "reduced": ""}
    return money


def _single(product: Product) -> Decimal | None:
    """The price, where it has only one."""
    prices = {v.price.minor for v in product.variants}
    return Decimal(prices.pop()) / 100 if len(prices) == 1 else None


def _wholly_priced(product: Product) -> bool:
    """What can be bought now has the whole range of prices."""
    return {v.price for v in product.available} == {v.price for v in product.variants}


def _misread(price: Decimal, chance: random.Random) -> str:
    digits = list(f"{price:.2f}")
    at = chance.choice([i for i, digit in enumerate(digits) if digit != "."])
    digits[at] = chance.choice([d for d in "123456789" if d != digits[at]])
    return "$" + "".join(digits)


def _of_the_other(pair: Pair, chance: random.Random) -> Facts:
    found, price = {}, _single(pair.other)
    own = {v.price.minor for v in pair.one.variants} | {v.compare_at.minor for v in pair.one.variants if v.compare_at}
    if price is not None and price * 100 not in own:
        found["q"] = f"${price:,.2f}"
    one = pair.one
    record = f"{one.title} {one.description} {one.attributes} {one.variants}".casefold()
    foreign = [(n, v) for n, v in _told(pair.other).items() if 4 < len(v) < 40 and v.casefold() not in record]
    name, value = chance.choice(foreign) if foreign else ("", "")
    return found | ({"on": name.lower(), "ov": value} if name else {})


def _told(product: Product) -> dict[str, str]:
    """What the product's page says of it alone."""
    return {n: str(v) for n, v in product.attributes.items() if n not in {"Returns", "Warranty", "Department"}}


def _compared(pair: Pair, chance: random.Random) -> Facts:
    one, other = _single(pair.one), _single(pair.other)
    if one is None or other is None or one == other:
        return {}
    (low, cheap), (high, dear) = sorted([(one, pair.one.title), (other, pair.other.title)])
    wrong = high - low + chance.choice((Decimal("1.50"), Decimal(3), Decimal(10)))
    amounts = {"pc": low, "pd": high, "diff": high - low, "sum": low + high, "wd": wrong}
    amounts["ws"] = next(s for s in (low + high + n for n in (-10, 11, 20)) if s not in {2 * low, low + high})
    return {"c": cheap, "d": dear} | {name: f"${amount:,.2f}" for name, amount in amounts.items()}


def _features(pair: Pair, chance: random.Random) -> Facts:
    told = _told(pair.one)
    found = {"b": pair.one.vendor, "cat": pair.one.category}
    named = {"Returns": "ret", "Care": "care", "Season": "season", "Occasion": "occ", "Material": "mat"}
    found |= {short: str(pair.one.attributes[name]) for name, short in named.items() if name in pair.one.attributes}
    if found.get("ret") == "30 days, unused":
        found["returnable"] = ""
    if told:
        name = chance.choice(list(told))
        found |= {"n": name, "nl": name.lower(), "v": told[name]}
    measured = [(n, m) for n, v in told.items() if (m := _MEASURED.match(v))]
    if measured:
        name, match = chance.choice(measured)
        found |= {"un": name, "unl": name.lower(), "uv": f"{match[1]} {_ANOTHER_UNIT[match[2]]}"}
    return found


def _warranty(pair: Pair, chance: random.Random) -> Facts:
    warranty = str(pair.one.attributes.get("Warranty", ""))
    return {"w": warranty, "ww": f"{chance.choice((4, 6, 7, 8, 12, 15))} years", "warranted": ""} if warranty else {}


def _options(pair: Pair, chance: random.Random) -> Facts:
    colours = list(dict.fromkeys(v.options["Color"] for v in pair.one.variants if "Color" in v.options))
    return {"cols": ", ".join(colours), "col": chance.choice(colours)} if len(colours) > 1 else {}


def _stock(pair: Pair, chance: random.Random) -> Facts:
    variants = pair.one.variants
    taken = {v.stock for v in variants} | {sum(v.stock for v in variants)}
    found = {"cnt": str(chance.choice([n for n in range(6, 60) if n not in taken]))}
    if all(v.stock_word == "in stock" for v in variants):
        found["allin"] = ""
    if len(variants) > 1:
        for word, name in (("low stock", "lv"), ("out of stock", "gone"), ("in stock", "have")):
            if fit := [v for v in variants if v.stock_word == word and v.options]:
                one = chance.choice(fit)
                found |= {name: ", ".join(one.options.values())} | ({"left": str(one.stock)} if name == "lv" else {})
    return found


def _term(_pair: Pair, chance: random.Random) -> Facts:
    return {"dw": str(chance.choice((7, 10, 21, 45, 60, 75, 90, 100, 120)))}


_FACTS: Sequence[Callable[[Pair, random.Random], Facts]] = (
    _price, _of_the_other, _compared, _features, _warranty, _options, _stock, _term,
)  # fmt: skip
