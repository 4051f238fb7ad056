"""What a message asks to know about the shopper's own orders and account."""

import re
from collections.abc import Mapping

from assistant.offline_model.serving.text import plain

_FLAGS = re.IGNORECASE | re.VERBOSE
_MINE = r"""(?:i(?:'ve|\shave)?\s(?:\w+\s)?(?:ordered|bought|purchased|received|paid|got|placed|used)
    |my\s(?:\w+\s){0,3}orders?|that\sorder|this\sorder|the\sorder|same\sorder|other\sorders)"""
_TOPICS: Mapping[str, re.Pattern[str]] = {
    "balance": re.compile(
        r"\bgift\s?cards?(?:'s)?\s(?:\w+\s)?balance\b|\bbalance\b.{0,30}\bgift\s?card|\b(?:how\smuch|what)\b.{0,30}\b(?:on|left\son)\smy\sgift\s?card",
        _FLAGS,
    ),
    "paid with": re.compile(
        r"\b(?:which|what)\s(?:\w+\s)?(?:card|payment\smethod|way)\b.{0,40}\b(?:use|used|paid|pay|charged)\b|\bhow\sdid\si\spay\b",
        _FLAGS,
    ),
    "back": re.compile(
        r"\bhow\smuch\b.{0,30}\b(?:gotten|got|get|getting|receive\w*|refunded)\b.{0,20}\bback\b|\btotal\s(?:refund|amount).{0,40}\b(?:back|refund)",
        _FLAGS,
    ),
    "total": re.compile(
        rf"\b(?:how\smuch|total|price|cost)\b(?=.*\b{_MINE}).*|\bhow\smuch\s(?:did|have)\si\s(?:pay|paid|spend|spent)\b",
        _FLAGS,
    ),
    "address": re.compile(
        r"\b(?:which|what|check|confirm|shipping|right|correct\w*)\b.{0,40}\baddress\b(?=.*\b(?:sent|orders?|used|shipped|on\sfile|entered|account)\b)",
        _FLAGS,
    ),
    "items": re.compile(
        rf"""\b(?:which|what|tell\sme|confirm|check|details?)\b.{{0,80}}\b{_MINE}\b | \bi\s(?:\w+\s)?(?:ordered
        |bought|purchased)\b.{{0,40}}\b(?:what|which|price|made)\b""",
        _FLAGS,
    ),
    "status": re.compile(
        r"""\btrack(?:ing)?\b | \bwhere(?:'s|\sis|\sare)\smy\b | \bin\stransit\b | \b(?:has|hasn't|have|did|was
        |is)\b.{0,25}\b(?:shipped|delivered|arrived|sent)\b""",
        _FLAGS,
    ),
    "orders": re.compile(
        r"\b(?:list|show|see|find|look\sup)\b.{0,20}\bmy\s(?:\w+\s)?orders\b|\bwhat\sorders\b", _FLAGS
    ),
}


def topics(text: str) -> frozenset[str]:
    low = plain(text)
    return frozenset(topic for topic, pattern in _TOPICS.items() if pattern.search(low))
