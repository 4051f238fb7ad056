"""What a search looks at: products, passages, vocabulary and an open index, all of one version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.retrieval.columns import Columns
from assistant.retrieval.index import Index, open_index
from assistant.retrieval.library import Document, Passage
from assistant.retrieval.outline import Outline, outline_of
from assistant.retrieval.passages import passages_of
from assistant.retrieval.ranking import rarities
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import content
from assistant.shop.catalogue import Product

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
class Snapshot:
    version: Version
    columns: Columns
    passages: Mapping[str, Passage]
    passage_words: Mapping[str, frozenset[str]]
    heading_words: Mapping[str, frozenset[str]]
    passage_rarity: Mapping[str, float]
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
        root: Path,
        before: "Snapshot | None" = None,
    ) -> "Snapshot":
        """Reuses the open index of the snapshot before when only prices, stock or texts outside the index changed."""
        same = before is not None and before.version[1] == version[1]
        opened = before.opened if before and same else OpenIndex(open_index(root, version[1]))
        passages = {passage.id: passage for passage in passages_of(documents)}
        words = {id_: frozenset(content(f"{p.title} {p.heading} {p.text}")) for id_, p in passages.items()}
        headings = {id_: frozenset(content(f"{p.title} {p.heading}")) for id_, p in passages.items()}
        vocabulary = Vocabulary.learn(products)
        return Snapshot(
            version=version,
            columns=vocabulary.columns,
            passages=passages,
            passage_words=words,
            heading_words=headings,
            passage_rarity=rarities(words.values()),
            vocabulary=vocabulary,
            opened=opened,
        )
