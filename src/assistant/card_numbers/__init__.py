"""Finds card numbers, however they are written, and takes them out of a text.

One place for every entry: it lies below all other rooms, so that each of them can ask it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.card_numbers.beside import accounts, expiries, security_codes, tails
from assistant.card_numbers.finding import Found, card_numbers, merged
from assistant.card_numbers.groups import goes_on, is_piece, might_hold
from assistant.card_numbers.issuers import SHORTEST
from assistant.card_numbers.parts import PART, Exchange, Held, hold_back
from assistant.card_numbers.wrapped import wrapped_cards
from assistant.errors import CardNumberRefused

REFUSED = "Please never write a card number here; only the shop's payment page asks for it. I kept nothing of it."
NUMBER, ACCOUNT, REST = "(card number removed)", "(account number removed)", "(removed)"
_KEYCAP = "\ufe0f\u20e3"
_MOST_ROUNDS = 8

__all__ = [
    "ACCOUNT", "NUMBER", "PART", "REST",
    "Exchange", "Held", "Hidden",
    "goes_on", "has_card", "hide", "hold_back", "is_piece", "keeps_no_card", "refuse_card",
]  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """The text without what was `found`."""

    text: str
    found: bool = False


def hide(text: str) -> Hidden:
    """Take out card numbers with their expiry and security code, and account numbers. All other words stay."""
    kept = text
    for _ in range(_MOST_ROUNDS):  # what is left may be a card number again: two were typed into each other
        before, kept = kept, _without(kept)
        if kept == before:
            break
    return Hidden(kept, found=kept != text)


def has_card(text: str) -> bool:
    return hide(text).found


def keeps_no_card(texts: Iterable[str]) -> bool:
    """Whether texts that are kept together hold no card number, in one or over several, and none was taken out."""
    told = " and also\n".join(texts)
    return not has_card(told) and not any(mark in told for mark in (NUMBER, ACCOUNT, PART))


def refuse_card(*texts: str) -> None:
    """The last door before a text is kept. Raises `CardNumberRefused`."""
    if any(map(has_card, texts)):
        raise CardNumberRefused(REFUSED)


def _without(text: str) -> str:
    cards = merged({*(card_numbers(text) if might_hold(text, SHORTEST) else ()), *wrapped_cards(text)})
    marks = dict.fromkeys(security_codes(text), REST)
    if cards:
        marks |= dict.fromkeys([*expiries(text, cards), *tails(text, cards)], REST)
    marks |= dict.fromkeys(cards, NUMBER) | dict.fromkeys(accounts(text), ACCOUNT)
    return _marked(text, marks) if marks else text


def _marked(text: str, marks: dict[Found, str]) -> str:
    """What overlaps is one; it gets the mark of its weightiest part."""
    for whole in reversed(merged(set(marks))):
        inside = {mark for one, mark in marks.items() if whole.start <= one.start and one.end <= whole.end}
        mark = next(m for m in (NUMBER, ACCOUNT, REST) if m in inside)
        end = whole.end
        while end < len(text) and unicodedata.combining(text[end]) + (text[end] in _KEYCAP):
            end += 1
        text = text[: whole.start] + mark + text[end:]
    return text
