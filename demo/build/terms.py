"""What Larkfield promises. The policies say the same in words, and tests/demo compares the two."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

RULES: Final[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[1] / "rules.yaml").read_text(encoding="utf-8"))

AS_OF: Final = date(2026, 11, 22)
CURRENCY: Final = "USD"

FREE_SHIPPING_FROM: Final = Decimal("75.00")
STANDARD_SHIPPING: Final = Decimal("6.95")
EXPRESS_SHIPPING: Final = Decimal("14.95")
REMOTE_SHIPPING: Final = Decimal("12.95")
CANADA_SHIPPING: Final = Decimal("19.95")
RETURN_LABEL: Final = Decimal(RULES["returns"]["fees"]["original"])
RETURN_DAYS: Final[int] = RULES["returns"]["days"]
FINAL_SALE_FROM_PERCENT: Final = 40
UNPAID_ORDER_LIFE: Final = timedelta(hours=48)

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
