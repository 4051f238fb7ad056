"""How long an item may come back, and which kinds never do."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from assistant.errors import NotReturnable, TooLate
from assistant.shop.catalogue import Product
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.rules import Kind, Season
from assistant.shop.orders import Order, Piece


def last_day(order: Order, days: int | None, seasons: Sequence[Season]) -> date | None:
    """None for no limit. Counted from the last delivery, or from the order where no delivery is known."""
    if days is None:
        return None
    delivered = [parcel.delivered for parcel in order.fulfilments if parcel.delivered]
    placed = order.placed_at.date()
    longer = [season.until for season in seasons if season.placed_from <= placed <= season.placed_to]
    return max([max(delivered, default=placed) + timedelta(days=days), *longer])


def require_window(order: Order, days: int | None, seasons: Sequence[Season], now: datetime, done: str) -> None:
    last = last_day(order, days, seasons)
    if last is not None and now.date() > last:
        raise TooLate(
            f"Order {order.number} could be {done} until {last:%B} {last.day}, {last.year}. "
            "If an item is faulty, a person can help."
        )


def require_kinds(facts: Facts, out: Iterable[Piece], never: Sequence[Kind]) -> None:
    for piece in out:
        for kind in kinds_of(facts, piece, never):
            raise NotReturnable(f"{piece.title} cannot come back: {kind.why}.")


def kinds_of(facts: Facts, piece: Piece, kinds: Sequence[Kind]) -> list[Kind]:
    """Of a product that is no longer sold nothing is known, so that no kind holds it back."""
    return [kind for kind in kinds if piece.sku in facts.goods and _is(kind, facts.goods[piece.sku][0])]


def _is(kind: Kind, product: Product) -> bool:
    if kind.category and kind.category.casefold() != product.category.casefold():
        return False
    if not kind.attribute:
        return bool(kind.category)
    said = next((v for name, v in product.attributes.items() if name.casefold() == kind.attribute.casefold()), "")
    return kind.contains.casefold() in said.casefold() if said else False
