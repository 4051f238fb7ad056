"""Writes docs/owasp.md from the lists and from the tests that bear their marker: `python -m tests.house.owasp`."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.house.budget import ROOT

PAGE = ROOT / "docs" / "owasp.md"
MARK = "pytest.mark.owasp"
NOTHING = "nothing yet"
HEAD = """# OWASP's lists and the tests that run

Written by `make docs` from the lists in `tests/house/owasp.yaml` and from the tests that bear the marker `owasp`: do
not edit it here. A test bears an item when it shows a defence against it, which is not to say that the item is dealt
with whole. `{nothing}` says that no test shows one. `pytest -m owasp` runs them all.
"""


@dataclass(frozen=True)
class Shown:
    """A test, by its file from the root and its name, and the items that it bears."""

    path: str
    name: str
    items: Sequence[str]


def lists() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return read


def marked() -> list[Shown]:
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    return [shown for path in paths if MARK in (text := path.read_text("utf-8")) for shown in _of(path, text)]


def _of(path: Path, text: str) -> Iterator[Shown]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (items := _items(node.decorator_list)):
            yield Shown(path.relative_to(ROOT).as_posix(), node.name, items)


def _items(decorators: Sequence[ast.expr]) -> list[str]:
    marks = [d for d in decorators if isinstance(d, ast.Call) and ast.unparse(d.func) == MARK]
    return [str(ast.literal_eval(item)) for mark in marks for item in mark.args]


def page() -> str:
    found: Mapping[str, list[Shown]] = defaultdict(list)
    for shown in marked():
        for item in shown.items:
            found[item].append(shown)
    parts = [HEAD.format(nothing=NOTHING), *(_list(one, found) for one in lists())]
    return "\n".join(parts)


def _list(one: Mapping[str, Any], found: Mapping[str, list[Shown]]) -> str:
    heading = f"## {one['list']}, {one['year']}\n\nThe list: <{one['link']}>\n"
    return "\n".join([heading, *(_item(item, found[item["id"]]) for item in one["items"])])


def _item(item: Mapping[str, str], tests: Sequence[Shown]) -> str:
    lines = [f"- [`{t.path.removeprefix('tests/')}::{t.name}`](../{t.path})" for t in tests] or [f"- {NOTHING}"]
    return "\n".join([f"### {item['id']} {item['name']}", "", item["held"], "", *lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
