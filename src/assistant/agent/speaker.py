"""Lets sentences out as they end, each one reviewed first."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import structlog

from assistant.agent.sentences import SentenceStream
from assistant.card_numbers import NUMBER, goes_on, has_card, hide, is_piece
from assistant.conversation import Sentence
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.instructions import Retelling, told_instructions
from assistant.guardrails.outbound import ACROSS_LINES, SENTENCE_CHECKS, Check, review

_ITEM = re.compile(r"\s*(?:[-*•#|>]|\d+[.)])")
_ENDED = re.compile(r"[.!?:;][\"”')*_\]]*\s*$")
_IT = re.compile(r"\b(?:it|its|it's|this one|that one)\b", re.IGNORECASE)
_LOOK_BACK = 400
UNCHECKED = "(a sentence that could not be checked)"
log = structlog.get_logger()
LOST = "I lost my connection there. Here is what I can say myself:\n"


class Speaker:
    """`said` has left and cannot be taken back; `held` never left. `before` was said earlier in the same turn.

    A sentence of hardly more than digits, or that ends in many, waits for the next one: they may be a card number.
    """

    def __init__(
        self,
        knows: Callable[[], Evidence],
        write: Callable[[Any], None],
        before: Sequence[str] = (),
        checks: Sequence[Check] = SENTENCE_CHECKS,
    ) -> None:
        self._knows, self._write, self._stream, self._checks = knows, write, SentenceStream(), checks
        self._open, self._told, self._about = "", "".join(before)[-_LOOK_BACK:], ""
        self._pieces: list[str] = []
        self._retelling, self._before = Retelling(), tuple(before)
        self.said: list[str] = []
        self.held: list[str] = []

    @cached_property
    def _known(self) -> Evidence:
        """Read out of the conversation when the first sentence asks for it; an answer may be nothing but calls."""
        return self._knows()

    def hear(self, text: str) -> None:
        for sentence in self._stream.feed(text):
            self.say(sentence)

    def finish(self) -> None:
        for sentence in self._stream.flush():
            self.say(sentence)
        self._let_out()

    def say(self, sentence: str) -> None:
        """What cannot be looked at is held back, whatever breaks, and is no fault of the model."""
        try:
            self._hear(sentence)
        except Exception as error:  # noqa: BLE001 -- fail closed
            log.error("sentence_not_checked", error=type(error).__name__)  # noqa: TRY400 -- a traceback may quote it
            self.held.append(UNCHECKED)

    def _hear(self, sentence: str) -> None:
        waits = is_piece(sentence) or goes_on("".join(self._pieces) + sentence)
        if waits and len("".join(self._pieces)) < _LOOK_BACK:
            self._pieces.append(sentence)
        else:
            self._let_out(sentence)

    def _let_out(self, *behind: str) -> None:
        """The pieces and the sentence behind them, without those that are part of a card number."""
        pieces, self._pieces = self._pieces, []
        if pieces and has_card(self._after("".join(pieces))):
            runs: list[Sequence[str]] = [pieces, behind]
        else:
            runs = [[*pieces, *behind]]
        for run in filter(None, runs):
            text = "".join(run)
            if has_card(self._after(text)):
                self.held.append(self._hidden(text))
            else:
                for sentence in run:
                    self._review(sentence)

    def _hidden(self, text: str) -> str:
        """Where it is one only together with what was said before, nothing of it is told on."""
        hidden = hide(text)
        return NUMBER if not hidden.found or has_card(self._after(hidden.text)) else hidden.text.strip()

    def _after(self, text: str) -> str:
        return f"{self._told} {text}"[-_LOOK_BACK - len(text) :]

    def _review(self, sentence: str) -> None:
        # a line that ended without a full stop may be the first half of a claim
        whole = f"{self._open}{'; ' if _ITEM.match(sentence) else ' '}{sentence.strip()}"[-_LOOK_BACK:]
        named = self._known.ledger.named(sentence)
        # "it" is the product that was named last
        spoken = sentence.strip()
        of_it = (
            f"{self._about} {spoken[:1].lower()}{spoken[1:]}"
            if self._about and not named and _IT.search(sentence)
            else ""
        )
        self._about = named[-1][2] if named else self._about
        ways = [(sentence, self._checks), *((way, self._checks) for way in [of_it] if way)]
        ways += [(whole, self._across(sentence))] if self._open else []
        retold = self._retold(sentence)
        if not retold and all(review(way, self._known, checks).passed for way, checks in ways):
            self._open = "" if _ENDED.search(sentence) else whole.strip()
            self.said.append(sentence)
            self._write(Sentence(text=sentence))
        else:
            self.held.append(sentence.strip())
        # what is held is kept, too, and a card number may go on from it
        self._told = (self._told + sentence)[-_LOOK_BACK:]

    def _retold(self, sentence: str) -> bool:
        """Whether it ends a rule that the reply tells in pieces, each too short to be seen alone."""
        if told_instructions not in self._checks:
            return False
        before, self._before = self._before, ()
        return [self._retelling.completes(one, self._known) for one in (*before, sentence)][-1]

    def _across(self, sentence: str) -> Sequence[Check]:
        """A line that begins as a sentence does speaks for itself; a deed may still be told over the break."""
        begins = next((c for c in sentence if c.isalnum()), "").isupper()
        return [check for check in self._checks if check in ACROSS_LINES] if begins else self._checks

    def start_over(self) -> None:
        """The model broke off: its unfinished sentence is dropped, and what was said is bridged."""
        self._stream = SentenceStream()
        self._let_out()
        if self.said:
            self.say(("" if self.said[-1].endswith("\n") else "\n") + LOST)
