"""Embeddings from a server: the same vectors in, the same search out, and no lie when the server fails."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from openai import OpenAI

from assistant.errors import EmbeddingsUnavailable
from assistant.retrieval.calibration import QUESTIONS, RELATED, TEXTS, UNRELATED, Scale, fit, means
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.served_embedding import BATCH, LONGEST, PAUSE, ServedEmbedder
from tests.retrieval.conftest import shop_of
from tests.retrieval.served import EmbeddingServer, serving


@pytest.fixture
def server(embeddings: MiniLM) -> Iterator[EmbeddingServer]:
    with serving(embeddings) as made:
        yield made


@pytest.fixture
def served(server: EmbeddingServer) -> Iterator[ServedEmbedder]:
    with OpenAI(base_url=server.url, api_key="none", max_retries=0) as client:
        yield ServedEmbedder("any-model", client)


def test_vectors_come_back_in_order_and_of_length_one(served: ServedEmbedder, embeddings: MiniLM) -> None:
    texts = ["a red dress", "", "a kettle"]
    assert np.allclose(served.embed(texts), embeddings.embed(["a red dress", " ", "a kettle"]), atol=1e-5)
    assert np.allclose(served.embed_query("a kettle"), embeddings.embed_query("a kettle"), atol=1e-5)
    assert served.dimension == 384


def test_many_texts_go_in_batches_and_long_ones_are_cut(served: ServedEmbedder, server: EmbeddingServer) -> None:
    told: list[tuple[int, int]] = []
    served.embed(["x" * 2 * LONGEST] + ["short"] * BATCH, lambda done, total: told.append((done, total)))
    assert [len(batch) for batch in server.asked] == [BATCH, 1]
    assert max(len(text) for batch in server.asked for text in batch) == LONGEST
    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]


@pytest.mark.owasp("LLM09:2026", "API10:2023")
@pytest.mark.parametrize("fault", ["down", "short", "zero"])
def test_a_server_that_fails_or_answers_nonsense_is_an_error_and_no_vector(
    served: ServedEmbedder, server: EmbeddingServer, fault: str
) -> None:
    server.fault = fault
    with pytest.raises(EmbeddingsUnavailable):
        served.embed(["a red dress", "a kettle"])


@pytest.mark.owasp("ASI08")
async def test_search_goes_on_by_words_while_the_server_is_down(
    tmp_path: Path, served: ServedEmbedder, server: EmbeddingServer
) -> None:
    shop = shop_of(tmp_path, served)
    await shop.ingest()
    server.fault = "down"
    hits = await shop.ask("rain jacket")
    passages = await shop.retriever.passages("how long do returns take")
    await shop.retriever.close()
    assert hits.products
    assert passages


def test_after_a_failure_questions_do_not_wait_until_the_server_had_a_rest(server: EmbeddingServer) -> None:
    now = [100.0]
    with OpenAI(base_url=server.url, api_key="none", max_retries=0) as client:
        served = ServedEmbedder("any-model", client, clock=lambda: now[0])
        server.fault = "down"
        for _ in range(3):
            with pytest.raises(EmbeddingsUnavailable):
                served.embed_query("a kettle")
        assert len(server.asked) == 1
        server.fault, now[0] = "", now[0] + PAUSE
        assert len(served.embed_query("a kettle")) == served.dimension


def test_the_packaged_model_s_own_figures_are_the_measure(embeddings: MiniLM) -> None:
    related, unrelated = means(embeddings.embed(QUESTIONS), embeddings.embed(TEXTS))
    assert related == pytest.approx(RELATED, abs=0.005)
    assert unrelated == pytest.approx(UNRELATED, abs=0.005)
    assert embeddings.likeness == Scale()


def test_a_model_with_other_cosines_is_brought_to_the_same_measure(embeddings: MiniLM) -> None:
    """As of models whose vectors all lie close together: every cosine is high, and only a little differs."""
    shift = np.full((1, 384), 0.2, dtype=np.float32)
    questions, texts = (
        v / np.linalg.norm(v, axis=1, keepdims=True)
        for v in (embeddings.embed(QUESTIONS) + shift, embeddings.embed(TEXTS) + shift)
    )
    related, unrelated = means(questions, texts)
    scale = fit(questions, texts)
    assert unrelated > 0.9
    assert scale(related) == pytest.approx(RELATED)
    assert scale(unrelated) == pytest.approx(UNRELATED)


def test_a_model_that_cannot_tell_texts_apart_keeps_its_own_cosines() -> None:
    same = np.full((10, 4), 0.5, dtype=np.float32)
    assert fit(same, same) == Scale()
