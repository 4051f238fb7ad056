"""No model can hand over what only the shop may say: money, secrets, and who somebody is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.retrieval.outline import Outline
from assistant.tools import SHOP_TOOLS, shown

FORBIDDEN = re.compile(
    r"price|amount|discount|total|cost|fee|balance|money|currency|percent|token|secret|passw|proof|yes|confirm"
    r"|customer|account|user|owner|e_?mail",
    re.IGNORECASE,
)
ALLOWED = {
    ("search_products", "min_price"): "a limit of the search: what does not keep it is not shown, nothing is charged",
    ("search_products", "max_price"): "as min_price",
}
SCHEMAS = [
    *(convert_to_openai_tool(one)["function"] for one in shown(SHOP_TOOLS, Outline())),
    *(convert_to_openai_tool(one.tool)["function"] for one in SHOP_TOOLS),
]


def _names(schema: Any) -> Iterator[str]:
    """Of the properties at any depth."""
    if isinstance(schema, dict):
        named = schema.get("properties")
        yield from named if isinstance(named, dict) else ()
        for inner in schema.values():
            yield from _names(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _names(inner)


def _open(schema: Any) -> Iterator[dict[str, Any]]:
    """Objects at any depth that take names which they do not list."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties", False) is not False:
            yield schema
        for inner in schema.values():
            yield from _open(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _open(inner)


@pytest.mark.owasp("LLM03:2026", "ASI02", "ASI03")
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema["name"]))
def test_no_tool_takes_money_a_secret_or_an_identity_from_a_model(schema: dict[str, Any]) -> None:
    found = {name for name in _names(schema["parameters"]) if FORBIDDEN.search(name)}
    assert not {name for name in found if (schema["name"], name) not in ALLOWED}


@pytest.mark.owasp("ASI02")
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema["name"]))
def test_no_tool_takes_an_object_of_unnamed_things(schema: dict[str, Any]) -> None:
    assert not list(_open(schema["parameters"]))


def test_every_exception_is_still_needed() -> None:
    assert {(s["name"], name) for s in SCHEMAS for name in _names(s["parameters"])} >= ALLOWED.keys()
