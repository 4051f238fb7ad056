"""`python -m ingest.check PATH` judges a feed by itself: what would be rejected, and how ready it is. Nothing is kept.

It ends with code 0 when every row can be taken, 1 when one was rejected, and 2 when the path cannot be used.
"""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.errors import AssistantError
from assistant.retrieval.library import Document
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from ingest.console import print_report, shown_progress, write_json
from ingest.discover import Reading, UnusablePath, discover
from ingest.distinct import Claims
from ingest.publish import Progress, quiet
from ingest.readers import FORMATS, read, reader_for
from ingest.readiness import readiness
from ingest.report import Report, Tally
from ingest.rows import FeedFile, Item, Noted, Rejected, Row, Skipped

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    path: Annotated[Path, typer.Argument(help="A folder or a file.")],
    *,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report to this file as JSON.")] = None,
) -> None:
    """Read a feed without a shop, and tell what would be rejected and what it lacks."""
    try:
        with shown_progress(Console(file=sys.stderr)) as progress:
            report = check(path, Reading(Settings.load().currency), progress)
    except AssistantError as error:
        typer.echo(f"ingest: {error.message}", err=True)
        raise typer.Exit(2) from None
    if json_file is not None:
        write_json(report, json_file)
    print_report(report, Console())
    raise typer.Exit(1 if report.rejected else 0)


def check(path: Path, reading: Reading, progress: Progress = quiet) -> Report:
    """As if the shop were empty. Raises `UnusablePath`."""
    begun, claims = time.monotonic(), Claims()
    found = list(discover(path, reading))
    files = [file for file in found if isinstance(file, FeedFile)]
    if not files:
        raise UnusablePath(f"{path} holds nothing to ingest. Put in {FORMATS}.")
    rows: list[Row] = [entry for entry in found if isinstance(entry, Skipped)]
    for number, file in enumerate(files, 1):
        reader = reader_for(file.path)
        rows.extend(claims.settle(read(file, reader)) if reader else ())
        progress("reading", number, len(files))
    return _report(path, len(files), rows, time.monotonic() - begun)


def _report(path: Path, files: int, rows: list[Row], seconds: float) -> Report:
    values = [row.value for row in rows if isinstance(row, Item)]
    products = [value for value in values if isinstance(value, Product)]
    documents = [value for value in values if isinstance(value, Document)]
    rejected = tuple(row for row in rows if isinstance(row, Rejected))
    return Report(
        path=str(path),
        dry_run=True,
        files=files,
        products=Tally(added=len(products)),
        documents=Tally(added=len(documents)),
        rejected=rejected,
        skipped=tuple(row for row in rows if isinstance(row, Skipped)),
        noted=tuple(row for row in rows if isinstance(row, Noted)),
        readiness=readiness(products, documents, rejected),
        seconds=round(seconds, 3),
    )


if __name__ == "__main__":
    app()
