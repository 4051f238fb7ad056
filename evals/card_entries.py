"""Every way in: found by walking the routes and the tools of the application, so that a new one is tried unasked."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from fastapi.routing import APIRoute
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel

CARD_TEXT = "it is 4242.4242.4242.4242 yes"
_NUMBERS = {"integer": 4242424242424242, "number": 4242424242424242.0}

Field = tuple[str, ...]


def routes(app: Any) -> Iterator[APIRoute]:
    """Of the application, and of each router that it took in."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router)


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The model and every model inside it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for inner in get_args(kind):
        yield from models(inner)


def body_of(route: APIRoute) -> type[BaseModel] | None:
    return next((kind for param in route.dependant.body_params for kind in models(param.field_info.annotation)), None)


def reads_itself(route: APIRoute) -> bool:
    """Whether it takes a body that no model describes."""
    return bool(route.dependant.request_param_name) and "POST" in (route.methods or ())


def texts_in_address(route: APIRoute) -> list[str]:
    return [param.name for param in route.dependant.path_params]


def texts_in_headers(route: APIRoute) -> list[str]:
    params = (*route.dependant.query_params, *route.dependant.header_params)
    return [param.name for param in params]


def fields(kind: type[BaseModel], before: Field = ()) -> Iterator[Field]:
    """Where a text can stand in a body, also within what it holds."""
    for name, field in kind.model_fields.items():
        inner = next(models(field.annotation), None)
        if inner is None:
            yield (*before, name)
        else:
            yield from fields(inner, (*before, name))


def body(kind: type[BaseModel], field: Field, text: str) -> dict[str, Any]:
    """A body that holds the text in this field, and beside it only what has to be there."""
    made: dict[str, Any] = {}
    for name, known in kind.model_fields.items():
        if field[:1] == (name,):
            inner = next(models(known.annotation), None)
            value: Any = body(inner, field[1:], text) if inner else text
            made[name] = [value] if _is_list(known.annotation) else value
        elif known.is_required():
            made[name] = _ordinary(known.annotation)
    return made


def _ordinary(kind: Any) -> Any:
    if inner := next(models(kind), None):
        value: Any = body(inner, (), "")
    else:
        value = 1 if kind is int else "x"
    return [value] if _is_list(kind) else value


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is list or any(map(_is_list, get_args(kind)))


def arguments(tool: BaseTool, text: str = CARD_TEXT, numbers: Mapping[str, Any] = _NUMBERS) -> dict[str, Any]:
    """A call of the tool with the text wherever a text, a key or a number may stand."""
    schema = convert_to_openai_tool(tool)["function"]["parameters"]
    if not schema.get("properties"):
        return {}
    made: dict[str, Any] = _filled(schema | {"type": "object"}, schema.get("$defs", {}), text, numbers)
    return made


def _filled(kind: dict[str, Any], shapes: dict[str, Any], text: str, numbers: Mapping[str, Any]) -> Any:
    kind = shapes[kind["$ref"].rsplit("/", 1)[-1]] if "$ref" in kind else kind
    choices = [one for key in ("anyOf", "oneOf") for one in kind.get(key, ()) if one != {"type": "null"}]
    if choices:
        return _filled(choices[0], shapes, text, numbers)
    if kind.get("type") == "array":
        return [_filled(kind["items"], shapes, text, numbers)]
    if kind.get("type") == "object":
        known = {name: _filled(inner, shapes, text, numbers) for name, inner in kind.get("properties", {}).items()}
        return known | ({text: text} if not known else {})
    return numbers.get(kind.get("type", ""), text)
