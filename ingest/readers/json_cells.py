"""JSON to cells: numbers stay the text they were written as, and every wrong type is a sentence."""

import json
from collections.abc import Mapping
from typing import Any

from ingest.text import clean, is_broken, is_plain, one_line
from ingest.validate import Invalid, shown

Fields = Mapping[str, Any]


def parse(text: str) -> Any:
    """Raises `Invalid`. Fractions come back as text, so that 49.90 is never rounded by a float."""
    if is_broken(text):
        raise Invalid("the text is not UTF-8", hint="save the file again with the encoding UTF-8")
    try:
        value = json.loads(text, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Invalid(f"this is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except (ValueError, RecursionError):
        raise Invalid("this is not JSON that can be read (a number or a nesting is too large)") from None
    if "\\u" in text and is_broken(json.dumps(value, ensure_ascii=False)):
        raise Invalid("the text holds half of a character (a lone \\ud800 to \\udfff)")
    return value


def _refuse(name: str) -> None:
    raise ValueError(name)


def fields(value: Any, name: str) -> Fields:
    if not isinstance(value, dict):
        raise Invalid(f"{name} must be an object, as in {{...}}", field=name)
    return value


def items(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Invalid(f"{name} must be a list, as in [...]", field=name)
    return value


def cell(source: Fields, name: str) -> str:
    """One line of text; empty when the field is absent or null."""
    value = source.get(name)
    if isinstance(value, str) and is_plain(value):
        return value.strip()
    return one_line(prose(source, name))


def prose(source: Fields, name: str) -> str:
    value = source.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise Invalid(f"the field {shown(name)} must be text or a number", field=name)
    return clean(str(value))


def words(source: Fields, name: str) -> str:
    """A scalar or a list of scalars, as a shopper reads it: `a, b`; yes and no for true and false."""
    value = source.get(name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(filter(None, (words({name: part}, name) for part in value)))
    return cell(source, name)
