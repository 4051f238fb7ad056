"""`python -m tests.house.mutants [MODULE ...]`: the tests notice small faults in the code that money depends on.

Each mutant runs in a fork of a process that has collected the module's tests and set up what they share, so that
nothing is imported or built again, and only against those tests that run its function: first those that noticed a
mutant of it before, then the fastest. A survivor is either a test that is missing or stands in `equivalent.yaml`, with
the reason why nobody can tell it apart.
"""

import gc
import importlib
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any

import pytest
import yaml
from coverage import Coverage, CoverageData
from hypothesis import Phase, settings

from tests.house.held import MODULES, ROOT, source
from tests.house.mutation import Mutant, mutants

REVIEWED = Path(__file__).with_name("equivalent.yaml")
TOLD = ROOT / "artefacts/mutants.json"
OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
LEAST, AT_ONCE, PATIENCE = 0.95, 2, 15
CACHED = type(cache(str))


@dataclass(frozen=True)
class Equivalent:
    """A mutant that nobody can tell apart; `why` says it. `*` stands for any module or function."""

    module: str
    function: str
    change: str
    why: str

    def is_it(self, module: str, mutant: Mutant) -> bool:
        here = self.module in {"*", module} and self.function in {"*", mutant.function}
        return here and self.change == mutant.change


@dataclass(frozen=True)
class Score:
    module: str
    made: int
    survivors: tuple[Mutant, ...]
    equivalent: tuple[tuple[Mutant, str], ...]
    seconds: float

    @property
    def killed(self) -> int:
        return self.made - len(self.survivors) - len(self.equivalent)

    @property
    def share(self) -> float:
        """Of those that can be told apart."""
        meant = self.made - len(self.equivalent)
        return self.killed / meant if meant else 1.0

    @property
    def row(self) -> str:
        counts = f"{self.made:6} {self.killed:6} {len(self.survivors):9} {len(self.equivalent):10}"
        return f"{self.module:28} {MODULES[self.module].subject:13} {counts} {self.share:7.1%} {self.seconds:7.0f}"

    @property
    def told(self) -> str:
        left = [f"    survived: {one}" for one in self.survivors]
        return "\n".join([self.row, *left, *(f"    equivalent: {one}  {why}" for one, why in self.equivalent)])

    @property
    def data(self) -> dict[str, object]:
        return {
            "module": self.module,
            "subject": MODULES[self.module].subject,
            "share": round(self.share, 4),
            "mutants": self.made,
            "killed": self.killed,
            "survivors": [str(one) for one in self.survivors],
            "seconds": round(self.seconds),
            "equivalent": [{"mutant": str(one), "why": why} for one, why in self.equivalent],
        }


COLUMNS = f"{'made':>6} {'killed':>6} {'survivors':>9} {'equivalent':>10} {'score':>7} {'seconds':>7}"
HEAD = f"{'module':28} {'subject':13} {COLUMNS}"


def scored(module: str) -> Score | None:
    """None where the tests fail as it is."""
    held, trial, started = MODULES[module], _Trial(module), time.perf_counter()
    with _silence():
        code = pytest.main([*OPTIONS, "-k", held.chosen, *(str(ROOT / one) for one in held.tests)], plugins=[trial])
    if code:
        sys.stdout.write(f"{module}: its tests fail without any mutant\n")
        return None
    alike = {one: why for one in trial.alive if (why := _reason(module, one))}
    left = tuple(one for one in trial.alive if one not in alike)
    return Score(module, trial.made, left, tuple(alike.items()), time.perf_counter() - started)


