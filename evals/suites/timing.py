"""Whether status, size or time of an answer tell another's order from none, or a known address from an unknown one."""

import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assistant.shop.customers import Customer
from evals.alike import worst
from evals.result import Failure, Progress, Result
from evals.tau_site import TauSite, tau_site
from evals.wire import Answer

READS, CODES, WARM_UP = 2000, 150, 20
ADVANTAGE = 0.1
Ask = Callable[[int], Awaitable[tuple[Any, float]]]


@dataclass
class Asked:
    """By kind of asking: seconds, and everything that the answers said."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    said: set[Any] = field(default_factory=set)

    def measures(self, name: str) -> dict[str, float]:
        told = worst(self.seconds)
        return {
            f"{name}_different_answers": len(self.said) - 1,
            f"{name}_advantage": round(told.advantage, 4),
            f"{name}_advantage_at_most": round(told.bound, 4),
            f"{name}_p": round(told.p, 4),
            f"{name}_median_apart_microseconds": round(told.microseconds, 1),
        }


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` is the number of reads of each kind; a code is asked for a tenth as often."""
    started = time.perf_counter()
    reads, codes = limit or READS, min(limit // 10 if limit else CODES, CODES)
    async with tau_site(cases, searchable=True) as site:
        read = await _interleaved(await _reads(site), reads, progress)
        by_email = await _interleaved(_codes(site, _email), codes, progress)
        by_name = await _interleaved(_codes(site, _name), codes, progress)
    parts = {"read": read, "code_by_email": by_email, "code_by_name": by_name}
    measures = {name: value for part, asked in parts.items() for name, value in asked.measures(part).items()}
    return Result(
        suite="timing",
        model="offline",
        cases=sum(len(seconds) for asked in parts.values() for seconds in asked.seconds.values()),
        measures=measures,
        failures=tuple(_failures(measures)),
        protocol="kinds interleaved at random in one run over HTTP in this process, SQLite; two-sided Mann-Whitney, "
        "p corrected for the pairs; advantage is 2·|AUC - 1/2| of the pair told apart best",
        seconds=round(time.perf_counter() - started, 2),
    )


def _failures(measures: Mapping[str, float]) -> list[Failure]:
    """A difference counts when it is there beyond chance and large enough to be used."""
    parts = sorted({name.rpartition("_p")[0] for name in measures if name.endswith("_p")})
    found = [
        Failure(id=part, why="not all answers are alike") for part in parts if measures[f"{part}_different_answers"]
    ]
    slow = [p for p in parts if measures[f"{p}_p"] < 0.01 and measures[f"{p}_advantage"] > ADVANTAGE]
    return [*found, *(Failure(id=part, why="time tells them apart") for part in slow)]


async def _interleaved(kinds: Mapping[str, Ask], count: int, progress: Progress) -> Asked:
    asked, order = Asked(), random.Random(1)  # noqa: S311 -- to mix, not to hide
    for at in range(count + WARM_UP):
        for kind in order.sample(sorted(kinds), len(kinds)):
            said, seconds = await kinds[kind](at)
            if at >= WARM_UP:
                asked.said.add(said)
                asked.seconds[kind].append(seconds)
        progress(at + 1, count + WARM_UP)
    return asked


async def _timed(asking: Awaitable[Answer]) -> tuple[Answer, float]:
    started = time.perf_counter()
    answer = await asking
    return answer, time.perf_counter() - started


async def _reads(site: TauSite) -> dict[str, Ask]:
    """Another's order and one that is not there by somebody proved, and both by somebody who is not."""
    me = site.shop.customers[0]
    proved, stranger = await site.wire.open(), await site.wire.open()
    await site.sign_in(proved, me.id)
    theirs = [order.number for order in site.shop.orders if order.customer_id != me.id]
    known = {order.number for order in site.shop.orders}
    absent = [number for i in range(10**4) if (number := f"#W{9990000 + i}") not in known]

    def reading(here: tuple[str, str], numbers: Sequence[str]) -> Ask:
        async def ask(at: int) -> tuple[Any, float]:
            path, token = here
            answer, seconds = await _timed(site.wire.get(f"{path}/orders/{quote(numbers[at % len(numbers)])}", token))
            return (answer.status, answer.body, answer.headers), seconds

        return ask

    return {
        "not theirs": reading(proved, theirs),
        "not there": reading(proved, absent),
        "not proved": reading(stranger, theirs),
        "not proved, not there": reading(stranger, absent),
    }


def _email(customer: Customer, *, known: bool) -> str:
    name, _, domain = customer.email.partition("@")
    return f"my e-mail is {name if known else name[::-1]}@{domain}"


def _name(customer: Customer, *, known: bool) -> str:
    code = customer.address.postcode if customer.address else ""
    return f"my name is {customer.name} and my zip code is {code if known else code[::-1]}"


def _codes(site: TauSite, words: Callable[..., str]) -> dict[str, Ask]:
    """A new conversation for each, and a customer who was not asked about before."""

    def asking(known: bool, offset: int) -> Ask:
        async def ask(at: int) -> tuple[Any, float]:
            path, token = await site.wire.open()
            customer = site.shop.customers[(offset + at) % len(site.shop.customers)]
            text = words(customer, known=known)
            answer, seconds = await _timed(site.wire.post(f"{path}/messages", {"text": text}, token))
            return (answer.status, _without_marks(answer)), seconds

        return ask

    half = len(site.shop.customers) // 2
    return {"known": asking(True, 0), "unknown": asking(False, half)}


def _without_marks(answer: Answer) -> str:
    """The turn's number and its time differ in every answer."""
    said = answer.json()
    return repr(sorted((key, repr(value)) for key, value in said.items() if key not in {"turn_id", "milliseconds"}))
