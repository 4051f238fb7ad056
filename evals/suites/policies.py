"""Questions about the demo shop's rules, half of them on a point that no page states, though the topic is there."""

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.agent.assistant import Assistant
from assistant.conversation import Finished, Reply
from assistant.testing.clock import FixedClock
from evals.datasets import ROOT
from evals.loading import load
from evals.result import Failure, Progress, Result
from evals.stage import OPENING, demo_stage

CASES = ROOT / "evals" / "cases" / "policies.jsonl"


class Case(BaseModel):
    """`words`: the reply holds one of them; `source`: "title > heading" of each section that answers.

    Neither is given where no page states what is asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    ask: str
    words: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(one.split(" > ")[0] for one in self.source)

    @property
    def tuned(self) -> bool:
        """The reading was worked on with this half of the cases only; the other half gives the figure."""
        return int(hashlib.sha1(self.id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


@dataclass(frozen=True)
class Answer:
    """`sure`: the reply claims to answer. `unsure`: it says that nothing answers exactly, and quotes the nearest."""

    case: Case
    reply: Reply

    @property
    def sure(self) -> bool:
        return self.reply.outcome != "abstained"

    @property
    def unsure(self) -> bool:
        return self.reply.outcome == "abstained" and bool(self.reply.citations) and not self.reply.cards

    @property
    def not_stated(self) -> bool:
        """Told as such: nothing is quoted, and no product is shown instead."""
        return self.reply.outcome == "abstained" and not self.reply.citations and not self.reply.cards

    @property
    def holds(self) -> bool:
        said = self.reply.text.casefold()
        return any(words.casefold() in said for words in self.case.words)

    @property
    def right(self) -> bool:
        return self.sure and self.holds

    @property
    def right_source(self) -> bool:
        """A cited page is one that answers, and what it is cited for holds the answer."""
        cited = [one.quote.casefold() for one in self.reply.citations if one.title in self.case.titles]
        return any(words.casefold() in quote for words in self.case.words for quote in cited)

    @property
    def wrong_as_sure(self) -> bool:
        """A page is quoted as the answer and does not hold it."""
        return self.sure and bool(self.reply.citations) and not self.holds

    @property
    def fault(self) -> str:
        if not self.case.words:
            return "" if self.not_stated or self.unsure else "answers what no page states"
        if self.not_stated:
            return "told as not stated"
        if not self.holds:
            return "does not hold the answer"
        if not self.right_source:
            return "cites another page"
        return "told as unsure" if self.unsure else ""


async def run(cases: Path | None, progress: Progress) -> Result:
    started = time.perf_counter()
    asked = load(cases or CASES, Case)
    answers = list[Answer]()
    async with demo_stage() as stage, stage.assistant(await stage.kept(), FixedClock(OPENING)) as assistant:
        for case in asked:
            answers.append(Answer(case, await answered(assistant, case.ask)))
            progress(len(answers), len(asked))
        model, prompt = assistant.models.name, assistant.prompt
    return Result(
        suite="policies",
        model=model,
        cases=len(asked),
        measures=measures(answers),
        failures=tuple(_failures(answers)),
        protocol=(
            "answered_right: the reply holds the words of the answer and claims to answer; right_source: a page that "
            "answers is cited with these words, as the answer or as what is nearest; right_source_sure: as the answer; "
            "not_stated_recall, strict: the reply abstains, cites no page and shows no product; not_stated_told: that, "
            "or it says that it found no exact answer and quotes what is nearest; unsure: share of all replies that do "
            "so; wrong_as_sure: share of all that quote as the answer what is none; figures are of the half (by hash "
            "of the id) that the assistant was not worked on with, those that end in _tuned are of the other"
        ),
        prompt=prompt,
        seconds=round(time.perf_counter() - started, 2),
    )


async def answered(assistant: Assistant, text: str) -> Reply:
    """To the first message of a new conversation."""
    conversation, _ = await assistant.start()
    [reply] = [e.reply async for e in assistant.reply(conversation, text) if isinstance(e, Finished)]
    return reply


def measures(answers: Sequence[Answer]) -> dict[str, float]:
    found: dict[str, float] = {}
    for suffix, tuned in (("", False), ("_tuned", True)):
        half = [answer for answer in answers if answer.case.tuned is tuned]
        found |= {f"{name}{suffix}": value for name, value in _half(half).items()}
    return found


def _half(answers: Sequence[Answer]) -> dict[str, float]:
    stated = [answer for answer in answers if answer.case.words]
    unstated = [answer for answer in answers if not answer.case.words]
    return {
        "answered_right": _share(a.right for a in stated),
        "right_source": _share(a.right_source for a in stated),
        "right_source_sure": _share(a.sure and a.right_source for a in stated),
        "not_stated_recall": _share(a.not_stated for a in unstated),
        "not_stated_told": _share(a.not_stated or a.unsure for a in unstated),
        "false_not_stated": _share(a.not_stated for a in stated),
        "unsure": _share(a.unsure for a in answers),
        "wrong_as_sure": _share(a.wrong_as_sure for a in answers),
    }


def _share(judged: Iterable[bool]) -> float:
    each = list(judged)
    return round(sum(each) / len(each), 4) if each else 0.0


def _failures(answers: Iterable[Answer]) -> list[Failure]:
    return [
        Failure.model_validate(
            {"id": a.case.id, "why": a.fault, "ask": a.case.ask, "reply": a.reply.text, "tuned": a.case.tuned}
        )
        for a in answers
        if a.fault
    ]
