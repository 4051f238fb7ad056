"""What tax is due: by the shop's own rates, or by a tax service behind the same port."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import TaxRate, TaxRules
from assistant.shop.selling.shares import included_in, part_of
from assistant.shop.selling.shipping import reaches


@dataclass(frozen=True)
class Taxable:
    """A line after its discounts; `goods` is None for shipping."""

    goods: Goods | None
    amount: Money


@dataclass(frozen=True)
class Tax:
    """One line of the bill: "Sales tax 7.25%". `by_line` stands in the order of what was taxed.

    `included`: it is part of the prices and not added.
    """

    label: str
    by_line: tuple[Money, ...]
    included: bool = False

    @property
    def amount(self) -> Money:
        first, *others = self.by_line
        return sum(others, first)


class Taxes(Protocol):
    async def due(self, lines: Sequence[Taxable], to: Address) -> tuple[Tax, ...]:
        """Raises `TaxUnavailable` when nobody can say; the bill is never guessed."""
        ...


class RuleTaxes:
    """By the shop's own rates, rounded for each line."""

    def __init__(self, rules: TaxRules) -> None:
        self._rules = rules

    async def due(self, lines: Sequence[Taxable], to: Address) -> tuple[Tax, ...]:
        return taxes(lines, to, self._rules)


def taxes(lines: Sequence[Taxable], to: Address, rules: TaxRules) -> tuple[Tax, ...]:
    """One for each rate, in the owner's order; none where none is due."""
    rates = [next((rate for rate in rules.rates if _fits(rate, line, to)), None) for line in lines]
    found = [Tax(_label(rate), _by_line(rate, rates, lines, rules), rules.included) for rate in _once(rates)]
    return tuple(tax for tax in found if tax.amount.minor)


def _once(rates: Sequence[TaxRate | None]) -> list[TaxRate]:
    return [rate for at, rate in enumerate(rates) if rate is not None and rate not in rates[:at]]


def _by_line(
    rate: TaxRate, rates: Sequence[TaxRate | None], lines: Sequence[Taxable], rules: TaxRules
) -> tuple[Money, ...]:
    reckon = included_in if rules.included else part_of
    due = (reckon(line.amount.minor, rate.rate) if own == rate else 0 for own, line in zip(rates, lines, strict=True))
    return tuple(Money(minor, line.amount.currency) for minor, line in zip(due, lines, strict=True))


def _fits(rate: TaxRate, line: Taxable, to: Address) -> bool:
    if not reaches((rate.country,), rate.regions, to):
        return False
    return rate.shipping if line.goods is None else rate.of.holds(line.goods)


def _label(rate: TaxRate) -> str:
    return f"{rate.name} {rate.rate.normalize():f}%"
