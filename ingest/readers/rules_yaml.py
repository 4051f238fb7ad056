"""rules.yaml, selling.yaml and handoff.yaml: the shop's own rules, named in `docs/feeds.md`."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from assistant.shop.amounts import in_currency
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.selling.rules import CODE, COUNTRY, SellingRules
from ingest.rows import HANDOFF, RULES, SELLING, FeedFile, Item, Rejected, Row
from ingest.text import is_broken, read_document
from ingest.validate import Invalid, shown

MOST_BYTES = 200_000
Kind = type[ChangeRules] | type[SellingRules] | type[Policy]


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
# a bare NO is Norway and a bare ON is Ontario; a field that is true or false reads these words itself
_Loader.add_constructor("tag:yaml.org,2002:bool", _as_written)


def read(file: FeedFile) -> Iterator[Row]:
    """rules.yaml."""
    return _read(file, ChangeRules, RULES)


def read_selling(file: FeedFile) -> Iterator[Row]:
    """selling.yaml."""
    return _read(file, SellingRules, SELLING)


def read_handoff(file: FeedFile) -> Iterator[Row]:
    """handoff.yaml."""
    return _read(file, Policy, HANDOFF)


def _read(file: FeedFile, kind: Kind, key: str) -> Iterator[Row]:
    """One item, or a rejection for each rule that cannot be taken: rules are taken whole or not at all."""
    try:
        whole, node = _parsed(read_document(file.path, MOST_BYTES), kind)
        yield Item(kind.model_validate(whole, context=in_currency(file.currency)), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source, key=key)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            yield Rejected.of(_problem(error, kind), file.source, _line(node, error["loc"]), key=key)


def _parsed(text: str, kind: Kind) -> tuple[dict[Hashable, Any], yaml.Node]:
    """The values, and the nodes that know their lines."""
    if is_broken(text):
        raise Invalid("the text is not UTF-8", hint="save the file again with the encoding UTF-8")
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        whole = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        place = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Invalid(f"this is not YAML that can be read: {error.problem or error.context}{place}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Invalid("this is not YAML that can be read") from None
    if node is None or not isinstance(whole, dict):
        raise Invalid("the file must hold “name: value” lines", hint=f"those that are known are {_known(kind)}")
    return whole, node


def _line(node: yaml.Node, loc: Sequence[int | str]) -> int:
    """Where that place begins; for one that is missing, where the part that lacks it does."""
    line = node.start_mark.line
    for name in loc:
        found = _below(node, name)
        if found is None:
            break
        begin, node = found
        line = begin.start_mark.line
    return line + 1


def _below(node: yaml.Node, name: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that a place begins with, and the one that holds its value."""
    if isinstance(node, yaml.SequenceNode) and isinstance(name, int):
        return node.value[name], node.value[name]
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next(((key, value) for key, value in pairs if str(key.value) == str(name)), None)


def _problem(error: ErrorDetails, kind: Kind) -> Invalid:
    place = ".".join(map(str, error["loc"]))
    written = shown(str(error["input"]))
    if error["type"] == "extra_forbidden":
        return _unknown(place, error["loc"], kind)
    if error["type"] == "literal_error":
        return Invalid(f"{written} is not known here", field=place, hint=f"write {error['ctx']['expected']}")
    if error["type"] == "missing":
        return Invalid("this is missing", field=place, hint="write it, as in docs/feeds.md")
    if error["type"] in {"value_error", "decimals"}:
        return Invalid(error["msg"].removeprefix("Value error, "), field=place, hint=_hint(error))
    return Invalid(f"{written} cannot be taken here: {error['msg']}", field=place, hint=_hint(error))


def _hint(error: ErrorDetails) -> str:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    return _HINTS_BY_PATTERN.get(pattern, _HINTS.get(error["type"], "write it as in docs/feeds.md"))


_HINTS = {
    "string_pattern_mismatch": "write an amount as in 5.95",
    "tuple_type": "write a list, as in [delivered]",
    "model_type": "write “name: value” lines below it",
    "bool_parsing": "write true or false",
    "int_parsing": "write a whole number, as in 30",
    "date_from_datetime_parsing": "write a day as in 2026-12-24",
    "timezone_aware": "write the moment with its time zone, as in 2026-11-27T00:00:00-08:00",
    "decimals": "write it with as many decimals as the shop's currency has",
}
_HINTS_BY_PATTERN = {
    COUNTRY: 'write a country\'s two letters as in US, or "*" for all others',
    CODE: "write capital letters and digits, as in WELCOME10",
}


def _unknown(place: str, loc: Sequence[int | str], kind: Kind) -> Invalid:
    part = _part(loc[:-1], kind)
    meant = process.extractOne(str(loc[-1]), list(part.model_fields), score_cutoff=75)
    guess = f"perhaps {shown(meant[0])}; " if meant else ""
    return Invalid("there is no such rule", field=place, hint=f"{guess}known here are {_known(part)}")


def _part(loc: Sequence[int | str], kind: Kind) -> type[BaseModel]:
    """The model that a place lies in; places in lists are numbers, and keys of mappings are no fields."""
    part: type[BaseModel] = kind
    for name in loc:
        if isinstance(name, str) and name in part.model_fields:
            annotation = part.model_fields[name].annotation
            part = next(one for one in (*get_args(annotation), annotation) if _is_model(one))
    return part


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _known(part: type[BaseModel]) -> str:
    return ", ".join(part.model_fields)
