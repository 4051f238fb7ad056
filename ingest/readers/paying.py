"""Addresses and money of customers.json and orders.json: tokens and last four digits only, never a card number."""

import re
from typing import get_args

from assistant.shop.customers import Address, PaymentKind, PaymentMethod
from ingest import validate
from ingest.readers.json_cells import Fields, cell, fields, items
from ingest.validate import Invalid

KINDS: tuple[PaymentKind, ...] = get_args(PaymentKind)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){11,18}", re.ASCII)
_LAST_FOUR = re.compile(r"\d{4}", re.ASCII)


def address(given: Fields) -> Address:
    return Address(
        line1=_part(given, "line1"),
        line2=_part(given, "line2", needed=False),
        city=_part(given, "city"),
        region=_part(given, "region", needed=False),
        postcode=_part(given, "postcode", "postal_code"),
        country=_part(given, "country"),
    )


def address_or_none(given: Fields) -> Address | None:
    """`address`, else the first of `addresses`, which is the one that new orders go to."""
    if given.get("address") is not None:
        return address(fields(given["address"], "the address"))
    listed = items(given.get("addresses"), "addresses")
    return address(fields(listed[0], "an address")) if listed else None


def payment_methods(given: Fields, currency: str) -> tuple[PaymentMethod, ...]:
    listed = items(given.get("payment_methods"), "payment_methods")
    methods = tuple(_method(fields(entry, "a way to pay"), currency) for entry in listed)
    if len({method.id for method in methods}) < len(methods):
        raise Invalid("two ways to pay have the same id", field="payment_methods", hint="give each its own token")
    return methods


def _method(given: Fields, currency: str) -> PaymentMethod:
    kind, last_four, balance = _kind(cell(given, "kind")), cell(given, "last_four"), cell(given, "balance")
    if last_four and not _LAST_FOUR.fullmatch(last_four):
        raise Invalid("last_four is not four digits", field="last_four", hint="write the last four only")
    if bool(balance) != (kind == "gift card"):
        raise Invalid("a gift card has a balance, and no other way to pay has one", field="balance")
    return PaymentMethod(
        id=validate.identifier(label(given, "id"), "id of a way to pay"),
        kind=kind,
        brand=label(given, "brand"),
        last_four=last_four,
        balance=validate.amount(balance, currency, "balance") if balance else None,
    )


def label(given: Fields, name: str) -> str:
    """A word or a token about a way to pay. Raises `Invalid` for a card number, and does not repeat it."""
    text = validate.short(cell(given, name), name)
    if any(_is_card_number(found) for found in _LONG_NUMBER.findall(text)):
        hint = "give the payment provider's token, and the last four digits as last_four"
        raise Invalid("this reads like a card number, which is never kept", field=name, hint=hint)
    return text


def _is_card_number(text: str) -> bool:
    """By the check digit of Luhn."""
    digits = [int(digit) for digit in reversed(text) if digit.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _kind(text: str) -> PaymentKind:
    for kind in KINDS:
        if kind == text.casefold():
            return kind
    raise Invalid(f"the way to pay {validate.shown(text)} is not one of: {', '.join(KINDS)}", field="kind")


def _part(given: Fields, *names: str, needed: bool = True) -> str:
    text = next((text for name in names if (text := cell(given, name))), "")
    if needed and not text:
        raise Invalid(f"the address has no {names[0]}", field=names[0])
    return validate.short(text, names[0])
