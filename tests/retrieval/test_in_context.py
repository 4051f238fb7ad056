import numpy as np
import pytest

from assistant.retrieval.embedding import Embedder, MiniLM, Progress, Vectors, quiet
from assistant.retrieval.in_context import WordsInContext
from assistant.retrieval.remembering import RememberingEmbedder


class Whole(Embedder):
    """Tells vectors of whole texts only."""

    dimension = 2

    def embed(self, texts: list[str], progress: Progress = quiet) -> Vectors:  # type: ignore[override]
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def _near(word: str, said: WordsInContext, told: WordsInContext) -> float:
    return float(said.only(word.__eq__).nearest_in(told)[0])


def test_a_word_is_nearer_to_its_own_meaning_than_to_the_same_letters_elsewhere(minilm: MiniLM) -> None:
    asked, fee, battery = minilm.in_context(
        ["is there a charge for delivery", "Sending parcels costs $5.", "The battery holds its power for ten hours."]
    )
    assert _near("charge", asked, fee) > _near("charge", asked, battery)


def test_words_come_in_order_with_one_vector_of_length_one_each(minilm: MiniLM) -> None:
    texts = ["Who'll pay for the P.O. box?", "", "word " * 400]
    some, none, cut = RememberingEmbedder(minilm).in_context(texts)
    assert some.words == ("who'll", "pay", "for", "the", "p", "o", "box")
    assert np.linalg.norm(some.vectors.astype(np.float32), axis=1) == pytest.approx(1.0, abs=0.01)
    assert none.words == ()
    assert some.nearest_in(none).tolist() == [0.0] * 7
    assert 200 < len(cut.words) < 260


def test_a_model_without_words_in_context_gives_them_alone() -> None:
    [told] = Whole().in_context(["a long text"])
    assert told.words == ("a", "long", "text")
    assert told.vectors.shape == (3, 2)
