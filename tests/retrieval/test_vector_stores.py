"""What the index promises, whichever store its vectors lie in."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import BadSetting, IndexMissing, StorageUnavailable
from assistant.retrieval.index import PRODUCTS, BuiltIndex, Index, build_index, index_text, open_index, stands
from assistant.retrieval.vectors import vector_stores
from assistant.retrieval.vectors.store import Model, VectorStore, VectorStores
from assistant.shop.catalogue import Product
from assistant.testing.embedder import HashingEmbedder
from assistant.testing.postgres import running_postgres
from tests.retrieval.chroma_server import running_chroma
from tests.retrieval.shop import PRODUCTS as SHOP

KINDS_OF_STORE = ("chroma", "chroma-server", "postgresql")
WORDS = ("red", "blue", "wool", "steel", "boot", "lamp", "tent", "mug", "größe", "茶", "🧦")


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, str]]:
    """The setting of each store, started when first asked for."""
    with ExitStack() as running:
        yield _Starting(running)


class _Starting(dict[str, str]):
    def __init__(self, running: ExitStack) -> None:
        super().__init__(chroma="chroma")
        self._running = running

    def __missing__(self, kind: str) -> str:
        if kind == "chroma-server":
            self[kind] = self._running.enter_context(running_chroma())
        else:
            postgres = self._running.enter_context(running_postgres())
            self[kind] = postgres.url(postgres.create())
        return self[kind]


@dataclass
class Shop:
    """An index root over one store; each test has an embedding model, and so collections, of its own."""

    root: Path
    stores: VectorStores
    embedder: HashingEmbedder

    @property
    def model(self) -> Model:
        return Model(self.embedder.fingerprint, self.embedder.dimension)

    def build(self, products: Sequence[Product]) -> BuiltIndex:
        return build_index(self.root, products, (), self.embedder, stores=self.stores)

    def open(self, revision: str) -> Index:
        return open_index(self.root, revision, model=self.model, stores=self.stores)

    def store(self) -> VectorStore:
        return self.stores.open(self.root, self.model)


@pytest.fixture(params=KINDS_OF_STORE)
def shop(request: pytest.FixtureRequest, servers: dict[str, str], tmp_path: Path) -> Shop:
    stores = vector_stores(servers[request.param])
    return Shop(tmp_path, stores, HashingEmbedder(f"{request.node.name}", 32))


def goods(count: int) -> list[Product]:
    return [
        replace(SHOP[0], handle=f"é {n}/茶", title=f"{WORDS[n % 11]} {WORDS[n // 11 % 11]} number {n}")
        for n in range(count)
    ]


def vectors_of(count: int, shop: Shop) -> tuple[list[str], NDArray[np.float32]]:
    keys = [f"{n:032x}" for n in range(count)]
    return keys, shop.embedder.embed([f"{WORDS[n % 11]} {n}" for n in range(count)])


def test_the_nearest_come_first_with_their_cosines(shop: Shop) -> None:
    keys, vectors = vectors_of(50, shop)
    with closing(shop.store()) as store:
        store.add(PRODUCTS, [(keys, vectors)])
        found = store.nearest(PRODUCTS, vectors[7].tolist(), 5)
    cosines = dict(zip(keys, (vectors @ vectors[7]).tolist(), strict=True))
    assert list(found) == sorted(keys, key=lambda key: -cosines[key])[:5]
    assert found == pytest.approx({key: cosines[key] for key in found}, abs=1e-4)


def test_a_store_gives_back_the_vectors_it_was_given(shop: Shop) -> None:
    keys, vectors = vectors_of(5, shop)
    with closing(shop.store()) as store:
        store.add(PRODUCTS, [(keys[:3], vectors[:3]), (keys[3:], vectors[3:])])
        store.add(PRODUCTS, [(keys, vectors)])
        given: dict[str, NDArray[np.float32]] = {}
        for page, rows in store.vectors(PRODUCTS, [*keys, "unknown"]):
            given.update(zip(page, rows, strict=True))
        assert (store.keys(PRODUCTS), store.count(PRODUCTS)) == (set(keys), 5)
    assert given.keys() == set(keys)
    assert all(np.allclose(given[key], vectors[n], atol=1e-6) for n, key in enumerate(keys))


def test_what_was_removed_is_not_found_and_the_rest_survives_a_reopening(shop: Shop) -> None:
    keys, vectors = vectors_of(5, shop)
    with closing(shop.store()) as store:
        store.add(PRODUCTS, [(keys, vectors)])
        store.remove(PRODUCTS, keys[:2])
    with closing(shop.store()) as store:
        assert set(store.nearest(PRODUCTS, vectors[0].tolist(), 5)) == set(keys[2:])


def test_an_empty_store_finds_nothing(shop: Shop) -> None:
    with closing(shop.store()) as store:
        assert store.nearest(PRODUCTS, [1.0] * 32, 5) == {}
        assert (store.keys(PRODUCTS), store.count(PRODUCTS), list(store.vectors(PRODUCTS, ["a"]))) == (set(), 0, [])


def test_both_paths_of_a_search_agree(shop: Shop) -> None:
    products = goods(300)
    built = shop.build(products)
    vector = shop.embedder.embed_query("blue wool number 12")
    with closing(shop.open(built.revision)) as index:
        exact = index.dense(PRODUCTS, vector, 1, among=[product.handle for product in products])
        best = index.dense(PRODUCTS, vector, 10)
    assert len(exact) == len(products)
    assert list(best) == sorted(exact, key=lambda id_: -exact[id_])[:10]
    assert best == pytest.approx({id_: exact[id_] for id_ in best}, abs=1e-4)


def test_products_with_the_same_text_are_all_found(shop: Shop) -> None:
    twins = [replace(SHOP[0], handle=f"twin-{n}") for n in range(3)]
    built = shop.build([*twins, *goods(5)])
    with closing(shop.open(built.revision)) as index:
        assert set(index.dense(PRODUCTS, shop.embedder.embed_query(twins[0].title), 4)) >= {t.handle for t in twins}


def test_two_revisions_stand_side_by_side_while_one_is_searched(shop: Shop) -> None:
    before, after = goods(40), [*goods(30), *goods(50)[40:]]
    first = shop.build(before)
    vector = shop.embedder.embed_query("lamp")
    with closing(shop.open(first.revision)) as old:
        second = shop.build(after)
        assert (second.embedded, second.reused) == (10, 30)
        with closing(shop.open(second.revision)) as new:
            assert set(old.dense(PRODUCTS, vector, 99)) == {product.handle for product in before}
            assert set(new.dense(PRODUCTS, vector, 99)) == {product.handle for product in after}
            assert len(old.dense(PRODUCTS, vector, 35)) == len(new.dense(PRODUCTS, vector, 35)) == 35


def test_after_a_changed_text_a_search_finds_the_new_and_never_the_old(shop: Shop) -> None:
    products = goods(30)
    shop.build([replace(products[0], title="copper gramophone"), *products[1:]])
    changed = replace(products[0], title="velvet umbrella")
    built = shop.build([changed, *products[1:]])
    vector = shop.embedder.embed_query(f"{changed.title}. {index_text(changed)}")
    with closing(shop.open(built.revision)) as index:
        assert index.dense(PRODUCTS, vector, 1) == pytest.approx({changed.handle: 1.0}, abs=1e-4)
        assert set(index.keywords(PRODUCTS, "umbrella", 9)) == {products[0].handle}
        assert index.keywords(PRODUCTS, "gramophone", 99) == {}


def test_vectors_that_two_revisions_no_longer_need_are_forgotten(shop: Shop) -> None:
    for count in (10, 20, 21):
        built = shop.build(goods(60)[count : count + 10])
    with closing(shop.stores.open(shop.root / built.revision, shop.model)) as store:
        assert store.count(PRODUCTS) == (11 if shop.stores.shared else 10)


def test_thousands_of_ids_are_scored_exactly(shop: Shop) -> None:
    products = goods(3000)
    built = shop.build(products)
    vector, some = shop.embedder.embed_query("steel mug"), [product.handle for product in products[:2500]]
    with closing(shop.open(built.revision)) as index:
        assert len(index.dense(PRODUCTS, vector, 1, among=some)) == len(some)
        every = index.keywords(PRODUCTS, "steel mug", len(products))
        few, many = (index.keywords(PRODUCTS, "steel mug", 1, among=some[:n]) for n in (1000, 2500))
    assert few == pytest.approx({id_: every[id_] for id_ in some[:1000] if id_ in every})
    assert many == pytest.approx({id_: every[id_] for id_ in some if id_ in every})


@pytest.mark.owasp("LLM04:2026", "LLM09:2026")
def test_an_index_of_another_model_is_refused_and_says_what_to_do(shop: Shop) -> None:
    built = shop.build(goods(3))
    other = Model("another", 32)
    with pytest.raises(IndexMissing, match=r"another embedding model.*python -m ingest"):
        open_index(shop.root, built.revision, model=other, stores=shop.stores)
    assert stands(shop.root, built.revision, shop.model.fingerprint, stores=shop.stores)
    assert not stands(shop.root, built.revision, other.fingerprint, stores=shop.stores)
    shop.embedder = HashingEmbedder(f"{shop.embedder.fingerprint} 2", 16)
    assert shop.build(goods(3)).embedded == 3


def test_a_machine_that_shares_the_store_builds_its_folder_without_embedding(shop: Shop, tmp_path: Path) -> None:
    if not shop.stores.shared:
        pytest.skip("an embedded store is of one machine")
    built = shop.build(goods(20))
    other = replace(shop, root=tmp_path / "other machine")
    again = other.build(goods(20))
    assert (again.revision, again.embedded) == (built.revision, 0)
    vector = shop.embedder.embed_query("boot")
    with closing(shop.open(built.revision)) as here, closing(other.open(built.revision)) as there:
        assert list(here.dense(PRODUCTS, vector, 5)) == list(there.dense(PRODUCTS, vector, 5))
        handles = [product.handle for product in goods(20)]
        assert here.dense(PRODUCTS, vector, 1, handles) == pytest.approx(there.dense(PRODUCTS, vector, 1, handles))


@pytest.mark.parametrize("setting", ["", "chromo", "chroma-http://", "chroma-http://host:port", "mysql://u:secret@h/d"])
def test_a_setting_that_names_no_store_is_refused_and_not_printed(setting: str) -> None:
    with pytest.raises(BadSetting, match="ASSISTANT_VECTOR_STORE") as refused:
        vector_stores(setting)
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("setting", ["chroma-http://127.0.0.1:1", "postgresql://u:secret@127.0.0.1:1/d"])
def test_a_server_that_is_down_is_told_plainly(setting: str, tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="does not answer") as refused:
        vector_stores(setting).open(tmp_path, Model("any", 3))
    assert "secret" not in refused.value.message


def test_an_index_in_another_store_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    built = build_index(tmp_path, goods(2), (), HashingEmbedder())
    with pytest.raises(IndexMissing, match=r"another vector store.*python -m ingest"):
        open_index(tmp_path, built.revision, stores=vector_stores("postgresql://nobody@nowhere/shop"))
