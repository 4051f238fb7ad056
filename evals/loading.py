"""Case files: YAML lists, JSON Lines and gzipped JSON Lines, read into a pydantic model with errors that point."""

import gzip
import json
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class BadCases(Exception):
    """A case file that cannot be used; the text names the file, the line, the case and the fault."""


class _UniqueKeys(yaml.SafeLoader):
    """Refuses a key written twice, which plain YAML would silently let win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                fault = f"key {key.value!r} is written twice"
                raise yaml.constructor.ConstructorError(None, None, fault, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def load(path: Path, model: type[Model], *, unique: bool = True) -> list[Model]:
    """Every case of the file. Raises `BadCases` for the first one that does not fit `model`, or an id seen before."""
    if not path.is_file():
        raise BadCases(f"{path}: there is no such file of cases")
    cases: list[Model] = []
    ids: dict[str, int] = {}
    for line, raw in _rows(path):
        case = _parse(path, line, raw, model)
        name = str(getattr(case, "id", line))
        if unique and name in ids:
            raise BadCases(f"{path}:{line}: case {name!r} is already written on line {ids[name]}")
        ids[name] = line
        cases.append(case)
    if not cases:
        raise BadCases(f"{path}: holds no cases")
    return cases


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    if path.suffix in {".yaml", ".yml"}:
        return _yaml_rows(path)
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return _json_rows(path)
    raise BadCases(f"{path}: cases are read from .yaml, .jsonl and .jsonl.gz files")


def _yaml_rows(path: Path) -> Iterator[tuple[int, Any]]:
    loader = _UniqueKeys(path.read_text("utf-8"))
    try:
        top = loader.get_single_node()
        if not isinstance(top, yaml.SequenceNode):
            raise BadCases(f"{path}: the file must be a list of cases, each starting with '- id:'")
        for node in top.value:
            yield node.start_mark.line + 1, loader.construct_object(node, deep=True)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadCases(f"{path}:{line}: not YAML: {error.problem}") from None
    finally:
        loader.dispose()


def _json_rows(path: Path) -> Iterator[tuple[int, Any]]:
    data = path.read_bytes()
    try:
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise BadCases(f"{path}: cannot be read: {error}") from None
    for line, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            try:
                yield line, json.loads(row)
            except json.JSONDecodeError as error:
                raise BadCases(f"{path}:{line}: not JSON: {error.msg}") from None


def _parse(path: Path, line: int, raw: Any, model: type[Model]) -> Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        name = raw.get("id", "without an id") if isinstance(raw, dict) else "that is not a mapping"
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"])) or "case"
        raise BadCases(f"{path}:{line}: case {name}: {where}: {fault['msg']}") from None
