"""Card numbers in every notation through every entry of a really built assistant; then all it left is searched.

Each notation goes through the finder alone and, among others in a message, through the chat. One in `EVERY` goes
through one more way in, and one in `EVERY_TURN` through one that costs a turn, the ways by turns.
"""

import asyncio
import contextlib
import multiprocessing
import os
import random
import re
import sqlite3
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from assistant.guardrails.inbound import screen
from assistant.testing.model import says
from evals.card_search import Search
from evals.card_site import LONGEST, CardSite, card_site, filled
from evals.card_ways import Way, alone, said, ways
from evals.card_writing import Notation, notations
from evals.other_numbers import made_up, written
from evals.result import Failure, Progress, Result

COUNT, PORTION, SHOWN, SEED = 200_000, 7_500, 40, 3
EVERY, EVERY_TURN = 5, 100
APART = "\n(this line of words only keeps two lines of one long message far away from each other)\n"
MOST = LONGEST - 100
_EXCHANGE = 2  # lines of a message and its answer
FRAGMENT = 8  # digits in a row; fewer may be kept
MADE_UP = 20_000
PRELOADED = ["assistant.api", "assistant.bootstrap", "evals.card_ways", "evals.suites.cards"]

CHAT = Way("chat", alone, turn=True)


@dataclass(frozen=True)
class Portion:
    """Some of the notations, for a process of its own. `shop` is a folder that `filled` has filled."""

    shop: Path
    first: int
    count: int


@dataclass
class Sent:
    """`through` counts the notations by way, `kept` those that a conversation told again; `left` what was found."""

    families: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    through: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left: list[Failure] = field(default_factory=list)
    bytes_left: int = 0
    planted: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Sent") -> None:
        for name, counts in other.families.items():
            self.families[name].update(counts)
        self.through.update(other.through)
        self.kept.update(other.kept)
        self.planted.update(other.planted)
        self.left += other.left
        self.bytes_left += other.bytes_left

    def told(self, way: Way, notation: Notation, lines: Sequence[str]) -> None:
        """What a conversation kept of a notation that went that way."""
        self.through[way.name] += 1
        if way.turn and len(lines) < _EXCHANGE:
            self.left.append(Failure(id=f"{way.name}: {notation.family}", why="was not answered"))
        if any(is_left(notation, line) for line in lines):
            self.kept[way.name] += 1
            self.left.append(Failure(id=f"{way.name}: {notation.family}", why="kept in the conversation"))


async def run(_cases: Path | None, progress: Progress, *, limit: int = COUNT) -> Result:
    started, count = time.perf_counter(), limit or COUNT
    others, kinds = _others()
    sent = await _all(count, progress)
    missed = [Failure(id=place, why="planted there and not found") for place in sent.planted if not sent.planted[place]]
    families = {name: _share(counts, "refused", "notations") for name, counts in sent.families.items()}
    refused = sum(counts["refused"] for counts in sent.families.values())
    return Result(
        suite="cards",
        model="a recorder",
        cases=count,
        measures={
            "notations": count,
            "whole_way": sent.through[CHAT.name],
            "refused": refused / count,
            "leaks": len(sent.left),
            "bytes_left": sent.bytes_left,
            "ways": len(sent.through),
            "through_other_ways": sent.through.total() - sent.through[CHAT.name],
            "least_through_a_way": min(sent.through.values()),
            "planted": len(sent.planted),
            "planted_and_found": sum(map(bool, sent.planted.values())),
            "false_alarms": others["alarms"] / max(others["asked"], 1),
            "other_messages": others["asked"],
        },
        groups=families | kinds | {way: {"notations": n, "kept": sent.kept[way]} for way, n in sent.through.items()},
        failures=tuple((missed + sent.left)[:SHOWN]),
        protocol=f"all through the finder and the chat, one in {EVERY} through one more way, one in {EVERY_TURN} "
        "through a turn of another kind; every file, row, log line and model request searched",
        seconds=round(time.perf_counter() - started, 2),
    )


async def _all(count: int, progress: Progress) -> Sent:
    with tempfile.TemporaryDirectory() as name:
        shop = Path(name) / "shop"
        shop.mkdir()
        await filled(shop)
        portions = [Portion(shop, at, min(PORTION, count - at)) for at in range(0, count, PORTION)]
        return await asyncio.to_thread(_in_processes, portions, progress)


def _in_processes(portions: Sequence[Portion], progress: Progress) -> Sent:
    whole, done = Sent(), 0
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=processes) as pool:
        for portion, sent in zip(portions, pool.map(portion_sent, portions), strict=True):
            whole.add(sent)
            done += portion.count
            progress(done, portions[-1].first + portions[-1].count)
    return whole


