"""Words for stock. Feeds for search engines and simple tables say “in stock” where a shop would say 12."""

_IN_STOCK = {"in stock", "instock", "available", "yes", "true", "limited availability", "in store", "online only"}
_NOT_NOW = {"out of stock", "outofstock", "sold out", "unavailable", "no", "false", "discontinued"}
_LATER = {"preorder", "pre order", "backorder", "back order", "on backorder", "onbackorder", "available for order"}


def plain_word(text: str) -> str:
    """`in_stock`, `In Stock` and schema.org's `https://schema.org/InStock` are one word."""
    return " ".join(text.rsplit("/", 1)[-1].casefold().replace("_", " ").replace("-", " ").split())


def is_later(text: str) -> bool:
    """It can be ordered, but is not there: told as a fact of the product, never as stock."""
    return plain_word(text) in _LATER


def stock_of(text: str, uncounted: int) -> str:
    """A count as it is; `uncounted` for “in stock”, 0 for every word that says not now or later."""
    word = plain_word(text)
    if word in _IN_STOCK:
        return str(uncounted)
    return "0" if word in _NOT_NOW or word in _LATER else text
