"""Writes docs/privacy.md from the tools, the tables, the log's rules and tests/house/privacy.yaml."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel

from assistant.conversation import CartView, HandoffView
from assistant.observability import PERSONAL_KEYS
from assistant.shop.customers import Address
from assistant.tools import SHOP_TOOLS, account, cart, catalogue, changes, checkout, handoff, orders, placed, policies
from assistant.tools import results as worded
from tests.house.budget import ROOT

PAGE = ROOT / "docs" / "privacy.md"
ROOMS: dict[str, tuple[Sequence[ModuleType], Sequence[Any]]] = {
    "products": ((catalogue, worded), ()),
    "the shop's pages": ((policies,), ()),
    "the cart": ((cart,), (CartView,)),
    "the checkout": ((checkout, placed), ()),
    "orders, after proof": ((orders,), (Address,)),
    "the account, after proof": ((account,), (Address,)),
    "changes of orders and the account, after proof and a yes": ((changes,), ()),
    "fetching a person": ((handoff,), (HandoffView,)),
}
"""Where results are worded, and the types that are told whole."""
OF_THE_PAGE = {"result", "told_of"}
"""What these give goes beside a result, to the shopper's page, and to no model."""
HEAD = """# Personal data: what leaves, what stays, for how long

Written by `make docs` from the tools, the tables, the rules of the log and `tests/house/privacy.yaml`; do not edit it
here. The offline model runs inside the shop: with it no request to a model leaves. What follows leaves where a hosted
model is set, and goes to its server. `python -m evals run privacy` reads every request of the smoke conversations for
what must never leave. The chat says that it is an AI, above every conversation and when it is asked.
"""


def told() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return read


def page() -> str:
    words = told()
    parts = [
        HEAD,
        "## What a request to a hosted model holds\n",
        *(f"- {line}" for line in words["conversation"]),
        *(f"- the prompt `{name}.md`: {what}" for name, what in words["prompts"].items()),
        "\n### What a model may hand to a tool\n",
        *_arguments(),
        "\n### What results tell a model\n",
        *(f"- {room}: {_code(_fields(room))}" for room in ROOMS),
        "\n## What never leaves\n",
        *(f"- {one['what']} ({one['by']})" for one in words["never"]),
        "\n## What is kept, and for how long\n",
        "The graph's memory of a conversation holds what a request would, and is kept until the owner deletes it.\n",
        *(f"- `{name}`: {what}" for name, what in words["tables"].items()),
        f"- with nothing of a person: {_code(words['nobody'])}",
        "\n## What is logged\n",
        "Ids, names of routes and tools, durations, kinds of errors; never what people wrote, and of errors not their",
        "words. Left out whatever it holds is a field named " + _code(sorted(PERSONAL_KEYS)) + ".",
        "What looks like an e-mail address, a card number, a key, a signed token or a password is left out anywhere.\n",
    ]
    return "\n".join(parts)


def _arguments() -> Iterator[str]:
    for one in SHOP_TOOLS:
        names = list(_named(convert_to_openai_tool(one.tool)["function"]["parameters"]))
        yield f"- `{one.tool.name}`: {_code(dict.fromkeys(names)) or 'nothing'}"


def _named(schema: Any) -> Iterator[str]:
    """Of the properties at any depth."""
    if isinstance(schema, dict):
        named = schema.get("properties")
        yield from named if isinstance(named, dict) else ()
        for inner in schema.values():
            yield from _named(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _named(inner)


def _fields(room: str) -> list[str]:
    modules, types = ROOMS[room]
    found = [key for module in modules for key in _keys(module)]
    return sorted({*found, *(name for kind in types for name in _of_type(kind))})


def _keys(module: ModuleType) -> Iterator[str]:
    """The keys that stand in what a function of it gives to a model."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in OF_THE_PAGE:
            yield from _literal(node)


def _literal(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _of_type(kind: Any) -> Iterator[str]:
    """A pydantic type's fields at any depth, or a record's."""
    if issubclass(kind, BaseModel):
        return _named({"schema": kind.model_json_schema(mode="serialization")})
    return iter(kind.__dataclass_fields__)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
