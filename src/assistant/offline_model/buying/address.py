"""The address in a message, in parts, as shoppers of several countries write one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.offline_model.serving.places import LINE1, LINE2, STATES
from assistant.shop.changes.readdressing import country_key

Parts = Mapping[str, str]
CODE = 2
_US_CODES = frozenset(STATES.values()) | {"DC", "PR"}
_PROVINCES = frozenset("AB BC MB NB NL NS NT NU ON PE QC SK YT".split())  # noqa: SIM905  # a list of codes reads best as text
_ZIP = r"\d{5}(?:-\d{4})?"
_CANADA = r"[A-Za-z]\d[A-Za-z]\s?\d[A-Za-z]\d"
_UK = r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}"
_CITY = r"[^\W\d_][^\d,;:]*?"
_REGION = r"[A-Za-z]{2}|[A-Za-z]+(?:\s[A-Za-z]+){0,2}"
_AFTER_REGION = re.compile(rf"^(?:(?P<city>{_CITY})\s+)??(?P<region>{_REGION})\s+(?P<postcode>{_ZIP}|{_CANADA})\b")
_CITY_AND_CODE = re.compile(rf"^(?:(?P<city>{_CITY})\s+)?(?P<postcode>{_UK}|{_CANADA}|{_ZIP}|\d{{4}}|\d{{6}})\b")
_CODE_AND_CITY = re.compile(rf"^(?:[A-Z]{{1,2}}-)?(?P<postcode>\d{{4,5}}|\d{{4}}\s?[A-Z]{{2}})\s+(?P<city>{_CITY})$")
_CITY_AND_REGION = re.compile(rf"^(?P<city>{_CITY})\s+(?P<region>{_REGION})$")
_ONLY_CITY = re.compile(r"^[^\W\d_][^\W\d_.'’-]*(?:[ -][^\W\d_][^\W\d_.'’-]*){0,3}$")
_OTHER_WORDS = re.compile(
    r"\b(?:shipp\w*|deliver\w*|standard|express|priority|overnight|economy|code|voucher|coupon|please|thanks?|and|my|name"
    r"|given|note|phone|order|pay)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"\s(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b(?=\s*(?:,|\n|$))")
_STREET = re.compile(r"^(?:\d+\w?(?:[-/]\d+)?\s+[^\W\d_].{2,60}|[^\W\d_][^\d]{2,60}\s\d+\s?[a-zA-Z]?)$")
_LEAD = re.compile(
    r"""^.*?\b(?:address(?:\s(?:is|to))?|(?:send|ship|deliver|post|mail|goes|go|comes?)\b[^,\d]{0,30}?\bto|lives?\s(?:at|in)|to)
    \b[\s:]*(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_LEADS_HERE = re.compile(
    r"""(?:\b(?:and|then|please|to|you|can|could)\s+)*\b(?:(?:my|the)\s)?(?:(?:shipping|delivery)\s)?
    (?:address(?:\s(?:is|to))?|(?:send|ship|deliver|post|mail|goes|go)\b[^,;.:\n\d]{0,30}?\bto|live\s(?:at|in)|to)[\s:]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PIECE = re.compile(r"[^,;\n]+")
_GLUE = re.compile(r"^[\s,;.]*(?:in\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """`left` is the message without the address."""

    parts: Parts
    left: str


def address_in(text: str) -> Found | None:
    """None without a street: a town alone may be anything."""
    if street := LINE1.search(text):
        side = _DIRECTION.match(text, street.end())
        line1 = _named(street[1]) + (side[0] if side else "")
        parts, end = _after(text, side.end() if side else street.end())
        return _found(text, {"line1": line1, **parts}, street.start(), end)
    for start, piece in _pieces(text):
        parts, end = _after(text, start + len(piece))
        if _STREET.match(piece) and "postcode" in parts:
            return _found(text, {"line1": piece, **parts}, start, end)
    return None


def part_in(text: str, lacks: str) -> Parts:
    """A single part, as an answer to the refusal `lacks`: "Germany", "94601", "Oakland"."""
    said = re.sub(r"^\W*(?:it(?:'s| is)|in|the \w+ is)\s+", "", text.strip(" .!"), flags=re.IGNORECASE)
    if "region" in lacks and (region := _region(said)):
        return {"region": region}
    if country := _country(said):
        return {"country": country}
    if place := _place(said, {}):
        return place[0]
    if "city" in lacks and _ONLY_CITY.match(said):
        return {"city": said}
    return {"region": said} if "region" in lacks and _ONLY_CITY.match(said) else {}


def _found(text: str, parts: Parts, start: int, end: int) -> Found:
    """What leads to the address says nothing besides."""
    kept = _LEADS_HERE.sub("", text[:start])
    return Found(_in_country(parts), f"{kept.rstrip(' ,;')}, {text[end:].lstrip(' ,;.')}".strip(" ,;"))


def _after(text: str, start: int) -> tuple[Parts, int]:
    """The parts that follow a street, and where they end."""
    parts: dict[str, str] = {}
    end = start
    while glue := _GLUE.match(text[end:]):
        at = end + glue.end()
        piece = _PIECE.match(text, at)
        read = _piece(piece[0].strip(), parts, text[piece.end() :]) if piece else None
        if read is None:
            break
        parts |= read[0]
        end = at + read[1]
    return parts, end


def _piece(piece: str, known: Parts, rest: str) -> tuple[Parts, int] | None:
    """What it says, and how much of it was read."""
    if "line2" not in known and not known and (second := LINE2.match(piece)):
        return {"line2": second[1]}, second.end()
    if country := _leading_country(piece, known):
        return country
    if "postcode" not in known and (place := _place(piece, known)):
        return place
    return _name(piece, known, rest)


def _leading_country(piece: str, known: Parts) -> tuple[Parts, int] | None:
    """As many words as name one. "CA" before a postcode is no country."""
    words = [match.end() for match in re.finditer(r"\S+", piece)][:4]
    named = ((end, _country(piece[:end].strip(" ."))) for end in reversed(words))
    found = next(((end, country) for end, country in named if country), None)
    if found is None or "country" in known or (found[0] <= CODE and "postcode" not in known):
        return None
    return {"country": found[1]}, found[0]


def _place(piece: str, known: Parts) -> tuple[Parts, int] | None:
    for match in _AFTER_REGION.finditer(piece):
        if region := _region(match["region"]):
            return _given(match, region=region), match.end()
    if swapped := _region_after_city(piece):
        return swapped
    for pattern in (_CODE_AND_CITY, _CITY_AND_CODE):
        if found := pattern.match(piece):
            return _given(found) if "city" not in known else {"postcode": found["postcode"]}, found.end()
    return None


def _region_after_city(piece: str) -> tuple[Parts, int] | None:
    """The longest name of a region that stands before the postcode: "Winston Salem North Carolina 27101"."""
    code = re.search(rf"\s({_ZIP}|{_CANADA})\b", piece)
    words = piece[: code.start()].split() if code else []
    for size in (2, 1):
        region = _region(" ".join(words[-size:])) if len(words) > size else ""
        if code and region and not re.search(r"\d", piece[: code.start()]):
            city = " ".join(words[:-size])
            return {"city": city, "region": region, "postcode": code[1].upper()}, code.end()
    return None


def _name(piece: str, known: Parts, rest: str) -> tuple[Parts, int] | None:
    """A town or region that stands alone, where more of an address follows."""
    if "city" in known and "region" not in known and (region := _region(piece)):
        return {"region": region}, len(piece)
    both = _CITY_AND_REGION.match(piece)
    if both and "city" not in known and (region := _region(both["region"])):
        return {"city": both["city"], "region": region}, len(piece)
    if "city" in known or "postcode" in known or not _ONLY_CITY.match(piece):
        return None
    following = next(iter(_pieces(rest)), None)
    goes_on = following and (_country(following[1]) or _region(following[1]) or _place(following[1], {"city": piece}))
    return ({"city": piece}, len(piece)) if goes_on or not _OTHER_WORDS.search(piece) else None


def _given(match: re.Match[str], region: str = "") -> Parts:
    parts = {**match.groupdict(), "region": region}
    parts["postcode"] = parts["postcode"].upper()
    return {name: value.strip() for name, value in parts.items() if value}


def _region(name: str) -> str:
    code = STATES.get(name.strip(" .").casefold().replace(" ", ""), name.strip(" .").upper())
    return code if code in _US_CODES | _PROVINCES else ""


def _country(name: str) -> str:
    """A code alone counts only in capitals: "it" and "in" are words."""
    said = name.strip(" .")
    known = country_key(said)
    plain_word = len(said) <= CODE and not said.isupper()
    return said if len(known) == CODE and known.isupper() and not plain_word else ""


def _in_country(parts: Parts) -> Parts:
    """A state of the United States with its ZIP code says the country; so do a province or a British postcode."""
    if "country" in parts or "postcode" not in parts:
        return parts
    region, code = parts.get("region", ""), parts["postcode"]
    implied = (
        ("US", region in _US_CODES and re.fullmatch(_ZIP, code)),
        ("CA", region in _PROVINCES and re.fullmatch(_CANADA, code)),
        ("GB", not region and re.fullmatch(_UK, code)),
    )
    country = next((name for name, fits in implied if fits), None)
    return {**parts, "country": country} if country else parts


def _named(street: str) -> str:
    return " ".join(word if word[:1].isupper() or word[:1].isdigit() else word.capitalize() for word in street.split())


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Where each begins, without the spaces around it and the words that lead to it."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        lead = _LEAD.match(piece)
        skipped = lead.end() if lead else len(piece) - len(piece.lstrip())
        if piece[skipped:].strip():
            yield match.start() + skipped, piece[skipped:].rstrip(" .")