class _Trial:
    """A plugin of pytest: the tests are collected once, and run in a fork for each mutant until one fails."""

    def __init__(self, module: str) -> None:
        self._module, self._path = module, source(module)
        self._here, self._noticed, self._seconds = os.getpid(), Counter[tuple[str, str]](), dict[str, float]()
        self.made = 0
        self.alive: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _set_up(session)
        _forget(self._module)
        with TemporaryDirectory() as folder:
            self._notes = Path(folder)
            if session.testsfailed or os.waitpid(_fork(partial(self._watched, session.items)), 0)[1]:
                session.testsfailed = 1
                return True
            self._seconds = json.loads(self._note("seconds").read_text("utf-8"))
            if self._sound(session.items):
                self._try_all(session.items)
            else:
                session.testsfailed = 1
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration
        if report.failed and os.getpid() != self._here:
            self._note(os.getpid()).write_text(report.nodeid, "utf-8")
            os._exit(1)

    def _watched(self, items: Sequence[pytest.Item]) -> None:
        """Which test runs which line, and how long each takes."""
        coverage = Coverage(data_file=self._note("lines"), include=[str(self._path)], config_file=False)
        coverage.start()
        for item in items:
            coverage.switch_context(item.nodeid)
            _run(item)
        coverage.stop()
        coverage.save()
        self._note("seconds").write_text(json.dumps(self._seconds), "utf-8")

    def _sound(self, items: Sequence[pytest.Item]) -> bool:
        """Whether forks that change nothing, several at once and the fastest tests first, notice nothing."""
        ordered = sorted(items, key=partial(self._rank, ""))
        forks = [_fork(partial(self._run_in_turn, ordered)) for _ in range(AT_ONCE)]
        ended = [os.waitpid(fork, 0)[1] for fork in forks]
        return not any(ended)

    def _try_all(self, items: Sequence[pytest.Item]) -> None:
        own = {one.__code__.co_qualname: one for one in _own(self._module)}
        lines = _lines(self._path, self._note("lines"))
        running: dict[int, Mutant] = {}
        for mutant in mutants(self._path):
            if mutant.function not in own:
                continue
            self.made += 1
            if len(running) == AT_ONCE:
                self._wait(running)
            reached = {test for line in mutant.lines for test in lines.get(line, ())}
            holding = [item for item in items if item.nodeid in reached]
            holding.sort(key=partial(self._rank, mutant.function))
            running[_fork(partial(self._tried, holding, own[mutant.function], mutant))] = mutant
        while running:
            self._wait(running)

    def _tried(self, items: Sequence[pytest.Item], function: FunctionType, mutant: Mutant) -> None:
        function.__code__ = mutant.code
        self._run_in_turn(items)

    def _run_in_turn(self, items: Sequence[pytest.Item]) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for item in items:
            signal.alarm(int(PATIENCE * (1 + self._seconds[item.nodeid])))
            _run(item)

    def _rank(self, function: str, item: pytest.Item) -> tuple[int, float]:
        return -self._noticed[function, item.nodeid], self._seconds[item.nodeid]

    def _wait(self, running: dict[int, Mutant]) -> None:
        """One that never ends is found, too; what ends otherwise than by a test says nothing and counts as alive."""
        child, status = os.wait()
        mutant, note = running.pop(child), self._note(child)
        if note.exists():
            self._noticed[mutant.function, note.read_text("utf-8")] += 1
            note.unlink()  # the number of a process is used again
        elif os.waitstatus_to_exitcode(status) != -signal.SIGALRM:
            self.alive.append(mutant)

    def _note(self, name: str | int) -> Path:
        return self._notes / str(name)


def _set_up(session: pytest.Session) -> None:
    """What a whole run shares: its folder, and what a test of each file sets up for the next.

    Not the search index: it works in threads of its own, which a fork does not have. The first fork builds it in the
    folder, and each later one copies it.
    """
    vars(session.config)["_tmp_path_factory"].getbasetemp()
    for item in {item.path: item for item in session.items}.values():
        if "embeddings" not in getattr(item, "fixturenames", ()):
            _run(item)


def _run(item: pytest.Item) -> None:
    until: Any = item.session  # what belongs to the session stays for the next
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=until)


def _fork(work: partial[None]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:  # noqa: BLE001  # nothing may go on in the fork as if it were the whole run
            os._exit(1)
        os._exit(0)
    return child


def _lines(path: Path, file: Path) -> dict[int, list[str]]:
    """None where no test runs any."""
    if not file.exists():
        return {}
    data = CoverageData(str(file))
    data.read()
    return data.contexts_by_lineno(str(path))


@contextmanager
def _silence() -> Iterator[None]:
    held, nowhere = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(held[0], 1)
        os.dup2(held[1], 2)


def _own(module: str) -> Iterator[FunctionType]:
    name = _named(module)
    importlib.import_module(name)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__module__ == name and one.__code__.co_filename.endswith(".py"):
            yield one


def _forget(module: str) -> None:
    """What a function answered before it was changed."""
    for one in gc.get_objects():
        if isinstance(one, CACHED) and one.__module__ == _named(module):
            one.cache_clear()


def _named(module: str) -> str:
    return f"assistant.{module.replace('/', '.')}"


def _reason(module: str, mutant: Mutant) -> str | None:
    reviewed = (Equivalent(**one) for one in yaml.safe_load(REVIEWED.read_text("utf-8")))
    return next((one.why for one in reviewed if one.is_it(module, mutant)), None)


def main(asked: Sequence[str]) -> int:
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True)
    settings.load_profile("mutants")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # its threads would not be there after a fork
    modules, scores = list(asked) or list(MODULES), list[Score]()
    for module in modules:
        if score := scored(module):
            scores.append(score)
            sys.stdout.write(f"{score.told}\n")
        sys.stdout.flush()
    made, killed = sum(one.made for one in scores), sum(one.killed for one in scores)
    alike = sum(len(one.equivalent) for one in scores)
    whole = f"{made} mutants, {killed} killed, {alike} equivalent: {killed / max(made - alike, 1):.1%}"
    sys.stdout.write("\n".join(["", HEAD, *(one.row for one in scores), whole, ""]))
    TOLD.parent.mkdir(exist_ok=True)
    TOLD.write_text(json.dumps([one.data for one in scores], indent=1), "utf-8")
    return int(len(scores) < len(modules) or any(one.share < LEAST for one in scores))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
