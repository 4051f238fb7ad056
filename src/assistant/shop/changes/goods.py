"""Which items a change takes out of an order, and which come in."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from assistant.errors import NothingToChange, NotInOrder, OtherCurrency, OtherProduct, OutOfStock, UnknownProduct
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.requests import Some, Swap
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine, Piece


def pieces(order: Order, wanted: Iterable[Some]) -> tuple[Piece, ...]:
    """The items asked for, at what was paid for them. Raises `NotInOrder` and `NothingToChange`."""
    counts: Counter[str] = Counter()
    for some in wanted:
        if some.quantity < 1:
            raise NotInOrder("The quantity of an item must be at least 1.")
        counts[some.sku] += some.quantity
    if not counts:
        raise NothingToChange(f"No item was named. Order {order.number} holds: {held(order)}.")
    return tuple(piece for sku, count in counts.items() for piece in _taken(order, sku, count))


def _taken(order: Order, sku: str, count: int) -> list[Piece]:
    """From the first line that holds it on; one piece for each price that was paid."""
    lines = [line for line in order.lines if line.sku == sku]
    there = sum(line.quantity for line in lines)
    if not lines:
        raise NotInOrder(f"Order {order.number} holds no {sku}. It holds: {held(order)}.")
    if count > there:
        raise NotInOrder(f"Order {order.number} holds {there} of {lines[0].title}, not {count}.")
    taken = Counter(unit for _, unit in islice(_one_by_one(order, sku), count))
    return [Piece(sku, named(lines[0]), quantity, unit) for unit, quantity in taken.items()]


def _one_by_one(order: Order, sku: str) -> Iterator[tuple[OrderLine, Money]]:
    """Every single one that the order holds, with what it came to, in the order in which they are taken out."""
    return ((line, unit) for line in order.lines if line.sku == sku for unit in line.each)


def held(order: Order) -> str:
    return ", ".join(f"{line.quantity} × {named(line)}" for line in order.lines)


def named(line: OrderLine) -> str:
    """With the options that were bought, unless the title tells them already."""
    told = all(value in line.title for value in line.options.values())
    return line.title if told else f"{line.title} ({', '.join(line.options.values())})"


def incoming(facts: Facts, swaps: Sequence[Swap], back: Mapping[str, int], *, same_variant: bool) -> tuple[Piece, ...]:
    """The new variants at today's prices, on the terms of what they take the place of.

    `back` is in stock again by the time that they leave it.
    Raises `OtherProduct`, `NothingToChange`, `OutOfStock`, `UnknownProduct`, `OtherCurrency`.
    """
    wanted: Counter[str] = Counter()
    leaving = {swap.sku: _one_by_one(facts.order, swap.sku) for swap in swaps}
    found = list[Piece]()
    for swap in swaps:
        product, variant = _variant(facts, swap.new_sku)
        line = next(line for line in facts.order.lines if line.sku == swap.sku)
        if product.handle != _handle(facts, line):
            raise OtherProduct(
                f"{line.title} can only become another variant of the same product, not {product.title}."
            )
        if swap.new_sku == swap.sku and not same_variant:
            raise NothingToChange(f"That is the {named(line)} that the order holds already.")
        wanted[swap.new_sku] += swap.quantity
        _require_currency(facts, product, variant)
        _require_stock(product, variant, wanted[swap.new_sku] - back.get(swap.new_sku, 0))
        prices = Counter(unit + line.dearer(variant.price) for line, unit in islice(leaving[swap.sku], swap.quantity))
        found += [Piece(variant.sku, _title(product, variant), many, price) for price, many in prices.items()]
    return tuple(found)


def _variant(facts: Facts, sku: str) -> tuple[Product, Variant]:
    if sku not in facts.goods:
        raise UnknownProduct(f"There is no product with the SKU {sku}.")
    return facts.goods[sku]


def _handle(facts: Facts, line: OrderLine) -> str:
    """The product's of today, which may have been renamed since."""
    return facts.goods[line.sku][0].handle if line.sku in facts.goods else line.handle


def _require_currency(facts: Facts, product: Product, variant: Variant) -> None:
    if variant.price.currency != facts.nothing.currency:
        raise OtherCurrency(
            f"{_title(product, variant)} is sold in {variant.price.currency}, and order {facts.order.number} was paid "
            f"in {facts.nothing.currency}. A person can help with this change."
        )


def _require_stock(product: Product, variant: Variant, quantity: int) -> None:
    name = _title(product, variant)
    if variant.stock <= 0:
        raise OutOfStock(f"{name} is out of stock.")
    if variant.stock < quantity:
        raise OutOfStock(f"Only {variant.stock} of {name} are left.")


def _title(product: Product, variant: Variant) -> str:
    return f"{product.title} ({', '.join(variant.options.values())})" if variant.options else product.title


def swapped(facts: Facts, swaps: Iterable[Swap]) -> tuple[OrderLine, ...]:
    """The order's lines after the swaps, each in its place; a line that is swapped in part is split."""
    waiting: defaultdict[str, deque[Swap]] = defaultdict(deque)
    for swap in swaps:
        waiting[swap.sku].append(swap)
    return tuple(after for line in facts.order.lines for after in _split(facts, line, waiting[line.sku]))


def _split(facts: Facts, line: OrderLine, waiting: deque[Swap]) -> list[OrderLine]:
    new, left = [], line.each
    while waiting and left:
        swap = waiting.popleft()
        taken, left = left[: swap.quantity], left[swap.quantity :]
        new.append(_line(facts, line, swap.new_sku, taken))
        if swap.quantity > len(taken):
            waiting.appendleft(replace(swap, quantity=swap.quantity - len(taken)))
    if not left:
        return new
    paid = None if line.paid is None else sum(left, facts.nothing)
    return [replace(line, quantity=len(left), paid=paid), *new]


def _line(facts: Facts, instead_of: OrderLine, sku: str, taken: Sequence[Money]) -> OrderLine:
    product, variant = facts.goods[sku]
    paid = sum(taken, instead_of.dearer(variant.price) * len(taken)) if instead_of.paid is not None else None
    return OrderLine(sku, product.title, len(taken), variant.price, product.handle, dict(variant.options), paid)


def worth(some: Iterable[Piece], nothing: Money) -> Money:
    return sum((piece.unit * piece.quantity for piece in some), nothing)


def stock_moves(back: Sequence[Piece], out: Sequence[Piece]) -> dict[str, int]:
    """What is added to each SKU's stock when `back` comes in and `out` leaves."""
    moves: Counter[str] = Counter()
    for piece in back:
        moves[piece.sku] += piece.quantity
    for piece in out:
        moves[piece.sku] -= piece.quantity
    return {sku: count for sku, count in moves.items() if count}


def listed(some: Iterable[Piece]) -> str:
    counts: Counter[str] = Counter()
    for piece in some:
        counts[piece.title] += piece.quantity
    return ", ".join(f"{count} × {title}" for title, count in counts.items())
