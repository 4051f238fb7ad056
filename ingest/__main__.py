"""`python -m ingest PATH` fills the shop from feeds and documents. 0: done; 1: something was refused; 2: unusable."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.errors import AssistantError, BadSetting
from assistant.observability import configure_logging
from assistant.settings import Settings
from ingest.console import print_report, shown_progress, write_json
from ingest.discover import UnusablePath, check_path
from ingest.publish import Stores
from ingest.report import Report
from ingest.run import Options, ingest

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    path: Annotated[
        Path, typer.Argument(help="A folder or one file: .csv .jsonl .md .html .pdf, customers/orders.json")
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would change, and write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with code 1 when a row was rejected.")] = False,
    allow_removal: Annotated[
        bool, typer.Option("--allow-removal", help="Let a feed remove more than half of what it held.")
    ] = False,
    shift_dates: Annotated[
        bool | None,
        typer.Option(help="Move orders so that their as_of day is today; on by itself in demo mode."),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report to this file as JSON.")] = None,
) -> None:
    """Fill the shop and its search index. Safe to run again: what has not changed is not touched."""
    with _sentences():
        check_path(path)
        settings = Settings.load()
        configure_logging(settings.log_level, settings.log_format)
        shift = settings.demo if shift_dates is None else shift_dates
        options = Options(settings.currency, dry_run, allow_removal, _today() if shift else None)
        report = asyncio.run(_run(path, settings, options))
        if json_file is not None:
            write_json(report, json_file)
    print_report(report, Console())
    raise typer.Exit(1 if report.refused or (strict and report.rejected) else 0)


async def _run(path: Path, settings: Settings, options: Options) -> Report:
    from assistant.bootstrap import embedder_of, index_root, open_kept  # noqa: PLC0415  # keeps --help light

    async with open_kept(settings) as kept:
        own = kept.stores
        stores = Stores(own.catalogue, own.library, own.orders, own.revisions)
        root = index_root(settings)
        with shown_progress(Console(file=sys.stderr)) as progress:
            return await ingest(path, stores, embedder_of(settings), root, options=options, progress=progress)


def _today() -> date:
    return datetime.now(UTC).date()


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except AssistantError as error:
        typer.echo(f"ingest: {error.message}", err=True)
        raise typer.Exit(2 if isinstance(error, (UnusablePath, BadSetting)) else 1) from None


if __name__ == "__main__":
    app()