def portion_sent(portion: Portion) -> Sent:
    return asyncio.run(_portion_sent(portion))


async def _portion_sent(portion: Portion) -> Sent:
    taken = list(islice(notations(portion.first + portion.count), portion.first, None))
    sent, search = Sent(), Search(taken)
    for notation in taken:
        hit = not is_left(notation, screen(notation.text).text)
        sent.families[notation.family].update(notations=1, refused=hit)
    async with card_site(portion.shop) as site:
        for batch in batches(taken):
            lines = await said(site, APART.join(n.text for n in batch))
            for notation in batch:
                sent.told(CHAT, notation, lines)
        await _other_ways(site, taken, portion.first, sent)
        _look(search, site, sent)
        if portion.first == 0:
            sent.planted.update(planted_and_found(site))
    return sent


async def _other_ways(site: CardSite, taken: Sequence[Notation], first: int, sent: Sent) -> None:
    """The ways by turns, each time with another family of notations."""
    all_ways = ways(site.app)
    for every, turn in ((EVERY, False), (EVERY_TURN, True)):
        some = shuffled([way for way in all_ways if way.turn is turn], first // every)
        for notation, way in zip(taken[::every], some, strict=False):
            sent.told(way, notation, await way.send(site, notation))


def shuffled(some: Sequence[Way], first: int) -> Iterator[Way]:
    """Round and round, in another order each time, from the `first`th on."""
    rng, at = random.Random(SEED), 0  # noqa: S311 -- cases, not secrets
    while True:
        order = rng.sample(some, len(some))
        yield from order[max(0, first - at) :]
        at += len(order)


def _look(search: Search, site: CardSite, sent: Sent) -> None:
    for place, what in search.found(site.left()).items():
        sent.left += [Failure(id=place, why=f"left: {len(one)} characters") for one in sorted(what)]
        sent.bytes_left += sum(len(one.encode()) for one in what)


def planted_and_found(site: CardSite) -> dict[str, int]:
    """By place, whether the search finds what is put there: in a file, a row, the log and a model's request."""
    [*cards] = islice(notations(5, seed=77), 5)
    in_file, in_row, in_checkpoint, in_log, in_request = cards
    (site.folder / "planted.bin").write_bytes(b"\0\1" + in_file.text.encode() + b"\0")
    for name, card in (("shop.db", in_row), ("conversations.db", in_checkpoint)):
        with contextlib.closing(sqlite3.connect(site.folder / name)) as connection, connection:
            connection.execute("CREATE TABLE planted (text TEXT)")
            connection.execute("INSERT INTO planted VALUES (?)", [card.text])
    site.logged.write(f'{{"event": "{in_log.text}"}}\n')
    site.model.seen.append([says(in_request.text)])
    places = ("planted.bin", "rows of shop.db", "rows of conversations.db", "log", "model requests")
    found = Search(cards).found(site.left())
    return {place: any(where.startswith(place) for where in found) for place in places}


def is_left(notation: Notation, kept: str) -> bool:
    """Whether the text as it is kept still tells the number."""
    typed = unicodedata.normalize("NFKC", notation.typed).strip()
    digits = re.sub(r"\D", "", kept)
    pieces = (notation.number[at : at + FRAGMENT] for at in range(len(notation.number) - FRAGMENT + 1))
    return typed in kept or any(piece in digits for piece in pieces)


def batches(taken: Sequence[Notation]) -> Iterator[list[Notation]]:
    """As many as fit into a message; those that name a card, or are written otherwise, are not mixed with others."""
    open_: dict[tuple[bool, str], list[Notation]] = defaultdict(list)
    for notation in taken:
        batch = open_[notation.named, notation.family]
        if sum(len(n.text) + len(APART) for n in batch) + len(notation.text) > MOST:
            yield batch
            batch = open_[notation.named, notation.family] = []
        batch.append(notation)
    yield from filter(None, open_.values())


def _others() -> tuple[Counter[str], dict[str, dict[str, float]]]:
    """Messages without a card number: `alarms` counts the ones that lose something."""
    total, by_kind = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for kind, text in [*made_up(MADE_UP), *written()]:
        by_kind[kind].update(asked=1, alarms=screen(text).card)
        if kind not in _KINDS_MADE_UP:
            total.update(asked=1, alarms=screen(text).card)
    return total, {kind: _share(counts, "alarms", "asked") for kind, counts in by_kind.items()}


_KINDS_MADE_UP = {kind for kind, _ in made_up(100)}


def _share(counts: Counter[str], part: str, whole: str) -> dict[str, float]:
    return {whole: counts[whole], part: counts[part] / max(counts[whole], 1)}
