"""`python -m tests.house.mutants [MODULE ...]`: the tests notice small faults in the code that money depends on.

Each mutant runs in a fork of a process that has run the module's tests once, so that nothing is imported again. A
survivor is either a test that is missing or stands in `equivalent.yaml`, with the reason why nobody can tell it apart.
"""

import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from types import FunctionType

import pytest
import yaml
from hypothesis import Phase, settings

from tests.house.mutation import Mutant, mutants

ROOT = Path(__file__).parents[2]
REVIEWED = Path(__file__).with_name("equivalent.yaml")
OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-k", "not postgres")
LEAST, AT_ONCE = 0.95, 2
SELLING = ("tests/shop/selling",)
MODULES: dict[str, tuple[str, ...]] = {
    "shop/selling/shares": SELLING,
    "shop/selling/discounts": SELLING,
    "shop/selling/shipping": SELLING,
    "shop/selling/taxes": SELLING,
    "shop/selling/totals": SELLING,
    "shop/selling/bill": SELLING,
    "shop/selling/rules": SELLING,
    "shop/checkout/settling": ("tests/shop/checkout/test_settling.py",),
    "payments/signing": ("tests/payments/test_signing.py",),
}
"""By the module's path: the tests that speak of it."""


@dataclass(frozen=True)
class Score:
    module: str
    made: int
    equivalent: int
    survivors: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """Of those that can be told apart."""
        meant = self.made - self.equivalent
        return (meant - len(self.survivors)) / meant if meant else 1.0

    def __str__(self) -> str:
        left = "".join(f"\n    {one.function}:{one.line}  {one.change}" for one in self.survivors)
        found = self.made - self.equivalent - len(self.survivors)
        return (
            f"{self.module}: {self.made} mutants, {found} found, {self.equivalent} equivalent: {self.share:.1%}{left}"
        )


def scored(module: str) -> Score:
    trial = _Trial(module)
    with _silence():
        code = pytest.main([*OPTIONS, *(str(ROOT / one) for one in MODULES[module])], plugins=[trial])
    if code or not trial.made:
        raise SystemExit(f"{module}: its tests fail without any mutant")
    reviewed = {(one["in"], one["change"]) for one in _reviewed() if one["module"] == module}
    alike = [one for one in trial.alive if (one.function, one.change) in reviewed]
    return Score(module, len(trial.made), len(alike), tuple(one for one in trial.alive if one not in alike))


class _Trial:
    """A plugin of pytest: the tests are collected once, and run in a fork for each mutant until one fails."""

    def __init__(self, module: str) -> None:
        self._module = module
        self.made: list[Mutant] = []
        self.alive: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
        started = time.perf_counter()
        if os.waitpid(_fork(session), 0)[1]:
            session.testsfailed = 1
            return True
        patience = int(30 + 10 * (time.perf_counter() - started))
        own = {one.__code__.co_qualname: one for one in _own(f"assistant.{self._module.replace('/', '.')}")}
        self.made = [one for one in mutants(ROOT / f"src/assistant/{self._module}.py") if one.function in own]
        running: dict[int, Mutant] = {}
        for mutant in self.made:
            if len(running) == AT_ONCE:
                self._wait(running)
            running[_fork(session, own[mutant.function], mutant, patience)] = mutant
        while running:
            self._wait(running)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(1)

    def _wait(self, running: dict[int, Mutant]) -> None:
        """One that never ends is found, too."""
        child, status = os.wait()
        mutant = running.pop(child)
        if not status:
            self.alive.append(mutant)


def _fork(
    session: pytest.Session, function: FunctionType | None = None, mutant: Mutant | None = None, patience: int = 0
) -> int:
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(patience)
    if function and mutant:
        function.__code__ = mutant.code
    for item, after in zip(session.items, [*session.items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    os._exit(0)


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
    importlib.import_module(module)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__module__ == module and one.__code__.co_filename.endswith(".py"):
            yield one


def _reviewed() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load(REVIEWED.read_text("utf-8")) or []
    return found


def _branches(modules: Sequence[str]) -> int:
    """By coverage.py over the same tests; not 0 where one is missed."""
    tests = sorted({one for module in modules for one in MODULES[module]})
    inside = ",".join(f"src/assistant/{module}.py" for module in modules)
    coverage, data = [sys.executable, "-m", "coverage"], "--data-file=artefacts/branches"
    (ROOT / "artefacts").mkdir(exist_ok=True)
    whole = [*coverage, "run", "--branch", data, "--source=src/assistant", "-m", "pytest", "-q", "-k", "not postgres"]
    run([*whole, *tests], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 -- our own words
    report = [*coverage, "report", data, f"--include={inside}", "--fail-under=100"]
    return run(report, cwd=ROOT, check=False).returncode  # noqa: S603 -- our own words


def main(asked: Sequence[str]) -> int:
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True)
    settings.load_profile("mutants")
    modules, weak = list(asked) or list(MODULES), 0
    for module in modules:
        score = scored(module)
        weak += score.share < LEAST
        sys.stdout.write(f"{score}\n")
        sys.stdout.flush()
    return 1 if _branches(modules) or weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
