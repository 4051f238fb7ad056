"""The keyword leg: BM25 over English stems in a tantivy folder. A title counts more than the rest."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

TITLE_BOOST = 2.0
WRITER_BYTES = 30_000_000


class KeywordIndex:
    """Rows of (kind, id, title, body). Opened for reading; `write` makes the folder once."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415  # only searches and ingests need the engine

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def write(folder: Path, rows: Iterable[tuple[str, str, str, str]]) -> None:
        import tantivy  # noqa: PLC0415  # see above

        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(tantivy), path=str(folder))
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for kind, id_, title, body in rows:
            writer.add_document(tantivy.Document(kind=[kind], id=[id_], title=[title], body=[body]))
        writer.commit()
        writer.wait_merging_threads()

    def search(self, kind: str, text: str, most: int, among: Collection[str] | None = None) -> dict[str, float]:
        """BM25 by id, of up to `most` best; with `among` of each of those ids that shares a word with the text."""
        plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
        most = most if among is None else len(among)
        if not plain or most < 1:
            return {}
        words, _ = self._index.parse_query_lenient(plain, ["title", "body"], field_boosts={"title": TITLE_BOOST})
        only = [self._only("kind", [kind]), *([] if among is None else [self._only("id", among)])]
        must = self._tantivy.Occur.Must
        query = self._tantivy.Query.boolean_query([(must, part) for part in (words, *only)])
        found = self._searcher.search(query, limit=most, count=False)
        return {self._id(address): float(score) for score, address in found.hits}

    def _only(self, field: str, values: Collection[str]) -> Any:
        query = self._tantivy.Query
        return query.const_score_query(query.term_set_query(self._index.schema, field, list(values)), 0.0)

    def _id(self, address: Any) -> str:
        return str(self._searcher.doc(address).get_first("id"))


def _schema(tantivy: Any) -> Any:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("kind", tokenizer_name="raw")
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", tokenizer_name="en_stem")
    schema.add_text_field("body", tokenizer_name="en_stem")
    return schema.build()
