"""The second look at the best few: it moves the order only, and which one looks is a setting."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.bootstrap import reranker_of
from assistant.errors import BadSetting, ModelFileMissing
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.rerank import FieldReranker, Rarity, Reranker
from assistant.retrieval.search import ShopRetriever
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from tests.retrieval.conftest import SearchableShop
from tests.retrieval.shop import product, variant
from tests.retrieval.test_local_embedding import installed, needs_extra


def even(_word: str) -> float:
    return 1.0


CASE = product("case", "Leather Case for Coffee Grinder", "Bags", variant("C", 20))
GRINDER = product("grinder", "Coffee Grinder", "Grinders", variant("G", 90), Burrs="steel")
MUG = product("mug", "Stoneware Mug", "Kitchen", variant("M", 14), description="For your coffee grinder's finest.")


def test_what_is_called_so_goes_before_what_only_goes_with_it() -> None:
    case, grinder, mug = FieldReranker().scores("a steel coffee grinder", [CASE, GRINDER, MUG], even)
    assert 1 >= grinder > case > mug >= 0


def test_rare_words_weigh_more_than_common_ones() -> None:
    def rarity(word: str) -> float:
        return 0.9 if word == "coffe" else 0.1

    kettle = product("kettle", "Steel Kettle", "Kettles", variant("K", 30))
    beans = product("beans", "Coffee Beans", "Beans", variant("B", 12))
    assert FieldReranker().scores("steel coffee", [kettle, beans], rarity)[1] > 0.3
    assert FieldReranker().scores("steel coffee", [kettle, beans], rarity)[0] < 0.2


@pytest.mark.parametrize("question", ["", "the of and", "!!!"])
def test_a_question_without_words_moves_nothing(question: str) -> None:
    assert set(FieldReranker().scores(question, [CASE, GRINDER, MUG], even)) == {0.0}


class Backwards:
    """Puts the last first, whatever was asked; to see that only the order changes."""

    fingerprint, depth = "backwards", 100

    def scores(self, question: str, products: Sequence[Product], rarity: Rarity) -> Sequence[float]:
        return [float(place) for place in range(len(products))]


async def test_a_reranker_moves_the_order_and_nothing_else(shop: SearchableShop, embeddings: Embedder) -> None:
    backwards = await _retriever(shop, embeddings, Backwards())
    for question in ("jackets", "waterproof jackets under $150", "the cheapest dress", "something for camping"):
        plain = await shop.retriever.products(ProductQuery(question))
        turned = await backwards.products(ProductQuery(question))
        assert {p.handle for p in plain.products} == {p.handle for p in turned.products}
        assert set(plain.matches) == set(turned.matches)
        if "cheapest" in question:
            assert plain.matches == turned.matches
    await backwards.close()


async def _retriever(shop: SearchableShop, embeddings: Embedder, reranker: Reranker) -> ShopRetriever:
    catalogue = InMemoryCatalogue(await shop.catalogue.all())
    library = InMemoryLibrary(catalogue)
    await library.go_live(await shop.library.live_index() or "")
    return ShopRetriever(catalogue, library, embeddings, shop.root, 0.7, reranker=reranker)


def test_the_light_one_is_the_default_and_none_is_a_choice() -> None:
    assert isinstance(reranker_of(Settings.load()), FieldReranker)
    assert reranker_of(Settings.load(reranker="none")) is None


@needs_extra
def test_a_cross_encoder_scores_pairs(tmp_path: Path) -> None:
    """A tiny one of our own making: no packaged model is a cross-encoder, and what is tested here is the seam."""
    scores = _tiny(tmp_path).scores("coffee grinder", [CASE, GRINDER, MUG], even)
    assert len(scores) == 3
    assert all(0 <= score <= 1 for score in scores)
    assert _tiny(tmp_path).scores("coffee grinder", [], even) == []


def _tiny(folder: Path) -> Reranker:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer  # noqa: PLC0415  # an extra

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "coffee", "grinder", "leather", "case", "mug"]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    made = reranker_of(Settings.load(reranker=f"local:{folder}"))
    assert made is not None
    return made


@needs_extra
def test_a_cross_encoder_that_is_not_there_is_told_at_start_up() -> None:
    with pytest.raises(ModelFileMissing, match="not on this machine"):
        reranker_of(Settings.load(reranker="local:/nowhere/at/all"))


@pytest.mark.skipif(installed, reason="the extra local-embeddings is installed")
def test_without_the_extra_the_setting_says_what_to_install() -> None:
    with pytest.raises(BadSetting, match="local-embeddings"):
        reranker_of(Settings.load(reranker="local:/models/reranker"))
