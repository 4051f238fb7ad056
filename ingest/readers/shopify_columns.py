"""Which column is which: the export's older names, its newer names, and metafields."""

import re

from ingest.text import is_broken, one_line
from ingest.validate import Invalid

_NAMES: dict[str, tuple[str, ...]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "category": ("product category", "standard product type"),
    "type": ("type", "custom product type"),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "sku": ("variant sku", "sku"),
    "price": ("variant price", "price"),
    "compare_at": ("variant compare at price", "compare-at price", "compare at price"),
    "stock": ("variant inventory qty", "inventory quantity"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "when_sold_out": ("variant inventory policy", "continue selling when out of stock"),
    "grams": ("variant grams", "weight value (grams)"),
    "barcode": ("variant barcode", "barcode"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "variant_image": ("variant image", "variant image url"),
    **{f"option{n}_name": (f"option{n} name",) for n in (1, 2, 3)},
    **{f"option{n}_value": (f"option{n} value",) for n in (1, 2, 3)},
}
_METAFIELD = re.compile(r"(.+?)\s*\(product\.metafields\.[^)]+\)", re.IGNORECASE)


class Columns:
    """The header row. Raises `Invalid` when it is not one of a product export."""

    def __init__(self, names: list[str], *, decimal_comma: bool = False) -> None:
        self.names, self.decimal_comma = [one_line(name) for name in names], decimal_comma
        if any(map(is_broken, self.names)):
            raise Invalid("the first row is not UTF-8 text; save the file as “CSV UTF-8”")
        places = {name.casefold(): place for place, name in reversed(list(enumerate(self.names)))}
        self._places = {
            field: next((places[name] for name in options if name in places), None) for field, options in _NAMES.items()
        }
        self.metafields = [
            (found[1], place) for place, name in enumerate(self.names) if (found := _METAFIELD.fullmatch(name))
        ]
        missing = [_NAMES[field][0].title() for field in ("handle", "title", "price") if not self.has(field)]
        if missing:
            raise Invalid(f"this is not a Shopify product export: its first row has no column {', '.join(missing)}")

    def has(self, field: str) -> bool:
        return self._places[field] is not None

    def cell(self, cells: list[str], field: str) -> str:
        """The cell as it was written; empty when the row or the header lacks it."""
        place = self._places[field]
        return cells[place] if place is not None and place < len(cells) else ""


def delimiter_of(header: str) -> str:
    """Comma, or the semicolon or tab that spreadsheets of other countries write."""
    return max(",;\t", key=header.count)
