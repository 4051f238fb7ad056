"""`python -m ingest FEED` fills the shop from feeds and documents. 0: done; 1: something was refused; 2: unusable."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from assistant.errors import AssistantError, BadSetting
from assistant.guardrails.addresses import Places
from assistant.observability import configure_logging
from assistant.settings import Settings
from ingest.arrival import from_stream
from ingest.check import check
from ingest.console import print_report, shown_progress, write_json
from ingest.discover import Reading, UnusablePath, check_path
from ingest.faqs import publish_faqs
from ingest.fetch import Hosts, fetched, source_of
from ingest.lock import alone
from ingest.publish import Progress, Shop, Stores
from ingest.readiness import Sites
from ingest.report import Report
from ingest.rollback import Return, return_lines, revision_lines, roll_back
from ingest.rows import Noted
from ingest.run import Options, ingest
from ingest.seen import Seen

STDIN = "-"


class FeedFirst(TyperGroup):
    """`python -m ingest FEED` needs no verb; a folder named like a verb is written ./rollback."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        verbs = {*self.commands, "--help"}
        return super().parse_args(ctx, args if not args or args[0] in verbs else ["feed", *args])


app = typer.Typer(cls=FeedFirst, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would change, and write nothing.")]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the report to this file as JSON.")]


@app.callback()
def main() -> None:
    """Fill the shop and its search index from feeds: python -m ingest FEED. Or name one of the verbs below."""


@app.command("feed")
def feed_(
    feed: Annotated[str, typer.Argument(help="A folder, a file, an https address, or - for standard input.")],
    *,
    dry_run: DryRun = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with code 1 when a row was rejected.")] = False,
    allow_removal: Annotated[
        bool, typer.Option("--allow-removal", help="Let a feed remove more than half of what it held.")
    ] = False,
    shift_dates: Annotated[
        bool | None,
        typer.Option(help="Move orders so that their as_of day is today; on by itself in demo mode."),
    ] = None,
    name: Annotated[str, typer.Option(help="What - or an address is called, such as products.csv.")] = "",
    json_file: JsonFile = None,
) -> None:
    """Fill the shop and its search index. Safe to run again: what has not changed is not touched."""
    with _sentences():
        _check(feed, name)
        settings = _settings()
        shift = settings.demo if shift_dates is None else shift_dates
        options = Options(
            settings.currency, dry_run, allow_removal, _today() if shift else None,
            uncounted=settings.uncounted_stock, sites=_sites(settings),
        )  # fmt: skip
        report = asyncio.run(_arrived(feed, name, settings, options))
        if json_file is not None:
            write_json(report, json_file)
    print_report(report, Console())
    raise typer.Exit(1 if report.refused or (strict and report.rejected) else 0)


@app.command("check")
def check_(path: Annotated[Path, typer.Argument(help="A folder or a file.")], *, json_file: JsonFile = None) -> None:
    """Judge a feed by itself, without a shop: what would be rejected, what it lacks. 1: a row would be rejected."""
    with _sentences():
        settings = _settings()
        with shown_progress(Console(file=sys.stderr)) as progress:
            reading = Reading(settings.currency, uncounted=settings.uncounted_stock)
            report = check(path, reading, progress, _sites(settings))
        if json_file is not None:
            write_json(report, json_file)
    print_report(report, Console())
    raise typer.Exit(1 if report.rejected else 0)


@app.command()
def faqs(*, dry_run: DryRun = False, json_file: JsonFile = None) -> None:
    """Put what was approved at the console onto the shop's pages; a server does so by itself."""
    with _sentences():
        settings = _settings()
        report = asyncio.run(_approved(settings, dry_run=dry_run))
        if json_file is not None:
            write_json(report, json_file)
    print_report(report, Console())
    raise typer.Exit(1 if report.rejected else 0)


@app.command()
def rollback(*, dry_run: DryRun = False) -> None:
    """Take back the last ingest: products, documents and the index. Again takes back the one before, up to three."""
    with _sentences():
        found = asyncio.run(_rolled_back(_settings(), dry_run=dry_run))
    _say(return_lines(found))


