"""What changed in a cart since the shopper was told last: prices, stock, goods that are gone, currencies."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.conversation import CartNews, CartView
from assistant.shop.cart.contents import CartLine, KeptCart
from assistant.shop.cart.rules import Shelf
from assistant.shop.catalogue import Variant
from assistant.shop.money import Money


def news_of(kept: KeptCart, shelf: Shelf, currency: str) -> tuple[CartNews, ...]:
    told = [CartNews(id=notice.id, kind=notice.kind, text=notice.text) for notice in kept.notices]
    return (*told, *(news for line in kept.contents.lines for news in _of_line(line, shelf, currency)))


def acknowledged(kept: KeptCart, ids: Collection[str], shelf: Shelf, currency: str) -> KeptCart:
    """What `ids` name counts as seen. What changed again since then has another id, and is still to be told."""
    lines = tuple(_seen(line, ids, shelf, currency) for line in kept.contents.lines)
    notices = tuple(notice for notice in kept.notices if notice.id not in ids)
    return replace(kept, contents=replace(kept.contents, lines=lines), notices=notices)


def total_seen(lines: Sequence[CartLine], currency: str) -> Money:
    """What the shopper was told that it comes to, in the shop's currency or in the one that all of it was priced in."""
    counted = [line for line in lines if line.seen_stock is not None]
    currencies = {line.seen_price.currency for line in counted}
    one = currencies.pop() if len(currencies) == 1 else currency
    return Money(sum(line.seen_price.minor * line.quantity for line in counted if line.seen_price.currency == one), one)


def worded(cart: CartView) -> str:
    """All that is new in one paragraph; empty when nothing is."""
    if not cart.news:
        return ""
    told = [*(news.text for news in cart.news)]
    if cart.before is not None:
        told.append(f"Your cart came to {cart.before.text} and comes to {cart.subtotal.text} now.")
    return f"First, about your cart: {' '.join(told)}"


def _of_line(line: CartLine, shelf: Shelf, currency: str) -> Iterator[CartNews]:
    if line.sku not in shelf:
        if line.seen_stock is not None:
            text = f"{line.name or 'One item'} is no longer sold and is not counted."
            yield CartNews(id=f"gone:{line.sku}", kind="gone", sku=line.sku, text=text)
        return
    variant, name = shelf.variant(line.sku), shelf.name(line.sku)
    if variant.price != line.seen_price:
        yield _price_news(line, variant, name, currency)
    told, now = min(line.seen_stock or 0, line.quantity), min(max(variant.stock, 0), line.quantity)
    if told != now or line.seen_stock is None:
        yield CartNews(id=f"stock:{line.sku}:{now}", kind="stock", sku=line.sku, text=_stock_words(name, now, line))


def _price_news(line: CartLine, variant: Variant, name: str, currency: str) -> CartNews:
    price, seen = variant.price, line.seen_price
    news_id = f"price:{line.sku}:{price.minor}{price.currency}"
    if price.currency != seen.currency:
        text = f"{name} is priced in {price.currency} now: {price} instead of {seen}."
        text += "" if price.currency == currency else " It is not counted."
        return CartNews(id=news_id, kind="currency", sku=line.sku, text=text)
    way = "up" if price > seen else "down"
    text = f"The price of {name} went {way} from {seen} to {price}."
    return CartNews(id=news_id, kind="price", sku=line.sku, text=text)


def _stock_words(name: str, now: int, line: CartLine) -> str:
    if now == 0:
        return f"{name} is out of stock now."
    return f"{name} is in stock again." if now == line.quantity else f"Only {now} of {name} are left now."


def _seen(line: CartLine, ids: Collection[str], shelf: Shelf, currency: str) -> CartLine:
    for news in _of_line(line, shelf, currency):
        if news.id not in ids:
            continue
        if news.kind == "gone":
            line = replace(line, seen_stock=None)
        elif news.kind == "stock":
            line = replace(line, seen_stock=max(shelf.variant(line.sku).stock, 0))
        else:
            line = replace(line, seen_price=shelf.variant(line.sku).price)
    return line
