"""Which products speak of the words that a question says a thing with."""

from collections.abc import Sequence

from assistant.retrieval.columns import Columns, Rows
from assistant.retrieval.reading.amounts import plain_amounts
from assistant.retrieval.reading.chatter import CHATTER
from assistant.retrieval.reading.kinds import asked_noun
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.synonyms import SIZES
from assistant.retrieval.reading.words import STOP, derived, plain, stems, tokens
from assistant.shop.catalogue import Product

FEWEST = 2


def any_tells(columns: Columns, rows: Rows, words: Sequence[str]) -> bool:
    """Whether one of the products speaks of all the stems."""
    return not words or any(not _unsaid(columns.products[row], words) for row in rows.tolist())


def titled_so(columns: Columns, rows: Rows, words: Sequence[str]) -> Rows:
    """Those whose title, tags, options or attributes have all the stems."""
    return rows[[not _missing(words, _facts(columns.products[row])) for row in rows.tolist()]]


def called_so(columns: Columns, rows: Rows, question: str) -> Rows:
    """Those whose title and one variant's options have every word of the question, which begins or ends the title."""
    words = [word for word in _words(normalised(question)) if word in SIZES or word not in STOP | CHATTER]
    return rows[[_called(columns.products[row], words) for row in rows.tolist()]]


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


def _called(product: Product, words: Sequence[str]) -> bool:
    title = _words(plain_amounts(plain(product.title)))
    if len(words) < FEWEST or not title or not {title[0], title[-1]} & set(words):
        return False
    missing = set(words) - set(title) - set(_words(plain(product.vendor)))
    return any(missing <= set(_words(plain(variant.label))) for variant in product.variants)


def _words(text: str) -> list[str]:
    return [token.stem for token in tokens(text.replace("'s", ""))]


def _unsaid(product: Product, words: Sequence[str]) -> list[str]:
    missing = _missing(words, _facts(product))
    return _missing(missing, set(stems(product.description))) if missing else []


def _missing(words: Sequence[str], said: set[str]) -> list[str]:
    return [word for word in words if not any(word == other or derived(word, other) for other in said)]


def _facts(product: Product) -> set[str]:
    options = [f"{name} {value}" for variant in product.variants for name, value in variant.options.items()]
    told = [*product.tags, *product.attributes, *product.attributes.values(), *options]
    return set(stems(" ".join([product.title, product.category, product.vendor, *told])))
