"""A regular price and a sale price -> what a shopper pays on the day the feed is read, and the price before."""

from datetime import UTC, datetime, time

from ingest.validate import Invalid, shown


def on_sale(regular: str, sale: str, dates: tuple[str, str], now: datetime) -> tuple[str, str]:
    """(price, price before). Raises `Invalid` for dates that are none."""
    begins, ends = (_moment(text, at_end=n == 1) for n, text in enumerate(dates))
    if not sale or (begins and now < begins) or (ends and now > ends):
        return regular, ""
    return sale, regular


def _moment(text: str, *, at_end: bool) -> datetime | None:
    """A day without an hour counts whole."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        reason = f"{shown(text)} is not a date such as 2026-05-31"
        raise Invalid(reason, field="sale_to" if at_end else "sale_from") from None
    if len(text) == len("2026-05-31") and at_end:
        moment = datetime.combine(moment, time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
