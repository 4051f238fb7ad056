"""What is told beside a card number: its expiry and its security code; and account numbers (IBAN)."""

import re
from collections.abc import Sequence

from assistant.card_numbers.finding import Found
from assistant.card_numbers.groups import Group, might_hold, readings, tokens

_CODE_WORD = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|csc|cid|(?:card |the )?(?:security|verification) (?:code|number|value)|"
    r"(?:code|digits|numbers?) on the back|prufziffer|prüfziffer|kartenprufnummer|kartenprüfnummer|sicherheitscode|"
    r"cryptogramme|code de securite|code de sécurité|codigo de seguridad|código de seguridad|codice di sicurezza|"
    r"codigo de seguranca|código de segurança|beveiligingscode|veiligheidscode)(?!\w)",
    re.IGNORECASE,
)
_EXPIRY_WORD = re.compile(
    r"\b(?:exp(?:\.|iry|ires|iration|ire)?|valid (?:thru|through|until|till)|good thru|gultig bis|gültig bis|"
    r"valable jusqu|caduca|vence|scadenza|scade|validade|geldig tot|verloopt)(?!\w)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|1[0-2])\s{0,2}[/.\- ]\s{0,2}(?:20)?(?:2[4-9]|3\d|4\d)|(?:0[1-9]|1[0-2])(?:20)?[2-4]\d)(?!\d)"
)
_TAIL = re.compile(r"(?:(?:0?[1-9]|1[0-2])(?:20)?(?:2[4-9]|3\d|4\d))?(?:\d{3,4})?")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ .\-]?[A-Z0-9]){11,32}", re.IGNORECASE)
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
_REACH = 30


def security_codes(text: str) -> list[Found]:
    """Three or four digits, in whatever script or words, right behind what names them, or right before it."""
    words = list(_CODE_WORD.finditer(text)) if might_hold(text, 3) else []
    if not words:
        return []
    ways = list(readings(tokens(text), 3))
    behind = [f for way in ways for word in words for f in _behind(way, word.end())]
    return behind or [f for way in ways for word in words for f in _ahead(way, word.start())]


def expiries(text: str, cards: Sequence[Found]) -> list[Found]:
    """A month with its year beside a card number, or behind a word for it."""
    spots = [*((c.end, c.end + _REACH) for c in cards), *((c.start - _REACH, c.start) for c in cards)]
    spots += [(word.end(), word.end() + _REACH) for word in _EXPIRY_WORD.finditer(text)]
    return [
        Found(*match.span()) for match in _MONTH_YEAR.finditer(text) if any(a <= match.start() < b for a, b in spots)
    ]


def tails(text: str, cards: Sequence[Found]) -> list[Found]:
    """Expiry and security code that follow a card number with nothing but signs between."""
    found = []
    for way in readings(tokens(text), 3):
        for card in cards:
            behind = [g for g in way if g.start >= card.end]
            found += _tail(behind)
    return found


def accounts(text: str) -> list[Found]:
    return [found for match in _IBAN.finditer(text) if (found := _account(match))]


def _behind(way: Sequence[Group], at: int) -> list[Found]:
    near = [g for g in way if at <= g.start < at + _REACH]
    run = near[:1]
    for group in near[1:]:
        if group.words:
            break
        run.append(group)
    for many in range(len(run), 0, -1):
        if 3 <= sum(len(g.digits) for g in run[:many]) <= 4:
            return [Found(run[0].start, run[many - 1].end)]
    return []


def _ahead(way: Sequence[Group], at: int) -> list[Found]:
    near = [g for g in way if g.end <= at < g.end + _REACH // 2]
    run = [g for i, g in enumerate(near) if not any(later.words for later in near[i + 1 :])]
    return [Found(run[0].start, run[-1].end)] if 3 <= sum(len(g.digits) for g in run) <= 4 else []


def _tail(behind: Sequence[Group]) -> list[Found]:
    run: list[Group] = []
    for group in behind:
        if group.words or group.far or sum(len(g.digits) for g in run) > 10:
            break
        run.append(group)
    for many in range(len(run), 0, -1):
        digits = "".join(g.digits for g in run[:many])
        if len(digits) > 2 and _TAIL.fullmatch(digits):
            return [Found(run[0].start, run[many - 1].end)]
    return []


def _account(match: re.Match[str]) -> Found | None:
    typed = match.group()
    places = [at for at, c in enumerate(typed) if c.isalnum()]
    length = _IBAN_LENGTHS.get(typed[:2].upper())
    if length is None or len(places) < length:
        return None
    letters = "".join(typed[at] for at in places[:length]).upper()
    rearranged = "".join(str(int(c, 36)) for c in letters[4:] + letters[:4])
    return Found(match.start(), match.start() + places[length - 1] + 1) if int(rearranged) % 97 == 1 else None
