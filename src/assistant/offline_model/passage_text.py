"""Cuts the text of a page into sentences that can be quoted."""

import re
from collections.abc import Sequence

_MARKS = re.compile(r"[*_`]+|\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")


def sentences(text: str) -> list[str]:
    """Sentences of Markdown or plain text without its marks; a table row reads "name: value"."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    rows = [_plain(line) for line in _without_table_heads(_joined(lines))]
    pieces = [s.strip() for line in rows for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“(])", line)]
    return [piece for piece in pieces if re.search(r"\w", piece)]


def _joined(lines: Sequence[str]) -> list[str]:
    """A wrapped paragraph is one line, and so is a list with the words that lead up to it; table rows stay apart."""
    joined: list[str] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            link = ", " if _ITEM.match(line) and not joined[-1].rstrip().endswith((":", ".")) else " "
            joined[-1] = f"{joined[-1].rstrip()}{link}{_ITEM.sub('', line, count=1).strip()}"
        else:
            joined.append(line)
    return joined


def _continues(before: str, line: str) -> bool:
    if line.lstrip().startswith("|") or before.lstrip().startswith("|"):
        return False
    if _ITEM.match(line):
        return before.rstrip().endswith(":") or ":" in before
    return not before.rstrip().endswith((".", "?", "!"))


def _without_table_heads(lines: Sequence[str]) -> list[str]:
    rules = {at for at, line in enumerate(lines) if re.fullmatch(r"[\s|:-]+", line)}
    return [line for at, line in enumerate(lines) if at not in rules and at + 1 not in rules]


def _plain(line: str) -> str:
    if line.lstrip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        line = f"{cells[0]}: {', '.join(cells[1:])}"
    return " ".join(_MARKS.sub(lambda mark: mark[1] or "", _ITEM.sub("", line, count=1)).split())
