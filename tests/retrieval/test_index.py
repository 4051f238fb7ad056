from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import IndexMissing
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import PASSAGES, PRODUCTS, build_index, open_index
from assistant.shop.money import Money
from tests.retrieval.shop import DOCUMENTS
from tests.retrieval.shop import PRODUCTS as ALL

SOME = ALL[:4]


def test_an_unchanged_shop_embeds_nothing_the_second_time(tmp_path: Path, embeddings: MiniLM) -> None:
    first = build_index(tmp_path, SOME, DOCUMENTS, embeddings)
    second = build_index(tmp_path, SOME, DOCUMENTS, embeddings)
    assert first.embedded == first.products + first.passages > len(SOME)
    assert (second.revision, second.embedded) == (first.revision, 0)


def test_one_changed_product_embeds_one_text_and_reuses_the_rest(tmp_path: Path, embeddings: MiniLM) -> None:
    build_index(tmp_path, SOME, (), embeddings)
    changed = [replace(SOME[0], description="Now with pockets."), *SOME[1:]]
    built = build_index(tmp_path, changed, (), embeddings)
    assert (built.embedded, built.reused) == (1, len(SOME) - 1)


@pytest.mark.owasp("LLM09:2026")
def test_prices_and_stock_are_no_part_of_the_index(tmp_path: Path, embeddings: MiniLM) -> None:
    first = build_index(tmp_path, SOME, (), embeddings)
    cheaper = [replace(p, variants=tuple(replace(v, price=Money(1), stock=0) for v in p.variants)) for p in SOME]
    assert build_index(tmp_path, cheaper, (), embeddings) == replace(first, embedded=0)


def test_both_legs_find_what_was_indexed(ingested_root: Path, embeddings: MiniLM) -> None:
    revision = next(folder.name for folder in ingested_root.iterdir() if folder.is_dir())
    with closing(open_index(ingested_root, revision)) as index:
        dense = index.dense(PRODUCTS, embeddings.embed_query("something to brew coffee"), 3)
        assert max(dense, key=lambda handle: dense[handle]) == "press"
        assert set(index.keywords(PRODUCTS, "hiking boots", 3)) == {"trail-boots"}
        assert all(id_.startswith("returns#") for id_ in index.keywords(PASSAGES, "packaging", 3))


def test_among_scores_all_of_those_ids_and_none_besides(ingested_root: Path, embeddings: MiniLM) -> None:
    revision = next(folder.name for folder in ingested_root.iterdir() if folder.is_dir())
    vector = embeddings.embed_query("hiking boots")
    some = {product.handle for product in ALL[::2]}
    with closing(open_index(ingested_root, revision)) as index:
        best, exact = (
            index.dense(PRODUCTS, vector, len(ALL)),
            index.dense(PRODUCTS, vector, 1, among={*some, "no such"}),
        )
        assert exact == pytest.approx({handle: best[handle] for handle in some}, abs=1e-5)
        words, few = (index.keywords(PRODUCTS, "black boots", 99, among) for among in (None, some))
        assert few == {handle: score for handle, score in words.items() if handle in some}
        assert index.keywords(PRODUCTS, "black boots", 99, ()) == index.dense(PRODUCTS, vector, 9, ()) == {}


@pytest.mark.owasp("LLM09:2026")
@pytest.mark.parametrize("text", ['"xyzzy: (', "title:*", "  ", "ø_!?", "a" * 5000])
def test_hostile_keyword_queries_are_only_words(ingested_root: Path, text: str) -> None:
    revision = next(folder.name for folder in ingested_root.iterdir() if folder.is_dir())
    with closing(open_index(ingested_root, revision)) as index:
        assert index.keywords(PRODUCTS, text, 5) == {}


def test_only_the_live_and_the_previous_revision_stay_on_disk(tmp_path: Path, embeddings: MiniLM) -> None:
    revisions = [build_index(tmp_path, SOME[:n], (), embeddings).revision for n in (1, 2, 3)]
    assert {folder.name for folder in tmp_path.iterdir() if folder.is_dir()} == set(revisions[1:])


def test_a_half_built_folder_is_built_again(tmp_path: Path, embeddings: MiniLM) -> None:
    revision = build_index(tmp_path, SOME, (), embeddings).revision
    (tmp_path / revision / "index.json").unlink()
    with pytest.raises(IndexMissing, match="python -m ingest"):
        open_index(tmp_path, revision)
    assert build_index(tmp_path, SOME, (), embeddings).embedded == 0
    open_index(tmp_path, revision).close()


def test_a_revision_is_complete_only_with_the_files_that_were_asked_for(tmp_path: Path, embeddings: MiniLM) -> None:
    bare = build_index(tmp_path, SOME, (), embeddings)
    extras = {"words.txt": lambda path: path.write_text("boots", encoding="utf-8")}
    again = build_index(tmp_path, SOME, (), embeddings, extras=extras)
    assert (again.revision, again.embedded) == (bare.revision, 0)
    with closing(open_index(tmp_path, again.revision)) as index:
        assert index.file("words.txt").read_text(encoding="utf-8") == "boots"


def test_an_empty_shop_makes_an_empty_index(tmp_path: Path, embeddings: MiniLM) -> None:
    built = build_index(tmp_path, (), (), embeddings)
    with closing(open_index(tmp_path, built.revision)) as index:
        assert index.dense(PRODUCTS, embeddings.embed_query("boots"), 5) == {}


def test_no_revision_means_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_index(tmp_path, None)


def test_an_index_laid_out_by_older_code_is_built_anew_and_not_opened(tmp_path: Path, embeddings: MiniLM) -> None:
    built = build_index(tmp_path, SOME, DOCUMENTS, embeddings)
    manifest = tmp_path / built.revision / "index.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"schema": 3', '"schema": 1'), encoding="utf-8")
    with pytest.raises(IndexMissing, match="python -m ingest"):
        open_index(tmp_path, built.revision)
    assert build_index(tmp_path, SOME, DOCUMENTS, embeddings).embedded == 0
    open_index(tmp_path, built.revision).close()
