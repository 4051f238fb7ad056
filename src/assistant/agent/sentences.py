"""Cuts a stream of text into sentences as they end, losing no character."""

import re

_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”')\]]))[ \t]++(?=[A-Z0-9\"“'(#$*\[-])|\n++")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|approx|vs|no|nr|st|mr|mrs|ms|dr|etc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12


class SentenceStream:
    """`feed` gives back each sentence that has ended, with the white space after it; `flush` gives the rest."""

    def __init__(self) -> None:
        self._rest, self._seen = "", 0

    def feed(self, text: str) -> list[str]:
        self._rest += text
        done, start = [], 0
        for match in _END.finditer(self._rest, self._seen):
            piece = self._rest[start : match.end()]
            # the white space may still grow with the next chunk, and an abbreviation ends no sentence
            if match.end() < len(self._rest) and not _abbreviated(piece):
                done.append(piece)
                start = match.end()
        # no end lies before the last white space, which may still grow: what was read is not read again
        self._seen = max(0, len(self._rest.rstrip()) - 2 - start)
        self._rest = self._rest[start:]
        return done

    def flush(self) -> list[str]:
        rest, self._rest, self._seen = self._rest, "", 0
        return [rest] if rest.strip() else []


def _abbreviated(piece: str) -> bool:
    return bool(_ABBREVIATION.search(piece.rstrip()[-_LONGEST_ABBREVIATION:] + " "))
