"""Nothing that anybody says is run as code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.budget import ROOT

PACKAGE = ROOT / "src" / "assistant"
OWNERS_OWN = {PACKAGE / "cli", PACKAGE / "testing"}
"""What the owner starts by hand and what tests start: no request and no feed reaches it."""
RUNS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "code", "runpy", "pty"}
OF_OS = {"system", "popen", "startfile", "fork", "forkpty"}


def _strange(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNS:
            yield node.func.id
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            yield from [node.attr] if node.attr in OF_OS or node.attr.startswith(("exec", "spawn")) else []
        elif isinstance(node, ast.Attribute) and node.attr.startswith("create_subprocess"):
            yield node.attr


@pytest.mark.owasp("ASI05", "LLM10:2026")
def test_no_module_evaluates_text_unpickles_or_starts_a_process() -> None:
    modules = [path for folder in (PACKAGE, ROOT / "ingest") for path in folder.rglob("*.py")]
    paths = [path for path in modules if not OWNERS_OWN & set(path.parents)]
    assert paths
    assert {path: found for path in paths if (found := list(_strange(path)))} == {}
