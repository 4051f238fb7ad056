"""The API's reference as one plain page, made from the OpenAPI schema."""

from html import escape
from typing import Any

from assistant.api.page import page


def reference_page(schema: dict[str, Any]) -> str:
    operations = [
        _operation(method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    shapes = [_shape(name, shape) for name, shape in sorted(schema["components"]["schemas"].items())]
    intro = '<p>The same as a machine reads it: <a href="/openapi.json">openapi.json</a>.</p>'
    return page(
        f"{schema['info']['title']}: HTTP reference",
        f"{intro}{''.join(operations)}<h2>Shapes</h2>{''.join(shapes)}",
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    asked = f"<p>Body: {_type(body)}</p>" if body else ""
    answers = "".join(_answer(status, answer) for status, answer in sorted(operation["responses"].items()))
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}</p>"
        f"<p>{escape(operation.get('description', ''))}</p>{asked}<dl>{answers}</dl></section>"
    )


def _answer(status: str, answer: dict[str, Any]) -> str:
    schemas = [_type(c["schema"]) for c in answer.get("content", {}).values() if c.get("schema")]
    return f"<dt>{escape(status)}</dt><dd>{escape(answer['description'])} {', '.join(schemas)}</dd>"


def _shape(name: str, shape: dict[str, Any]) -> str:
    required = set(shape.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type(kind)}</td>"
        f"<td>{'yes' if field in required else 'no'}</td></tr>"
        for field, kind in shape.get("properties", {}).items()
    )
    head = "<thead><tr><th>Field</th><th>Type</th><th>Required</th></tr></thead>"
    return f'<section><h3 id="{escape(name)}">{escape(name)}</h3><table>{head}<tbody>{rows}</tbody></table></section>'


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(str(schema["$ref"]).rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    return escape(str(schema.get("type", "any")))
