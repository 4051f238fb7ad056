"""Card numbers inside another notation: base64, hexadecimal, the codes of characters."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from assistant.card_numbers.finding import Found, card_numbers
from assistant.card_numbers.groups import digits_in
from assistant.card_numbers.issuers import SHORTEST

_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{17,}={0,2}")
_HEX = re.compile(r"(?:(?:(?:0x|\\x|%)?(?:3\d|2[0de]|5f|0a))[\s:,;-]{0,2}){13,}", re.IGNORECASE)
# a run is tried from its beginning alone: from each of its codes it would take the square of its length
_CODES = re.compile(r"(?<!(?:4[5-9]|5[0-7]|32)[\s,;])(?:(?:4[5-9]|5[0-7]|32)[\s,;]+){12,}(?:4[5-9]|5[0-7])")
_BITS = re.compile(r"(?:0?011[01]{4}[\s,]*){13,}")
_PAIR = re.compile(r"(?:3\d|2[0de]|5f|0a)", re.IGNORECASE)


def wrapped_cards(text: str) -> Iterator[Found]:
    ways = _WAYS if digits_in(text) >= SHORTEST else _WAYS[:1]
    for pattern, unwrap in ways:
        for match in pattern.finditer(text):
            inside = unwrap(match.group())
            if sum(c.isdigit() for c in inside) >= SHORTEST and card_numbers(inside):
                yield Found(*match.span())


def _base64(typed: str) -> str:
    plain = typed.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _hex(typed: str) -> str:
    return "".join(chr(int(pair, 16)) for pair in _PAIR.findall(re.sub(r"0x|\\x|%", "", typed)))


def _codes(typed: str) -> str:
    return "".join(chr(int(code)) for code in re.findall(r"\d+", typed))


def _bits(typed: str) -> str:
    return "".join(chr(int(bits, 2)) for bits in re.findall(r"0?011[01]{4}", typed))


_WAYS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _base64),
    (_HEX, _hex),
    (_CODES, _codes),
    (_BITS, _bits),
)
