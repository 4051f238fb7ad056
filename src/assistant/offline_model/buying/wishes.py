"""What a message wants of the checkout."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.offline_model.buying.said import Said, said_in
from assistant.offline_model.buying.standing import Standing
from assistant.offline_model.rules import INJECTION
from assistant.offline_model.slots import read_slots

_FLAGS = re.IGNORECASE | re.VERBOSE
Kind = Literal["place", "details", "bill", "methods", "missing", "state", "cancel", "leave", "code"]
_OBJECT = r"(?:it|them|this|these|that|everything|all|(?:my|the|this)\s(?:order|purchase|cart|basket|stuff))"
_PLACE = re.compile(
    rf"""\bcheck\s?out\b(?!\s(?:the|this)\b) | \bplace\s(?:the|my|an|this|that)\sorder\b
    | \b(?:complete|finish|submit|finali[sz]e)\s(?:the|my|this)\s(?:order|purchase|checkout)\b | \bproceed\sto\spay
    | \b(?:go|on|over|take\sme)\sto\s(?:the\s)?(?:payment|checkout)\b
    | ^\W*(?:i(?:'d|\swould)\slike\sto|i\swant\sto|let\sme|can\si|could\si|let's|(?:i(?:'m|\sam)\s)?ready\sto|time\sto
      |i'll|how\s(?:do|can)\si|where\s(?:do|can)\si|and|ok(?:ay)?|now|please|\W)*
      \bpay\b(?:\sfor\s{_OBJECT}|\sfor|\snow|\splease|\sthen|\shere|\W)*$""",
    _FLAGS,
)
_BUY = re.compile(
    rf"""^(?:i(?:'d|\swould)\slike\sto|i\swant\sto|i'll|let\sme|let's|can\si|please|ok(?:ay)?|yes|and|now|just|so|\W)*
    \b(?:buy|order|purchase|take)\s{_OBJECT}(?:\s(?:now|please|then|all|in\smy\scart)|\W)*$""",
    _FLAGS,
)
_YES = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|ok(?:ay)?|sure|please|do\sit|go\s(?:ahead|on)|that(?:'s|\sis)\s(?:right|all|it|fine)|looks\sgood|ready"
    r"|i'm\sready|fine|great|perfect|proceed|continue)\b\W*)+$",
    _FLAGS,
)
_STOP = re.compile(
    r"""\b(?:cancel|forget|stop|scrap|drop|abort|call\soff|give\sup)\b.{0,20}\b(?:it|that|this|order|checkout|purchase|payment)\b
    | \b(?:don't|do\snot)\s(?:want\sto\s)?(?:order|buy|place|pay|want)\b | \bnever\s?mind\b | \bchanged\smy\smind\b
    | ^\W*cancel\W*$""",
    _FLAGS,
)
_PAID = re.compile(
    r"""\b(?:payment|money)\b.{0,25}\b(?:go|gone|went|come|came|got|work\w*|arriv\w*|succe\w+|receiv\w+)\b
    | \b(?:get|got|receive|received|have)\smy\s(?:payment|money)\b
    | \b(?:is|was|has)\s(?:it|my\sorder|the\sorder|everything)\s(?:been\s)?(?:paid|confirmed|ordered|placed)\b
    | \bi(?:'ve|\shave)?\s(?:just\s)?(?:paid|payed)\b | \bdid\s(?:it|i)\s(?:go\sthrough|pay|work)\b
    | \bpayment\sis\sdone\b""",
    _FLAGS,
)
_LINK = re.compile(
    r"""\b(?:payment|pay|checkout)\s?(?:link|page|site)\b | \blink\b.{0,20}\b(?:again|pay|please)\b
    | \bsend\sme\sthe\slink\b | \b(?:can|may|could)\si\sstill\s(?:pay|buy|order)\b
    | \bhow\slong\b.{0,20}\b(?:held|reserved|hold|pay)\b""",
    _FLAGS,
)
_MISSING = re.compile(
    r"""\bwhat(?:'s|\sis|\selse)?\b.{0,20}\bmissing\b | \bwhat\s(?:else\s)?do\syou\s(?:still\s)?need\b
    | \banything\s(?:else\s)?missing\b""",
    _FLAGS,
)
_TOTAL = re.compile(
    r"""\b(?:how\smuch|what)\b.{0,40}\b(?:in\sall|total|altogether|in\stotal|all\stogether|with\s(?:shipping|tax\w*|delivery)
      |including|owe|to\spay|final\sprice)\b
    | \bhow\smuch\s(?:is|will|would|does)\s(?:it|that|everything|my\s(?:order|cart))(?:\s(?:be|cost|come\sto))?\W*$
    | \b(?:show|tell|give)\sme\s(?:the\s)?(?:bill|total)\b | ^\W*(?:the\s)?(?:total|bill)\W*(?:please)?\W*$
    | \bwhat\s(?:do|would|will)\si\s(?:have\sto\s)?pay\b""",
    _FLAGS,
)
_WAYS = re.compile(
    r"""^\W*(?:and\s|so\s)?(?:what|how|which|is|are|do|does)\b.{0,40}
      \b(?:shipping|delivery|express|standard|overnight|economy|priority|ship|postage)\b""",
    _FLAGS,
)
_VOUCHER = re.compile(
    r"""\b(?:i(?:'ve|\shave)?(?:\sgot|\salso)?|can\si|may\si|where\s(?:do|can)\si|how\s(?:do|can)\si|let\sme|want\sto)\s
      (?:use|have|got|apply|enter|put|redeem|add|a|an|my|the|in|type|\s)*
      (?:discount|promo\w*|voucher|coupon|gift)?\s?(?:code|voucher|coupon|promo)\b""",
    _FLAGS,
)


@dataclass(frozen=True)
class Wish:
    kind: Kind
    said: Said


def wish_in(text: str, where: Standing, cart: Sequence[Mapping[str, object]]) -> Wish | None:
    """None when the message is about something else. `cart` are the lines that the chat has seen in it."""
    if INJECTION.search(text) or _of_another_order(text, where):
        return None
    said = said_in(text, where)
    begun = where.begun or bool(cart)
    kind = _of_placed(text, where) or _stops(text, where) or _asks(text, where, begun=begun)
    kind = kind or _gives(text, said, where, begun=begun) or _places(text, where, begun=begun)
    return Wish(kind, said) if kind else None


def _of_another_order(text: str, where: Standing) -> bool:
    number = read_slots(text).order_number
    named = number is not None and f"#{number.lstrip('#')}" in text
    return named and number != where.placed.get("number")


def _of_placed(text: str, where: Standing) -> Kind | None:
    if not where.placed:
        return "place" if where.begun and _LINK.search(text) else None
    if where.waits and _STOP.search(text):
        return "cancel"
    return "state" if _PAID.search(text) or _LINK.search(text) else None


def _stops(text: str, where: Standing) -> Kind | None:
    """Before anything was placed there is nothing to cancel."""
    if where.waits or not where.fresh:
        return None
    plain_no = where.declined and re.match(r"^\W*(?:no|nope|nah|not\snow|no\sthanks?)\b[^,]{0,15}$", text, _FLAGS)
    return "leave" if plain_no or _STOP.search(text) else None


def _asks(text: str, where: Standing, *, begun: bool) -> Kind | None:
    if not begun:
        return None
    if where.begun and _MISSING.search(text):
        return "missing"
    if _TOTAL.search(text):
        return "bill"
    return "methods" if where.fresh and not where.waits and _WAYS.search(text) else None


def _gives(text: str, said: Said, where: Standing, *, begun: bool) -> Kind | None:
    wanted = where.begun or (begun and said.plain) or (said.anything and _PLACE.search(text) is not None)
    if said.anything and wanted:
        return "details"
    return "code" if begun and _VOUCHER.search(text) else None


def _places(text: str, where: Standing, *, begun: bool) -> Kind | None:
    agrees = where.fresh and bool(where.bill) and not where.missing and not where.waits and _YES.match(text)
    return "place" if _PLACE.search(text) or (begun and _BUY.search(text)) or agrees else None