@app.command()
def revisions() -> None:
    """List the last ingests, the newest first."""
    with _sentences():
        shop = asyncio.run(_shop(_settings()))
    _say(revision_lines(shop))


def _check(feed: str, name: str) -> None:
    if feed == STDIN and not name:
        raise UnusablePath("Say what standard input holds: python -m ingest - --name products.csv")
    if feed != STDIN and not _is_address(feed):
        check_path(Path(feed))


def _is_address(feed: str) -> bool:
    return feed.casefold().startswith(("https://", "http://"))


def _settings() -> Settings:
    settings = Settings.load()
    configure_logging(settings.log_level, settings.log_format)
    return settings


def _sites(settings: Settings) -> Sites:
    return Sites(Places(frozenset(settings.link_origins)), Places(frozenset(settings.picture_origins)))


async def _arrived(feed: str, name: str, settings: Settings, options: Options) -> Report:
    if feed == STDIN:
        with from_stream(sys.stdin.buffer, name) as arrival:
            return await _run(arrival.path, settings, replace(options, source=arrival.source))
    if _is_address(feed):
        return await _from_address(feed, name, settings, options)
    return await _run(Path(feed), settings, options)


async def _from_address(url: str, name: str, settings: Settings, options: Options) -> Report:
    """An unchanged feed costs one request. Its validators are kept once it was taken in whole."""
    source, seen = source_of(url), Seen(settings.state_dir)
    options = replace(options, source=source)
    same, known = repr(options), dict[str, str]()
    if source in {product.source for product in (await _shop(settings)).products}:
        known = seen.of(url, same)
    async with fetched(url, Hosts(settings.feed_hosts), name=name, known=known) as arrival:
        if arrival is None:
            unchanged = Noted(source, None, "it has not changed since it was taken in, so it was not read again")
            return Report(source, options.dry_run, files=0, noted=(unchanged,))
        report = await _run(arrival.path, settings, options)
    if not options.dry_run and not report.refused:
        seen.remember(url, same, arrival.validators)
    return report


async def _run(path: Path, settings: Settings, options: Options) -> Report:
    from assistant.bootstrap import embedder_of, index_root  # noqa: PLC0415  # keeps --help light

    async with _opened(settings, writes=not options.dry_run) as (stores, progress):
        return await ingest(
            path, stores, embedder_of(settings), index_root(settings), options=options, progress=progress
        )


async def _approved(settings: Settings, *, dry_run: bool) -> Report:
    from assistant.bootstrap import embedder_of, index_root  # noqa: PLC0415  # keeps --help light

    options = Options(settings.currency, dry_run, sites=_sites(settings))
    async with _opened(settings, writes=not dry_run) as (stores, progress):
        return await publish_faqs(
            stores, embedder_of(settings), index_root(settings), options=options, progress=progress
        )


async def _rolled_back(settings: Settings, *, dry_run: bool) -> Return:
    from assistant.bootstrap import embedder_of, index_root  # noqa: PLC0415  # keeps --help light

    async with _opened(settings, writes=not dry_run) as (stores, progress):
        root = index_root(settings)
        found = await roll_back(stores, embedder_of(settings), root, dry_run=dry_run, progress=progress)
    if not dry_run:
        Seen(settings.state_dir).forget()
    return found


async def _shop(settings: Settings) -> Shop:
    async with _opened(settings, writes=False) as (stores, _):
        return await Shop.of(stores)


@contextlib.asynccontextmanager
async def _opened(settings: Settings, *, writes: bool) -> AsyncIterator[tuple[Stores, Progress]]:
    from assistant.bootstrap import open_kept, vector_stores_of  # noqa: PLC0415  # keeps --help light

    with alone(settings.state_dir) if writes else contextlib.nullcontext():
        async with open_kept(settings) as kept:
            with shown_progress(Console(file=sys.stderr)) as progress:
                yield Stores.of(kept.stores, vector_stores_of(settings)), progress


def _today() -> date:
    return datetime.now(UTC).date()


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except AssistantError as error:
        typer.echo(f"ingest: {error.message}", err=True)
        raise typer.Exit(2 if isinstance(error, (UnusablePath, BadSetting)) else 1) from None


if __name__ == "__main__":
    app()
