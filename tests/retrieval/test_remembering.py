from collections.abc import Sequence

import numpy as np

from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet
from assistant.retrieval.remembering import RememberingEmbedder


class Counting(Embedder):
    fingerprint, dimension = "counting", 1

    def __init__(self) -> None:
        self.calls = 0

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:  # of the port
        self.calls += 1
        return np.full((len(texts), 1), self.calls, np.float32)


def test_a_question_is_embedded_once_and_what_is_handed_out_is_the_callers_own() -> None:
    model = Counting()
    remembering = RememberingEmbedder(model)
    remembering.embed_query("a tent").append(9.0)
    assert remembering.embed_query("a tent") == [1.0]
    assert remembering.embed_query("a rug") == [2.0]
    assert (model.calls, remembering.fingerprint) == (2, "counting")
