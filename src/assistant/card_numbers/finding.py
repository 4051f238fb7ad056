"""Card numbers among groups of digits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.card_numbers.groups import Group, readings, tokens
from assistant.card_numbers.issuers import LONGEST, SHORTEST, begins_a_card, is_card_number, lengths, luhn

CARD_WORD = re.compile(
    r"(?<![a-z])(?:(?:credit|debit|bank|kredit|giro)?[ -]?(?:cards?|karten?|kaart(?:en)?)|creditcards?|kreditkarten?|"
    r"cartes?(?: (?:bleue|bancaire|de credit))?|tarjetas?|cart(?:ao|ão|oes|ões)|carta|carte di credito|"
    r"visa|master ?card|maestro|amex|american express|discover|diners|jcb|union ?pay|cvv2?|cvc2?)(?![a-z])"
    r"|\b(?:pan|cc)\b",
    re.IGNORECASE,
)
NO_CARD = re.compile(
    r"(?:gift|memory|sd|micro ?sd|library|loyalty|membership|reward|sim|graphics|store|business|id|report|geschenk|"
    r"cadeau|regalo)[ -]?(?:cards?|karten?|kaart)|(?:order|tracking|serial|imei|ean|gtin|upc|isbn|sku|parcel|package|"
    r"shipment|invoice|reference|phone|mobile|customer|account|ticket|case)\b",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"\b(?:backwards?|in reverse|reversed?|ruckwarts|rückwärts|a l'envers|à l'envers|al reves|al revés|"
    r"al contrario|alla rovescia|ao contrario|ao contrário|de tras|achterstevoren|omgekeerd)\b",
    re.IGNORECASE,
)
_USUAL = {(4, 6, 5), (4, 6, 4), (4, 5, 6), (8, 8), (8, 7), (8, 4, 4), (4, 4, 8), (4, 8, 4), (6, 6, 4), (6, 10), (6, 13)}
_EXPIRY = re.compile(r"(?:0[1-9]|1[0-2])(?:20)?(?:2[4-9]|3\d|4\d)(?:\d{3,4})?")
_CURRENCY = re.compile(r"[$€£¥₹]")
_DATE = re.compile(r"(?:[0-3]\d ){2}(?:19|20)\d\d|(?:19|20)\d\d [01]\d [0-3]\d")
_END = re.compile(r"[.!?]\s|\n")
_MISTYPED = {15, 16, 17}
_BEFORE, _AFTER = 60, 40


@dataclass(frozen=True, order=True, slots=True)
class Found:
    start: int
    end: int


def card_numbers(text: str) -> list[Found]:
    """Where card numbers stand, in order, without overlap."""
    cards = _Cards(text, bool(CARD_WORD.search(text)), bool(_BACKWARDS.search(text)))
    ways = list(readings(tokens(text), SHORTEST - 1))
    found = {f for way in ways for f in cards.among(way)}
    known = frozenset(digits for _, digits in found)  # one place may tell what another is
    again = _Cards(text, cards.named, cards.backwards, known)
    return merged({one for way in ways for one, _ in again.among(way)} if found else set())


def merged(found: set[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found):
        if kept and one.start < kept[-1].end:
            kept[-1] = Found(kept[-1].start, max(kept[-1].end, one.end))
        else:
            kept.append(one)
    return kept


@dataclass(frozen=True)
class _Cards:
    """`named` says that the text speaks of a card at all, `backwards` that digits may stand in reverse.

    `known` are digits of which another place in the text says that they are a card's.
    """

    text: str
    named: bool
    backwards: bool
    known: frozenset[str] = frozenset()

    def among(self, groups: Sequence[Group]) -> Iterator[tuple[Found, str]]:
        """Each with its digits."""
        at = 0
        while at < len(groups):
            ends = set(self._ends(groups, at))
            if not ends:
                at += 1
            else:
                # the longest may reach into the next number, which begins behind the shortest
                digits = "".join(group.digits for group in groups[at : min(ends) + 1])
                yield Found(groups[at].start, groups[max(ends)].end), digits
                at = min(ends) + 1

    def _ends(self, groups: Sequence[Group], first: int) -> Iterator[int]:
        """The last groups of card numbers that begin with the group `first`."""
        if len(groups[first].digits) > LONGEST:
            yield from [first] * self._within(groups[first].digits)
            return
        if not self.backwards and not begins_a_card("".join(g.digits for g in groups[first : first + 4])[:4]):
            return
        digits = ""
        for last in range(first, len(groups)):
            if last > first and groups[last].far:
                return
            digits += groups[last].digits
            window = groups[first : last + 1]
            if len(digits) >= SHORTEST and self._is_card(digits, window, groups):
                yield last
            if len(digits) > LONGEST:
                return

    def _is_card(self, digits: str, window: Sequence[Group], groups: Sequence[Group]) -> bool:
        if digits in self.known:
            return True
        sizes = tuple(len(g.digits) for g in window)
        if is_card_number(digits) or (self.backwards and is_card_number(digits[::-1])):
            return self._plausible(digits, window, groups)
        if any(g.words for g in window[1:]) and not _regular(sizes):
            return False
        if self.named and self._begins(digits, sizes):
            return True
        return len(digits) in _MISTYPED and _mistyped(digits, sizes) and self._spoken_of(window)

    def _plausible(self, digits: str, window: Sequence[Group], groups: Sequence[Group]) -> bool:
        sizes, guessed = tuple(len(g.digits) for g in window), sum(g.guessed for g in window)
        if guessed * 2 > len(digits) and not (_regular(sizes) and guessed <= digits.count("0")):
            return False
        if self.named and (not any(g.words for g in window[1:]) or len(window) == len(groups)):
            return True
        if len(digits) == SHORTEST or _counts_up(window):
            return False
        if len(sizes) == 1 or _regular(sizes):
            return True
        if _CURRENCY.search(self.text, window[0].start, window[-1].end):
            return False
        return self._alone(window, groups) and not guessed and (len(digits) > 14 or not _a_date(window))

    @staticmethod
    def _begins(digits: str, sizes: tuple[int, ...]) -> bool:
        """A card number with more digits right behind it, which stand in its last group."""
        starts = [n for n in lengths(digits) if n < len(digits) and n > sum(sizes[:-1]) and luhn(digits[:n])]
        return any(n > SHORTEST for n in starts)

    def _within(self, digits: str) -> bool:
        """Whether a longer number begins with a card's; where the text speaks of a card, whether it holds one."""
        starts = [n for n in lengths(digits) if n > SHORTEST and luhn(digits[:n])]
        if any(self.named or _EXPIRY.fullmatch(digits[n:]) for n in starts):
            return True
        return self.named and any(
            is_card_number(digits[at : at + 16]) for at in range(1, min(len(digits) - 15, 2 * LONGEST))
        )

    def _spoken_of(self, window: Sequence[Group]) -> bool:
        """A card is named right beside the digits, and no other kind of number."""
        if not self.named or any(g.guessed for g in window):
            return False
        ahead = self.text[max(0, window[0].start - _BEFORE) : window[0].start]
        card, other = (max((m.end() for m in word.finditer(ahead)), default=-1) for word in (CARD_WORD, NO_CARD))
        behind = self.text[window[-1].end :][:_AFTER]
        return max(card, other) != other or (
            other < 0 and bool(CARD_WORD.search(behind)) and not NO_CARD.search(behind)
        )

    def _alone(self, window: Sequence[Group], groups: Sequence[Group]) -> bool:
        """Nothing but signs between these groups, and other words or another sentence around them."""
        first, last = groups.index(window[0]), groups.index(window[-1])
        apart = first == 0 or window[0].words or window[0].far or self._ends_between(groups[first - 1], window[0])
        behind = all(g.words or g.far or self._ends_between(window[-1], g) for g in groups[last + 1 : last + 2])
        return bool(apart and behind and not any(g.words for g in window[1:]))

    def _ends_between(self, one: Group, other: Group) -> bool:
        """Whether a sentence or a line does."""
        return bool(_END.search(self.text[one.end : other.start]))


def _a_date(window: Sequence[Group]) -> bool:
    return bool(_DATE.fullmatch(" ".join(g.digits for g in window[:3])))


def _regular(sizes: tuple[int, ...]) -> bool:
    if sizes in _USUAL:
        return True
    return len(sizes) > 1 and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0] <= 6


def _counts_up(window: Sequence[Group]) -> bool:
    """A list of sizes or amounts, not the digits of one number."""
    values = [int(g.digits) for g in window]
    rising = all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))
    return len(values) > 4 and rising and all(len(g.digits) < 4 for g in window)


def _mistyped(digits: str, sizes: tuple[int, ...]) -> bool:
    """As long as a card number, or one digit off, and written like one."""
    allowed = lengths(digits) & {15, 16}
    near = len(digits) in allowed if len(sizes) == 1 else min((abs(len(digits) - n) for n in allowed), default=9) <= 1
    return near and (len(sizes) == 1 or _regular(sizes) or sizes[:3] == (4, 4, 4))
