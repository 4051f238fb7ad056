"""Office files are ZIP archives of XML: opened only after everything in them was counted and looked at."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from ingest.validate import Invalid

MOST_BYTES = 200_000_000
MOST_MEMBERS = 5_000
_CHUNK = 1 << 20
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def checked_archive(path: Path, part: str, what: str, keep: re.Pattern[str]) -> tuple[io.BytesIO, dict[str, bytes]]:
    """The archive written anew from what was counted, and its members by name; raises `Invalid`.

    The parser that follows sees these bytes only: a size that the archive lies about, or two members with one name,
    are gone. `part` is a folder that an archive of this kind has; only members that match `keep` are passed on.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info for info in archive.infolist() if not info.is_dir()]
            if not any(info.filename.startswith(part) for info in names):
                raise Invalid(f"this is a ZIP archive, but not {what}", hint=f"save it again as {what}")
            if len(names) > MOST_MEMBERS:
                raise Invalid(f"the file holds more than {MOST_MEMBERS:,} parts")
            if sum(info.file_size for info in names) > MOST_BYTES:
                raise _too_large()
            members = _members(archive, [info for info in names if keep.search(info.filename)])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, Invalid):
            raise
        hint = "open it where it was made, and save it again without a password"
        raise Invalid(f"the file is damaged or is not {what}", hint=hint) from None
    return _packed(members), members


def _members(archive: zipfile.ZipFile, names: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    left, members = MOST_BYTES, {}
    for info in names:
        with archive.open(info) as stream:
            chunks = []
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise _too_large()
                chunks.append(chunk)
            content = b"".join(chunks)
        if _declares(content):
            raise Invalid("the file's XML declares a document type or entities, which no office program writes")
        members[info.filename] = content
    return members


def _too_large() -> Invalid:
    return Invalid(f"the file unpacks to more than {MOST_BYTES // 1_000_000} MB", hint="split it, or save it as CSV")


def _declares(content: bytes) -> bool:
    """Also in UTF-16, whose letters are two bytes each; pictures are not XML and hold no such words by chance."""
    head = content[:4096]
    return _DECLARATION.search(content) is not None or _DECLARATION.search(head.replace(b"\0", b"")) is not None


def _packed(members: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    out.seek(0)
    return out
