"""What a shopper wants instead of a variant: values, directions, prices, preferences and what to do if not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, TypeVar

from assistant.offline_model.serving.naming import NEGATIONS, NO, Schema, options_named, values_named
from assistant.offline_model.serving.scales import Direction, directions, rank
from assistant.offline_model.serving.text import plain, sentences, spoken

Values = tuple[str, ...]
PriceWish = Literal["least", "most", "less"]

_FLAGS = re.IGNORECASE | re.VERBOSE
_SOFT = re.compile(
    r"""\b(?:prefer\w*|ideally|if\s(?:at\sall\s)?possible|hopefully|would\sbe\snice|if\s(?:there(?:'s|\sis|\sare)|you\shave|available)(?!\s(?:no|not)\b))\b""",
    _FLAGS,
)
_CONDITION = re.compile(
    r"""\b(?:if|in\scase)\s[^.?!;]{0,60}?(?:n't\b|\bnot\b|\bno\b|\bnone\b|unavailable|out\sof\sstock)[^.?!;]{0,60}?\b(?:then|i'd|i'll|i\swould|you'd|we'd)\b\s*
    |\b(?:if|in\scase)\s(?:[^.?!;]{0,70}?(?:n't\b|\bnot\b|\bno\b|\bnone\b|unavailable|out\sof\sstock)[^,]*?)(?:,|\bthen\b)\s*|\b(?:if\snot|otherwise|or\selse|failing\sthat)\b[,\s]*(?:then\s)?""",
    _FLAGS,
)
_CARELESS = re.compile(
    r"""(?:\b(?:n't|not|do\snot)\s|n't\s)(?:really\s)?(?:care|mind|matter|be\s)?\s?(?:care|mind|concerned
    |bothered|worried|fussy|picky)?\s?(?:about|whether|if|for|what|which)\b | \b(?:any|whatever|either)\b""",
    _FLAGS,
)
_SAME = re.compile(
    r"""\b(?:same|identical)\s(?:exact\s|\w+\s)?(?:one|item|product|thing|model|pair|specs?|specifications?|kind
    |again)\b | \bfor\sthe\ssame\b\W*(?:$|instead) | \breplacement\b
    | \b(?:a|an|another)\snew\s(?:one|pair)\b""",
    _FLAGS,
)
_KEEP = re.compile(r"\b(?:same|keep(?:ing)?)\b([^,;:]*?)(?=,|;|:|\bbut\b|\bif\b|$)", _FLAGS)
_KEEP_ALL = re.compile(
    r"\b(?:same|keep(?:ing)?)\s(?:all\s)?(?:the\s)?(?:other|rest|everything\selse|remaining|all\sother)|(?:everything\selse|the\srest|other\s\w+)\s(?:\w+\s){0,2}(?:same|unchanged)|\bsame\sother\b",
    _FLAGS,
)
_CHEAPEST = re.compile(
    r"\b(?:cheapest|least\sexpensive|lowest[\s-]pric\w+|lowest\scost|most\saffordable|best\sprice)\b", _FLAGS
)
_DEAREST = re.compile(r"\b(?:most\sexpensive|priciest|dearest|highest[\s-]pric\w+)\b", _FLAGS)
_CHEAPER = re.compile(r"\b(?:cheaper|less\sexpensive)\b", _FLAGS)
_BOUND = re.compile(
    r"\b(?:less\sthan|under|below|at\smost|up\sto|no\smore\sthan|within|max(?:imum)?(?:\sof)?)\s*\$\s?(\d[\d,]*(?:\.\d+)?)",
    _FLAGS,
)
_OR_MORE = re.compile(r"^(?:or|and)\s(?:abov|higher|better|more|up|newer|later|larger|bigger)")


@dataclass(frozen=True)
class Wish:
    """By option: `want` in order of preference, `soft` only if there is one, `towards` along its order.

    `free` may be anything, `keep` must stay (every option where `keep_all`); `fallbacks` are tried one after another.
    """

    want: Mapping[str, Values] = field(default_factory=dict)
    soft: Mapping[str, Values] = field(default_factory=dict)
    avoid: Mapping[str, Values] = field(default_factory=dict)
    towards: Mapping[str, Direction] = field(default_factory=dict)
    fallbacks: tuple[Mapping[str, Values], ...] = ()
    absent: tuple[str, ...] = ()
    free: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    keep_all: bool = False
    price: PriceWish | None = None
    most_price: Decimal | None = None
    same: bool = False

    @property
    def said(self) -> bool:
        """Whether anything is asked for at all."""
        asked = (self.want, self.soft, self.avoid, self.towards, self.fallbacks, self.price, self.same, self.absent)
        return any(asked) or self.most_price is not None

    @property
    def named(self) -> frozenset[str]:
        """The options that were spoken of."""
        return frozenset({*self.want, *self.soft, *self.avoid, *self.towards, *self.free})

    def then(self, later: "Wish") -> "Wish":
        """What was said later wins, option by option."""
        spoken_of = later.named
        return Wish(
            want=_left(self.want, spoken_of) | dict(later.want),
            soft=_left(self.soft, spoken_of) | dict(later.soft),
            avoid=_left(self.avoid, spoken_of) | dict(later.avoid),
            towards=_left(self.towards, spoken_of) | dict(later.towards),
            fallbacks=later.fallbacks or tuple(f for f in self.fallbacks if not f.keys() & spoken_of),
            absent=later.absent or (() if later.said else self.absent),
            free=(self.free - later.want.keys()) | later.free,
            keep=later.keep or (frozenset() if later.want else self.keep),
            keep_all=later.keep_all or (self.keep_all and not later.want),
            price=later.price or (None if later.want else self.price),
            most_price=later.most_price if later.most_price is not None or later.price else self.most_price,
            same=later.same or (self.same and not later.want),
        )


Value = TypeVar("Value")


def _left(values: Mapping[str, Value], gone: frozenset[str]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name not in gone}


def read_wish(text: str, schema: Schema, price_words: bool = True) -> Wish:
    """Of one message, for one product whose options and values are `schema`."""
    wish = Wish()
    for sentence in sentences(text):
        wish = _joined(wish, _of_sentence(plain(sentence), schema))
    low = plain(text)
    if price_words:
        price: PriceWish | None = "least" if _CHEAPEST.search(low) else "most" if _DEAREST.search(low) else None
        price = price or ("less" if _CHEAPER.search(low) else None)
        bound = _BOUND.search(low)
        wish = replace(wish, price=price, most_price=Decimal(bound[1].replace(",", "")) if bound else None)
    wish = replace(wish, want={name: _fullest(values) for name, values in wish.want.items()})
    same = bool(_SAME.search(low)) and not (wish.want or wish.towards or wish.soft or wish.price)
    return replace(wish, same=same, keep_all=bool(_KEEP_ALL.search(low)))


def _fullest(values: Values) -> Values:
    """Without those whose words are all in a longer one: "wifi and cellular" is one value."""
    words = {value: set(spoken(value)) for value in values}
    return tuple(v for v in values if not any(words[v] < words[other] for other in values))


def _joined(wish: Wish, more: Wish) -> Wish:
    """Two sentences of one message: what the second repeats adds to the first."""
    want = {name: (*wish.want.get(name, ()), *more.want.get(name, ())) for name in {**wish.want, **more.want}}
    return Wish(
        want={name: tuple(dict.fromkeys(values)) for name, values in want.items()},
        soft={**wish.soft, **more.soft},
        avoid={**wish.avoid, **more.avoid},
        towards={**wish.towards, **more.towards},
        fallbacks=(*wish.fallbacks, *more.fallbacks),
        absent=(*wish.absent, *more.absent),
        free=wish.free | more.free,
        keep=wish.keep | more.keep,
    )


def _of_sentence(low: str, schema: Schema) -> Wish:
    """Its main part, then each "if not" with what stands after it."""
    conditions = list(_CONDITION.finditer(low))
    main = low[: conditions[0].start()] if conditions else low
    wish = _main(main, schema)
    for at, condition in enumerate(conditions):
        end = conditions[at + 1].start() if at + 1 < len(conditions) else len(low)
        then = _main(low[condition.end() : end], schema)
        asked = {**then.soft, **then.want}
        wish = replace(
            wish, fallbacks=(*wish.fallbacks, asked) if asked else wish.fallbacks, absent=(*wish.absent, *then.absent)
        )
    return wish


def _main(low: str, schema: Schema) -> Wish:
    wish = Wish()
    for clause in re.split(r"[,;:]|\b(?:but|and)\b(?!\s(?:above|up|higher|better)\b)", low):
        wish = _joined(wish, _clause(clause, schema))
    towards = {name: way for name, way in directions(spoken(low), schema).items() if name not in wish.want}
    kept = {name for found in _KEEP.finditer(low) for name in options_named(spoken(found[1]), schema)}
    return replace(wish, towards=towards, keep=frozenset(kept - wish.want.keys()))


def _clause(clause: str, schema: Schema) -> Wish:
    said = spoken(clause)
    found = values_named(said, schema)
    if careless := _CARELESS.search(clause):
        names = options_named(spoken(clause[careless.start() :]), schema) | {name for name, _, _, _ in found}
        if names:
            return Wish(free=frozenset(names))
    want: dict[str, list[str]] = {}
    avoid: dict[str, list[str]] = {}
    for name, value, at, end in found:
        if _is_old(said, at):
            continue
        if _denied(said, at) and value.casefold() not in NO:
            avoid.setdefault(name, []).append(value)
            continue
        values = _or_more(value, schema[name], said, end)
        want.setdefault(name, []).extend(values)
    wanted = {name: tuple(dict.fromkeys(values)) for name, values in want.items()}
    soft = bool(_SOFT.search(clause))
    return Wish(
        want={} if soft else wanted,
        soft=wanted if soft else {},
        avoid={name: tuple(values) for name, values in avoid.items() if name not in wanted},
        absent=_absent(said, schema, wanted),
    )


def _or_more(value: str, values: Sequence[str], said: Sequence[str], end: int) -> list[str]:
    least = rank(value, values)
    if least is None or not _OR_MORE.match(" ".join(said[end : end + 3])):
        return [value]
    return sorted((v for v in values if (rank(v, values) or 0) >= least), key=lambda v: rank(v, values) or 0)


def _denied(said: Sequence[str], at: int) -> bool:
    return bool(NEGATIONS & set(said[max(0, at - 2) : at])) or tuple(said[max(0, at - 2) : at]) == ("other", "than")


def _is_old(said: Sequence[str], at: int) -> bool:
    """What the shopper has: "from silicone to metal", "instead of blue"."""
    before = list(said[max(0, at - 4) : at])
    return (
        ("from" in before and "to" in said[at : at + 5])
        or ("instead" in before and "of" in before)
        or "rather" in before
    )


def _absent(said: Sequence[str], schema: Schema, wanted: Mapping[str, Values]) -> tuple[str, ...]:
    """A number with an option's own unit that no variant has: "8 bar"."""
    missing = list[str]()
    for name, values in schema.items():
        units = {words[1] for v in values if len(words := spoken(v)) == 2 and words[0].isdigit()}
        for at in range(len(said) - 1):
            if said[at].isdigit() and said[at + 1] in units and name not in wanted:
                missing.append(f"{said[at]} {said[at + 1]}")
    return tuple(missing)
