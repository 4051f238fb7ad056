"""Progress and the report as a person sees them: a bar in a terminal, plain lines everywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.report import Report, lines

Told = Callable[[str, int, int], None]


@contextmanager
def shown_progress(console: Console) -> Iterator[Told]:
    if not console.is_terminal:
        yield _plain(console)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        yield tell


def _plain(console: Console) -> Told:
    """At most one line a tenth of each step, so that a log stays short."""
    last: dict[str, int] = {}

    def tell(step: str, done: int, total: int) -> None:
        tenth = done * 10 // max(total, 1)
        if last.get(step) != tenth:
            last[step] = tenth
            console.print(f"{step}: {done} of {total}", highlight=False, markup=False)

    return tell


def print_report(report: Report, console: Console) -> None:
    for line in lines(report):
        console.print(line, highlight=False, markup=False, emoji=False, soft_wrap=True)


def write_json(report: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.to_json() + "\n", encoding="utf-8")
