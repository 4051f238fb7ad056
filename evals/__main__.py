"""`python -m evals`: measures the assistant. Offline, repeatable, each result as JSON."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from evals.benches import BENCHES, Bench
from evals.datasets import NoData
from evals.loading import BadCases
from evals.result import Result
from evals.suites import SUITES, Suite

FAILED, UNUSABLE, SKIPPED = 1, 2, 3

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
screen = Console()
asides = Console(stderr=True)

Json = Annotated[Path | None, typer.Option("--json", help="Write the result here as JSON.")]


@app.command()
def run(  # noqa: PLR0917 -- typer makes an option of each
    name: Annotated[str, typer.Argument(help="A suite that `list` names.")],
    cases: Annotated[Path | None, typer.Option(help="Another file of cases in the suite's format.")] = None,
    catalog: Annotated[Path | None, typer.Option(help="Folder with <category>/metadata.json at any depth.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Another data set that the suite knows, such as store.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Ask so many, the same each time; 0 asks all.")] = None,
    json: Json = None,
) -> None:
    """Run a suite. Exit 1: a gate's case failed. Exit 2: unusable input. Exit 3: skipped for want of data."""
    suite: Suite = _named(SUITES, name, "suite")
    given = (("catalog", catalog), ("dataset", dataset), ("limit", limit))
    flags = {flag: value for flag, value in given if value is not None}
    for flag in flags.keys() - suite.flags:
        _stop(f"suite {name} takes no --{flag}", UNUSABLE)
    with _bar(name) as progress:
        result = _finished(suite.run(cases, progress, **flags))
    _show(result, json)
    if suite.gate and result.failures:
        raise typer.Exit(FAILED)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="A bench that `list` names.")],
    option: Annotated[list[str] | None, typer.Option(help="name=value; `list` names what a bench takes.")] = None,
    json: Json = None,
) -> None:
    """Measure speed against a bare baseline of the same run. Exit 1: a gate failed. Exit 2: an unusable option."""
    chosen: Bench = _named(BENCHES, name, "bench")
    options = dict(_pair(given) for given in option or [])
    if json and "so_far" in chosen.options:
        options.setdefault("so_far", str(json))
    with _bar(name) as progress:
        result = _finished(chosen.measured(progress, options))
    _show(result, json)
    if chosen.gate and result.failures:
        raise typer.Exit(FAILED)


@app.command("list")
def list_() -> None:
    """Name the suites and the benches."""
    table = Table("command", "what it measures")
    for name, suite in SUITES.items():
        table.add_row(f"run {name}", suite.about)
    for name, one in BENCHES.items():
        taken = "".join(f" [--option {option}={default}]" for option, default in one.options.items())
        table.add_row(f"bench {name}", one.about + escape(taken))
    screen.print(table)


def _named(choices: Mapping[str, Any], name: str, kind: str) -> Any:
    if name not in choices:
        _stop(f"there is no {kind} {name!r}; choose from {', '.join(choices)}", UNUSABLE)
    return choices[name]


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        _stop(f"--option {given}: write it as name=value", UNUSABLE)
    return name, value


def _finished(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except BadCases as error:
        _stop(str(error), UNUSABLE)
    except NoData as error:
        in_ci = os.environ.get("CI", "").casefold() == "true"
        _stop(f"error: {error}" if in_ci else f"skipped: {error}", FAILED if in_ci else SKIPPED)


@contextmanager
def _bar(name: str) -> Iterator[Any]:
    with Progress(console=asides, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show(result: Result, json: Path | None) -> None:
    table = Table("measure", "whose", "value", title=f"{result.suite}: {result.cases} cases, {result.seconds} s")
    for measure in dict.fromkeys([*result.measures, *(m for b in result.baselines.values() for m in b)]):
        for whose, found in [("ours", result.measures), *result.baselines.items()]:
            if measure in found:
                table.add_row(measure, whose, f"{found[measure]:g}")
    screen.print(table)
    if result.groups:
        screen.print(_by_group(result))
    if result.protocol:
        screen.print(f"Protocol: {result.protocol}.", highlight=False)
    screen.print(f"Model: {result.model}. Failures: {len(result.failures)}.", highlight=False)
    for failure in result.failures[:20]:
        screen.print(f"[red]✗[/red] [bold]{failure.id}[/bold] {escape(failure.why)}", highlight=False)
    if json is not None:
        result.write(json)
        screen.print(f"Written to {json}.", highlight=False)


def _by_group(result: Result) -> Table:
    names = list(dict.fromkeys(name for found in result.groups.values() for name in found if "milli" not in name))
    table = Table("group", *names)
    for group, found in result.groups.items():
        table.add_row(group, *(f"{found[name]:g}" if name in found else "" for name in names))
    return table


def _stop(message: str, code: int) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
