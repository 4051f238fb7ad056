"""Words of a text for matching: stems, without the words that carry no meaning of their own."""

import re
from functools import lru_cache

from assistant.retrieval.reading.stemming import snowball

_STOP = frozenset(
    """a about am an and any anything are as at be been but by can could did do does for from get give got had has have
    he her here him his how i i'd i'll i'm if in into is isn't it it's its just kind know let like me more much my of on
    one ones only or other our out please she should show so some something tell than that that's the their them then
    there these they this those to too us was we were what what's when where which who whose why will with would you
    your yours u ur pls thanks hi hello hey also really very want need looking look find got one's""".split()  # noqa: SIM905  # a list of words reads best as text
)
_SAME = {
    "heavy": "weight", "weigh": "weight", "light": "weight", "lighter": "weight", "cost": "price", "costs": "price",
    "made": "material", "fabric": "material", "colour": "color", "colours": "color", "rainproof": "waterproof",
    "wash": "care", "washed": "care", "washing": "care", "washable": "care", "clean": "care",
    "dimensions": "size", "big": "size", "large": "size", "hold": "capacity", "holds": "capacity",
    "volume": "capacity", "delivery": "shipping", "deliver": "shipping", "ship": "shipping", "money": "refund",
    "returnable": "return", "refundable": "refund", "guarantee": "warranty", "overseas": "international",
    "abroad": "international", "pay": "payment", "brand": "vendor", "send": "return", "sent": "return",
}  # fmt: skip


def tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    return snowball(_SAME.get(word, word))


def content(text: str) -> list[str]:
    """Stems in order, each once."""
    return list(dict.fromkeys(stem(t) for t in tokens(text) if t not in _STOP))


def is_plain(word: str) -> bool:
    return word in _STOP
