"""What Stripe's documentation says a request must be, and how a form's names nest."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

LEAST = 50  # of a dollar, a euro and most others
LONGEST_WORDS = 500
NO_DECIMALS = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
THREE_DECIMALS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
WHOLE_HUNDREDS = frozenset({"isk", "ugx"})
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 60 * 60
LINKS = ("payment_intent", "payment_intent.latest_charge")
"""What a session tells as an id unless it is asked to expand it."""
PRICE = ("[currency]", "[unit_amount]", "[product_data][name]", "[product_data][description]")
SENT = frozenset(
    [
        *("mode", "success_url", "cancel_url", "client_reference_id", "customer_email", "expires_at", "metadata"),
        *("payment_intent", "amount", "expand", "adaptive_pricing[enabled]", "line_items[quantity]"),
        *("payment_intent_data[description]", "payment_intent_data[metadata]"),
        *(f"line_items[price_data]{name}" for name in PRICE),
    ]
)
ASKED = frozenset({"limit", "starting_after", "payment_intent", "expand", "created[gte]"})


class Refused(Exception):
    def __init__(self, message: str, code: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


def session_fault(sent: Mapping[str, Any], now: int) -> tuple[int, str]:
    """The amount and currency of a session that may be opened. Raises `Refused`."""
    for name in ("mode", "success_url", "line_items"):
        if name not in sent:
            raise Refused(f"Missing required param: {name}.", "parameter_missing")
    if not HALF_AN_HOUR <= int(sent.get("expires_at", now + A_DAY)) - now <= A_DAY:
        raise Refused("The expires_at timestamp must be between 30 minutes and 24 hours from creation")
    if "@" not in sent.get("customer_email", "@"):
        raise Refused("Invalid email address", "email_invalid")
    prices = [(line["price_data"], int(line["quantity"])) for line in sent["line_items"].values()]
    currency = prices[0][0]["currency"]
    for price, _ in prices:
        product = price["product_data"]
        if not product["name"] or len(product["name"]) > 250 or len(product.get("description", "")) > LONGEST_WORDS:
            raise Refused("Invalid product_data")
    amount = sum(whole(price["unit_amount"]) * quantity for price, quantity in prices)
    if (currency in THREE_DECIMALS and amount % 10) or (currency in WHOLE_HUNDREDS and amount % 100):
        raise Refused("Invalid amount", "invalid_charge_amount_no_decimal_compatible")
    if amount < (1 if currency in NO_DECIMALS else LEAST):
        raise Refused("The total amount due must add up to at least $0.50", "amount_too_small")
    return amount, currency


def refund_fault(sent: Mapping[str, Any], charge: Mapping[str, Any]) -> int:
    """The amount of a refund that may be made. Raises `Refused`."""
    if not charge:
        raise Refused("No such payment_intent, or it has no charge", "resource_missing", 404)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise Refused("Charge has already been refunded", "charge_already_refunded")
    amount = whole(sent.get("amount", left))
    if amount == 0:
        raise Refused("Invalid positive integer", "parameter_invalid_integer")
    if amount > left:
        raise Refused("Refund amount is greater than unrefunded amount on charge")
    return amount


def known(pairs: Iterable[tuple[str, str]], posted: bool) -> Iterable[tuple[str, str]]:
    """Raises `Refused` for a name that Stripe does not know."""
    names = SENT if posted else ASKED
    for name, value in pairs:
        plain = re.sub(r"(metadata\]?)\[\w+\]$", r"\1", re.sub(r"\[\d*\]", "", name))
        if plain not in names:
            raise Refused(f"Received unknown parameter: {name}", "parameter_unknown")
        yield name, value


def told(answer: Mapping[str, Any], asked: Collection[str] = ()) -> dict[str, Any]:
    """A copy with ids in the place of linked objects that were not asked for. Raises `Refused` for what is no link."""
    copy: dict[str, Any] = json.loads(json.dumps(answer))
    before, of = ("data.", copy["data"]) if copy["object"] == "list" else ("", [copy])
    for path in asked:
        if path not in {f"{before}{link}" for link in LINKS}:
            raise Refused(f"This property cannot be expanded ({path}).")
    for one in of:
        _fold(one, {path.removeprefix(before) for path in asked})
    return copy


def _fold(one: dict[str, Any], asked: Collection[str]) -> None:
    for link in reversed(LINKS):
        *path, name = link.split(".")
        holds = one.get(path[0]) if path else one
        if isinstance(holds, dict) and isinstance(holds.get(name), dict) and not any(a.startswith(link) for a in asked):
            holds[name] = holds[name]["id"]


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=c` as `{"a": {"b": {"0": "c"}}}`."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        *path, last = name.replace("]", "").split("[")
        place = found
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return found


def whole(text: Any) -> int:
    if not str(text).isdecimal():
        raise Refused("Invalid non-negative integer", "parameter_invalid_integer")
    return int(text)
