import pytest

from assistant.offline_model.model import OfflineChatModel
from assistant.retrieval.embedding import MiniLM
from tests.offline_model.shop import Shopper
from tests.retrieval.conftest import demo_shop

__all__ = ["demo_shop"]


@pytest.fixture(scope="session")
def minilm(embeddings: MiniLM) -> MiniLM:
    return embeddings


@pytest.fixture(scope="session")
def model(minilm: MiniLM) -> OfflineChatModel:
    return OfflineChatModel(embeddings=minilm, shop_name="Larkfield")


@pytest.fixture
def shopper(model: OfflineChatModel) -> Shopper:
    return Shopper(model)
