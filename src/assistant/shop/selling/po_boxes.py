"""Whether an address is a box or a locker of the post's, which many carriers cannot deliver to."""

import re
import unicodedata
from collections.abc import Mapping

from assistant.shop.customers import Address

_ENGLISH = r"p\.?\s?o\.?\s?b(?:ox)?\b|post(?:al)?\s?(?:office\s)?box|gpo\s?box"
_APARTADO = r"apartado(?:\s(?:de\s)?(?:correos?|postal|aereo))?|ap(?:ar)?t?do\b"
_CASILLA = r"casilla(?:\s(?:de\s)?(?:correos?|postal))?"
_BOITE = r"b\.?\s?p\b|boite\s?postale"
_PRIVATE_BAG = r"private\s?(?:mail\s?)?bag"
_POSTFACH = r"postfach|pf\b"
_BOKS = r"(?:post)?boks"
_NAMES: Mapping[str, str] = {
    "AR": _CASILLA,
    "AT": _POSTFACH,
    "AU": rf"locked\s?bag|{_PRIVATE_BAG}|parcel\s?locker",
    "BE": rf"postbus|{_BOITE}",
    "BR": r"caixa\s?postal",
    "CA": r"c\.?\s?p\b|case\s?postale",
    "CH": r"postfach|case\s?postale|casella\s?postale",
    "CL": _CASILLA,
    "CN": "信箱",
    "CO": _APARTADO,
    "CR": _APARTADO,
    "DE": rf"{_POSTFACH}|packstation|postfiliale",
    "DK": _BOKS,
    "ES": _APARTADO,
    "FI": r"pl\b|pb\b|postilokero",
    "FR": rf"{_BOITE}|c\.?\s?s\b|tsa\b",
    "HU": r"pf\b|postafiok",
    "IT": r"casella\s?postale|c\.?\s?p\b",
    "JP": "私書箱",
    "KR": "사서함",
    "LI": r"postfach",
    "LU": rf"postfach|{_BOITE}",
    "MC": _BOITE,
    "MX": _APARTADO,
    "NL": r"postbus|antwoordnummer",
    "NO": _BOKS,
    "NZ": _PRIVATE_BAG,
    "PE": rf"{_APARTADO}|{_CASILLA}",
    "PL": r"skr(?:ytka|\.)?\s?poczt(?:owa)?",
    "PT": r"apartado",
    "RU": r"а/я",
    "SE": r"box",
    "TR": r"posta\s?kutusu|p\.?\s?k\b",
    "TW": "信箱",
    "UA": r"а/[яс]",
    "UY": _CASILLA,
    "ZA": rf"{_PRIVATE_BAG}|posbus",
}
_NUMBER = r"(?:[\s.:]+(?:n[or]\.?\s?)?[a-z]{0,3}[\s-]?)?#?\s?\d[\d\s/-]*(?:号|호)?"
_WITHOUT_NUMBER = r"^\s*(?:postfach|case\s?postale|postlagernd|poste\s?restante|general\s?delivery)\s*$"
_PART_OF_A_HOUSE = re.compile(r"\b(?:suite|ste|apt|unit|floor|room|rm|succ)\b\.?\s*\w*")


def is_po_box(address: Address) -> bool:
    """With its country as a code. A street beside the box is where it goes, so that is none."""
    box = re.compile(rf"(?<![a-zа-я\d])(?:{'|'.join(filter(None, (_ENGLISH, _NAMES.get(address.country))))}){_NUMBER}")
    lines = [_plain(line) for line in (address.line1, address.line2)]
    if any(re.match(_WITHOUT_NUMBER, line) for line in lines):
        return True
    left = [_PART_OF_A_HOUSE.sub("", box.sub("", line)) for line in lines]
    return any(box.search(line) for line in lines) and not any(_is_street(line) for line in left)


def _is_street(text: str) -> bool:
    return bool(re.search(r"\d", text) and re.search(r"[^\W\d_]{2}", text))


def _plain(text: str) -> str:
    """In small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
