"""Whether a question calls a product by its name: its title, its maker and one variant's options."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from assistant.retrieval.reading.amounts import plain_amounts
from assistant.retrieval.reading.chatter import CHATTER
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.synonyms import SIZES
from assistant.retrieval.reading.words import STOP, plain, tokens
from assistant.shop.catalogue import Product

FEWEST = 2


def asked_name(question: str) -> list[str]:
    """Stems of the words that a name must have, if the question is one."""
    return [word for word in _words(normalised(question)) if word in SIZES or word not in STOP | CHATTER]


def is_called(product: Product, words: Sequence[str]) -> bool:
    """By all of the words, one of which begins or ends the title."""
    title = _titled(product)
    if len(words) < FEWEST or not title or not {title[0], title[-1]} & set(words):
        return False
    missing = set(words) - set(title) - _label(product.vendor)
    return any(missing <= _label(variant.label) for variant in product.variants)


def is_titled(product: Product, words: AbstractSet[str]) -> bool:
    """Whether the whole title is among the stems."""
    return words >= set(asked_name(product.title))


def name_words(product: Product) -> Iterator[str]:
    """Every stem that the product may be called by."""
    yield from dict.fromkeys((*_titled(product), *_label(product.vendor), *_options(product)))


def _options(product: Product) -> Iterator[str]:
    return (word for label in {variant.label for variant in product.variants} for word in _label(label))


def _titled(product: Product) -> list[str]:
    return _words(plain_amounts(plain(product.title)))


@lru_cache(maxsize=10_000)
def _label(text: str) -> frozenset[str]:
    """A shop's few labels and makers come up for many products."""
    return frozenset(_words(plain(text)))


def _words(text: str) -> list[str]:
    return [token.stem for token in tokens(text.replace("'s", ""))]
