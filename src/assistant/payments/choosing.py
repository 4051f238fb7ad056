"""Opens the payment provider that the shop chose."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant.errors import BadSetting
from assistant.payments.closed import ClosedPayments
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.shop.checkout.payments import Payments

WITHOUT_KEY = "ASSISTANT_PAYMENTS is stripe, so please set ASSISTANT_STRIPE_KEY and ASSISTANT_WEBHOOK_SECRETS."


@dataclass(frozen=True)
class Choice:
    """`secrets` sign a provider's notices; the demo, which tells only this very shop, makes one of `own_secret`."""

    provider: Literal["none", "demo", "stripe"]
    public_url: str
    return_url: str
    secrets: tuple[str, ...] = field(repr=False)
    stripe_key: str = field(repr=False)
    stripe_api_base: str | None
    file: Path
    own_secret: Callable[[], bytes] = field(repr=False)


@asynccontextmanager
async def open_payments(choice: Choice, now: Callable[[], datetime]) -> AsyncIterator[Payments]:
    """Raises `BadSetting` for a key that is missing, or that the provider does not take."""
    if choice.provider == "none":
        yield ClosedPayments()
    elif choice.provider == "demo":
        own = hmac.new(choice.own_secret(), b"notices of the demo provider", hashlib.sha256).hexdigest()
        yield DemoPayments(DemoBook(choice.file), choice.public_url, (own,), now)
    else:
        async with _stripe(choice) as payments:
            yield payments


@asynccontextmanager
async def _stripe(choice: Choice) -> AsyncIterator[Payments]:
    # the SDK is large, and a shop without it need not wait for the import
    from assistant.payments.stripe_checkout import Return, StripePayments, stripe_client  # noqa: PLC0415 -- see above

    if not choice.stripe_key or not choice.secrets:
        raise BadSetting(WITHOUT_KEY)
    paid = f"{choice.return_url}{'&' if '?' in choice.return_url else '?'}paid=1"
    async with stripe_client(choice.stripe_key, choice.stripe_api_base) as client:
        payments = StripePayments(client, Return(paid, choice.return_url), choice.secrets)
        await payments.check_key()
        yield payments
