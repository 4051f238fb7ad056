"""What a message gives for a checkout: name, address, phone, way of shipping, codes, a note."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.offline_model.buying.address import Parts, address_in, part_in
from assistant.offline_model.buying.standing import Standing

_FLAGS = re.IGNORECASE | re.VERBOSE
GIVEN = "(e-mail given)"
_EMAIL = re.compile(r"(?:\b(?:my\s)?(?:e-?mail|mail)(?:\saddress)?(?:\sis|:)?\s+)?\(e-mail\sgiven\)", _FLAGS)
_NOTE = re.compile(
    r"""\b(?:(?:add|put|leave|write|include|with)\s)?(?:an?\s|the\s|this\s)?(?:delivery\s|order\s)?
        (?:note|instructions?)\b[^:“”"]{0,30}?(?::|\bsaying\b|\bthat\ssays\b)\s*["“]?(?P<said>[^"”]+)
    | (?P<leave>\b(?:please\s)?leave\s(?:it|them|the\s(?:parcel|package|box))\s
        (?:at|by|with|in|on|behind|under|next\sto)\b[^.;\n]*)""",
    _FLAGS,
)
_NO_CODE = (
    r"(?!(?:is|are|was|to|for|on|in|at|that|this|please|again|it|the|a|an|and|or|not|from|of|here|does|do|did|work\w*|i|my|"
    r"you|off|out|code|can|could|apply|too|now|given)\b)"
)
_CODED = re.compile(
    rf"""\b(?:(?:discount|promo(?:tion)?|voucher|coupon|gift)[\s-])?(?:code|voucher|coupon|promo)\b
        (?:\s(?:is|of)\b|:)?\s*["“'#]?{_NO_CODE}(?P<code>[A-Z0-9][A-Z0-9_-]{{2,39}})\b""",
    _FLAGS,
)
_USED = re.compile(
    r"\b(?:use|apply|redeem|try|enter|add)\s(?:the\s|my\s)?[\"“']?(?P<code>(?-i:[A-Z][A-Z0-9_-]*[A-Z0-9]))\b", _FLAGS
)
_DROPS = re.compile(
    r"\b(?:remove|delete|drop|without|cancel|forget|don'?t\suse|take\s(?:\w+\s){0,3}(?:off|out))\b", _FLAGS
)
_PHONE = re.compile(
    r"""\b(?:my\s)?(?:phone|tel(?:ephone)?|mobile|cell)(?:\s(?:phone|number|no\.?))*(?:\sis|:)?\s*(?P<told>\+?\(?\d[\d\s().-]{5,18}\d)
    | (?P<bare>(?<!\w)\+\d[\d\s().-]{6,18}\d | (?<![\w-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b)""",
    _FLAGS,
)
_SHIPPING = re.compile(
    r"""\b(?P<one>standard|express|economy|priority|overnight|next[\s-]day|two[\s-]day|ground|premium|regular)\b
        (?=\s(?:shipping|delivery|post|mail|is|please|will|would|then)\b|\W*$|,)
    | \b(?:ship(?:\sit)?|send\sit|deliver\sit|with|by|via|take|choose|use|make\sit|go\s(?:with|for))\s(?:the\s)?
        (?P<other>standard|express|economy|priority|overnight|ground|premium)\b""",
    _FLAGS,
)
_NAMED = re.compile(
    r"""\b(?:my\s(?:full\s)?name(?:\sis|'s|:)|name(?:\sis|:)|(?:it\sis|it's)\sfor|(?:made\s)?out\sto|addressed\sto)\s+
        (?P<name>[^\W\d_][^\d,;.:!?\n]{1,60}?)(?=\s+(?:and|at|on|please|,)\b|[,;.!?\n]|$)
    | (?-i:\b(?:I'm|I\sam|This\sis|this\sis|i'm|i\sam)\s+
        (?P<who>[A-ZÀ-Þ][\w'’-]+(?:\s(?:de|van|von|la|[A-ZÀ-Þ]\.?[\w'’-]*)){1,3}))""",
    _FLAGS,
)
_FULL_NAME = re.compile(
    r"^[A-ZÀ-Þ][^\W\d_'’]*(?:['’-][^\W\d_]+)*\.?(?:\s(?:de|van|von|der|la|[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?)){1,4}$"
)
_ANY_NAME = re.compile(r"^[^\W\d_][^\W\d_.'’-]*(?:[ '’-]+[^\W\d_][^\W\d_.'’-]*){0,3}$")
_NO_NAME = re.compile(
    r"""\b(?:yes|no|ok(?:ay)?|please|thanks?|thank|hi|hello|what|why|how|where|when|who|which|cart|order|pay|ship\w*|send
    |deliver\w*|cancel|total|code|show|the|my|your|is|are|it|that|this|check|checkout|buy|help|wait|stop|later|nothing|never
    |cost|price|person|human|add|remove|want|need|do|does|can|and|sure|great|fine|standard|express|cheapest|fastest|undo
    |use|have|a|an|i|we|has|got|apply|voucher|coupon|given|missing|wrong|bye|back|go|ahead|let|me|any|other|more)\b""",
    _FLAGS,
)
_ASKS = re.compile(r"^\W*(?:and\s)?(?:what|how|which|is|does|do|why|when|are)\b", re.IGNORECASE)
_LONE_CODE = re.compile(r"^\W*(?:it(?:'s|\sis)\s)?([A-Za-z0-9][A-Za-z0-9_-]{2,39})\W*$")


@dataclass(frozen=True)
class Said:
    """Arguments of `checkout_details`, apart where the shop may refuse one and take the other."""

    address: Parts = field(default_factory=dict)
    phone: str = ""
    others: dict[str, Any] = field(default_factory=dict)
    email: bool = False
    left: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.address or self.phone or self.others or self.email)

    @property
    def plain(self) -> bool:
        """Nothing that would need a checkout to be understood: an address or a code is one anywhere."""
        return bool(self.address or {"add_code", "drop_code"} & self.others.keys())


def said_in(text: str, where: Standing) -> Said:
    """Each part is taken out before the next is looked for, so that none is read twice."""
    said = Said(left=text)
    for take in (_note, _email, _code, _address, _phone, _method, _name):
        said = take(said, where)
    return said


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()].rstrip(' ,;')}, {text[match.end() :].lstrip(' ,;')}".strip(" ,;.")


