"""`python -m ingest`: what it prints, what it writes, and how it ends."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingest.__main__ import app
from tests.ingest.shop import csv_text, tee


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two products and one page, and settings that keep everything in the temporary folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/var/shop.db")
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "products.csv").write_text(csv_text([tee("a"), tee("b")]), encoding="utf-8")
    (folder / "page.md").write_text("# Page\n\nText.\n", encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_fills_the_shop_on_disk_and_a_second_run_says_that_nothing_changed(feed: Path) -> None:
    first = run(feed)
    assert first.exit_code == 0, first.output
    assert "3 texts were embedded" in first.stdout
    assert "embedding: 4 of 4" in first.stderr, (
        "two products, a passage and its heading; plain lines without a terminal"
    )
    second = run(feed)
    assert second.exit_code == 0
    assert "Nothing changed, nothing was embedded." in second.stdout


def test_rejected_rows_are_told_with_file_row_and_reason(feed: Path) -> None:
    (feed / "products.csv").write_text(csv_text([tee("a"), tee("b", Variant_Price="free")]), encoding="utf-8")
    result = run(feed)
    assert result.exit_code == 0, "the feed as a whole went well"
    assert (
        "feed/products.csv, row 3, Variant Price: the price “free” is not an amount of money such as 49.00"
        in result.stdout
    )
    assert run(feed, "--strict").exit_code == 1


def test_a_refused_removal_ends_with_code_1_and_says_what_to_do(feed: Path) -> None:
    many = [tee(f"p{n}") for n in range(30)]
    (feed / "products.csv").write_text(csv_text(many), encoding="utf-8")
    assert run(feed).exit_code == 0
    (feed / "products.csv").write_text(csv_text(many[:3]), encoding="utf-8")
    result = run(feed)
    assert result.exit_code == 1
    assert "feed/products.csv: 27 of 30 would be removed" in result.stdout
    assert "--allow-removal" in result.stdout
    assert run(feed, "--allow-removal").exit_code == 0


def test_the_report_is_written_as_json(feed: Path) -> None:
    out = feed.parent / "reports" / "today.json"
    assert run(feed, "--json", out, "--dry-run").exit_code == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["products"]["added"], report["dry_run"], report["index"]) == (2, True, None)


def test_a_dry_run_says_so(feed: Path) -> None:
    assert "Dry run: nothing was written." in run(feed, "--dry-run").stdout
    assert "added" in run(feed).stdout


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nowhere", "does not exist"), ("empty", "holds nothing to ingest"), ("notes.log", "is no feed")],
)
def test_an_unusable_path_ends_with_code_2(feed: Path, name: str, sentence: str) -> None:
    (feed.parent / "empty").mkdir()
    (feed.parent / "notes.log").write_text("x", encoding="utf-8")
    result = run(feed.parent / name)
    assert result.exit_code == 2
    assert result.stderr.startswith("ingest: ")
    assert sentence in result.stderr


def test_a_setting_that_cannot_be_used_ends_with_code_2(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CURRENCY", "dollars")
    result = run(feed)
    assert result.exit_code == 2
    assert "ASSISTANT_CURRENCY" in result.stderr


def test_demo_mode_moves_the_orders_to_today(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"sku": "A-1", "title": "A", "quantity": 1, "unit": "1.00"}
    order = {"number": "1", "email": "a@b.example", "status": "paid", "placed_at": "2020-01-01", "lines": [line]}
    (feed / "orders.json").write_text(json.dumps([order]), encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_DEMO", "true")
    assert "the file must say “as_of”" in run(feed).stdout
    assert "as_of" not in run(feed, "--no-shift-dates").stdout


def test_the_stock_of_what_nobody_counts_is_a_setting(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_UNCOUNTED_STOCK", "25")
    (feed / "mugs.csv").write_text("title,sku,price\nMug,MUG-1,12.50\n", encoding="utf-8")
    assert "so everything counts as in stock (25 of each)" in run("check", feed).stdout
    assert run(feed).exit_code == 0
    with sqlite3.connect(feed.parent / "var" / "shop.db") as shop:
        assert shop.execute("SELECT stock FROM variants WHERE sku = 'MUG-1'").fetchone() == (25,)
