"""The keyword leg: BM25 over English stems in a tantivy folder. A title counts more than the rest."""

import os
import re
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.retrieval.entries import Entry

TITLE_BOOST = 2.0
WRITER_BYTES = 30_000_000
FEW = 2000
"""Up to so many ids are looked up in the index; of more, every match is scored and theirs are kept."""


class KeywordIndex:
    """Rows of (kind, id, title, body), opened for reading."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415  # only searches and ingests need the engine

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, kind: str, text: str, most: int, among: Collection[str] | None = None) -> dict[str, float]:
        """BM25 by id, of up to `most` best; with `among` of each of those ids that shares a word with the text."""
        plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
        if not plain or most < 1 or (among is not None and not among):
            return {}
        words, _ = self._index.parse_query_lenient(plain, ["title", "body"], field_boosts={"title": TITLE_BOOST})
        if among is None:
            return self._scored(kind, most, words, self._only("kind", [kind]))
        if len(among) <= FEW:
            return self._scored(kind, len(among), words, self._only("row", [_row(kind, id_) for id_ in among]))
        chosen = among if isinstance(among, set | frozenset | dict) else set(among)
        scored = self._scored(kind, self._searcher.num_docs, words, self._only("kind", [kind]))
        return {id_: score for id_, score in scored.items() if id_ in chosen}

    def _scored(self, kind: str, most: int, *parts: Any) -> dict[str, float]:
        must, start = self._tantivy.Occur.Must, len(kind) + 1
        query = self._tantivy.Query.boolean_query([(must, part) for part in parts])
        found = self._searcher.search(query, limit=most, count=False)
        doc = self._searcher.doc
        return {str(doc(address).get_first("row"))[start:]: float(score) for score, address in found.hits}

    def _only(self, field: str, values: Collection[str]) -> Any:
        query = self._tantivy.Query
        return query.const_score_query(query.term_set_query(self._index.schema, field, list(values)), 0.0)


def copy_keywords(source: Path, target: Path) -> None:
    """Segments are never written twice, so they are shared; the files that list them are copied."""
    shutil.copytree(source, target, copy_function=_shared, ignore=shutil.ignore_patterns("*.lock"))


def update_keywords(folder: Path, removed: Iterable[tuple[str, str]], added: Iterable[Entry]) -> None:
    """`removed` are kinds and ids; a changed entry is in both. Makes the index where there is none."""
    import tantivy  # noqa: PLC0415  # see above

    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(tantivy), path=str(folder))
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    for kind, id_ in removed:
        writer.delete_documents_by_term("row", _row(kind, id_))
    for entry in added:
        row = _row(entry.kind, entry.id)
        writer.add_document(tantivy.Document(kind=[entry.kind], row=[row], title=[entry.title], body=[entry.body]))
    writer.commit()
    writer.wait_merging_threads()


def _shared(source: str, target: str) -> None:
    if not source.endswith(".json"):
        with suppress(OSError):  # a disk without hard links
            os.link(source, target)
            return
    shutil.copy2(source, target)


def _row(kind: str, id_: str) -> str:
    return f"{kind}:{id_}"


def _schema(tantivy: Any) -> Any:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("kind", tokenizer_name="raw")
    schema.add_text_field("row", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", tokenizer_name="en_stem")
    schema.add_text_field("body", tokenizer_name="en_stem")
    return schema.build()
