"""rules.yaml: the shop's own rules for changes of orders; `docs/feeds.md` names each of them."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from assistant.shop.changes.rules import ChangeRules
from ingest.rows import RULES, FeedFile, Item, Rejected, Row
from ingest.text import is_broken, read_document
from ingest.validate import Invalid, shown

MOST_BYTES = 200_000


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice and references; amounts stay the text that they were written as."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            place = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # of types-pyyaml
            raise yaml.composer.ComposerError(None, None, "a reference (*) is not read", place)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def _as_written(_: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:float", _as_written)
_Loader.add_constructor("tag:yaml.org,2002:int", _as_written)


def read(file: FeedFile) -> Iterator[Row]:
    """One item, or a rejection for each rule that cannot be taken: rules are taken whole or not at all."""
    try:
        yield Item(ChangeRules.model_validate(_parsed(read_document(file.path, MOST_BYTES))), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source, key=RULES)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            yield Rejected.of(_problem(error), file.source, key=RULES)


def _parsed(text: str) -> Any:
    if is_broken(text):
        raise Invalid("the text is not UTF-8", hint="save the file again with the encoding UTF-8")
    try:
        whole = yaml.load(text, _Loader)  # noqa: S506  # it is a SafeLoader
    except yaml.MarkedYAMLError as error:
        place = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Invalid(f"this is not YAML that can be read: {error.problem or error.context}{place}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Invalid("this is not YAML that can be read") from None
    if not isinstance(whole, dict):
        raise Invalid("the file must hold “name: value” lines", hint=f"those that are known are {_known(ChangeRules)}")
    return whole


def _problem(error: ErrorDetails) -> Invalid:
    place = ".".join(map(str, error["loc"]))
    written = shown(str(error["input"]))
    if error["type"] == "extra_forbidden":
        return _unknown(place, error["loc"])
    if error["type"] == "literal_error":
        return Invalid(f"{written} is not known here", field=place, hint=f"write {error['ctx']['expected']}")
    if error["type"] == "missing":
        return Invalid("this is missing", field=place, hint="write it, as in docs/feeds.md")
    return Invalid(f"{written} cannot be taken here: {error['msg']}", field=place, hint=_HINTS.get(error["type"], ""))


_HINTS = {
    "string_pattern_mismatch": "write an amount as in 5.95",
    "tuple_type": "write a list, as in [delivered]",
    "model_type": "write “name: value” lines below it",
    "bool_parsing": "write true or false",
    "int_parsing": "write a whole number, as in 30",
    "date_from_datetime_parsing": "write a day as in 2026-12-24",
}


def _unknown(place: str, loc: Sequence[int | str]) -> Invalid:
    part = _part(loc[:-1])
    meant = process.extractOne(str(loc[-1]), list(part.model_fields), score_cutoff=75)
    guess = f"perhaps {shown(meant[0])}; " if meant else ""
    return Invalid("there is no such rule", field=place, hint=f"{guess}known here are {_known(part)}")


def _part(loc: Sequence[int | str]) -> type[BaseModel]:
    """The model that a place lies in; places in lists are numbers."""
    part: type[BaseModel] = ChangeRules
    for name in loc:
        if isinstance(name, str):
            annotation = part.model_fields[name].annotation
            part = next(kind for kind in (*get_args(annotation), annotation) if _is_model(kind))
    return part


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _known(part: type[BaseModel]) -> str:
    return ", ".join(part.model_fields)
