"""Bytes to clean text: byte order marks, wrong encodings, control characters, slugs."""

import re
import unicodedata
from pathlib import Path

from ingest.validate import Invalid

MOST_DOCUMENT_BYTES = 5_000_000
_LONE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def encoding_of(path: Path) -> str:
    """UTF-8, or UTF-16: by its byte order mark, or by the zero bytes that every second byte of plain text then is."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most * 3 < len(head) or least * 20 > most:
        return "utf-8-sig"
    return "utf-16-le" if odd > even else "utf-16-be"


def read_document(path: Path, limit: int = MOST_DOCUMENT_BYTES) -> str:
    """The whole text of one file; raises `Invalid`."""
    if path.stat().st_size > limit:
        raise Invalid(f"the file is larger than {limit // 1_000_000} MB")
    try:
        return path.read_text(encoding=encoding_of(path))
    except UnicodeError:
        raise Invalid("the file is not UTF-8 text", hint="save it again with the encoding UTF-8") from None


def clean(text: str) -> str:
    """Composed characters, no control characters, unix line ends, no space at either end."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def is_plain(text: str) -> bool:
    """One line of ASCII without two spaces together: nothing but its ends is left to clean."""
    return text.isascii() and text.isprintable() and "  " not in text


def one_line(text: str) -> str:
    if is_plain(text):
        return text.strip()
    return " ".join(clean(text).split())


def is_broken(text: str) -> bool:
    """True when the bytes of this text were not in the file's encoding (they were read as lone surrogates)."""
    return not text.isascii() and _LONE.search(text) is not None


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain).strip("-")
