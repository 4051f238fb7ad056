"""Measures our own code: lengths of functions and files, share of mocks."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE = ("src", "ingest", "evals", "demo")


class Function(NamedTuple):
    where: str
    lines: int


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Each function's length in lines, without its docstring and decorators."""
    return tuple(_functions(path))


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or 0) - first.lineno + 1 if said else 0
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield Function(where, (node.end_lineno or 0) - node.lineno + 1 - docstring)


def mocks_and_tests() -> tuple[int, int]:
    texts = [p.read_text(encoding="utf-8") for p in python_files("tests") if p.name != "budget.py"]
    mock = re.compile(r"\b(?:Mock|MagicMock|AsyncMock|mocker|patch)\(|monkeypatch\.setattr\(")
    test = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)
    return sum(len(mock.findall(t)) for t in texts), sum(len(test.findall(t)) for t in texts)
