"""customers.json and orders.json: a list, or an object that holds the list; `docs/feeds.md` has the schema."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from assistant.shop.customers import Customer
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order, OrderLine, OrderStatus, Payment, normal_number
from ingest import validate
from ingest.readers import paying
from ingest.readers.json_cells import Fields, cell, fields, items, parse
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import read_document
from ingest.validate import Invalid

MOST_BYTES = 200_000_000
MOST_QUANTITY = 100_000
STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)
_NO_SHIFT = timedelta()


def read_customers(file: FeedFile) -> Iterator[Row]:
    def one(given: Fields) -> Customer:
        return Customer(
            id=validate.identifier(cell(given, "id"), "id"),
            name=validate.short(cell(given, "name"), "name"),
            email=validate.email(cell(given, "email")),
            address=paying.address_or_none(given),
            payment_methods=paying.payment_methods(given, file.currency),
        )

    yield from _read(file, "customers", "id", lambda _whole: one)


def read_orders(file: FeedFile) -> Iterator[Row]:
    yield from _read(file, "orders", "number", lambda whole: _OrderReader(file.currency, _shift(file, whole)).read)


def _read(
    file: FeedFile, name: str, key: str, reader: "Callable[[Any], Callable[[Fields], Customer | Order]]"
) -> Iterator[Row]:
    try:
        whole = parse(read_document(file.path, MOST_BYTES))
        entries = items(whole.get(name) if isinstance(whole, dict) else whole, f"“{name}”")
        _check_currency(file, whole)
        read_one = reader(whole)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)
        return
    for number, entry in enumerate(entries, 1):
        about = ""
        try:
            given = fields(entry, f"entry {number}")
            about = cell(given, key)
            about = normal_number(about) if about and name == "orders" else about
            yield Item(read_one(given), file.source, number)
        except Invalid as problem:
            yield Rejected.of(problem, file.source, number, key=about)


def _check_currency(file: FeedFile, whole: Any) -> None:
    written = cell(whole, "currency") if isinstance(whole, dict) else ""
    if written and written != file.currency:
        raise Invalid(f"its amounts are in {validate.shown(written)}, the shop sells in {file.currency}")


class _OrderReader:
    """One entry -> one order; every date moved by `shift`."""

    def __init__(self, currency: str, shift: timedelta) -> None:
        self._currency, self._shift = currency, shift

    def read(self, given: Fields) -> Order:
        lines = tuple(self._line(fields(entry, "a line")) for entry in items(given.get("lines"), "lines"))
        if not lines:
            raise Invalid("the order has no lines")
        placed_at = _moment(cell(given, "placed_at")) + self._shift
        shipping = self._money(given, "shipping") or Money(0, self._currency)
        goods = sum((line.unit * line.quantity for line in lines), Money(0, self._currency))
        return Order(
            number=normal_number(validate.identifier(cell(given, "number").lstrip("#").strip(), "number")),
            email=validate.email(cell(given, "email")),
            customer_id=cell(given, "customer_id") or None,
            status=_status(cell(given, "status")),
            placed_at=placed_at,
            lines=lines,
            shipping=shipping,
            total=self._money(given, "total") or goods + shipping,
            fulfilments=tuple(
                self._fulfilment(fields(entry, "a fulfilment"))
                for entry in items(given.get("fulfilments"), "fulfilments")
            ),
            refunded=self._money(given, "refunded"),
            note=validate.long(cell(given, "note"), "note"),
            address=paying.address_or_none(given),
            payments=tuple(
                self._payment(fields(entry, "a payment"), placed_at)
                for entry in items(given.get("payments"), "payments")
            ),
        )

    def _line(self, given: Fields) -> OrderLine:
        count = cell(given, "quantity")
        if not count.isdecimal() or not 1 <= int(count[:9]) <= MOST_QUANTITY:
            raise Invalid(f"the quantity {validate.shown(count)} is not a whole number from 1 up")
        unit = self._money(given, "unit")
        if unit is None:
            raise Invalid("a line has no unit price")
        return OrderLine(
            sku=validate.sku(cell(given, "sku")),
            title=validate.title(cell(given, "title")),
            quantity=int(count),
            unit=unit,
            handle=validate.handle(cell(given, "handle")) if cell(given, "handle") else "",
            options=_options(given),
        )

    def _payment(self, given: Fields, placed_at: datetime) -> Payment:
        """`at` is when the order was placed unless it is given."""
        amount, method, at = self._money(given, "amount"), paying.label(given, "method"), cell(given, "at")
        if amount is None or not method:
            hint = 'write {"amount": "34.00", "method": "Visa ending in 9212"}'
            raise Invalid("a payment needs its amount and the name of its method", field="payments", hint=hint)
        way = cell(given, "way") or "payment"
        if way not in {"payment", "refund"}:
            raise Invalid(f"the way {validate.shown(way)} is neither payment nor refund", field="way")
        when = _moment(at) + self._shift if at else placed_at
        return Payment(
            "refund" if way == "refund" else "payment", amount, paying.label(given, "method_id"), method, when
        )

    def _fulfilment(self, given: Fields) -> Fulfilment:
        url = cell(given, "url")
        return Fulfilment(
            carrier=validate.short(cell(given, "carrier"), "carrier"),
            tracking=validate.short(cell(given, "tracking"), "tracking number"),
            url=validate.address(url) if url else "",
            expected=self._day(given, "expected"),
            delivered=self._day(given, "delivered"),
        )

    def _money(self, given: Fields, name: str) -> Money | None:
        text = cell(given, name)
        return validate.amount(text, self._currency, name) if text else None

    def _day(self, given: Fields, name: str) -> date | None:
        text = cell(given, name)
        return _moment(text).date() + self._shift if text else None


def _options(given: Fields) -> Mapping[str, str]:
    written = fields(given.get("options") or {}, "options")
    return {name: validate.short(cell(written, name), f"option {name}") for name in written}


def _status(text: str) -> OrderStatus:
    for status in STATUSES:
        if status == text.casefold():
            return status
    raise Invalid(f"the status {validate.shown(text)} is not one of: {', '.join(STATUSES)}")


def _moment(text: str) -> datetime:
    """A date or a moment in ISO form; without a zone it is UTC. Kept far from the ends of the calendar."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{validate.shown(text)} is not a date such as 2026-05-31 or 2026-05-31T14:00:00Z") from None
    if not 1970 <= moment.year <= 2200:
        raise Invalid(f"the year of {validate.shown(text)} cannot be right")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _shift(file: FeedFile, whole: Any) -> timedelta:
    if file.shift_dates_to is None:
        return _NO_SHIFT
    as_of = cell(whole, "as_of") if isinstance(whole, dict) else ""
    if not as_of:
        raise Invalid("to shift dates, the file must say “as_of”: the day on which it was true")
    return file.shift_dates_to - _moment(as_of).date()
