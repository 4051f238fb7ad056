"""Holds what was seen after a step against what was expected. Each check returns sentences that say what is wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.conversation import Card, CartView, Citation
from assistant.escalation.queue import Handoff
from assistant.shop.catalogue import Product, Variant
from assistant.shop.mail import Mail
from evals.cases import CardRule, Expect, Place

Misses = Iterator[str]


@dataclass(frozen=True)
class Seen:
    """The world after a step. `stored` is all that the shop kept of what was said; `earlier` the replies by step."""

    cart: CartView
    text: str = ""
    cards: tuple[Card, ...] = ()
    citations: tuple[Citation, ...] = ()
    tools: tuple[str, ...] = ()
    outcome: str = ""
    error: str = ""
    queue: tuple[Handoff, ...] = ()
    mails: tuple[Mail, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict)
    asks: bool = False
    receipt: str = "none"
    checkout: str = "none"
    proof: str = "none"
    stored: str = ""
    products: Mapping[str, Product] = field(default_factory=dict)
    earlier: Mapping[int, "Seen"] = field(default_factory=dict)


def misses(expect: Expect, seen: Seen) -> list[str]:
    return [miss for check in CHECKS for miss in check(expect, seen)]


def holds(words: str, text: str) -> bool:
    """`words` may offer several ways to say it, parted by `|`; spaces, case and curly quotes do not count.

    A way must start where a word starts; one with a space after it must end where a word ends, so `no ` is not `not`.
    """
    plain = _plain(text)
    return any(re.search(_pattern(way), plain) for way in words.split("|"))


def _pattern(way: str) -> str:
    plain = _plain(way)
    start = r"(?<!\w)" if plain[:1].isalnum() else ""
    return start + re.escape(plain) + (r"(?!\w)" if way.endswith(" ") else "")


def _plain(text: str) -> str:
    straight = text.translate(str.maketrans("’‘“”–—\u00a0", "''\"\"-- "))
    return " ".join(straight.casefold().split())


def _error(expect: Expect, seen: Seen) -> Misses:
    wanted = expect.error or ""
    if seen.error != wanted:
        yield f"the step ended with error {seen.error or 'none'}, expected {wanted or 'none'}"


def _tools(expect: Expect, seen: Seen) -> Misses:
    for tool in expect.tools:
        if tool not in seen.tools:
            yield f"tool {tool} was not called, only {list(seen.tools)}"
    for tool in expect.no_tools:
        if tool in seen.tools:
            yield f"tool {tool} was called"


def _outcome(expect: Expect, seen: Seen) -> Misses:
    if expect.outcome and seen.outcome not in expect.outcome:
        yield f"outcome is {seen.outcome!r}, expected {' or '.join(expect.outcome)}"


def _cards(expect: Expect, seen: Seen) -> Misses:
    rule = expect.cards
    if rule is None:
        return
    handles = [card.handle for card in seen.cards]
    if rule.at_least is not None and len(handles) < rule.at_least:
        yield f"{len(handles)} cards, expected at least {rule.at_least}"
    if rule.at_most is not None and len(handles) > rule.at_most:
        yield f"{len(handles)} cards {handles}, expected at most {rule.at_most}"
    yield from (f"no card {handle} among {handles}" for handle in rule.include if handle not in handles)
    yield from (f"card {handle} is shown" for handle in rule.exclude if handle in handles)
    if rule.any_of and not set(rule.any_of) & set(handles):
        yield f"none of the cards {list(rule.any_of)} among {handles}"
    if rule.same_as and handles != [_shown(rule.same_as, seen)]:
        yield f"the cards are {handles}, expected only {_shown(rule.same_as, seen)}"
    prices = [card.price.minor for card in seen.cards]
    if rule.order and prices != sorted(prices, reverse=rule.order == "dearest first"):
        yield f"cards are not {rule.order}: {prices}"
    if rule.every is not None:
        for card in seen.cards:
            yield from _card(rule.every, card, seen.products.get(card.handle))


def _shown(place: Place, seen: Seen) -> str:
    cards = seen.earlier[place.step].cards
    return cards[place.place - 1].handle if place.place <= len(cards) else "nothing, for no card was shown there"


def _card(rule: CardRule, card: Card, product: Product | None) -> Misses:
    name, price = card.handle, card.price.minor
    if product is None:
        yield f"card {name} is no product of the shop"
        return
    if rule.max_price is not None and price > rule.max_price:
        yield f"card {name} costs {price}, more than {rule.max_price}"
    if rule.min_price is not None and price < rule.min_price:
        yield f"card {name} costs {price}, less than {rule.min_price}"
    if rule.category is not None and not holds(rule.category, product.category):
        yield f"card {name} is in category {product.category!r}, not {rule.category!r}"
    if rule.vendor is not None and not holds(rule.vendor, product.vendor):
        yield f"card {name} is by {product.vendor!r}, not {rule.vendor!r}"
    if rule.title is not None and not holds(rule.title, product.title):
        yield f"card {name} is called {product.title!r}, not {rule.title!r}"
    yield from _variants(rule, product)
    for key, words in rule.attributes.items():
        value = _value(product.attributes, key)
        if not holds(words, value):
            yield f"card {name} has {key} {value!r}, not {words!r}"


def _variants(rule: CardRule, product: Product) -> Misses:
    """One variant has to meet everything at once: a navy one on sale is not a navy one and another on sale."""
    fitting = [v for v in product.variants if _fits(v, rule.options)]
    if not fitting:
        yield f"card {product.handle} has no variant {dict(rule.options)}"
    if rule.in_stock is not None and not any((v.stock > 0) == rule.in_stock for v in fitting):
        yield f"card {product.handle} has no such variant with in_stock {rule.in_stock}"
    if rule.on_sale is not None and not any(v.on_sale == rule.on_sale for v in fitting):
        yield f"card {product.handle} has no such variant with on_sale {rule.on_sale}"


def _fits(variant: Variant, options: Mapping[str, str]) -> bool:
    """`blue` is met by `Slate blue`, and `M` by `M (US 7.5-9.5)`, but `L` not by `XL`."""
    return all(
        re.search(rf"(?<!\w){re.escape(value)}(?!\w)", _value(variant.options, key), re.IGNORECASE)
        for key, value in options.items()
    )


def _value(values: Mapping[str, str], key: str) -> str:
    return {name.casefold(): value for name, value in values.items()}.get(key.casefold(), "")


def _cart(expect: Expect, seen: Seen) -> Misses:
    rule = expect.cart
    if rule is None:
        return
    held = {line.sku: line.quantity for line in seen.cart.lines}
    if rule.lines is not None and held != rule.lines:
        yield f"the cart holds {held}, expected {rule.lines}"
    if rule.product:
        product = seen.products.get(_shown(rule.product, seen))
        skus = {variant.sku for variant in product.variants} if product else set()
        if len(held) != 1 or not skus >= held.keys():
            yield f"the cart holds {held}, expected one line of {_shown(rule.product, seen)}"
    if rule.subtotal is not None and seen.cart.subtotal.minor != rule.subtotal:
        yield f"the subtotal is {seen.cart.subtotal.minor}, expected {rule.subtotal}"
    notes = " / ".join(line.note for line in seen.cart.lines)
    yield from (f"no line's note says {words!r}: {notes!r}" for words in rule.notes if not holds(words, notes))


def _queue(expect: Expect, seen: Seen) -> Misses:
    rule = expect.queue
    if rule is None:
        return
    if len(seen.queue) != rule.waiting:
        yield f"{len(seen.queue)} hand-offs wait, expected {rule.waiting}"
    if not (rule.reason or rule.transcript):
        return
    reason = seen.queue[-1].reason if seen.queue else ""
    if rule.reason and reason != rule.reason:
        yield f"the hand-off's reason is {reason!r}, expected {rule.reason!r}"
    told = "\n".join(text for _, text in seen.queue[-1].transcript) if seen.queue else ""
    yield from (f"the hand-off's transcript lacks {words!r}" for words in rule.transcript if not holds(words, told))


def _mail(expect: Expect, seen: Seen) -> Misses:
    rule = expect.mail
    if rule is None:
        return
    if len(seen.mails) != rule.count:
        yield f"{len(seen.mails)} mails in the outbox, expected {rule.count}"
    newest = seen.mails[0] if seen.mails else None
    if rule.to is not None and (newest is None or newest.to != rule.to):
        yield f"the newest mail goes to {newest.to if newest else None}, expected {rule.to}"
    body = newest.body if newest else ""
    yield from (f"the newest mail lacks {words!r}" for words in rule.body if not holds(words, body))


def _proof(expect: Expect, seen: Seen) -> Misses:
    if expect.proof is not None and seen.proof != expect.proof:
        yield f"proved is {seen.proof}, expected {expect.proof}"


def _changes(expect: Expect, seen: Seen) -> Misses:
    for number, status in expect.orders.items():
        if seen.orders.get(number) != status:
            yield f"order {number} is {seen.orders.get(number)!r}, expected {status!r}"
    if expect.asks is not None and seen.asks != expect.asks:
        yield "a change waits for a yes" if seen.asks else "no change waits for a yes"
    if expect.checkout is not None and seen.checkout != expect.checkout:
        yield f"the checkout is {seen.checkout}, expected {expect.checkout}"
    if expect.receipt is not None and not holds(expect.receipt, seen.receipt):
        yield f"the receipt is {seen.receipt!r}, expected {expect.receipt!r}"


def _citations(expect: Expect, seen: Seen) -> Misses:
    cited = [f"{citation.title} {citation.url}" for citation in seen.citations]
    for words in expect.cited:
        if not any(holds(words, one) for one in cited):
            yield f"{words!r} is not cited, only {cited}"
    if expect.not_cited and cited:
        yield f"cites {cited}, expected nothing"


def _stored(expect: Expect, seen: Seen) -> Misses:
    for words in expect.stored_without:
        if holds(words, seen.stored):
            yield f"{words!r} was stored"


def _likeness(expect: Expect, seen: Seen) -> Misses:
    if expect.reads_like_step is None:
        return
    earlier = seen.earlier[expect.reads_like_step].text
    if _numberless(earlier) != _numberless(seen.text):
        yield f"reads {seen.text!r}, but step {expect.reads_like_step} read {earlier!r}"


def _numberless(text: str) -> str:
    return re.sub(r"#\w+", "#", text)


def _words(expect: Expect, seen: Seen) -> Misses:
    yield from _lacking(expect.says, seen.text)
    yield from (f"says {words!r}: {seen.text!r}" for words in expect.never_says if holds(words, seen.text))


def _lacking(wanted: Iterable[str], text: str) -> Misses:
    yield from (f"does not say {words!r}: {text!r}" for words in wanted if not holds(words, text))


CHECKS: tuple[Callable[[Expect, Seen], Misses], ...] = (
    _error, _tools, _outcome, _cards, _cart, _queue, _mail, _proof, _changes, _citations, _stored, _likeness, _words,
)  # fmt: skip
