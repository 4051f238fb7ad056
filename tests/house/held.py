"""The modules that money depends on: every branch of them is run by a test, and small faults in them are noticed.

By what they do, each with the tests that speak of it and the store that those run on: a mutant is tried on one store,
branches on all.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Held:
    subject: Literal["totals", "reservation", "confirmation", "idempotency", "webhook"]
    tests: tuple[str, ...]
    store: Literal["memory", "sqlite"] = "memory"

    @property
    def chosen(self) -> str:
        """For pytest's `-k`."""
        return f"not postgres and not {'sqlite' if self.store == 'memory' else 'memory'}"


def source(module: str) -> Path:
    return ROOT / f"src/assistant/{module}.py"


SELLING = "tests/shop/selling"
CHECKOUTS = "tests/storage/test_checkouts.py"
KEPT = "tests/storage/test_checkouts_kept.py"
FIRST = "tests/storage/test_first_order.py"
PAYING = ("tests/api/test_paying_held.py", "tests/api/test_paying.py")
HOLDING = "tests/storage/test_holding.py"
YES = "tests/storage/test_yes.py"
HEARING = "tests/storage/test_hearing.py"
RECEIPTS = "tests/shop/checkout/test_receipts.py"
PLACING = "tests/storage/test_placing.py"
RECONCILING = "tests/storage/test_reconciling.py"
PROVIDER = "tests/storage/test_provider_changed.py"
REFUNDING = "tests/storage/test_refunding.py"
CHANGED = "tests/storage/test_bought_and_changed.py"
CHECKOUT = "tests/shop/checkout"
LEDGER = "tests/storage/test_ledger.py"
TOLD = "tests/agent/test_checkout_told.py"
AGREED = "tests/storage/test_agreed.py"
DECIMALS = "tests/storage/test_three_decimals.py"
OWING = f"{CHECKOUT}/test_owing.py"
CHOOSING = "tests/payments/test_choosing.py"
STRIPE = ("tests/payments/test_stripe.py", "tests/payments/test_stripe_held.py", "tests/payments/test_contract.py")
CONFIRM = (
    "tests/agent/test_confirm_held.py",
    "tests/agent/test_confirm.py",
    "tests/agent/test_changes.py",
    "tests/agent/test_gateway.py",
)
DEMO = ("tests/payments/test_demo.py", "tests/payments/test_contract.py")

MODULES: dict[str, Held] = {
    "shop/money": Held("totals", ("tests/shop/test_money.py",)),
    "shop/selling/rules": Held("totals", (SELLING,)),
    "shop/selling/goods": Held("totals", (SELLING,)),
    "shop/selling/shares": Held("totals", (SELLING,)),
    "shop/selling/discounts": Held("totals", (SELLING,)),
    "shop/selling/shipping": Held("totals", (SELLING,)),
    "shop/selling/po_boxes": Held("totals", (SELLING,)),
    "shop/selling/taxes": Held("totals", (SELLING,)),
    "shop/selling/totals": Held("totals", (SELLING, RECEIPTS)),
    "shop/selling/bill": Held("totals", (SELLING,)),
    "shop/selling/quoting": Held("totals", (SELLING,)),
    "storage/stock": Held("reservation", ("tests/storage/test_stock.py", HOLDING, CHECKOUTS), "sqlite"),
    "storage/checkouts": Held("reservation", (KEPT, FIRST, HOLDING, CHECKOUTS, PLACING, RECONCILING), "sqlite"),
    "storage/along": Held("reservation", (HOLDING, CHECKOUTS, REFUNDING), "sqlite"),
    "shop/checkout/settling": Held("reservation", (f"{CHECKOUT}/test_settling.py",)),
    "shop/checkout/till": Held("reservation", (HEARING, HOLDING, CHECKOUTS, PROVIDER, YES)),
    "shop/checkout/reconciling": Held("reservation", (RECONCILING,)),
    "shop/checkout/desk": Held("confirmation", (AGREED, YES, PLACING, TOLD, CHECKOUTS)),
    "shop/checkout/counter": Held("confirmation", (YES,)),
    "shop/checkout/said": Held("confirmation", (CHECKOUT,)),
    "shop/checkout/contact": Held("confirmation", (CHECKOUT,)),
    "shop/checkout/missing": Held("confirmation", (YES, PLACING)),
    "shop/checkout/records": Held("confirmation", (RECEIPTS,)),
    "shop/checkout/receipts": Held("confirmation", (RECEIPTS, CHECKOUTS)),
    "shop/checkout/along": Held("confirmation", (RECEIPTS, CHECKOUTS)),
    "storage/changes": Held("confirmation", (LEDGER, CHANGED, YES, PLACING), "sqlite"),
    "tools/checkout": Held("confirmation", (TOLD,)),
    "agent/confirm": Held("confirmation", CONFIRM),
    "agent/yes": Held("confirmation", ("tests/agent/test_yes.py",)),
    "agent/at_checkout": Held("confirmation", ("tests/api/test_checkout.py",)),
    "storage/answers": Held("idempotency", (HOLDING, CHECKOUTS), "sqlite"),
    "storage/refunds": Held("idempotency", (HOLDING, CHANGED, CHECKOUTS, DECIMALS, REFUNDING), "sqlite"),
    "storage/numbers": Held("idempotency", (HOLDING, PLACING), "sqlite"),
    "shop/checkout/store": Held("idempotency", (f"{CHECKOUT}/test_limits.py", HOLDING)),
    "shop/checkout/refunding": Held("idempotency", (REFUNDING, DECIMALS)),
    "api/routes/refunds": Held("idempotency", ("tests/api/test_refunds.py",)),
    "shop/checkout/owing": Held("idempotency", (OWING, CHANGED)),
    "payments/signing": Held("webhook", ("tests/payments/test_signing.py",)),
    "payments/stripe_amounts": Held("webhook", STRIPE),
    "payments/stripe_checkout": Held("webhook", STRIPE),
    "payments/demo": Held("webhook", DEMO),
    "payments/demo_book": Held("webhook", DEMO),
    "payments/choosing": Held("webhook", (CHOOSING,)),
    "payments/closed": Held("webhook", (CHOOSING,)),
    "api/routes/webhooks": Held("webhook", PAYING),
    "api/routes/paying": Held("webhook", PAYING),
}
"""By the module's path."""


def coveragerc() -> str:
    """For a run that follows these modules only: to follow all of the code doubles the time of the tests."""
    files = "\n".join(f"    {source(module).relative_to(ROOT)}" for module in MODULES)
    return f"[run]\nbranch = True\nconcurrency = thread\ninclude =\n{files}\n"


if __name__ == "__main__":
    sys.stdout.write(coveragerc())
