"""The sentences of the shop's pages that may answer a question, and what would be quoted of each."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from assistant.offline_model.focus import Record
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.words import content

OTHERS = 8
LONGEST_QUOTE = 280
_EXCEPTION = re.compile(r"\b(?:unless|except(?:\s(?:for|when))?|apart\sfrom)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """Sentence `at` of a passage; `coverage` is the share of the question's words that it or its heading has."""

    passage: Record
    told: Sequence[str]
    at: int
    coverage: float

    @property
    def heading(self) -> str:
        last = str(self.passage.get("heading") or "").split(" > ")[-1]
        return last or str(self.passage.get("title") or "")

    @property
    def asks(self) -> bool:
        """Whether the heading puts a question, which the text below answers as a whole."""
        return self.heading.endswith("?") or self.heading.casefold().startswith(("how ", "what ", "when "))

    @property
    def topic(self) -> str:
        """A page's own question says all; another heading ("The 30-day rule") needs the page's title."""
        return self.heading if self.heading.endswith("?") else f"{self.passage.get('title')}: {self.heading}"

    @property
    def whole(self) -> str:
        return f"{self.passage.get('title')} {self.passage.get('heading')} {self.passage.get('text')}"

    @property
    def said(self) -> str:
        return f"{self.heading} {self.quotable}"

    @property
    def trust(self) -> float:
        return min(max(float(self.passage.get("score") or 0.0), 0.0), 1.0)

    @property
    def quotable(self) -> str:
        """A short passage is quoted whole, and so is a short answer to a page's own question up to what was chosen.

        Of others, the sentence and the next, while short.
        """
        told = list(self.told)
        if len("; ".join(told)) <= LONGEST_QUOTE:
            return _joined(told)
        start = 0 if self.asks and len(" ".join(told[: self.at + 1])) <= LONGEST_QUOTE else self.at
        quoted = told[start]
        for at in range(start + 1, len(told)):
            if at > self.at and len(quoted) + len(told[at]) >= LONGEST_QUOTE:
                break
            if at > self.at + 1 and not self.asks:
                break
            quoted = _joined([quoted, told[at]])
        return quoted

    def quoted_for(self, question: str) -> str:
        """An answer stands behind the question that it answers, where that is not what was asked."""
        answers = self.heading.endswith("?") and self.quotable.startswith(self.told[0])
        known = set(content(self.heading)) <= set(content(question))
        return f"{self.heading} {self.quotable}" if answers and not known else self.quotable

    def only_excepts(self, asked: set[str]) -> bool:
        """Whether "Yes, ... unless it is on final sale" would answer a question about final sale."""
        rule, *exception = _EXCEPTION.split(self.quotable, maxsplit=1)
        missing = asked - set(content(f"{self.heading} {rule}"))
        return bool(exception and rule.startswith(("Yes", "No")) and missing & set(content(exception[0])))


def candidates(question: str, passages: Sequence[Record]) -> list[Candidate]:
    """The first sentence of each passage, and the others that share most words with the question."""
    asked = content(question)
    split = [(p, sentences(str(p.get("text") or ""))) for p in passages]
    pieces = [(p, told, at, set(content(told[at]))) for p, told in split for at in range(len(told))]
    rarity = {w: 0.3 + math.log(1 + len(pieces) / (1 + sum(w in s for *_, s in pieces))) for w in asked}
    every = [Candidate(p, told, at, _coverage(p, stems, rarity)) for p, told, at, stems in pieces]
    first = [c for c in every if c.at == 0]
    others = sorted((c for c in every if c.at > 0), key=lambda c: -c.coverage)
    return [*first, *others[:OTHERS]]


def _coverage(passage: Record, stems: set[str], rarity: Mapping[str, float]) -> float:
    about = set(content(f"{passage.get('title', '')} {passage.get('heading', '')}"))
    total = sum(rarity.values())
    # the words of a page's own question stand for its answer; those of another heading say less
    hint = 0.8 if str(passage.get("heading") or "").endswith("?") else 0.5
    found = sum(weight if w in stems else hint * weight if w in about else 0.0 for w, weight in rarity.items())
    return found / total if total else 0.0


def _joined(told: Sequence[str]) -> str:
    return reduce(lambda one, other: f"{one} {other}" if one.endswith((".", "!", "?")) else f"{one}; {other}", told)
