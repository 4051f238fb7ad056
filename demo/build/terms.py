"""What Larkfield promises. The policies say the same in words, and tests/demo compares the two."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

DEMO: Final = Path(__file__).parents[1]
RULES: Final[dict[str, Any]] = yaml.safe_load((DEMO / "rules.yaml").read_text(encoding="utf-8"))
SELLING: Final[dict[str, Any]] = yaml.safe_load((DEMO / "selling.yaml").read_text(encoding="utf-8"))
METHODS: Final = {method["name"]: method for zone in SELLING["shipping"]["zones"] for method in zone["methods"]}


def _cents(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


AS_OF: Final = date(2026, 11, 22)
CURRENCY: Final = "USD"

FREE_SHIPPING_FROM: Final = _cents(METHODS["Standard"]["free_from"])
STANDARD_SHIPPING: Final = _cents(METHODS["Standard"]["price"])
EXPRESS_SHIPPING: Final = _cents(METHODS["Express"]["price"])
REMOTE_SHIPPING: Final = _cents(METHODS["Remote"]["price"])
CANADA_SHIPPING: Final = _cents(METHODS["Canada"]["price"])
RETURN_LABEL: Final = Decimal(RULES["returns"]["fees"]["original"])
RETURN_DAYS: Final[int] = RULES["returns"]["days"]
FINAL_SALE_FROM_PERCENT: Final = 40
UNPAID_ORDER_LIFE: Final = timedelta(hours=24)

WARRANTY_YEARS: Final = {
    "Clothing": 1,
    "Footwear": 1,
    "Outdoor & camping gear": 3,
    "Bags & luggage": 5,
    "Cookware & knives": 10,
    "Kitchenware": 2,
    "Electronics & audio": 2,
    "Bedding & home": 1,
    "Toys": 1,
}

RETURNS: Final = {
    "standard": "30 days, unused",
    "unopened": "30 days, unopened only",
    "liner": "30 days, hygiene liner in place",
    "final": "Final sale, no returns or exchanges",
    "never": "Not returnable",
}
