from pathlib import Path

import pytest

from assistant.retrieval.embedding import MiniLM
from tests.ingest.shop import Shop


@pytest.fixture
def shop(tmp_path: Path, embeddings: MiniLM, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Run from the temporary folder, so that sources are relative paths as a shop owner's are."""
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path, embeddings)
