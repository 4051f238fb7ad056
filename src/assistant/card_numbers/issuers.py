"""What a card number is: the issuers' prefixes, their lengths, and the check digit."""

import re
from functools import lru_cache

SHORTEST, LONGEST = 13, 19

_VISA = re.compile(r"4")
_MASTERCARD = re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")
_AMEX = re.compile(r"3[47]")
_DINERS = re.compile(r"30[0-59]|3[689]")
_DISCOVER = re.compile(r"6011|64[4-9]|65|622")
_JCB = re.compile(r"35(?:2[89]|[3-8])")
_OLD_JCB = re.compile(r"2131|1800")
_UNIONPAY = re.compile(r"62|81")
_MAESTRO = re.compile(r"50|5[6-9]|6")
_MIR = re.compile(r"220[0-4]")

_ISSUERS = (
    (_VISA, {13, 16, 18, 19}),
    (_MASTERCARD, {16}),
    (_AMEX, {15}),
    (_DINERS, {14, 16, 19}),
    (_DISCOVER, {16, 19}),
    (_JCB, {16, 19}),
    (_OLD_JCB, {15}),
    (_UNIONPAY, {16, 17, 18, 19}),
    (_MIR, {16, 19}),
    (_MAESTRO, {16, 18, 19}),
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    even = sum(map(int, digits[-1::-2]))
    return (even + sum(_DOUBLED[int(d)] for d in digits[-2::-2])) % 10 == 0


def lengths(digits: str) -> frozenset[int]:
    """How long a card number that begins so may be; empty when no issuer's begins so."""
    return _lengths(digits[:4])


@lru_cache(maxsize=10_000)
def _lengths(prefix: str) -> frozenset[int]:
    return frozenset(length for issuer, allowed in _ISSUERS if issuer.match(prefix) for length in allowed)


def is_card_number(digits: str) -> bool:
    return len(digits) in lengths(digits) and luhn(digits)


def begins_a_card(digits: str) -> bool:
    return bool(lengths(digits))