def _with(said: Said, left: str, **others: Any) -> Said:
    return replace(said, left=left, others={**said.others, **others})


def _note(said: Said, where: Standing) -> Said:
    found = _NOTE.search(said.left) if where.begun else None
    if found is None:
        return said
    note = (found["said"] or found["leave"]).strip(' ."”')
    return _with(said, _cut(said.left, found), note=note)


def _email(said: Said, _where: Standing) -> Said:
    found = _EMAIL.search(said.left)
    return replace(said, email=True, left=_cut(said.left, found)) if found else said


def _code(said: Said, where: Standing) -> Said:
    drops = _DROPS.search(said.left)
    for known in where.codes if drops else ():
        if found := re.search(rf"\b{re.escape(known)}\b", said.left, re.IGNORECASE):
            return _with(said, _cut(said.left, found), drop_code=known)
    if drops and len(where.codes) == 1 and re.search(r"\b(?:code|voucher|coupon|discount)\b", said.left, re.IGNORECASE):
        return _with(said, "", drop_code=where.codes[0])
    found = _CODED.search(said.left) or (_USED.search(said.left) if where.begun else None)
    found = found or (_LONE_CODE.match(said.left) if where.asked_code else None)
    if found is None or drops:
        return said
    return _with(said, _cut(said.left, found), add_code=found[found.lastindex or 1])


def _address(said: Said, where: Standing) -> Said:
    kept, why = where.refused or ({}, "")
    if found := address_in(said.left):
        parts = {**kept, **found.parts} if kept.get("line1") == found.parts.get("line1") else found.parts
        return replace(said, address=parts, left=found.left)
    part = part_in(said.left, why.casefold()) if kept else {}
    return replace(said, address={**kept, **part}, left="") if part else said


def _phone(said: Said, _where: Standing) -> Said:
    found = _PHONE.search(said.left)
    number = found["told"] or found["bare"] if found else ""
    return replace(said, phone=number.strip(), left=_cut(said.left, found)) if found else said


def _method(said: Said, where: Standing) -> Said:
    if _ASKS.search(said.left):
        return said
    for name in sorted(where.methods if where.fresh else (), key=len, reverse=True):
        if found := re.search(rf"\b{re.escape(name)}\b(?:\s(?:shipping|delivery))?", said.left, re.IGNORECASE):
            return _with(said, _cut(said.left, found), shipping_method=name)
    wanted = _extreme(said.left, where)
    if wanted:
        return _with(said, "", shipping_method=wanted)
    found = _SHIPPING.search(said.left)
    if found is None:
        return said
    rest = re.sub(r"^\W*(?:shipping|delivery)\b", "", said.left[found.end() :], flags=re.IGNORECASE)
    left = f"{said.left[: found.start()].rstrip(' ,;')}, {rest.lstrip(' ,;')}".strip(" ,;.")
    return _with(said, left, shipping_method=(found["one"] or found["other"]).capitalize())


def _extreme(text: str, where: Standing) -> str:
    """The cheapest, by the shop's own prices."""
    prices = [(_amount(str(one.get("price"))), str(one.get("name"))) for one in _priced(where)]
    cheap = re.search(r"\b(?:the\s)?cheapest\b", text, re.IGNORECASE)
    return min(prices)[1] if cheap and prices and len(text.split()) <= 6 else ""


def _priced(where: Standing) -> Sequence[dict[str, Any]]:
    return list(where.bill.get("shipping_methods") or ())


def _amount(text: str) -> float:
    digits = re.sub(r"[^\d.]", "", text.replace(",", ""))
    return float(digits) if digits else 0.0


def _name(said: Said, where: Standing) -> Said:
    if found := _NAMED.search(said.left):
        return _with(said, _cut(said.left, found), name=(found["name"] or found["who"]).strip())
    pieces = [piece.strip(" .") for piece in re.split(r"[,;:\n]", said.left) if piece.strip(" .")]
    asked = "your name" in where.missing and not said.others
    for piece in pieces:
        bare = re.sub(r"^(?:and|for|to)\s+", "", piece)
        alone = asked and len(pieces) == 1 and bool(_ANY_NAME.match(bare))
        if (
            (_FULL_NAME.match(bare) or alone)
            and not _NO_NAME.search(bare)
            and (where.fresh or said.address or said.email)
        ):
            return _with(said, ", ".join(one for one in pieces if one != piece), name=bare)
    return said
