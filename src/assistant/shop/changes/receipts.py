"""What the shopper gets in writing once a change is done."""

from datetime import datetime
from uuid import uuid4

from assistant.shop.changes.effect import Effect
from assistant.shop.mail import Mail

_BACK = "Please keep the items as they are; the label and how to send them follow in a mail of their own."


def receipt(effect: Effect, to: str, shop_name: str, now: datetime) -> tuple[Mail, ...]:
    """One mail in plain text, or none where no address is known."""
    if not to:
        return ()
    back = (_BACK,) if effect.kind in {"return", "exchange"} else ()
    lines = (f"This is done: {effect.title}.", *effect.details, *map(str, effect.movements), *back)
    close = f"If you did not ask for this, please write to {shop_name} at once."
    return (Mail(uuid4().hex, to, f"{shop_name}: {effect.title}", "\n\n".join((*lines, close)), now),)
