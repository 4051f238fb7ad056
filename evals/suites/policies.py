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
    case: Case
    reply: Reply

    @property
    def not_stated(self) -> bool:
        """Told as such: nothing is quoted, and no product is shown instead."""
        return self.reply.outcome == "abstained" and not self.reply.citations and not self.reply.cards

    @property
    def right(self) -> bool:
        said = self.reply.text.casefold()
        return any(words.casefold() in said for words in self.case.words)

    @property
    def right_source(self) -> bool:
        """A cited page is one that answers, and what it is cited for holds the answer."""
        cited = [one.quote.casefold() for one in self.reply.citations if one.title in self.case.titles]
        return any(words.casefold() in quote for words in self.case.words for quote in cited)

    @property
    def fault(self) -> str:
        if not self.case.words:
            return "" if self.not_stated else "answers what no page states"
        if self.not_stated:
            return "told as not stated"
        if not self.right:
            return "does not hold the answer"
        return "" if self.right_source else "cites another page"


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
            "answered_right: the reply holds the words of the answer; right_source: a page that answers is cited, with "
            "these words; not stated: the reply abstains, cites no page and shows no product; figures are of the half "
            "(by hash of the id) that the assistant was not worked on with, those that end in _tuned are of the other"
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
        stated = [answer for answer in half if answer.case.words]
        found |= {
            f"answered_right{suffix}": _share(a.right for a in stated),
            f"right_source{suffix}": _share(a.right_source for a in stated),
            f"not_stated_recall{suffix}": _share(a.not_stated for a in half if not a.case.words),
            f"false_not_stated{suffix}": _share(a.not_stated for a in stated),
        }
    return found


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
