"""Which products speak of the words that a question says a thing with."""

from collections.abc import Sequence
from functools import partial, reduce

import numpy as np

from assistant.retrieval.columns import Columns, Rows
from assistant.retrieval.reading.kinds import asked_noun
from assistant.retrieval.reading.names import is_called, is_titled
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.words import derived, stems, tokens
from assistant.shop.catalogue import Product

NO_ROWS: Rows = np.zeros(0, np.int32)


def any_tells(columns: Columns, rows: Rows, words: Sequence[str]) -> bool:
    """Whether one of the products speaks of all the stems."""
    return not words or any(not _unsaid(columns.products[row], words) for row in rows.tolist())


def titled_so(columns: Columns, rows: Rows, words: Sequence[str]) -> Rows:
    """Those whose title, tags, options or attributes have all the stems."""
    return rows[[not _missing(words, _facts(columns.products[row])) for row in rows.tolist()]]


def called_so(columns: Columns, rows: Rows, words: Sequence[str]) -> Rows:
    """Those that the stems are a name of."""
    return rows[[is_called(columns.products[row], words) for row in rows.tolist()]]


def any_called(columns: Columns, words: Sequence[str]) -> bool:
    """Whether the stems are a name of any product; only those whose name has each of them are looked at."""
    return any(is_called(columns.products[row], words) for row in _named_with(columns, words).tolist())


def titled_in_full(columns: Columns, words: Sequence[str]) -> Rows:
    """Those that the stems are a name of, with the whole title in it."""
    rows, said = _named_with(columns, words), set(words)
    return rows[
        [
            is_called(product, words) and is_titled(product, said)
            for product in map(columns.products.__getitem__, rows.tolist())
        ]
    ]


def _named_with(columns: Columns, words: Sequence[str]) -> Rows:
    lists = sorted((columns.name_words.get(word, NO_ROWS) for word in set(words)), key=len)
    return reduce(partial(np.intersect1d, assume_unique=True), lists) if lists else NO_ROWS


def least_unsaid(columns: Columns, rows: Rows, words: Sequence[str]) -> list[str]:
    """The stems that no product speaks of; all of them where each is said, but by no product together."""
    unsaid = [_unsaid(columns.products[row], words) for row in rows.tolist()]
    nowhere = [word for word in words if all(word in some for some in unsaid)]
    return nowhere or list(words)


def noun_of(question: str) -> tuple[str, ...]:
    """The stem of what is asked for."""
    text = normalised(question)
    noun = asked_noun(text, tokens(text))
    return (noun.stem,) if noun else ()


def as_typed(question: str, words: Sequence[str]) -> str:
    """The words of the question that have these stems."""
    typed = {token.stem: token.text for token in reversed(tokens(normalised(question)))}
    return " ".join(typed.get(word, word) for word in words)


def _unsaid(product: Product, words: Sequence[str]) -> list[str]:
    missing = _missing(words, _facts(product))
    return _missing(missing, set(stems(product.description))) if missing else []


def _missing(words: Sequence[str], said: set[str]) -> list[str]:
    return [word for word in words if not any(word == other or derived(word, other) for other in said)]


def _facts(product: Product) -> set[str]:
    options = [f"{name} {value}" for variant in product.variants for name, value in variant.options.items()]
    told = [*product.tags, *product.attributes, *product.attributes.values(), *options]
    return set(stems(" ".join([product.title, product.category, product.vendor, *told])))
