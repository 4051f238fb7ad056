"""What becomes of a cart without its shopper: it is emptied after a time, or becomes one with the account's."""

from dataclasses import replace
from datetime import datetime, timedelta

from assistant.shop.cart.contents import CartLine, Contents, KeptCart, Notice
from assistant.shop.cart.rules import Shelf

EXPIRED = "It had not been touched for {days} days, so it was emptied. Ask for anything again and I will check it."
MERGED = "What was in your cart from before is in it, too."


def expired(kept: KeptCart, days: int, now: datetime) -> KeptCart | None:
    """The cart emptied, with a word about it for the shopper; None for one that still stands, or holds nothing."""
    if kept.contents == Contents() or now - kept.touched_at < timedelta(days=days):
        return None
    notice = Notice(f"expired:{now.isoformat()}", "expired", EXPIRED.format(days=days))
    return KeptCart(notices=(*kept.notices, notice), touched_at=now, version=kept.version)


def merged(account: KeptCart, guest: KeptCart, shelf: Shelf, now: datetime) -> KeptCart:
    """Both carts as the account's one. Quantities add up as far as they may; what the shopper wrote last counts.

    Nothing of before can be taken back after that: each history knows one half only.
    """
    mine, theirs = account.contents, guest.contents
    lines, short = shelf.fitted(_joined(mine, theirs), mine.quantities)
    saved = _saved(mine, theirs, shelf.limits.most_of_one)
    told = [MERGED] if mine.lines and theirs.lines else []
    told += [f"Not all of it fitted: {' '.join(short)}"] if short else []
    if mine.message and theirs.message and mine.message != theirs.message:
        told.append("Of the two notes for the whole cart, the newer one is kept.")
    notices = (*account.notices, *guest.notices)
    if told:
        notices = (*notices, Notice(f"merged:{now.isoformat()}", "merged", " ".join(told)))
    contents = Contents(lines, saved, theirs.message or mine.message)
    return KeptCart(contents, (), notices, now, account.version)


def _joined(mine: Contents, theirs: Contents) -> list[CartLine]:
    both = [_sum(line, theirs.line(line.sku)) for line in mine.lines]
    return both + [line for line in theirs.lines if mine.line(line.sku) is None]


def _saved(mine: Contents, theirs: Contents, most: int) -> tuple[CartLine, ...]:
    both = [_sum(line, theirs.saved_line(line.sku)) for line in mine.saved]
    both += [line for line in theirs.saved if mine.saved_line(line.sku) is None]
    return tuple(replace(line, quantity=min(line.quantity, most)) for line in both)


def _sum(mine: CartLine, theirs: CartLine | None) -> CartLine:
    if theirs is None:
        return mine
    return replace(mine, quantity=mine.quantity + theirs.quantity, message=theirs.message or mine.message)
