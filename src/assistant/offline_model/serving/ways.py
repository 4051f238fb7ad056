"""Which of the saved ways to pay a text means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.offline_model.serving.records import Way
from assistant.offline_model.serving.text import plain

_FLAGS = re.IGNORECASE | re.VERBOSE
_BEFORE = r"(?:instead\sof|rather\sthan|not|from|n't(?:\s\w+){0,2})\s(?:on\s|to\s|the\s|my\s|a\s)*"
_GIFT = re.compile(r"\bgift\s?cards?\b(?!\sbalance\?)")
_PAYPAL = re.compile(r"\bpay\s?pal\b")
_BRANDS = re.compile(r"\b(visa|master\s?card|amex|american\sexpress|discover)\b")
_CARD = re.compile(r"\b(?:credit|debit|bank)\scards?\b|(?<!gift\s)\bcards?\b")
_FOUR = re.compile(r"\b(?:ending|ends|end|last\sfour(?:\sdigits)?)\b\D{0,12}(\d{4})\b")
_ORIGINAL = re.compile(
    r"""\b(?:original|same|initial|existing|current)\s(?:\w+\s){0,2}?(?:payment|method|card|way|account|one)\b
    | \bthe\s(?:way|one)\si\s(?:paid|used)\b | \bback\sto\swhere\b | \bsame\sway\b""",
    _FLAGS,
)
_OPPOSITE = re.compile(r"\b(?:opposite|other\sorder's|each\sother's|another\sorder's)\b")


@dataclass(frozen=True)
class Meant:
    """`labels` in the order they were named; `lacking` names a way that is not on the account.

    `original` asks for the way the order was paid; `maybe` are several that one word may mean ("my card"); `unclear`
    is a wish that none of this settles.
    """

    labels: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    original: bool = False
    maybe: tuple[str, ...] = ()
    unclear: bool = False

    @property
    def said(self) -> bool:
        return bool(self.labels or self.lacking or self.original or self.maybe or self.unclear)


def read_way(texts: Iterable[str], ways: Sequence[Way]) -> Meant:
    """The newest text that speaks of a way to pay decides."""
    found = [meant for text in texts if (meant := _read(plain(text), ways)).said]
    return found[-1] if found else Meant()


def _read(low: str, ways: Sequence[Way]) -> Meant:
    hits = list[tuple[int, tuple[str, ...], str]]()
    for pattern, name in ((_GIFT, "gift card"), (_PAYPAL, "PayPal"), (_BRANDS, ""), (_CARD, "card"), (_FOUR, "")):
        for match in pattern.finditer(low):
            if not re.search(rf"{_BEFORE}$", low[: match.start()], _FLAGS):
                said = name or (match[1] if pattern is _BRANDS else f"card ending in {match[1]}")
                hits.append((match.start(), _labels(said, ways), said))
    original = _ORIGINAL.search(low)
    if original and re.search(rf"{_BEFORE}$", low[: original.start()], _FLAGS):
        original = None
    exact = [hit for hit in hits if hit[2].startswith("card ending")] or sorted(hits)
    brands = [hit for hit in exact if hit[2] != "card"] or exact
    labels = tuple(dict.fromkeys(label for _, found, _ in brands for label in found if len(found) == 1))
    lacking = tuple(dict.fromkeys(said for _, found, said in brands if not found))
    several = tuple(label for _, found, _ in brands if len(found) > 1 for label in found)
    return Meant(labels, lacking, bool(original), several, bool(_OPPOSITE.search(low)))


def chosen_way(meant: Meant, usual: Sequence[str]) -> str | None:
    """The way that is meant, of several alike the one the order was paid with; None where that stays open."""
    likely = [label for label in usual if label in meant.maybe]
    return next(iter((*meant.labels, *likely)), None)


def _labels(said: str, ways: Sequence[Way]) -> tuple[str, ...]:
    if said.startswith("card ending in "):
        return tuple(way.label for way in ways if way.label.endswith(said[-4:]))
    if said in {"gift card", "PayPal"}:
        return tuple(way.label for way in ways if way.kind == said.casefold())
    if said == "card":
        return tuple(way.label for way in ways if way.kind == "card")
    wanted = said.replace(" ", "").replace("americanexpress", "amex")
    return tuple(
        way.label for way in ways if wanted in way.label.casefold().replace(" ", "").replace("americanexpress", "amex")
    )
