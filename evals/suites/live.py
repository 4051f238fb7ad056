"""Turns that failed a shopper, frozen at the console: asked again of a copy of the shop as it stands now."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from assistant.bootstrap import open_kept
from assistant.errors import BadSetting
from assistant.settings import Settings
from evals.cases import Case
from evals.loading import BadCases, load
from evals.result import Progress, Result
from evals.stage import OFFLINE, Stage, stage_of
from evals.suites.smoke import played


async def run(cases: Path | None, progress: Progress) -> Result:
    """Raises `BadCases` for no file, a bad one, or a shop that nothing was fed to."""
    if cases is None:
        raise BadCases("name the file that the console or `assistant cases` gave you: --cases FILE")
    chosen = load(cases, Case)
    async with own_stage() as stage:
        return await played("live", chosen, stage, progress)


@asynccontextmanager
async def own_stage() -> AsyncIterator[Stage]:
    """The shop of this machine's settings, read and never written to: its goods, pages and rules, nobody's orders.

    Answered by the offline model, so that two runs agree.
    """
    try:
        settings = Settings.load().model_copy(update=OFFLINE)
    except BadSetting as problem:
        raise BadCases(problem.message) from None
    async with open_kept(settings) as kept:
        stage = await stage_of(settings, kept)
    if not stage.revision:
        raise BadCases("this shop holds nothing yet; fill it with `python -m ingest FEED` first")
    yield replace(stage, customers=(), orders=())
