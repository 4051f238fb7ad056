"""What a model was told to do does not leave: no run of its letters, plain, spaced out, reversed, moved on or encoded.

Nor does a rule piece by piece, a few words at a time. What the shop's own pages tell in the same words may be said. A
paraphrase, a translation and one or two words at a time are not seen, so a prompt is no place for a secret.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.guardrails.evidence import RUN, Evidence, letters, plainly, runs, steps
from assistant.guardrails.verdict import Verdict, all_known

_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LETTERS = str.maketrans("431057", "aeiost")
_BLOB = re.compile(r"(?<![\w/.@#-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{16,}(?!\w|[.@]\w)")
PIECE, MOST = 8, 0.8
"""Letters in a row that count as a piece of a rule, about two words; and the share of a rule that is as good as all."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


@dataclass
class Retelling:
    """How much of each rule one reply has told, piece by piece, be it said or held."""

    _told: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def completes(self, sentence: str, known: Evidence) -> bool:
        """Whether most of a rule is told with this sentence, which is remembered."""
        lengths, places = _rules_of(known.instructions)
        plain, touched = letters(plainly(sentence)), set[int]()
        for piece in (p for way in (plain, plain[::-1]) for p in _pieces(way)):
            for rule, at in places.get(piece, ()) if piece not in known.open_steps else ():
                self._told[rule].update(range(at, at + PIECE))
                touched.add(rule)
        return any(len(self._told[rule]) >= MOST * lengths[rule] for rule in touched)


def told_instructions(sentence: str, known: Evidence) -> Verdict:
    ours = known.instructed
    told = (run for text in _read(sentence) for run in runs(text) if run in ours)
    shared = next((run for run in told if run not in known.open_steps), None)
    return all_known("told_instructions", [shared] if shared else [])


def unknown_token(sentence: str, known: Evidence) -> Verdict:
    """Long runs of letters and digits that nobody told: keys, digests, encoded text."""
    said = (m.group() for m in _BLOB.finditer(sentence))
    return all_known("unknown_token", [token for token in said if token.casefold() not in known.words + known.noted])


def _read(sentence: str) -> Iterator[str]:
    """As it stands, from behind, with digits for letters, and what is encoded in it."""
    plain = letters(sentence)
    if len(plain) >= RUN:
        yield from (plain, plain[::-1], letters(" ".join(reversed(sentence.split()))))
    if len(plain) < len(lettered := letters(sentence.translate(_LETTERS))):
        yield lettered
    for token in _ENCODED.findall(sentence):
        yield from (letters(text) for text in _decoded(token))


def _decoded(token: str) -> Iterator[str]:
    with suppress(ValueError):
        yield bytes.fromhex(token).decode("utf-8", "ignore")
    padded = token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4)
    with suppress(ValueError):  # what is no base64 raises a kind of it
        yield base64.b64decode(padded, altchars=b"-_" if set(token) & set("-_") else None).decode("utf-8", "ignore")


def _pieces(plain: str) -> Iterator[str]:
    stepped = steps(plain)
    return (stepped[at : at + PIECE - 1] for at in range(len(stepped) - PIECE + 2))


@lru_cache(maxsize=8)
def _rules_of(instructions: str) -> tuple[Sequence[int], Mapping[str, Sequence[tuple[int, int]]]]:
    """The letters of each rule, a line or a sentence; and in which rules a piece stands, from which letter on."""
    lines = plainly(instructions).splitlines()
    texts = dict.fromkeys(letters(part) for line in lines for part in (line, *_SENTENCE.split(line)))
    rules = [text for text in texts if len(text) >= RUN]
    places = defaultdict[str, list[tuple[int, int]]](list)
    for rule, text in enumerate(rules):
        for at, piece in enumerate(_pieces(text)):
            places[piece].append((rule, at))
    return [len(text) for text in rules], places
