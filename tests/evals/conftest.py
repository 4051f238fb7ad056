"""A stage over the small test shop, whose index is built once."""

from pathlib import Path

import pytest

from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from evals.stage import Stage, offline_settings
from tests.goods import DOCUMENTS, ORDERS, PRODUCTS


@pytest.fixture
def stage(settings: Settings, shop_index: Path, embeddings: MiniLM) -> Stage:
    """`settings` is asked for because it clears this machine's own from the environment."""
    assert settings.state_dir == shop_index
    revision = next(path.name for path in (shop_index / "index").iterdir() if path.is_dir())
    return Stage(offline_settings(shop_index), embeddings, PRODUCTS, DOCUMENTS, (), ORDERS, revision)
