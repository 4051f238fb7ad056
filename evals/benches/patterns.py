"""How the time of each pattern grows with its text: Python's matcher cannot be stopped, so none may run away.

Every compiled pattern that a module of these rooms holds is given texts that are made to hurt it: what leads up to each
of its repetitions, then what is repeated many times, then something that fits nowhere. What is told is the time at the
longest text that it may ever see, and the exponent of the growth from half of it.
"""

import importlib
import math
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import _constants as ops  # type: ignore[attr-defined]  # the only way to read what a pattern is made of
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

from evals.result import Failure, Progress, Result

ROOMS = ("assistant.guardrails", "assistant.card_numbers", "assistant.escalation", "assistant.agent")
LONGEST = 2000
"""Characters: of a message as the settings come, and of a sentence that is looked at."""
SLOWEST_MS = 250.0
ENDINGS = ("", "\x00", "!", " \x00")
SHOWN = 10


@dataclass(frozen=True)
class Pumped:
    name: str
    milliseconds: float
    exponent: float


async def run(progress: Progress, *, longest: int = LONGEST) -> Result:
    started = time.perf_counter()
    patterns = list(compiled())
    found = []
    for at, (name, pattern) in enumerate(patterns, 1):
        found.append(worst(name, pattern, longest))
        progress(at, len(patterns))
    found.sort(key=lambda one: -one.milliseconds)
    slow = [one for one in found if one.milliseconds > SLOWEST_MS]
    return Result(
        suite="bench patterns",
        model="none",
        cases=len(patterns),
        measures={"worst_ms": found[0].milliseconds, "too_slow": float(len(slow)), "longest": float(longest)},
        groups={one.name: {"ms": one.milliseconds, "exponent": one.exponent} for one in found[:SHOWN]},
        failures=tuple(Failure(id=one.name, why=f"{one.milliseconds} ms, n^{one.exponent}") for one in slow),
        protocol=f"texts of {longest} characters made from each pattern's own repetitions; search() on each",
        seconds=round(time.perf_counter() - started, 2),
    )


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen = set[str]()
    for room in ROOMS:
        for name, value in _held(room):
            if value.pattern not in seen:
                seen.add(value.pattern)
                yield name, value


def _held(room: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    package = importlib.import_module(room)
    modules: list[ModuleType] = [package]
    modules += [importlib.import_module(found.name) for found in pkgutil.walk_packages(package.__path__, f"{room}.")]
    for module in modules:
        for name, value in vars(module).items():
            short = f"{module.__name__.removeprefix('assistant.')}.{name}"
            parts = value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else [value]
            patterns = [part for part in parts if isinstance(part, re.Pattern) and isinstance(part.pattern, str)]
            yield from ((short if len(patterns) == 1 else f"{short}[{at}]", one) for at, one in enumerate(patterns))


def worst(name: str, pattern: re.Pattern[str], longest: int) -> Pumped:
    slowest, text = 0.0, ""
    for pumped in dict.fromkeys(texts(pattern, longest)):
        if (spent := _seconds(pattern, pumped)) > slowest:
            slowest, text = spent, pumped
    half = max(_seconds(pattern, text[: len(text) // 2 - 2] + text[-2:]), 1e-7)
    return Pumped(name, round(slowest * 1000, 2), round(math.log2(max(slowest, 1e-7) / half), 1))


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    best = math.inf
    for _ in range(2):
        begun = time.perf_counter()
        pattern.search(text)
        best = min(best, time.perf_counter() - begun)
        if best > 1:
            break
    return best


def texts(pattern: re.Pattern[str], longest: int) -> Iterator[str]:
    for lead, body in _pumps(parser.parse(pattern.pattern, pattern.flags), ""):
        for ending in ENDINGS:
            yield (lead + body * (longest // max(len(body), 1)))[: longest - len(ending)] + ending
            yield ((lead + body) * (longest // max(len(lead + body), 1)))[: longest - len(ending)] + ending


def _pumps(tree: Any, lead: str) -> Iterator[tuple[str, str]]:
    """(what leads up to it, what is repeated) for each repetition, the ones inside others too."""
    for op, value in tree:
        for inner in _inside(op, value):
            if op in REPEATS and (body := _sample(inner)):
                yield lead, body
                yield lead, _sample(inner, last=True)
            yield from _pumps(inner, lead)
        lead += _sample([(op, value)])


REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def _inside(op: Any, value: Any) -> Sequence[Any]:
    if op in REPEATS:
        return [value[2]]
    if op is ops.SUBPATTERN:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    if op is ops.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in {ops.ASSERT, ops.ASSERT_NOT} else []


def _sample(tree: Any, *, last: bool = False) -> str:
    """A shortest text that fits, of the first or the last of several ways."""
    return "".join(_one(op, value, last=last) for op, value in tree)


def _one(op: Any, value: Any, *, last: bool) -> str:
    if op is ops.LITERAL:
        return chr(int(value))
    if op is ops.ANY:
        return "a"
    if op is ops.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if op is ops.IN:
        return _of_class(value, last=last)
    if op in REPEATS:
        return _sample(value[2], last=last) * max(int(value[0]), 1)
    inner = _inside(op, value)
    return _sample(inner[-1 if last else 0], last=last) if inner and op not in {ops.ASSERT, ops.ASSERT_NOT} else ""


def _of_class(parts: Any, *, last: bool) -> str:
    fits = re.compile(_class_text(parts))
    usual = "a 1-.,\n'x#é"
    found = [c for c in (*usual, *(chr(value) for op, value in parts if op is ops.LITERAL)) if fits.fullmatch(c)]
    found += [chr(value[0]) for op, value in parts if op is ops.RANGE]
    return found[-1 if last else 0] if found else ""


def _class_text(parts: Any) -> str:
    spelled = {
        ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_SPACE: r"\s", ops.CATEGORY_NOT_SPACE: r"\S",
        ops.CATEGORY_NOT_WORD: r"\W", ops.CATEGORY_NOT_DIGIT: r"\D",
    }  # fmt: skip
    inside = ""
    for op, value in parts:
        if op is ops.NEGATE:
            inside += "^"
        elif op is ops.LITERAL:
            inside += re.escape(chr(value))
        elif op is ops.RANGE:
            inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif op is ops.CATEGORY:
            inside += spelled[value]
    return f"[{inside}]"
