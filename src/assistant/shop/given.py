"""What a message gives towards a proof: e-mail address, name, order number, code. Read by code, never by a model."""

import re
from dataclasses import dataclass

from assistant.shop.naming import Hearing, read_person, without
from assistant.shop.orders import normal_email, normal_number

_EMAIL = re.compile(r"(?<![\w.+%-])\w[\w.!#$%&'*+/=?^`{|}~-]*+@[\w-]++(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"#\s*([A-Za-z]{0,3}\d{3,10})\b|\border\s+(?:(?:number|no\.?|nr\.?|id|is|was)\s*:?\s*)*#?([A-Za-z]{0,3}\d{3,10})\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w#$€£.,-])\d{3}[ -]?\d{3}(?!\w|[.,-]?\d)")
_SPACED_CODE = re.compile(r"(?<![\w#$€£.,-])\d(?:[ .-]?\d){5}(?!\w|[ .,-]?\d)")
_CODE_WORD = re.compile(r"\b(?:code|passcode|pin)\b", re.IGNORECASE)
_BARE = re.compile(r"[\W\d]*")


@dataclass(frozen=True)
class Given:
    """`text` is the message without addresses, codes, and the name and postcode that were given as proof."""

    text: str
    email: str | None = None
    number: str | None = None
    code: str | None = None
    name: str | None = None
    postcode: str | None = None


def emails_in(text: str) -> list[str]:
    """As they were written."""
    return _EMAIL.findall(text)


def without_emails(text: str) -> str:
    return _EMAIL.sub("(e-mail given)", text)


def read_given(text: str, *, code_waits: bool, late: bool = False, person: Hearing = "nothing") -> Given:
    """Six digits are a code while one waits; `late` takes a message of nothing else for one that came too late."""
    emails = _EMAIL.findall(text)
    text = without_emails(text)
    said = read_person(text, person, _digits_of_others(text, code_awaited=code_waits or late))
    text = without(text, said)
    meant = bool(_CODE_WORD.search(text)) or bool(_BARE.fullmatch(text))
    numbers = list(_NUMBER.finditer(text))
    codes = _codes(text, numbers, meant=meant) if code_waits or (late and _BARE.fullmatch(text)) else []
    if code_waits and not codes and _CODE_WORD.search(text):
        # "the code of my order is 123456" names no order; "#123456" always does
        numbers = [m for m in numbers if "#" in m.group() or len(m[2]) != 6]
        codes = _codes(text, numbers, meant=meant)
    for match in reversed(codes):
        text = text[: match.start()] + "(code given)" + text[match.end() :]
    return Given(
        text=text,
        email=normal_email(emails[0]) if emails else None,
        number=normal_number(numbers[0][1] or numbers[0][2]) if numbers else None,
        code=_digits(codes[0]) if codes else None,
        name=said.name,
        postcode=said.postcode,
    )


def _digits_of_others(text: str, *, code_awaited: bool) -> list[tuple[int, int]]:
    """Where an order's number stands, or a code."""
    patterns = (_NUMBER, _CODE, _SPACED_CODE) if code_awaited else (_NUMBER,)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def _codes(text: str, numbers: list[re.Match[str]], *, meant: bool) -> list[re.Match[str]]:
    taken = [m.span() for m in numbers]
    found = (_SPACED_CODE if meant else _CODE).finditer(text)
    return [m for m in found if not any(start < m.end() and m.start() < end for start, end in taken)]


def _digits(code: re.Match[str]) -> str:
    """In ASCII, whatever script they were typed in."""
    return "".join(str(int(c)) for c in code.group() if c.isdecimal())
