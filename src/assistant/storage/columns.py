"""Column types that read back the same from SQLite and PostgreSQL, and amounts of money as columns."""

from datetime import UTC, datetime
from typing import overload

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from assistant.shop.money import Money


class PlainText(TypeDecorator[str]):
    """Text as both databases can hold it: NUL and lone surrogates, which PostgreSQL refuses, become visible marks."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        _ = dialect
        return None if value is None else value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, UTC out. A naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@overload
def minor(money: Money, currency: str) -> int: ...
@overload
def minor(money: Money | None, currency: str) -> int | None: ...
def minor(money: Money | None, currency: str) -> int | None:
    """The amount for a row that has one currency; raises `ValueError` when it is in another."""
    if money is not None and money.currency != currency:
        raise ValueError(f"cannot mix {money.currency} and {currency} in one row")
    return None if money is None else money.minor


def money_or_none(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
