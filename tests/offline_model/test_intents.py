from collections.abc import Sequence
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.errors import BadSetting
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.train import WEIGHTS, phrases, phrases_sha256
from assistant.offline_model.understand import understand
from assistant.retrieval.embedding import MiniLM


class Flat(Embeddings):
    """Embeds every text alike, in three dimensions."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0, 0.0, 0.0] for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


TEXTS: Sequence[str] = ("red apple", "green apple", "apple pie", "fast car", "old car", "car wash")
LABELS: Sequence[str] = ("fruit", "fruit", "fruit", "car", "car", "car")


def test_the_shipped_weights_were_learnt_from_the_phrases_as_they_stand(minilm: MiniLM) -> None:
    """After a change of phrases.yaml: python -m assistant.offline_model.train."""
    shipped = IntentClassifier.load(WEIGHTS, minilm)
    assert shipped.phrases_sha256 == phrases_sha256()
    assert set(shipped.labels) == set(phrases())


def test_every_intent_has_forty_phrases_and_none_stands_under_two_intents() -> None:
    every = [text.casefold() for texts in phrases().values() for text in texts]
    assert min(len(texts) for texts in phrases().values()) >= 40
    assert len(every) == len(set(every))


def test_training_gives_labels_with_probabilities() -> None:
    pytest.importorskip("sklearn", reason="training needs the extra `evals`")
    classifier = IntentClassifier.train(TEXTS, LABELS, Flat())
    (fruit, sure), (car, _) = classifier.predict(["yellow apple", "blue car"])
    assert (fruit, car) == ("fruit", "car")
    assert 0.5 < sure <= 1
    assert classifier.probabilities(TEXTS).sum(axis=1) == pytest.approx(1.0)
    assert classifier.predict([]) == []


def test_saved_and_loaded_it_predicts_the_same(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs the extra `evals`")
    classifier = IntentClassifier.train(TEXTS, LABELS, Flat(), "abc")
    classifier.save(tmp_path / "kept.npz")
    loaded = IntentClassifier.load(tmp_path / "kept.npz", Flat())
    assert loaded.phrases_sha256 == "abc"
    assert [label for label, _ in loaded.predict(TEXTS)] == list(LABELS)


def test_other_embeddings_than_those_it_learnt_with_are_refused_with_advice() -> None:
    with pytest.raises(BadSetting, match=r"384-dimensional.*offline_model\.train"):
        IntentClassifier.load(WEIGHTS, Flat()).predict(["hello"])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("any cosy blankets for winter evenings", "search"),
        ("will these shrink in the dryer", "product_question"),
        ("how many days have i got to bring something back", "policy"),
        ("my parcel still has not turned up", "order_status"),
        ("could i have a word with one of your staff", "human"),
        ("teach me french verbs", "off_topic"),
        ("this shop is a disgrace", "complaint"),
    ],
)
def test_unseen_wordings_are_understood(minilm: MiniLM, text: str, intent: str) -> None:
    assert text not in {phrase for texts in phrases().values() for phrase in texts}
    assert IntentClassifier.load(WEIGHTS, minilm).predict([text])[0][0] == intent


def test_a_question_about_the_rules_is_looked_up_in_the_shoppers_own_words(minilm: MiniLM) -> None:
    """Its spelling is mended for telling the intent only: "candle" is a word of the pages, not of our phrases."""
    [ask] = understand("can i bring back an opened candel", IntentClassifier.load(WEIGHTS, minilm))
    assert (ask.intent, ask.text) == ("policy", "can i bring back an opened candel")
