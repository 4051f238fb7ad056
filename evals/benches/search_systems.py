"""One system of the search bench, in a process of its own. Prints its figures as JSON.

`python -m evals.benches.search_systems NAME FOLDER VARIANTS`. All answer the same questions over the same vectors.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from assistant.retrieval.embedding import Embedder, Vectors
from assistant.retrieval.index import PRODUCTS, build_index, index_text, open_index
from assistant.retrieval.legs import Legs
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.ordering import in_order, ordered
from assistant.retrieval.product_search import Found as Answered
from assistant.retrieval.product_search import find_products, matching, needs_support, prepare, understand
from assistant.retrieval.remembering import RememberingEmbedder
from assistant.retrieval.saved import with_vocabulary
from assistant.retrieval.snapshot import Snapshot
from evals.benches.generated import GeneratedEmbedder, GeneratedShop
from evals.benches.turn import quantile

MANY, FEWER = 200, 100
LARGE = 200_000
BEST = 10
WEIGHT = 0.7
VECTORS = "vectors.npy"
DESCRIBED = "described.npz"
"""The real vectors, which all sizes share: beside their folders."""

Figures = dict[str, float]
Answer = Sequence[str]
Asked = TypeVar("Asked")
Found = TypeVar("Found")


def asked_of(variants: int) -> int:
    """How many questions: brute force over a large shop takes its time."""
    return FEWER if variants > LARGE else MANY


def prepared(folder: Path, variants: int) -> Figures:
    """Our index, and the same vectors for all others."""
    shop, embeddings = GeneratedShop(variants), GeneratedEmbedder(folder.parent / DESCRIBED)
    texts = [f"{product.title}. {index_text(product)}" for product in shop.products]
    np.save(folder / VECTORS, embeddings.embed(texts))
    started = time.perf_counter()
    build_index(folder / "ours", shop.products, [], embeddings, extras=with_vocabulary(shop.products))
    return {"index_s": round(time.perf_counter() - started, 1), "index_mb": _megabytes(folder / "ours")}


def ours(folder: Path, variants: int) -> Figures:
    shop, model = GeneratedShop(variants), RememberingEmbedder(GeneratedEmbedder())
    started = time.perf_counter()
    snapshot = _opened(folder, shop, model)
    figures = {"load_s": round(time.perf_counter() - started, 2)}
    questions = shop.questions(asked_of(variants))
    found, whole = _timed(questions, lambda text: find_products(snapshot, ProductQuery(text), model, WEIGHT))
    _, known = _timed(questions, lambda text: find_products(snapshot, ProductQuery(text), model, WEIGHT))
    _, reading = _timed(questions, lambda text: understand(ProductQuery(text), snapshot))
    figures["peak_mb"] = _peak()
    vectors = np.load(folder / VECTORS)
    exact = [
        _exact(snapshot, one, Legs(snapshot.opened.index, snapshot.columns, model, text, WEIGHT), vectors)
        for text, one in zip(questions, found, strict=True)
    ]
    figures |= whole | {"recall_at_10": _recall([one.ranked for one in found], exact)}
    figures |= {f"vector_known_{name}": known[name] for name in ("p50_ms", "p95_ms")}
    figures |= {f"reading_{name}": reading[name] for name in ("p50_ms", "p95_ms")}
    return figures | {"answered": round(sum(bool(one.ranked) for one in found) / len(found), 3)}


def _opened(folder: Path, shop: GeneratedShop, model: Embedder) -> Snapshot:
    """As a server opens it: asked once before a shopper does."""
    (revision,) = (path.name for path in (folder / "ours").iterdir() if path.is_dir())
    snapshot = Snapshot.load((0, revision), shop.products, [], lambda: open_index(folder / "ours", revision))
    prepare(snapshot, model, WEIGHT)
    return snapshot


def in_turn(folder: Path, variants: int) -> Figures:
    """Ours and plain Chroma in one process, each question to both: what else the machine does falls on both alike."""
    shop, model = GeneratedShop(variants), GeneratedEmbedder()
    snapshot, collection = _opened(folder, shop, model), _chroma(folder).get_collection("products", None)
    spent: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    systems: dict[str, Callable[[str], object]] = {
        "ours": lambda text: find_products(snapshot, ProductQuery(text), model, WEIGHT),
        "plain": lambda text: collection.query(query_embeddings=model.embed_query(text), n_results=BEST),
    }
    systems["plain"]("a thing")
    for number, text in enumerate(shop.questions(asked_of(variants))):
        for name in sorted(systems, reverse=bool(number % 2)):
            started, used = time.perf_counter(), time.process_time()
            systems[name](text)
            spent[name].append((time.perf_counter() - started, time.process_time() - used))
    clock, core = ({name: [one[n] for one in times] for name, times in spent.items()} for n in (0, 1))
    return {
        **{f"{name}_p{p}_ms": quantile(clock[name], p) for name in systems for p in (50, 95)},
        **{f"p{p}_ratio": round(quantile(clock["ours"], p) / quantile(clock["plain"], p), 2) for p in (50, 95)},
        "core_p95_ratio": round(quantile(core["ours"], 95) / quantile(core["plain"], 95), 2),
        "core_ratio": round(sum(core["ours"]) / sum(core["plain"]), 2),
    }


def _exact(snapshot: Snapshot, answer: Answered, legs: Legs, vectors: Vectors) -> list[str]:
    """Brute force: every product that fits, scored in both legs without any limit."""
    columns, reading = snapshot.columns, answer.reading
    if reading.absent or not answer.ranked:
        return []
    rows = matching(snapshot, reading)
    if needs_support(reading):  # what a text speaks of is no filter
        rows = np.array(sorted(columns.row[handle] for handle in answer.ranked), np.int32)
    fit = columns.handles[rows].tolist()
    cosines = vectors[rows] @ np.asarray(legs.embeddings.embed_query(legs.text), np.float32)
    words = snapshot.opened.index.keywords(PRODUCTS, legs.words, len(columns.products))
    keyword = {handle: words[handle] for handle in fit if handle in words}
    scores = legs.scored(keyword, dict(zip(fit, cosines.tolist(), strict=True)))
    ranked, _ = ordered(columns, rows, reading, scores)
    return list(in_order(columns, ranked[:BEST]))


def chroma(folder: Path, variants: int) -> Figures:
    """As its documentation says, with the vectors given: no filter, nothing tuned."""
    shop, model, vectors = GeneratedShop(variants), GeneratedEmbedder(), np.load(folder / VECTORS)
    client = _chroma(folder)
    collection = client.create_collection("products", embedding_function=None, metadata={"hnsw:space": "cosine"})
    handles, step = [product.handle for product in shop.products], client.get_max_batch_size()
    started = time.perf_counter()
    for start in range(0, len(handles), step):
        collection.add(ids=handles[start : start + step], embeddings=vectors[start : start + step])
    built = {"index_s": round(time.perf_counter() - started, 1)}

    def nearest(vector: Sequence[float]) -> Answer:
        found: Answer = collection.query(query_embeddings=list(vector), n_results=BEST)["ids"][0]
        return found

    figures = _by_vector(shop, model, vectors, nearest)
    return built | figures | {"index_mb": _megabytes(folder / "chroma")}


def _chroma(folder: Path) -> Any:
    import chromadb  # noqa: PLC0415  # a baseline only

    return chromadb.PersistentClient(str(folder / "chroma"))


def brute_force(folder: Path, variants: int) -> Figures:
    shop, model, vectors = GeneratedShop(variants), GeneratedEmbedder(), np.load(folder / VECTORS)
    handles = [product.handle for product in shop.products]

    def nearest(vector: Sequence[float]) -> Answer:
        scores = vectors @ np.asarray(vector, np.float32)
        best = np.argpartition(-scores, BEST)[:BEST]
        return [handles[row] for row in best.tolist()]

    return _by_vector(shop, model, vectors, nearest) | {"index_mb": _megabytes(folder / VECTORS)}


def pgvector(folder: Path, variants: int) -> Figures:
    """HNSW with its defaults; filtered by category and highest price, with iterative scans."""
    import psycopg  # noqa: PLC0415  # a baseline only

    from assistant.testing.postgres import running_postgres  # noqa: PLC0415  # it needs psycopg

    shop, model, vectors = GeneratedShop(variants), GeneratedEmbedder(), np.load(folder / VECTORS)
    with running_postgres() as server, psycopg.connect(server.url(server.create()), autocommit=True) as connection:
        started = time.perf_counter()
        _filled(connection, shop, vectors)
        built = {"index_s": round(time.perf_counter() - started, 1)}

        def nearest(vector: Sequence[float]) -> Answer:
            rows = connection.execute("SELECT id FROM p ORDER BY v <=> %s::vector LIMIT 10", (str(list(vector)),))
            return [str(row[0]) for row in rows]

        figures = _by_vector(shop, model, vectors, nearest)
        size = connection.execute("SELECT pg_total_relation_size('p')").fetchone()
        filtered = _filtered(connection, shop, model, vectors)
    return built | figures | filtered | {"index_mb": round((size or [0])[0] / 1e6, 1)}


def _filled(connection: Any, shop: GeneratedShop, vectors: Vectors) -> None:
    connection.execute("CREATE EXTENSION vector")
    connection.execute("CREATE TABLE p (id text, category text, price bigint, v vector(384))")
    with connection.cursor().copy("COPY p FROM STDIN") as copy:
        for product, vector in zip(shop.products, vectors, strict=True):
            price = min(variant.price.minor for variant in product.variants)
            copy.write_row((product.handle, product.category, price, str(vector.tolist())))
    connection.execute("SET maintenance_work_mem = '1GB'")
    connection.execute("CREATE INDEX ON p USING hnsw (v vector_cosine_ops)")
    connection.execute("CREATE INDEX ON p (category, price)")
    connection.execute("ANALYZE p")
    connection.execute("SET hnsw.iterative_scan = strict_order")


def _filtered(connection: Any, shop: GeneratedShop, model: GeneratedEmbedder, vectors: Vectors) -> Figures:
    """A question in categories and prices that somebody else has read: only the search is timed."""
    chance = np.random.default_rng(0)
    asked = [shop.products[row] for row in chance.integers(0, shop.size, asked_of(shop.variants))]
    filters = [(product.category, product.price.minor + 2000) for product in asked]
    questions = [np.asarray(model.embed_query(product.description), np.float32) for product in asked]
    categories = np.array([product.category for product in shop.products])
    prices = np.array([min(v.price.minor for v in product.variants) for product in shop.products])
    handles = np.array([product.handle for product in shop.products])

    def search(number: int) -> Answer:
        given = (*filters[number], str(questions[number].tolist()))
        sql = "SELECT id FROM p WHERE category = %s AND price <= %s ORDER BY v <=> %s::vector LIMIT 10"
        return [str(row[0]) for row in connection.execute(sql, given)]

    found, figures = _timed(range(len(asked)), search)
    exact = []
    for (category, price), vector in zip(filters, questions, strict=True):
        fit = np.flatnonzero((categories == category) & (prices <= price))
        exact.append(handles[fit[np.argsort(-(vectors[fit] @ vector))[:BEST]]].tolist())
    return {f"filtered_{name}": value for name, value in figures.items()} | {
        "filtered_recall_at_10": _recall(found, exact)
    }


def _by_vector(
    shop: GeneratedShop, model: GeneratedEmbedder, vectors: Vectors, nearest: Callable[[Sequence[float]], Answer]
) -> Figures:
    questions = shop.questions(asked_of(shop.variants))
    nearest(model.embed_query("a thing"))
    found, whole = _timed(questions, lambda text: nearest(model.embed_query(text)))
    asked = [model.embed_query(text) for text in questions]
    _, alone = _timed(asked, nearest)
    scores = np.asarray(asked, np.float32) @ vectors.T
    handles = np.array([product.handle for product in shop.products])
    exact = [handles[np.argsort(-row)[:BEST]].tolist() for row in scores]
    known = {f"vector_known_{name}": alone[name] for name in ("p50_ms", "p95_ms")}
    return whole | known | {"recall_at_10": _recall(found, exact)}


def _timed(asked: Sequence[Asked], answer: Callable[[Asked], Found]) -> tuple[list[Found], Figures]:
    found, spent, used = [], [], time.process_time()
    for one in asked:
        started = time.perf_counter()
        found.append(answer(one))
        spent.append(time.perf_counter() - started)
    core = (time.process_time() - used) / len(asked) * 1000
    return found, {"p50_ms": quantile(spent, 50), "p95_ms": quantile(spent, 95), "core_ms": round(core, 2)}


def _recall(found: Sequence[Answer], exact: Sequence[Answer]) -> float:
    shares = [len(set(one[:BEST]) & set(best)) / len(best) for one, best in zip(found, exact, strict=True) if best]
    return round(sum(shares) / len(shares), 4)


def _peak() -> int:
    """Of this process, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return round(sum(file.stat().st_size for file in files) / 1e6, 1)


SYSTEMS: dict[str, Callable[[Path, int], Figures]] = {
    "prepared": prepared,
    "plain Chroma": chroma,
    "ours": ours,
    "in turn": in_turn,
    "brute force in numpy": brute_force,
    "pgvector": pgvector,
}


def main() -> None:
    name, folder, variants = sys.argv[1:]
    figures = SYSTEMS[name](Path(folder), int(variants))
    sys.stdout.write(json.dumps({"peak_mb": _peak()} | figures))


if __name__ == "__main__":
    main()
