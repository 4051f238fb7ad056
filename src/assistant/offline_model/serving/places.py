"""Which address a text means: written out, a part of it, or that of another order or the account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline_model.serving.records import PARTS, Address, OrderRecord
from assistant.offline_model.serving.text import plain

_FLAGS = re.IGNORECASE | re.VERBOSE
STATES = dict(
    pair.split(":")
    for pair in """alabama:AL alaska:AK arizona:AZ arkansas:AR california:CA colorado:CO connecticut:CT delaware:DE
    florida:FL georgia:GA hawaii:HI idaho:ID illinois:IL indiana:IN iowa:IA kansas:KS kentucky:KY
    louisiana:LA maine:ME maryland:MD
    massachusetts:MA michigan:MI minnesota:MN mississippi:MS missouri:MO montana:MT nebraska:NE nevada:NV
    newhampshire:NH
    newjersey:NJ newmexico:NM newyork:NY northcarolina:NC northdakota:ND ohio:OH oklahoma:OK oregon:OR pennsylvania:PA
    rhodeisland:RI southcarolina:SC southdakota:SD tennessee:TN texas:TX utah:UT vermont:VT virginia:VA washington:WA
    westvirginia:WV wisconsin:WI wyoming:WY""".split()  # noqa: SIM905  # a table of words reads best as text
)
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|way|boulevard|blvd|court|ct|place|pl|square|sq|terrace|highway|hwy|"
    r"broadway|parkway|pkwy|circle|trail|row|close|walk|crescent|gardens)"
)
LINE1 = re.compile(rf"\b(\d+[a-z]?\s(?:[a-z.'-]+\s){{0,4}}?{_STREET})\b\.?", _FLAGS)
LINE2 = re.compile(r"\b((?:suite|apt|apartment|unit|flat|floor|ste)\.?\s?(?:number\s)?\#?\s?\w{0,2}\d+\w?)\b", _FLAGS)
_POSTCODE = re.compile(r"\b(\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b")
_INSTEAD = re.compile(r"(?:\bnot\b|\binstead\sof\b|\brather\sthan\b|\bfrom\b)\W+(?:the\s)?$", _FLAGS)
OTHER_ORDER = re.compile(
    r"""\b(?:another|other|one\sof\s(?:my|the)|different|previous|recent|last|current)\s(?:\w+\s){0,3}?orders?\b
    | \b(?!it\b|that\b|there\b|what\b)\w+'s\s(?:\w+\s)?address\b | \bsame\s(?:address\s)?(?:as|like)\b
    | \balready\b | \bfind\sit\b | \bfrom\smy\b""",
    _FLAGS,
)
HOME = re.compile(
    r"""\b(?:my|the)\s(?:default|home|account|profile|usual|own|regular)(?:\s\w+)?\saddress\b | \baddress\s(?:on
    |in)\smy\s(?:account|profile)\b""",
    _FLAGS,
)


@dataclass(frozen=True)
class Place:
    """`address` when it is settled; else `choices` to ask about, or nothing at all."""

    address: Address | None = None
    choices: tuple[Address, ...] = ()


def written(text: str, base: Address) -> Address | None:
    """`base` with the parts that the text gives; None when it gives none, or a new street without its town."""
    parts = _parts(text)
    if not parts:
        return None
    moved = "city" in parts or "postcode" in parts
    whole = {**base, **parts}
    if moved and "line1" in parts and "line2" not in parts:
        whole["line2"] = ""
    return whole


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, pattern in (("line1", LINE1), ("line2", LINE2), ("postcode", _POSTCODE)):
        hits = [m for m in pattern.finditer(text) if not _INSTEAD.search(text[: m.start()])]
        if hits:
            found[name] = hits[-1][1].strip() if name == "postcode" else _titled(hits[-1][1])
    rest = _after_street(text, found)
    return found | rest


def _titled(words: str) -> str:
    return " ".join(word if word[:1].isupper() or word[:1].isdigit() else word.capitalize() for word in words.split())


_TOWN = re.compile(
    r"""(?:,\s*|\bin\s)(?P<city>[A-Z][A-Za-z.' -]+?),?\s+(?:(?P<region>[A-Z]{2}
    |[A-Z][a-z]+(?:\s[A-Z][a-z]+)?),?\s+)?(?P<postcode>\d{5}(?:-\d{4})?
    |[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})(?:,?\s*(?P<country>USA|U\.S\.A?\.?|United\sStates|Canada|UK
    |United\sKingdom))?""",
    re.VERBOSE,
)


def _after_street(text: str, found: dict[str, str]) -> dict[str, str]:
    town = _TOWN.search(text)
    if not town or "line1" not in found:
        return {}
    region = town["region"] or ""
    parts = {"city": town["city"].strip(), "region": STATES.get(region.casefold().replace(" ", ""), region)}
    return {name: value for name, value in {**parts, "country": town["country"] or ""}.items() if value}


def referred(text: str, known: Sequence[Address], but: Sequence[Address]) -> Place:
    """An address that the shopper's records hold, by its town or as that of another order."""
    others = [one for one in _distinct(known) if not any(same(one, other) for other in but)]
    named = [one for one in _distinct(known) if _speaks_of(text, one)]
    if named:
        fresh = [one for one in named if one in others] or named
        return Place(fresh[0]) if len(fresh) == 1 else Place(choices=tuple(fresh))
    if OTHER_ORDER.search(plain(text)):
        return Place(others[0]) if len(others) == 1 else Place(choices=tuple(others))
    return Place()


def same(one: Address, other: Address) -> bool:
    return all(one.get(part, "").casefold() == other.get(part, "").casefold() for part in PARTS)


def of_place(text: str, orders: Sequence[OrderRecord]) -> list[OrderRecord]:
    """The orders that go to a place that the text names."""
    return [order for order in orders if order.address and _speaks_of(text, order.address)]


def _speaks_of(text: str, address: Address) -> bool:
    low = re.sub(r"[^\w ]", " ", plain(text))
    city, region = address.get("city", "").casefold(), address.get("region", "")
    joined = low.replace(" ", "")
    by_city = bool(city) and bool(re.search(rf"\b{re.escape(city)}\b", low))
    by_state = any(
        state in joined and code == region for state, code in STATES.items() if state != city.replace(" ", "")
    )
    by_state = by_state or (len(region) == 2 and bool(re.search(rf"\b{re.escape(region)}\b", text)))
    street = address.get("line1", "").casefold()
    return by_city or by_state or (bool(street) and street in low)


def _distinct(known: Sequence[Address]) -> list[Address]:
    found: list[Address] = []
    for one in known:
        if one.get("line1") and not any(same(one, other) for other in found):
            found.append(one)
    return found


def written_out(address: Address) -> str:
    place = ", ".join(
        filter(None, (address.get("city"), f"{address.get('region', '')} {address.get('postcode', '')}".strip()))
    )
    return ", ".join(filter(None, (address.get("line1"), address.get("line2"), place, address.get("country"))))
