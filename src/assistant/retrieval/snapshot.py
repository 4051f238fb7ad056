"""What a search looks at: products, passages, vocabulary and an open index, all of one version."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.retrieval.columns import Columns
from assistant.retrieval.index import Index
from assistant.retrieval.library import Document, Passage
from assistant.retrieval.misspelt import spelt
from assistant.retrieval.outline import Outline, outline_of
from assistant.retrieval.passages import passages_of
from assistant.retrieval.ranking import rarities
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import content
from assistant.retrieval.saved import FILE, load
from assistant.shop.catalogue import Changes, Product

Version = tuple[int, str | None]


class OpenIndex:
    """Counts who uses an index, so that it closes after its last search and not during one."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._users, self._retired = 0, False

    def __enter__(self) -> Index:
        self._users += 1
        return self.index

    def __exit__(self, *_: object) -> None:
        self._users -= 1
        self._close_if_done()

    def retire(self) -> None:
        self._retired = True
        self._close_if_done()

    def _close_if_done(self) -> None:
        if self._retired and self._users == 0:
            self.index.close()


@dataclass(frozen=True)
class Pages:
    """Passages by id with their stems, and with those of their headings; `spelt` are all their longer words."""

    passages: Mapping[str, Passage]
    words: Mapping[str, frozenset[str]]
    heading_words: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]
    spelt: frozenset[str]

    @staticmethod
    def of(documents: Sequence[Document]) -> "Pages":
        passages = {passage.id: passage for passage in passages_of(documents)}
        words = {id_: frozenset(content(f"{p.title} {p.heading} {p.text}")) for id_, p in passages.items()}
        headings = {id_: frozenset(content(f"{p.title} {p.heading}")) for id_, p in passages.items()}
        every = spelt(" ".join(f"{p.title} {p.heading} {p.text}" for p in passages.values()))
        return Pages(passages, words, headings, rarities(words.values()), every)


@dataclass(frozen=True)
class Snapshot:
    version: Version
    columns: Columns
    pages: Pages
    vocabulary: Vocabulary
    opened: OpenIndex

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.vocabulary)

    @staticmethod
    def load(
        version: Version,
        products: Sequence[Product],
        documents: Sequence[Document],
        opening: Callable[[], Index],
        before: "Snapshot | None" = None,
    ) -> "Snapshot":
        """Reuses the open index of the snapshot before when only prices, stock or texts outside the index changed."""
        same = before is not None and before.version[1] == version[1]
        opened = before.opened if before and same else OpenIndex(opening())
        vocabulary = _vocabulary(opened.index, Columns.of(products))
        return Snapshot(
            version=version, columns=vocabulary.columns, pages=Pages.of(documents), vocabulary=vocabulary, opened=opened
        )

    def patched(self, version: int, changes: Changes, documents: Sequence[Document] | None) -> "Snapshot":
        """With what has changed; `documents` are all of them, where some did. Searches under way keep this one."""
        columns = self.columns.patched(changes.products, changes.removed)
        return replace(
            self,
            version=(version, self.version[1]),
            columns=columns,
            vocabulary=self.vocabulary.priced(columns)
            if columns.facets is self.columns.facets
            else _vocabulary(self.opened.index, columns),
            pages=self.pages if documents is None else Pages.of(documents),
        )


def _vocabulary(index: Index, columns: Columns) -> Vocabulary:
    """An index that was built without one has it learnt."""
    path = index.file(FILE)
    return load(path, columns) if path.is_file() else Vocabulary.learnt_from(columns)
