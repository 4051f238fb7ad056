"""What a model was told to do does not leave: no run of its letters, plain, spaced out, reversed, moved on or encoded.

A paraphrase or a translation is not seen, so a prompt is no place for a secret.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import suppress

from assistant.guardrails.evidence import RUN, Evidence, letters, runs
from assistant.guardrails.verdict import Verdict, all_known

_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LETTERS = str.maketrans("431057", "aeiost")
_BLOB = re.compile(r"(?<![\w/.@#-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{16,}(?!\w|[.@]\w)")


def told_instructions(sentence: str, known: Evidence) -> Verdict:
    ours = known.instructed
    shared = next((run for text in _read(sentence) for run in runs(text) if run in ours), None)
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
