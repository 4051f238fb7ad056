"""Whatever a feed's cells hold, reading it ends, tells, and yields only what the shop can keep."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.shop.catalogue import Product
from ingest.markup import to_markdown, to_text
from ingest.rows import Item, Rejected, Row
from tests.ingest.shop import COLUMNS, csv_text, rows_of

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time

CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "19.00", "tee", "Tee", "0", "-1", "1e9", "NaN", "Infinity", "٣", "1,000", "'1", '"', "\0", "[", "[]"]
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=len(COLUMNS) + 2), max_size=8)
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=10)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "kind",
        "id",
        "handle",
        "title",
        "text",
        "tags",
        "attributes",
        "variants",
        "options",
        "sku",
        "price",
        "stock",
        "url",
    ]
)


def fit_for_the_shop(rows: list[Row]) -> None:
    for row in rows:
        if isinstance(row, Item) and isinstance(row.value, Product):
            assert row.value.variants
            assert all(v.price.minor > 0 <= v.stock for v in row.value.variants)
            repr(row.value).encode("utf-8")
            assert "\0" not in repr(row.value)
        elif isinstance(row, Rejected):
            row.reason.encode("utf-8")
            assert row.reason


@QUIET
@given(table=ROWS, delimiter=st.sampled_from(",;\t"))
def test_arbitrary_cells_never_stop_a_csv(tmp_path: Path, table: list[list[str]], delimiter: str) -> None:
    path = tmp_path / "products.csv"
    text = csv_text((dict(zip(COLUMNS, row, strict=False)) for row in table), delimiter)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    fit_for_the_shop(rows_of(path))


@QUIET
@given(noise=st.binary(max_size=400))
def test_arbitrary_bytes_never_stop_any_reader(tmp_path: Path, noise: bytes) -> None:
    header = csv_text([]).encode()
    for name, content in {
        "a.csv": header + noise, "b.csv": noise, "c.jsonl": noise, "d.md": noise, "e.html": noise, "orders.json": noise,
        "customers.json": noise, "g.pdf": b"%PDF-1.4\n" + noise,
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        fit_for_the_shop(rows_of(tmp_path / name))


@QUIET
@given(lines=st.lists(st.one_of(JSON, st.dictionaries(FIELDS, JSON)), max_size=5))
def test_arbitrary_json_never_stops_a_feed(tmp_path: Path, lines: list[Any]) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    rows = rows_of(path)
    fit_for_the_shop(rows)
    assert {row.row for row in rows} <= set(range(1, len(lines) + 1))


@QUIET
@given(entries=st.lists(st.dictionaries(FIELDS, JSON), max_size=4), name=st.sampled_from(["orders", "customers"]))
def test_arbitrary_entries_never_stop_orders_or_customers(tmp_path: Path, entries: list[Any], name: str) -> None:
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps({"as_of": "2026-05-01", name: entries}), encoding="utf-8")
    rows = rows_of(path)
    assert [row.row for row in rows] == list(range(1, len(entries) + 1)), "each entry is told of, or taken, once"


@QUIET
@given(markup=st.text(alphabet="<>/&;\"'= abdhilmnoprtuv123", max_size=200))
def test_arbitrary_markup_reads_as_text(markup: str) -> None:
    assert len(to_markdown(markup)[1]) <= 20 * len(markup) + 20
    assert len(to_text(markup)) <= len(markup)


@pytest.mark.parametrize("markup", ["<b>" * 20_000, "<table>" * 3000, "<ul><li>" * 3000, "&" * 100_000])
def test_absurd_markup_ends(markup: str) -> None:
    assert len(to_text(markup)) <= len(markup)
    assert len(to_markdown(markup)[1]) <= len(markup)
