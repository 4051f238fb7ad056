"""Which discounts a cart gets, and what each takes off each line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import Discount, SellingRules, money
from assistant.shop.selling.shares import part_of, shared


@dataclass(frozen=True)
class Used:
    """How often each discount stands in a paid order or in one that waits for its payment, by `Discount.key`.

    `ordered` is whether this customer has an order already; None while nobody knows who it is.
    """

    in_all: Mapping[str, int] = field(default_factory=dict)
    by_customer: Mapping[str, int] = field(default_factory=dict)
    ordered: bool | None = None


@dataclass(frozen=True)
class Asked:
    """`codes` as the shopper typed them; `shipping` is the chosen method's price when so much is paid for goods."""

    codes: tuple[str, ...]
    used: Used
    now: datetime
    currency: str
    shipping: Callable[[Money], Money]


@dataclass(frozen=True)
class Applied:
    """`off` stands in the order of the goods; `off_shipping` is what it takes off the shipping."""

    discount: Discount
    off: tuple[Money, ...]
    off_shipping: Money

    @property
    def total(self) -> Money:
        return sum(self.off, self.off_shipping)


@dataclass(frozen=True)
class Unused:
    """A code that gives nothing now. `missing` is what the goods lack to its minimum."""

    code: str
    why: str
    missing: Money | None = None


@dataclass(frozen=True)
class Discounts:
    """`later` are automatic ones that could count once it is known who the customer is."""

    applied: tuple[Applied, ...] = ()
    unused: tuple[Unused, ...] = ()
    later: tuple[Discount, ...] = ()

    def off_line(self, at: int, nothing: Money) -> Money:
        return sum((one.off[at] for one in self.applied), nothing)

    def off_shipping(self, nothing: Money) -> Money:
        return sum((one.off_shipping for one in self.applied), nothing)


def discounts(goods: Sequence[Goods], rules: SellingRules, asked: Asked) -> Discounts:
    """The set of discounts that saves most: all that combine, or one that stands alone. Never below zero a line."""
    asked = replace(asked, used=replace(asked.used, ordered=ordered_before(rules, asked.used)))
    codes = dict.fromkeys(code.strip().upper() for code in asked.codes if code.strip())
    known = {one.code: one for one in rules.discounts if one.code}
    refused = {code: _refusal(known.get(code), code, goods, asked) for code in codes}
    open_to = [
        one
        for one in rules.discounts
        if (one.code in codes and refused[one.code] is None)
        or (not one.code and _refusal(one, one.name, goods, asked) is None)
    ]
    best = _best(open_to, goods, rules, asked)
    standing = {one.discount.code for one in best}
    unused = [no or _beaten(code) for code, no in refused.items() if no or code not in standing]
    return Discounts(tuple(best), tuple(unused), _later(goods, rules, asked))


def ordered_before(rules: SellingRules, used: Used) -> bool | None:
    """Also with an order that waits for its payment, where it is cheaper for being the first."""
    given = any(used.by_customer.get(one.key) for one in rules.discounts if one.first_order)
    return given or used.ordered


def _later(goods: Sequence[Goods], rules: SellingRules, asked: Asked) -> tuple[Discount, ...]:
    if asked.used.ordered is not None:
        return ()
    new = replace(asked, used=replace(asked.used, ordered=False))
    for_first = (one for one in rules.discounts if one.first_order and not one.code)
    return tuple(one for one in for_first if _refusal(one, one.name, goods, new) is None)


def _best(open_to: Sequence[Discount], goods: Sequence[Goods], rules: SellingRules, asked: Asked) -> list[Applied]:
    """No discount at all is one of the choices: a small one may cost the free shipping."""
    together = [one for one in open_to if one.combine]
    choices = [together, *([one] for one in open_to if not one.combine), []]
    worked = [_worked(choice, goods, rules, asked) for choice in choices]
    # the first of equals, so that the same cart always gets the same
    return min(worked, key=lambda choice: choice[1])[0]


