"""Lets sentences out as they end, each one reviewed first."""

from collections.abc import Callable
from typing import Any

from assistant.agent.sentences import SentenceStream
from assistant.conversation import Sentence
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review

LOST = "I lost my connection there. Here is what I can say myself:\n"


class Speaker:
    """`said` has left and cannot be taken back; `held` never left."""

    def __init__(self, known: Evidence, write: Callable[[Any], None]) -> None:
        self._known, self._write, self._stream = known, write, SentenceStream()
        self.said: list[str] = []
        self.held: list[str] = []

    def hear(self, text: str) -> None:
        for sentence in self._stream.feed(text):
            self.say(sentence)

    def finish(self) -> None:
        for sentence in self._stream.flush():
            self.say(sentence)

    def say(self, sentence: str) -> None:
        if review(sentence, self._known).passed:
            self.said.append(sentence)
            self._write(Sentence(text=sentence))
        else:
            self.held.append(sentence.strip())

    def start_over(self) -> None:
        """The model broke off: its unfinished sentence is dropped, and what was said is bridged."""
        self._stream = SentenceStream()
        if self.said:
            self.say(("" if self.said[-1].endswith("\n") else "\n") + LOST)
