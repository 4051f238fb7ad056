"""Lets sentences out as they end, each one reviewed first."""

import re
from collections.abc import Callable
from typing import Any

from assistant.agent.sentences import SentenceStream
from assistant.card_numbers import has_card, hide
from assistant.conversation import Sentence
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review

_ITEM = re.compile(r"\s*(?:[-*•#|>]|\d+[.)])")
_ENDED = re.compile(r"[.!?:;][\"”')*_\]]*\s*$")
_LOOK_BACK = 400
LOST = "I lost my connection there. Here is what I can say myself:\n"


class Speaker:
    """`said` has left and cannot be taken back; `held` never left."""

    def __init__(self, known: Evidence, write: Callable[[Any], None]) -> None:
        self._known, self._write, self._stream = known, write, SentenceStream()
        self._open = ""
        self.said: list[str] = []
        self.held: list[str] = []

    def hear(self, text: str) -> None:
        for sentence in self._stream.feed(text):
            self.say(sentence)

    def finish(self) -> None:
        for sentence in self._stream.flush():
            self.say(sentence)

    def say(self, sentence: str) -> None:
        # a line that ended without a full stop may be the first half of a claim
        whole = f"{self._open}{'; ' if _ITEM.match(sentence) else ' '}{sentence.strip()}"[-_LOOK_BACK:]
        if has_card(whole):
            self.held.append(hide(sentence).text.strip())
        elif review(sentence, self._known).passed and (not self._open or review(whole, self._known).passed):
            self._open = "" if _ENDED.search(sentence) else whole.strip()
            self.said.append(sentence)
            self._write(Sentence(text=sentence))
        else:
            self.held.append(sentence.strip())

    def start_over(self) -> None:
        """The model broke off: its unfinished sentence is dropped, and what was said is bridged."""
        self._stream = SentenceStream()
        if self.said:
            self.say(("" if self.said[-1].endswith("\n") else "\n") + LOST)
