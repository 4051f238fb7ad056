"""A vocabulary on disk, beside the index whose texts it was learnt from: a server loads it and need not learn.

Only plain data is read back (msgpack, checked against the dataclasses' own types), so a file can be wrong but not act.
It is written in small parts: a thread that loads them lets the event loop run in between.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

import ormsgpack
from pydantic import TypeAdapter

from assistant.retrieval.columns import Columns
from assistant.retrieval.index import Extras
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.vocabulary import Scope, Vocabulary, scope_of
from assistant.shop.catalogue import Product

FILE = "vocabulary"
NOT_SAVED = frozenset({"columns", "scopes", "learnt"})
NON_STRING_KEYS = ormsgpack.OPT_NON_STR_KEYS
LENGTH = 4


def with_vocabulary(products: Sequence[Product]) -> Extras:
    """What an index of these products holds beside its legs."""
    return {FILE: lambda path: save(Vocabulary.learn(products), path)}


def save(vocabulary: Vocabulary, path: Path) -> None:
    with path.open("wb") as file:
        _put(file, [vocabulary.shop.size, *vocabulary.categories])
        for scope in (vocabulary.shop, *vocabulary.categories.values()):
            _put(file, [scope.name, scope.size, len(scope.facets)])
            for facet in scope.facets.values():
                _put(file, _adapter(Facet).dump_python(facet))
        for name in _plain():
            value = _shape(name).dump_python(getattr(vocabulary, name))
            parts = [{key: part} for key, part in value.items()] if name == "share" else [value]
            _put(file, [name, len(parts)])
            for part in parts:
                _put(file, part)


def load(path: Path, columns: Columns) -> Vocabulary:
    with path.open("rb") as file:
        _, *names = _get(file)
        shop, *scopes = (_scope(file) for _ in range(len(names) + 1))
        plain = dict(_fields(file))
    return Vocabulary(shop=shop, categories=dict(zip(names, scopes, strict=True)), columns=columns, **plain)


def _scope(file: BinaryIO) -> Scope:
    name, size, count = _get(file)
    facets: Iterable[Facet] = (_adapter(Facet).validate_python(_get(file)) for _ in range(count))
    return scope_of(name, size, {facet.key: facet for facet in facets})


def _fields(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    for _ in _plain():
        name, count = _get(file)
        parts = [_shape(name).validate_python(_get(file)) for _ in range(count)]
        yield name, _joined(parts) if name == "share" else parts[0]


def _joined(parts: Iterable[Mapping[str, Counter[str]]]) -> dict[str, Counter[str]]:
    """A category that came after the ingest has no words yet."""
    return defaultdict(Counter, {key: value for part in parts for key, value in part.items()})


def _plain() -> list[str]:
    """The fields that need no care of their own, whichever they are."""
    return [f.name for f in fields(Vocabulary) if f.name not in NOT_SAVED | {"shop", "categories"}]


def _shape(name: str) -> TypeAdapter[Any]:
    return _adapter(get_type_hints(Vocabulary)[name])


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


def _put(file: BinaryIO, value: Any) -> None:
    packed = ormsgpack.packb(value, default=list, option=NON_STRING_KEYS)  # sets are told as lists
    file.write(len(packed).to_bytes(LENGTH, "big") + packed)


def _get(file: BinaryIO) -> Any:
    return ormsgpack.unpackb(file.read(int.from_bytes(file.read(LENGTH), "big")), option=NON_STRING_KEYS)
