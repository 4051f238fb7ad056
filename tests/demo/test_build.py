import ast
import shutil
from pathlib import Path

import pytest

from demo.build.__main__ import DEMO, main, stale
from ingest.discover import Reading, discover
from ingest.rows import FeedFile


def test_the_kept_files_are_what_the_generator_writes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path, ignore=shutil.ignore_patterns("build"), dirs_exist_ok=True)
    (tmp_path / "products.csv").write_text("Handle\n", encoding="utf-8")
    (tmp_path / "orders.json").unlink()
    assert stale(tmp_path) == ["products.csv", "orders.json"]


def test_an_ingest_reads_none_of_the_generators_sources() -> None:
    read = [found.path for found in discover(DEMO, Reading()) if isinstance(found, FeedFile)]
    assert read
    assert not [path for path in read if DEMO / "build" in path.parents]


def test_the_generator_knows_neither_settings_nor_the_web() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((DEMO / "build").glob("*.py"))]
    modules = {node.module or "" for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {
        name.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert {"demo.build.families", "pathlib"} <= modules
    assert not [name for name in modules | names if name.startswith("assistant")]
