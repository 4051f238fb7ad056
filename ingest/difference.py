"""What a run would change, item by item and field by field: what stood before, and what would stand after."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.selling.rules import SellingRules
from assistant.shop.shelves import as_stated
from ingest.distinct import key_of
from ingest.plan import Plan
from ingest.rows import Value

MOST_SHOWN = 60
Action = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class FieldChange:
    """Empty text stands for nothing: a field that was not there, or will not be."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.field}: {_quoted(self.before)} -> {_quoted(self.after)}"


@dataclass(frozen=True)
class Change:
    kind: str
    action: Action
    key: str
    title: str = ""
    fields: tuple[FieldChange, ...] = ()


def differences(
    products: Plan[Product], documents: Plan[Document], rules: Sequence[tuple[str, Plan[Any]]]
) -> Iterator[Change]:
    yield from _of("product", products)
    yield from _of("document", documents)
    for kind, plan in rules:
        yield from _of(kind, plan)


def _of(kind: str, plan: Plan[Any]) -> Iterator[Change]:
    for value in plan.write:
        key = key_of(value)
        before = plan.before.get(key)
        title = "" if isinstance(value, ChangeRules | SellingRules | Policy) else value.title
        if before is None:
            yield Change(kind, "added", key, title)
        else:
            yield Change(kind, "changed", key, title, tuple(_fields(_flat(_as_told(before)), _flat(value))))
    yield from (Change(kind, "removed", key) for key in plan.removed)


def _as_told(value: Value) -> Any:
    """What a feed says of a stock is compared with what was said before it, not with what is left to sell."""
    return as_stated(value) if isinstance(value, Product) else value


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FieldChange]:
    """In the order of what will stand, then what will be gone."""
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield FieldChange(name, *_from_where_they_differ(old, new))


def _flat(value: Product | Document | ChangeRules | SellingRules | Policy) -> dict[str, str]:
    if isinstance(value, ChangeRules | SellingRules | Policy):
        return dict(_rules(value.model_dump(mode="json")))
    if isinstance(value, Document):
        return {"title": value.title, "kind": value.kind, "url": value.url, "text": value.text, "source": value.source}
    whole = {
        "title": value.title,
        "category": value.category,
        "vendor": value.vendor,
        "description": value.description,
        "tags": ", ".join(value.tags),
        "image": value.image,
        "url": value.url,
        "source": value.source,
    }
    whole |= {f"attribute {name}": text for name, text in value.attributes.items()}
    whole["variants"] = ", ".join(variant.sku for variant in value.variants)
    return whole | {f"{v.sku} {name}": text for v in value.variants for name, text in _variant(v).items()}


def _variant(variant: Variant) -> dict[str, str]:
    return {
        "options": ", ".join(f"{name}: {value}" for name, value in variant.options.items()),
        "price": str(variant.price),
        "price before": str(variant.compare_at or ""),
        "stock": str(variant.stock),
        "weight": f"{variant.weight_grams} g" if variant.weight_grams else "",
        "image": variant.image,
        "barcode": variant.barcode,
    }


def _rules(part: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            yield from _rules({str(at): one for at, one in enumerate(value)}, f"{above}{name}.")
        elif isinstance(value, dict):
            yield from _rules(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _from_where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Of two long texts the part around the first difference: the rest would hide it."""
    if max(len(old), len(new)) <= MOST_SHOWN:
        return old, new
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - MOST_SHOWN // 3)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + MOST_SHOWN]
    return ("…" if start and part else "") + part + ("…" if start + MOST_SHOWN < len(text) else "")


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”" if text else "nothing"
