"""The file of embeddings: nothing that was appended is lost, whoever is killed, and nothing unneeded stays for good."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.embedding import Progress, Vectors, quiet
from assistant.retrieval.embedding_cache import PAGE, EmbeddingCache
from assistant.retrieval.index import build_index
from assistant.retrieval.vectors.store import Model
from assistant.testing.embedder import HashingEmbedder
from tests.retrieval.shop import PRODUCTS

MODEL = Model("any", 4)
KEYS = [f"{n:032x}" for n in range(6)]
VECTORS = np.eye(6, 4, dtype=np.float32)


def only_file(root: Path) -> Path:
    return next(root.glob("embeddings-*.bin"))


def test_what_was_appended_is_found_by_whoever_opens_it_next(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path, MODEL).append(KEYS[:2], VECTORS[:2])
    EmbeddingCache(tmp_path, MODEL).append(KEYS[2:4], VECTORS[2:4])
    cache = EmbeddingCache(tmp_path, MODEL)
    assert cache.missing(KEYS) == set(KEYS[4:])
    assert (cache.vectors(cache.rows(KEYS[:4])) == VECTORS[:4]).all()


def test_a_record_cut_short_by_a_kill_is_overwritten(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path, MODEL).append(KEYS[:3], VECTORS[:3])
    whole = only_file(tmp_path).read_bytes()
    only_file(tmp_path).write_bytes(whole[:-5])
    assert EmbeddingCache(tmp_path, MODEL).missing(KEYS[:3]) == {KEYS[2]}
    EmbeddingCache(tmp_path, MODEL).append(KEYS[2:3], VECTORS[2:3])
    assert only_file(tmp_path).read_bytes() == whole


def test_what_no_revision_needs_goes_once_it_is_most_and_open_readers_keep_it(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path, MODEL)
    cache.append(KEYS, VECTORS)
    cache.compact(KEYS[:4])
    reader = EmbeddingCache(tmp_path, MODEL)
    assert reader.missing(KEYS) == set()
    cache.compact(KEYS[4:])
    assert cache.missing(KEYS) == set(KEYS[:4])
    assert (cache.vectors(cache.rows(KEYS[4:])) == VECTORS[4:]).all()
    assert (reader.vectors(reader.rows(KEYS)) == VECTORS).all()


def test_two_models_never_share_a_file(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path, MODEL).append(KEYS, VECTORS)
    assert EmbeddingCache(tmp_path, Model("other", 4)).missing(KEYS) == set(KEYS)


class KilledEmbedder(HashingEmbedder):
    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        if self.embedded:
            raise KeyboardInterrupt
        return super().embed(texts, progress)


def test_a_killed_ingest_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.retrieval.building.CHUNK", 4)
    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, PRODUCTS[:10], (), KilledEmbedder())
    built = build_index(tmp_path, PRODUCTS[:10], (), HashingEmbedder())
    assert (built.embedded, built.reused) == (6, 4)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [built.revision]


def test_batches_hold_each_key_with_its_own_vector_however_they_are_asked_for(tmp_path: Path) -> None:
    """They come as they lie in the file, which is not the order of the asking."""
    keys = [f"{number:032d}" for number in range(2 * PAGE + 5)]
    vectors = np.arange(len(keys) * 3, dtype=np.float32).reshape(-1, 3)
    cache = EmbeddingCache(tmp_path, Model("m", 3))
    cache.append(keys, vectors)
    cache.reopen()

    batches = list(cache.batches(keys[::-1]))

    assert [len(page) for page, _ in batches] == [PAGE, PAGE, 5]
    assert [key for page, _ in batches for key in page] == keys
    assert np.array_equal(np.concatenate([part for _, part in batches]), vectors)
    with pytest.raises(KeyError):
        list(cache.batches([keys[0], "f" * 32]))
