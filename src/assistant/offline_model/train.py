"""`python -m assistant.offline_model.train`: learns the intents from phrases.yaml and writes intents.npz beside it."""

import hashlib
from pathlib import Path

import yaml
from langchain_core.embeddings import Embeddings

from assistant.offline_model.intents import IntentClassifier

FOLDER = Path(__file__).parent
PHRASES = FOLDER / "phrases.yaml"
WEIGHTS = FOLDER / "intents.npz"


def phrases() -> dict[str, list[str]]:
    """Intent -> our own phrases for it."""
    found: dict[str, list[str]] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return found


def phrases_sha256() -> str:
    return hashlib.sha256(PHRASES.read_bytes()).hexdigest()


def train(embeddings: Embeddings) -> IntentClassifier:
    pairs = [(str(text), intent) for intent, texts in phrases().items() for text in texts]
    texts, labels = zip(*pairs, strict=True)
    return IntentClassifier.train(texts, labels, embeddings, phrases_sha256())


def main() -> None:
    from assistant.retrieval.embedding import MiniLM  # noqa: PLC0415  # loads onnxruntime; importing this file must not

    classifier = train(MiniLM())
    classifier.save(WEIGHTS)
    print(f"{WEIGHTS.name}: {len(classifier.labels)} intents from {sum(map(len, phrases().values()))} phrases")  # noqa: T201  # a command prints


if __name__ == "__main__":
    main()
