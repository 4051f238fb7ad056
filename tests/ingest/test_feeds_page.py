"""docs/feeds.md tells the truth: each of its examples goes through the reader that it documents."""

import re
from pathlib import Path

import pytest

from assistant.shop.orders import Order
from ingest.__main__ import app
from ingest.readers.orders_json import STATUSES
from ingest.rows import Item
from tests.ingest.shop import rows_of

PAGE = Path(__file__).parents[2] / "docs" / "feeds.md"
EXAMPLES = re.findall(r"```json\n(.+?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_taken_without_a_remark(tmp_path: Path, example: str) -> None:
    names = (name for name in ("orders", "customers") if f'"{name}"' in example)
    path = tmp_path / next((f"{name}.json" for name in names), "feed.jsonl")
    path.write_text(example, encoding="utf-8")
    (row,) = rows_of(path)
    assert isinstance(row, Item)
    assert isinstance(row.value, Order) == (path.name == "orders.json")


def test_every_status_and_every_option_is_named() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"The statuses are: {', '.join(STATUSES)}." in page
    command = next(command for command in app.registered_commands if command.name == "feed")
    assert command.callback is not None
    options = [name for name in command.callback.__annotations__ if name not in {"feed", "return"}]
    assert len(options) == page.count("| `--")
