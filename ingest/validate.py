"""Cells to values, exactly. Each check raises `Invalid` with a sentence that says what to do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from babel.numbers import get_currency_symbol

from assistant.card_numbers import has_card
from assistant.shop.catalogue import Variant
from assistant.shop.figures import MOST_MINOR, MOST_STOCK
from assistant.shop.money import Money

MOST_GRAMS = 5_000_000
MOST_TITLE = 300
MOST_TEXT = 50_000
MOST_ID = 200

_AMOUNT = re.compile(r"[$€£]?\s*(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,12}(\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}", re.ASCII)
_ID = re.compile(r"[^\s/?#%\\<>\"\x00-\x1f]+")
_ADDRESS = re.compile(r"(https?://[^\s<>\"']+|/(?!/)[^\s<>\"']*)", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


_CURRENCY = re.compile(r"(?:(?P<before>[A-Z]{3}) ?)?(?P<amount>\d[\d.,]*)(?: ?(?P<after>[A-Z]{3}))?", re.ASCII)
_SIGN_OF = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_SIGNS = {"=", "+", "-", "@"}
_LONG_NUMBER = re.compile(r"\d(?:[^\dA-Za-z]{0,3}\d){12}")
_FORMULA = re.compile(r"=\s*[\w\"'(+-]|[+@-][A-Za-z][\w.]*[(|!]", re.ASCII)


class Invalid(ValueError):
    """A cell that cannot be taken: the reason in the report, the field it is about, and a hint what to do."""

    def __init__(self, reason: str, *, field: str = "", hint: str = "") -> None:
        super().__init__(f"{reason}; {hint}" if hint else reason)
        self.reason, self.field, self.hint = reason, field, hint


@dataclass(frozen=True)
class VariantCells:
    """One variant as a feed wrote it, every cell as text; empty means that nothing was written."""

    sku: str
    price: str
    stock: str
    options: Mapping[str, str] = field(default_factory=dict)
    compare_at: str = ""
    grams: str = ""
    image: str = ""
    barcode: str = ""


def variant(cells: VariantCells, currency: str) -> Variant:
    return Variant(
        sku=sku(cells.sku),
        options={name: short(value, f"option {name}") for name, value in cells.options.items()},
        price=price(cells.price, currency),
        stock=stock(cells.stock),
        compare_at=compare_at(cells.compare_at, currency),
        weight_grams=grams(cells.grams),
        image=cells.image if is_picture(cells.image) else "",
        barcode=short(cells.barcode, "barcode"),
    )


def price(text: str, currency: str) -> Money:
    if not text:
        raise Invalid("the price is missing", field="price", hint="write it as in 49.00")
    money = amount(text, currency, "price")
    if money.minor == 0:
        raise Invalid("the price is 0", field="price", hint="write the price that a shopper pays")
    return money


def compare_at(text: str, currency: str) -> Money | None:
    """None for an empty cell and for 0, which Shopify writes for products that are not on sale."""
    money = amount(text, currency, "compare-at price") if text else None
    return money if money and money.minor else None


@lru_cache(maxsize=10_000)
def amount(text: str, currency: str, name: str) -> Money:
    """Any amount from 0 up, with or without the shop's currency beside it; the sentence names `name`."""
    text = _in_the_shops(text, currency, name)
    if _DECIMAL_COMMA.fullmatch(text):
        hint = f"write a point, as in {text.replace(',', '.')}"
        raise Invalid(f"the {name} {shown(text)} has a decimal comma", field=name, hint=hint)
    if not _AMOUNT.fullmatch(text):
        raise Invalid(f"the {name} {shown(text)} is not an amount of money such as 49.00", field=name)
    try:
        money = Money.parse(text, currency)
    except ValueError:
        reason = f"the {name} {shown(text)} has more decimals than {currency} knows"
        raise Invalid(reason, field=name, hint="round it, or set ASSISTANT_CURRENCY to the shop's currency") from None
    if money.minor > MOST_MINOR:
        reason = f"the {name} {shown(text)} is higher than {Money(MOST_MINOR, currency)}, which cannot be right"
        raise Invalid(reason, field=name, hint="look for a lost decimal point")
    return money


def _in_the_shops(text: str, currency: str, name: str) -> str:
    """The amount alone. A shop sells in one currency: what is priced in another is not guessed."""
    if text[-1:] in _SIGN_OF:
        text = text[-1] + text[:-1].strip()
    found = _CURRENCY.fullmatch(text)
    written = (found["before"] or found["after"]) if found else _foreign_sign(text, currency)
    if written and written != currency:
        hint = f"export the prices in {currency}, or set ASSISTANT_CURRENCY"
        raise Invalid(f"the {name} {shown(text)} is in {written}, the shop sells in {currency}", field=name, hint=hint)
    return found["amount"] if found else text


