"""Writes families as the product CSV that Shopify exports: product cells on a family's first row only."""

import csv
import html
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from demo.build.families import Family, taxonomy
from demo.build.terms import RETURNS, WARRANTY_YEARS
from demo.build.variants import Variant, expand

FIRST: Final = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Option1 Linked To", "Option2 Name", "Option2 Value", "Option2 Linked To",
    "Option3 Name", "Option3 Value", "Option3 Linked To", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Unit Price Total Measure",
    "Unit Price Total Measure Unit", "Unit Price Base Measure", "Unit Price Base Measure Unit", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
)  # fmt: skip
LAST: Final = ("Variant Image", "Variant Weight Unit", "Variant Tax Code", "Cost per item", "Status")
COST_SHARE: Final = Decimal("0.46")
GIFT_LIMIT: Final = 50


def products_csv(families: Sequence[Family]) -> str:
    facts = {family.handle: attributes(family) for family in families}
    names = list(dict.fromkeys(name for values in facts.values() for name in values))
    out = io.StringIO()
    writer = csv.DictWriter(out, [*FIRST, *map(metafield, names), *LAST], restval="", lineterminator="\n")
    writer.writeheader()
    paths = taxonomy()
    for family in families:
        writer.writerows(_rows(family, paths[family.type], facts[family.handle]))
    return out.getvalue()


def metafield(name: str) -> str:
    key = name.lower().replace(" ", "_").replace("-", "_")
    return f"{name} (product.metafields.custom.{key})"


def attributes(family: Family) -> dict[str, str]:
    facts = {"Department": family.department, **family.attrs}
    if family.show_weight:
        facts["Weight"] = weight_text({variant.grams for variant in expand(family)})
    if family.warranty != "none":
        years = WARRANTY_YEARS[family.warranty]
        facts["Warranty"] = f"{years} year{'s' if years > 1 else ''}"
    return {**facts, "Returns": RETURNS[family.returns]}


def weight_text(grams: Iterable[int]) -> str:
    """`82 g (2.9 oz)`, `1.95 kg (4 lb 5 oz)`, and both ends when the variants differ."""
    return " to ".join(_weight(figure) for figure in sorted(set(grams)))


def _weight(grams: int) -> str:
    ounces = grams / 28.3495
    if grams < 1000:
        return f"{grams} g ({ounces:.1f} oz)"
    pounds, rest = divmod(round(ounces), 16)
    return f"{grams / 1000:g} kg ({pounds} lb {rest} oz)"


def _rows(family: Family, path: str, facts: dict[str, str]) -> list[dict[str, str]]:
    variants = expand(family)
    rows = [_variant_cells(family, variant) for variant in variants]
    rows[0] |= _product_cells(family, path, variants) | {metafield(name): value for name, value in facts.items()}
    return rows


def _product_cells(family: Family, path: str, variants: Sequence[Variant]) -> dict[str, str]:
    names = list(family.options) or ["Title"]
    return {
        "Title": family.title,
        "Body (HTML)": f"<p>{html.escape(family.body, quote=False)}</p>",
        "Vendor": family.vendor,
        "Product Category": path,
        "Type": family.type,
        "Tags": ", ".join(_tags(family, variants)),
        "Published": "TRUE" if family.status == "active" else "FALSE",
        **{f"Option{place} Name": name for place, name in enumerate(names, 1)},
        "Image Src": f"/pictures/{family.handle}.svg",
        "Image Position": "1",
        "Image Alt Text": family.title,
        "Gift Card": "TRUE" if family.gift_card else "FALSE",
        "Status": family.status,
    }


def _tags(family: Family, variants: Sequence[Variant]) -> list[str]:
    tags = [family.department, *family.tags]
    if "gift" in family.tags and min(variant.price for variant in variants) < GIFT_LIMIT:
        tags.append("gifts under 50")
    if any(variant.was for variant in variants):
        tags.append("sale")
    return list(dict.fromkeys(tags))


def _variant_cells(family: Family, variant: Variant) -> dict[str, str]:
    values = list(variant.options.values()) or ["Default Title"]
    return {
        "Handle": family.handle,
        **{f"Option{place} Value": value for place, value in enumerate(values, 1)},
        "Variant SKU": variant.sku,
        "Variant Grams": str(variant.grams),
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": str(variant.stock),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "gift_card" if family.gift_card else "manual",
        "Variant Price": str(variant.price),
        "Variant Compare At Price": str(variant.was or ""),
        "Variant Requires Shipping": "TRUE" if variant.grams else "FALSE",
        "Variant Taxable": "FALSE" if family.gift_card else "TRUE",
        "Variant Barcode": variant.barcode,
        "Variant Weight Unit": "kg" if variant.grams >= 1000 else "g",
        "Cost per item": "" if family.gift_card else str((variant.price * COST_SHARE).quantize(Decimal("0.01"))),
    }
