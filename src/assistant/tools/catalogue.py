"""Finding, describing and comparing products."""

from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.errors import UnknownProduct
from assistant.retrieval.library import ProductQuery
from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from assistant.tools.context import TurnContext
from assistant.tools.provenance import require_seen
from assistant.tools.results import SHOWN, Result, cards_of, details_json, product_json, result

Handle = Annotated[str, Field(description="A product's handle, exactly as a tool returned it")]
Dollars = Annotated[float | None, Field(ge=0, le=10_000_000, description="In major units of the shop's currency")]


@tool(response_format="content_and_artifact")
async def search_products(  # noqa: PLR0917 -- the model names every argument
    query: Annotated[str, Field(min_length=1, max_length=500, description="The shopper's wish in their own words")],
    runtime: ToolRuntime[TurnContext, Any],
    category: str | None = None,
    min_price: Dollars = None,
    max_price: Dollars = None,
    in_stock_only: bool = False,
) -> Result:
    """Find products. Limits named in the query (price, colour, size, brand, "not polyester") are applied exactly."""
    hits = await runtime.context.retriever.products(
        ProductQuery(
            text=query,
            category=category,
            min_price=_minor(min_price, runtime.context),
            max_price=_minor(max_price, runtime.context),
            in_stock_only=in_stock_only,
            limit=SHOWN,
        )
    )
    content = {
        "products": [product_json(p) for p in hits.products[:SHOWN]],
        "total": hits.total,
        "understood": list(hits.understood),
        "unknown": list(hits.unknown),
        "relax": list(hits.relax),
        "nearest": [product_json(p) for p in hits.nearest[:3]],
    }
    return result(content, cards=cards_of(hits.products[:SHOWN] or hits.nearest[:3]), found=bool(hits.products))


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
    for handle in handles:
        if handle not in found:
            raise UnknownProduct(f"There is no product {handle!r} in this shop any more.")
    return [found[handle] for handle in handles]


def _minor(amount: float | None, context: TurnContext) -> int | None:
    return None if amount is None else Money.nearest(amount, context.cart.currency).minor