def _foreign_sign(text: str, currency: str) -> str:
    """The currency of a sign that cannot be the shop's; a dollar sign is that of every dollar."""
    of_the_shop = get_currency_symbol(currency, locale="en_US")
    sign = text[:1]
    known = of_the_shop in _SIGN_OF
    return _SIGN_OF[sign] if sign in _SIGN_OF and sign not in of_the_shop and (known or sign != "$") else ""


def stock(text: str) -> int:
    """Oversold stock (below 0) counts as 0: there is nothing to sell."""
    if not text:
        raise Invalid("the stock is missing", field="stock", hint="write 0 when it is sold out")
    if not _WHOLE.fullmatch(text):
        raise Invalid(f"the stock {shown(text)} is not a whole number", field="stock", hint="write pieces, as in 12")
    count = int(text.split(".", maxsplit=1)[0])
    if count > MOST_STOCK:
        raise Invalid(f"the stock {shown(text)} is above {MOST_STOCK:,}, which cannot be right", field="stock")
    return max(count, 0)


def grams(text: str) -> int | None:
    """None for an empty cell and for 0, which feeds write when the weight is not known."""
    if not text:
        return None
    if not _DECIMAL.fullmatch(text) or float(text) < 0:
        raise Invalid(f"the weight {shown(text)} is not a number of grams", field="weight")
    if float(text) > MOST_GRAMS:
        raise Invalid(
            f"the weight {shown(text)} is above {MOST_GRAMS // 1000:,} kg, which cannot be right", field="weight"
        )
    return round(float(text)) or None


def handle(text: str, name: str = "handle") -> str:
    if not text:
        raise Invalid(f"the {name} is missing", field=name)
    if len(text) > MOST_ID or not _ID.fullmatch(text) or not text.strip("."):
        reason = f"the {name} {shown(text)} cannot be part of an address"
        raise Invalid(reason, field=name, hint="use letters, digits and hyphens")
    return text


def sku(text: str) -> str:
    return identifier(text, "SKU")


def identifier(text: str, name: str) -> str:
    """What other records point at: an SKU, a customer's id, an order number."""
    if not text:
        raise Invalid(f"the {name} is missing", field=name, hint="carts and orders are kept by it")
    return _words(text, name, MOST_ID)


def distinct(new: Variant, others: Iterable[Variant]) -> Variant:
    for other in others:
        if other.sku == new.sku:
            raise Invalid(f"the SKU {new.sku} is used twice in this product", field="SKU")
        if other.options == new.options:
            reason = f"the variant {other.sku} has the same options ({other.label or 'none'})"
            raise Invalid(reason, field="options", hint="give each variant another colour, size or the like")
    return new


def short(text: str, name: str) -> str:
    return _words(text, name, MOST_TITLE)


def title(text: str) -> str:
    if not text:
        raise Invalid("the title is missing", field="title")
    return _without_card(short(text, "title"), "title")


def long(text: str, name: str) -> str:
    return _without_card(_words(text, name, MOST_TEXT), name)


def _without_card(text: str, name: str) -> str:
    """In digits only: number words are prose here. The sentence does not repeat the number."""
    if _LONG_NUMBER.search(text) and has_card(text):
        hint = "take it out, here and where it came from"
        raise Invalid(f"the {name} holds what reads like a card number, which is never kept", field=name, hint=hint)
    return text


def _words(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(f"the {name} is longer than {most:,} characters", field=name)
    if text[:1] in _SIGNS and _FORMULA.match(text):
        reason = f"the {name} {shown(text)} is a spreadsheet's formula"
        raise Invalid(reason, field=name, hint="copy the column and paste its values")
    return text


def is_picture(text: str) -> bool:
    return not text or (len(text) <= 2000 and _ADDRESS.fullmatch(text) is not None)


def shown(text: str) -> str:
    """A cell as a sentence quotes it: one short line."""
    flat = " ".join(text.split())
    return f"“{flat[:40]}…”" if len(flat) > 40 else f"“{flat}”"


def address(text: str) -> str:
    if len(text) > 2000 or not _ADDRESS.fullmatch(text):
        raise Invalid("the url must start with https://, http:// or /", field="url")
    return text


def email(text: str) -> str:
    """The sentence does not quote the address: it is personal."""
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise Invalid("the e-mail address is missing or is not one", field="email")
    return text
