"""What a cart comes to: one pure function, a line for each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.shop.money import Money
from assistant.shop.selling.discounts import Discounts
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.shipping import Shipping
from assistant.shop.selling.taxes import Tax, Taxable

PartKind = Literal["goods", "discount", "shipping", "tax", "tax included", "rounding"]


@dataclass(frozen=True)
class BillPart:
    """A line of the bill. A discount is below zero; "tax included" is told and does not count."""

    kind: PartKind
    label: str
    amount: Money

    @property
    def words(self) -> str:
        """As a line of a bill that adds up for whoever reads it."""
        beside = {"shipping": " shipping", "tax included": " (included)"}.get(self.kind, "")
        return f"{self.label}{beside}: {self.amount}"


@dataclass(frozen=True)
class BillLine:
    """One line of goods, and what is paid for it: after discounts, with the tax that is added."""

    goods: Goods
    paid: Money


@dataclass(frozen=True)
class Totals:
    """`total` is what the shopper pays: the sum of every part but "tax included"."""

    lines: tuple[BillLine, ...]
    parts: tuple[BillPart, ...]
    total: Money

    def of(self, kind: PartKind) -> Money:
        return sum((part.amount for part in self.parts if part.kind == kind), Money(0, self.total.currency))


def paid_for_goods(goods: Sequence[Goods], found: Discounts, currency: str) -> tuple[Money, ...]:
    """For each line, after discounts."""
    nothing = Money(0, currency)
    return tuple(line.total - found.off_line(at, nothing) for at, line in enumerate(goods))


def taxable(goods: Sequence[Goods], found: Discounts, shipping: Shipping | None, currency: str) -> list[Taxable]:
    paid = paid_for_goods(goods, found, currency)
    lines = [Taxable(line, amount) for line, amount in zip(goods, paid, strict=True)]
    if shipping is None:
        return lines
    return [*lines, Taxable(None, shipping.price - found.off_shipping(Money(0, currency)))]


def totals(
    goods: Sequence[Goods], found: Discounts, shipping: Shipping | None, due: Sequence[Tax], currency: str
) -> Totals:
    """Never below zero, and an amount that can be paid. `shipping` is None while no method was chosen."""
    nothing = Money(0, currency)
    parts = [BillPart("goods", line.name, line.total) for line in goods]
    parts += [BillPart("discount", one.discount.name, nothing - one.total) for one in found.applied]
    if shipping is not None:
        parts.append(BillPart("shipping", shipping.name, shipping.price))
    parts += [BillPart("tax included" if tax.included else "tax", tax.label, tax.amount) for tax in due]
    total = sum((part.amount for part in parts if part.kind != "tax included"), nothing)
    if (rounding := _rounding(total)).minor:
        parts.append(BillPart("rounding", "Rounding", rounding))
    return Totals(_lines(goods, found, due, currency), tuple(parts), total + rounding)


def _rounding(total: Money) -> Money:
    """To the nearest step; what lies halfway goes down."""
    over = total.minor % total.step
    return Money(total.step - over if over * 2 > total.step else -over, total.currency)


def _lines(goods: Sequence[Goods], found: Discounts, due: Sequence[Tax], currency: str) -> tuple[BillLine, ...]:
    added = [tax for tax in due if not tax.included]
    paid = paid_for_goods(goods, found, currency)
    return tuple(
        BillLine(line, sum((tax.by_line[at] for tax in added), amount))
        for at, (line, amount) in enumerate(zip(goods, paid, strict=True))
    )
