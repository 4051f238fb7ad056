"""Finding, describing and comparing products."""

import copy
from collections.abc import Sequence
from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.errors import UnknownProduct
from assistant.retrieval.library import Limit, Order, ProductQuery
from assistant.retrieval.outline import Field as OutlineField
from assistant.retrieval.outline import Outline
from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from assistant.tools.context import TurnContext
from assistant.tools.provenance import require_seen
from assistant.tools.refining import refinements
from assistant.tools.results import SHOWN, Result, cards_of, details_json, product_json, result

Handle = Annotated[str, Field(description="A product's handle, exactly as a tool returned it; the sku of one will do")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Number = Annotated[float | None, Field(ge=-1e9, le=1e9)]
Dollars = Annotated[float | None, Field(ge=0, le=10_000_000, description="In major units of the shop's currency")]


class Filter(BaseModel):
    """A hard limit on one field of the products; what does not keep to it is not shown."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(min_length=1, max_length=100, description="The field's name")
    any_of: list[Word] = Field(default=[], max_length=20, description="Wanted values: any of them will do")
    none_of: list[Word] = Field(default=[], max_length=20, description="Values that are ruled out")
    at_least: Number = None
    at_most: Number = None
    unit: str = Field(default="", max_length=20, description="The unit of at_least and at_most, e.g. inch")


@tool(response_format="content_and_artifact")
async def search_products(  # noqa: PLR0917 -- the model names every argument
    query: Annotated[str, Field(min_length=1, max_length=500, description="The shopper's wish in their own words")],
    runtime: ToolRuntime[TurnContext, Any],
    category: str | None = None,
    filters: Annotated[list[Filter], Field(max_length=10)] = [],  # noqa: B006 -- a schema's default; never changed
    min_price: Dollars = None,
    max_price: Dollars = None,
    in_stock_only: bool = False,
    sort_by: Annotated[str | None, Field(max_length=100, description="A field with numbers, or price")] = None,
    highest_first: bool = False,
) -> Result:
    """Find products. Limits named in the query (price, colour, size, brand, "not polyester") are applied exactly.

    Filters say the same without words. A field or value that the shop does not have is reported as unknown.
    """
    query_ = ProductQuery(
        text=query,
        category=category,
        min_price=_minor(min_price, runtime.context),
        max_price=_minor(max_price, runtime.context),
        values=_values_of(filters, refused=False),
        refused=_values_of(filters, refused=True),
        limits=[Limit(f.field, f.at_least, f.at_most, f.unit) for f in filters if _limits(f)],
        order=Order(sort_by, lowest_first=not highest_first) if sort_by else None,
        in_stock_only=in_stock_only,
        limit=SHOWN,
    )
    hits = await runtime.context.retriever.products(query_)
    content = {
        "products": [product_json(p) for p in hits.products[:SHOWN]],
        "total": hits.total,
        "understood": list(hits.understood),
        "unknown": list(hits.unknown),
        "relax": list(hits.relax),
        "nearest": [product_json(p) for p in hits.nearest[:3]],
        "facets": {facet.name: dict(facet.values) for facet in hits.facets},
    }
    return result(
        content,
        cards=cards_of(hits.products[:SHOWN] or hits.nearest[:3]),
        found=bool(hits.products),
        refine=refinements(query, hits),
    )


@tool(response_format="content_and_artifact")
async def product_details(handle: Handle, runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Everything the shop states about one product: description, attributes, each variant's price and stock."""
    require_seen([handle], runtime.state["messages"])
    [product] = await _products([handle], runtime.context)
    return result(details_json(product), cards=cards_of([product]))


@tool(response_format="content_and_artifact")
async def compare_products(
    handles: Annotated[list[Handle], Field(min_length=2, max_length=4)], runtime: ToolRuntime[TurnContext, Any]
) -> Result:
    """Compare two to four products, field by field, from the shop's own records."""
    require_seen(handles, runtime.state["messages"])
    products = await _products(handles, runtime.context)
    content = {"products": [product_json(p) for p in products], "rows": comparison(products)}
    return result(content, cards=cards_of(products))


def search_schema(outline: Outline) -> dict[str, Any]:
    """The tool as a model is shown it, with this shop's own categories, fields and values to choose from."""
    schema: dict[str, Any] = copy.deepcopy(convert_to_openai_tool(search_products))
    properties = schema["function"]["parameters"]["properties"]
    if outline.categories:
        properties["category"]["description"] = f"One of: {'; '.join(outline.categories)}"
    if outline.fields:
        told = "; ".join(map(_field_told, outline.fields))
        properties["filters"]["description"] = f"The fields of this shop's products: {told}"
    return schema


def _field_told(field: OutlineField) -> str:
    if field.low is not None and field.high is not None:
        return f"{field.name} ({field.low:g} to {field.high:g}{f' {field.unit}' if field.unit else ''})"
    return f"{field.name} ({' | '.join(field.values)})"


def _limits(one: Filter) -> bool:
    return one.at_least is not None or one.at_most is not None


def _values_of(filters: Sequence[Filter], *, refused: bool) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for one in filters:
        if named := one.none_of if refused else one.any_of:
            values.setdefault(one.field, []).extend(named)
    return values


def comparison(products: list[Product]) -> list[dict[str, Any]]:
    """Rows `{"name", "values"}`; a field that a product does not state reads "not stated"."""
    rows: dict[str, list[str]] = {
        "Price": [str(p.price) for p in products],
        "Stock": [p.stock_word for p in products],
        "Brand": [p.vendor or "not stated" for p in products],
    }
    names = dict.fromkeys(name for p in products for name in p.attributes)
    rows |= {name: [p.attributes.get(name, "not stated") for p in products] for name in names}
    options = dict.fromkeys(name for p in products for v in p.variants for name in v.options)
    rows |= {name: [_values(p, name) for p in products] for name in options}
    return [{"name": name, "values": values} for name, values in rows.items()]


def _values(product: Product, option: str) -> str:
    values = dict.fromkeys(v.options[option] for v in product.variants if option in v.options)
    return ", ".join(values) or "not stated"


async def _products(handles: list[str], context: TurnContext) -> list[Product]:
    found = await context.catalogue.by_handles(handles)
    return [found.get(handle) or await _of_sku(handle, context) for handle in handles]


async def _of_sku(sku: str, context: TurnContext) -> Product:
    try:
        return (await context.catalogue.by_sku(sku))[0]
    except UnknownProduct:
        raise UnknownProduct(f"There is no product {sku!r} in this shop any more.") from None


def _minor(amount: float | None, context: TurnContext) -> int | None:
    return None if amount is None else Money.nearest(amount, context.cart.currency).minor
