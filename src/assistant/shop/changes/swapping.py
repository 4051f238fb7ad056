"""Items against other variants of the same product: before packing, or after delivery as an exchange."""

from dataclasses import replace

from assistant.errors import ChangedAlready
from assistant.shop.changes.effect import Effect, Movement
from assistant.shop.changes.facts import Facts, require_status
from assistant.shop.changes.goods import incoming, listed, pieces, stock_moves, swapped, worth
from assistant.shop.changes.requests import ChangeItems, ExchangeItems, Some
from assistant.shop.changes.settling import Settling, in_steps, require_chargeable, require_clear_books, require_cover
from assistant.shop.changes.windows import require_kinds, require_window
from assistant.shop.orders import Exchange, Piece


def plan_items(request: ChangeItems, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `ChangedAlready`, `PaidOnPage`, and what `_both` and `Settling` raise."""
    order, rules = facts.order, facts.rules.items
    require_status(order, rules.statuses, "its items can be changed", "After delivery you can ask for an exchange.")
    if rules.once and order.items_changed:
        raise ChangedAlready(f"The items of order {order.number} were changed before; that can be done once only.")
    require_clear_books(facts)
    out, new = _both(request, facts, same_variant=rules.same_variant, comes_back=True)
    difference = worth(new, facts.nothing) - worth(out, facts.nothing)
    require_chargeable(facts, difference)
    difference, stepped = in_steps(facts, difference)
    settling = Settling.of(facts)
    if not order.unpaid:
        settling = settling.settle(facts.way(request.method, difference), difference)
    after = replace(
        order,
        lines=swapped(facts, request.swaps),
        total=order.total + difference,
        items_changed=True,
        payments=settling.all_payments,
    )
    once = (
        ("The items of an order can be changed once, so please check that nothing is missing.",) if rules.once else ()
    )
    due = (f"Nothing was charged yet; {after.total} will be due.",) if order.unpaid else ()
    details = (f"Out: {listed(out)}.", f"In: {listed(new)}.", _compared(facts, out, new), *stepped, *due, *once)
    title = f"Change items of order {order.number}"
    return Effect("items", title, details, (order, after), settling.balances, settling.movements, stock_moves(out, new))


def plan_exchange(request: ExchangeItems, facts: Facts) -> Effect:
    """Money moves as the new items leave.

    Raises `WrongStatus`, `TooLate`, `NotReturnable`, `PaidOnPage`, and what `_both` raises.
    """
    order, rules = facts.order, facts.rules.exchanges
    require_status(order, rules.statuses, "its items can be exchanged")
    require_window(order, rules.days, rules.seasons, facts.now, "exchanged")
    out, new = _both(request, facts, same_variant=rules.same_variant, comes_back=False)
    require_kinds(facts, out, rules.never)
    difference = worth(new, facts.nothing) - worth(out, facts.nothing)
    require_chargeable(facts, difference)
    difference, stepped = in_steps(facts, difference)
    way = facts.way(request.method, difference)
    require_cover(way, difference)
    exchange = Exchange(facts.now, out, new, way.id, way.label, difference)
    after = replace(order, status="exchange requested", exchanged=exchange)
    later = "when the new items leave us"
    moves = () if not difference.minor else (
        Movement("charge", difference, way.label, later)
        if difference.minor > 0
        else Movement("refund", facts.less(difference), way.label, later),
    )  # fmt: skip
    details = (
        f"You send back: {listed(out)}.",
        f"You get: {listed(new)}.",
        _compared(facts, out, new),
        *stepped,
        "An e-mail will say how to send them back.",
    )
    stock = stock_moves((), new) if rules.reserve else {}
    return Effect("exchange", f"Exchange items of order {order.number}", details, (order, after), None, moves, stock)


def _both(
    request: ChangeItems | ExchangeItems, facts: Facts, *, same_variant: bool, comes_back: bool
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What goes out and what comes in; `comes_back`: what goes out is in stock again by then.

    Raises `NotInOrder`, `OtherProduct`, `OutOfStock`, `NothingToChange`, `OtherCurrency`.
    """
    out = pieces(facts.order, [Some(swap.sku, swap.quantity) for swap in request.swaps])
    back = stock_moves(out, ()) if comes_back else {}
    return out, incoming(facts, request.swaps, back, same_variant=same_variant)


def _compared(facts: Facts, out: tuple[Piece, ...], new: tuple[Piece, ...]) -> str:
    before, after = worth(out, facts.nothing), worth(new, facts.nothing)
    return f"{before} before, {after} now."
