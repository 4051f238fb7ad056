"""Card numbers that arrive in parts: what looks like one is held back before it is kept, and earlier parts with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.card_numbers.finding import CARD_WORD, NO_CARD
from assistant.card_numbers.groups import Group, Token, might_hold, readings, tokens
from assistant.card_numbers.issuers import LONGEST, begins_a_card, is_card_number
from assistant.card_numbers.number_words import LANGUAGES

PART = "(part of a number removed)"
KEPT = 7
"""The longest run of digits that may stand alone; a card's first six and last four may be kept by anyone's rules."""
_LOOK_BACK, _PATIENCE = 12, 2
_TALK = 2
_PAYING = re.compile(
    r"\b(?:pay(?:ing|ment|ments)?|check ?out|bezahl\w*|zahl(?:e|en|ung)|pa(?:yer|iement)|pagar\w*|pago|"
    r"betal\w*)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:order|phone|telephone|mobile|post ?code|zip|code|how many|which|quantity|size|number)\b[^?]*\?",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\b(?:end(?:s|ing|ed)?|last (?:four|4)|terminat\w*|endet|endend)\b", re.IGNORECASE)
_PHONE = {(3, 3, 4), (3, 4), (3, 4, 4), (2, 4, 4), (4, 3, 3), (5, 6), (1, 3, 3, 4), (2, 3, 3, 4)}
_PARTS = {(4, 4), (4, 4, 4), (8,), (12,), (4, 6), (4, 4, 4, 1), (4, 4, 4, 2), (4, 4, 4, 3), (4, 5)}
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        """
    a am an and are at begin beginning begins card cards cc continue continued continues continuing credit debit digit
    digits end ends final finally first four fourth from go goes group half hello here hi i is it its last mastercard
    maestro amex mc more my next no nr num number numbers of ok okay on part pay please remaining rest s second so start
    starting starts sure thanks that the them then there these they third this those to use visa was with yes you your
    die der das ist meine nummer karte kreditkarte lautet dann danach nachste nachsten letzte letzten ziffern teil rest
    erste zweite dritte vierte la le les ma mon est numero carte puis ensuite suite dernier derniers chiffres partie
    mi el es tarjeta luego siguiente siguientes ultimos cifras parte mia il carta poi prossime ultime meu minha o os
    cartao depois proximos mijn het kaart nummer dan volgende laatste cijfers deel en und et y e
    """,
    )
)
_NUMBER_WORDS = frozenset(w for one in LANGUAGES.values() for w in one.first | one.times.keys())


@dataclass(frozen=True)
class Exchange:
    """One earlier turn: what was kept of the shopper's message, and the reply to it."""

    text: str
    reply: str = ""


@dataclass(frozen=True)
class Held:
    """`earlier` gives, by their place among the exchanges, messages that must be kept otherwise from now on."""

    text: str
    found: bool = False
    earlier: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Piece:
    digits: str
    groups: Sequence[Group]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(group.digits) for group in self.groups)

    def without(self, text: str) -> str:
        return text[: self.groups[0].start] + PART + text[self.groups[-1].end :]


_Trail = list[tuple[int, _Piece | None]]
"""Earlier messages of digits only, by their place, oldest first; None for one that was held back."""


def hold_back(text: str, before: Sequence[Exchange]) -> Held:
    """`text` was searched for whole card numbers already. Who says what a number is keeps it: "order 42424242"."""
    if not might_hold(text, 1):
        return Held(text)
    trail, piece = _trail(before), _bare(text)
    if piece is None:
        said = _beside_words(text, waits=any(earlier is None for _, earlier in trail))
        return Held(said.without(text), found=True) if said else Held(text)
    joined = _joined(trail, piece, asked=_asked(before))
    if joined or _alone(text, piece, before, trail):
        return Held(piece.without(text), True, {at: one.without(before[at].text) for at, one in joined})
    return Held(text)


def _bare(text: str) -> _Piece | None:
    """The digits of a message that holds nothing else but words such as "and the last four"."""
    found = tokens(text)
    if any(token.word and token.word not in _FILLERS | _NUMBER_WORDS for token in found):
        return None
    piece = _most_digits(found)
    return piece if piece and len(piece.digits) <= LONGEST else None


def _most_digits(found: Sequence[Token]) -> _Piece | None:
    ways = [_Piece("".join(g.digits for g in way), way) for way in readings(found, 1, letters=False)]
    return max(ways, key=lambda piece: len(piece.digits), default=None)


def _trail(before: Sequence[Exchange]) -> _Trail:
    found: _Trail = []
    patience = _PATIENCE
    for at in range(len(before) - 1, max(-1, len(before) - 1 - _LOOK_BACK), -1):
        piece = None if PART in before[at].text else _bare(before[at].text)
        if piece is None and PART not in before[at].text:
            patience -= 1
            if patience < 0:
                break
        else:
            found.insert(0, (at, piece))
    return found


def _joined(trail: _Trail, piece: _Piece, *, asked: bool) -> list[tuple[int, _Piece]]:
    """The earlier messages whose digits, with these, are a card number or begin one."""
    for start in range(len(trail)):
        parts = [(at, earlier) for at, earlier in trail[start:] if earlier]
        digits = "".join(earlier.digits for _, earlier in parts) + piece.digits
        if len(parts) < len(trail) - start or len(digits) > LONGEST:
            continue
        if is_card_number(digits) or (begins_a_card(digits) and len(digits) > KEPT and not asked):
            return parts
    return []


def _alone(text: str, piece: _Piece, before: Sequence[Exchange], trail: _Trail) -> bool:
    """Whether these digits by themselves are held back."""
    digits = len(piece.digits)
    if any(earlier is None for _, earlier in trail) and (digits > 2 or PART in before[-1].text):
        return True
    if not begins_a_card(piece.digits) or digits < 4 or _asked(before) or _ENDING.search(text):
        return False
    if digits > KEPT and (piece.sizes not in _PHONE):
        return True
    talk = " ".join(f"{one.text} {one.reply}" for one in before[-_TALK:])
    return bool(CARD_WORD.search(f"{text} {talk}") or _PAYING.search(talk))


def _beside_words(text: str, *, waits: bool) -> _Piece | None:
    """Part of a card number in a message that says other things, too."""
    if (not waits and not CARD_WORD.search(text)) or NO_CARD.search(text):
        return None
    for way in readings(tokens(text), 4, letters=False):
        for run in _runs(way):
            piece = _Piece("".join(group.digits for group in run), run)
            part = piece.sizes in _PARTS and begins_a_card(piece.digits)
            if part or (waits and (piece.sizes in _PARTS or piece.sizes == (4,))):
                return piece
    return None


def _runs(way: Sequence[Group]) -> Iterator[list[Group]]:
    """Groups with nothing but signs between them."""
    run: list[Group] = []
    for group in way:
        if run and (group.words or group.far):
            yield run
            run = []
        run.append(group)
    yield run


def _asked(before: Sequence[Exchange]) -> bool:
    """Whether the last reply asked for a number of another kind."""
    return bool(before and _ASKED.search(before[-1].reply))