def _worked(
    chosen: Sequence[Discount], goods: Sequence[Goods], rules: SellingRules, asked: Asked
) -> tuple[list[Applied], int]:
    """What each takes off, in the owner's order, goods before shipping; and what is then left to pay."""
    left = [one.total.minor for one in goods]
    budget, found = part_of(sum(left), rules.most_off), list[Applied]()
    for discount in (one for one in chosen if not one.free_shipping):
        wanted = _off(discount, goods, left, asked.currency)
        off = shared(min(sum(wanted), budget), wanted)
        budget -= sum(off)
        left = [before - taken for before, taken in zip(left, off, strict=True)]
        found.append(_applied(discount, off, 0, asked.currency))
    shipping = asked.shipping(Money(sum(left), asked.currency)).minor
    for discount in (one for one in chosen if one.free_shipping):
        off_shipping = _most(discount, asked.currency, shipping)
        shipping -= off_shipping
        found.append(_applied(discount, (0,) * len(goods), off_shipping, asked.currency))
    return [one for one in found if one.total.minor], sum(left) + shipping


def _off(discount: Discount, goods: Sequence[Goods], left: Sequence[int], currency: str) -> tuple[int, ...]:
    """What it would take off each line, in minor units, its own cap kept."""
    meant = [one if discount.means(line) else 0 for line, one in zip(goods, left, strict=True)]
    if discount.amount is not None:
        wanted = money(discount.amount, currency).minor
        return shared(_most(discount, currency, wanted), meant)
    off = tuple(part_of(one, discount.percent or Decimal(0)) for one in meant)
    return shared(_most(discount, currency, sum(off)), off)


def _most(discount: Discount, currency: str, otherwise: int) -> int:
    return otherwise if discount.most is None else min(otherwise, money(discount.most, currency).minor)


def _applied(discount: Discount, off: Sequence[int], off_shipping: int, currency: str) -> Applied:
    return Applied(discount, tuple(Money(one, currency) for one in off), Money(off_shipping, currency))


def _refusal(discount: Discount | None, code: str, goods: Sequence[Goods], asked: Asked) -> Unused | None:
    """Why it does not count now; None when it does."""
    if discount is None:
        return Unused(code, f"The code {code} is not one of ours. Please check how it is spelt.")
    if discount.starts and asked.now < discount.starts:
        return Unused(code, f"The code {code} is not valid yet.")
    if discount.ends and asked.now >= discount.ends:
        return Unused(code, f"The code {code} has ended.")
    if why := _used_up(discount, code, asked.used):
        return Unused(code, why)
    return _too_little(discount, code, goods, asked.currency)


def _used_up(discount: Discount, code: str, used: Used) -> str:
    """Empty where it may be used once more."""
    if discount.uses is not None and used.in_all.get(discount.key, 0) >= discount.uses:
        return f"The code {code} has been used up."
    if discount.per_customer is not None and used.by_customer.get(discount.key, 0) >= discount.per_customer:
        return f"The code {code} was used with this e-mail address before."
    if discount.first_order and used.ordered is None:
        return f"The code {code} is for a first order. Please tell me your e-mail address first."
    return f"The code {code} is for a first order only." if discount.first_order and used.ordered else ""


def _too_little(discount: Discount, code: str, goods: Sequence[Goods], currency: str) -> Unused | None:
    meant = [line.total for line in goods if discount.means(line)]
    if not meant and not discount.free_shipping:
        return Unused(code, f"Nothing in your cart is part of the offer for {code}.")
    minimum = money(discount.minimum, currency)
    missing = minimum - sum(meant, Money(0, currency))
    if missing.minor > 0:
        return Unused(code, f"The code {code} needs goods for {minimum}; {missing} is missing.", missing)
    return None


def _beaten(code: str) -> Unused:
    return Unused(code, f"The code {code} is not used, since another offer saves you more and they cannot be combined.")
