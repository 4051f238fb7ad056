"""Notices signed as Stripe signs them: `t=SECONDS,v1=HMAC-SHA256 of "SECONDS.body"`, any number of `v1`.

The SDK's own check takes its clock from the machine and one secret; this one is handed both, so that a secret can be
changed without a gap.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from assistant.errors import ForgedNotice
from assistant.shop.checkout.payments import Heard

TOLERANCE = timedelta(minutes=5)
FORGED = "This notice was not signed by the payment provider."
STALE = "This notice was signed too long ago."


def signed(body: bytes, secret: str, now: datetime) -> str:
    at = str(int(now.timestamp()))
    return f"t={at},v1={_mac(at, body, secret)}"


def check(body: bytes, signature: str, secrets: Sequence[str], now: datetime) -> None:
    """Raises `ForgedNotice` unless one of the secrets signed the body, within `TOLERANCE` of now."""
    pairs = [part.strip().partition("=") for part in signature.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    macs = [value.encode() for name, _, value in pairs if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        raise ForgedNotice(FORGED)
    rights = [_mac(times[0], body, secret).encode() for secret in secrets]
    if not any(hmac.compare_digest(right, mac) for right in rights for mac in macs):
        raise ForgedNotice(FORGED)
    if abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds():
        raise ForgedNotice(STALE)


def read_notice(body: bytes) -> Heard:
    """Of a body whose signature was checked. Raises `ForgedNotice` for one that is no event."""
    try:
        event = json.loads(body)
        about = event["data"]["object"]
        session_id = about["id"] if about["object"] == "checkout.session" else None
        return Heard(str(event["id"]), str(event["type"]), session_id)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ForgedNotice(FORGED) from None


def _mac(at: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
