"""An ingest reads of the shop only what its feed does not tell, and makes the index that the whole shop would give."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.retrieval.building import build_index
from assistant.retrieval.columns import Columns
from assistant.retrieval.saved import FILE, load, with_vocabulary
from ingest.run import Options
from tests.ingest.shop import Shop

Told = Mapping[str, tuple[int, int]]
"""By handle, a number in its words and its price."""


def _written(shop: Shop, name: str, told: Told) -> Path:
    return shop.write(name, "\n".join(_line(handle, *words) for handle, words in told.items()))


def _line(handle: str, number: int, price: int) -> str:
    variants = [{"sku": f"{handle}-{n}", "price": price, "stock": 1, "options": {"Size": str(n)}} for n in range(2)]
    texts = {"title": f"{handle.title()} {number}", "description": f"Number {number}", "vendor": f"House {number % 2}"}
    return json.dumps({"handle": handle, "category": "Things", "variants": variants} | texts)


def _drawn(draw: random.Random) -> Told:
    return {handle: (draw.randrange(3), draw.randrange(1, 3)) for handle in draw.sample("abcdef", draw.randrange(1, 7))}


@pytest.mark.parametrize("seed", range(4))
async def test_an_index_made_by_difference_is_the_one_of_the_whole_shop(shop: Shop, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  # it draws feeds, it guards nothing
    _written(shop, "one.jsonl", _drawn(draw))
    _written(shop, "two.jsonl", {"g": (1, 1), "b2": (2, 1)})
    await shop.ingest()
    for _ in range(4):
        path = _written(shop, "one.jsonl", _drawn(draw))
        report = await shop.ingest(path if draw.random() < 0.5 else None, Options(allow_removal=draw.random() < 0.5))
        products = await shop.catalogue.all()
        extras = with_vocabulary(products)
        whole = build_index(shop.root / "whole", products, (), shop.embeddings, extras=extras)
        assert report.index is not None
        assert report.index.revision == whole.revision
        _assert_alike(shop.root / "index" / whole.revision / FILE, shop.root / "whole" / whole.revision / FILE)


def _assert_alike(made: Path, whole: Path) -> None:
    one, other = load(made, Columns.of(())), load(whole, Columns.of(()))
    assert (one.frequency, one.share, one.size, one.nouns, one.labels) == (
        other.frequency, other.share, other.size, other.nouns, other.labels,
    )  # fmt: skip
    facets, wanted = one.shop.facets.values(), other.shop.facets.values()
    assert [(f.key, f.kind, list(f.holders.items())) for f in facets] == [
        (f.key, f.kind, list(f.holders.items())) for f in wanted
    ]
