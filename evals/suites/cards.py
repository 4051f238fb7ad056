"""Card numbers in every notation through every entry of a really built assistant; then all it left is searched.

All notations go through the chat, several in a message, as far as the time reaches; a part of them alone, over several
messages, through other fields of requests, and through the words and calls of a model.
"""

import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from assistant.guardrails.inbound import screen
from assistant.testing.model import calls, says
from evals.card_site import CardSite, card_site, searched
from evals.card_writing import Notation, notations, parts
from evals.other_numbers import made_up, written
from evals.result import Failure, Progress, Result

COUNT, SECONDS, SHOWN = 200_000, 600, 40
APART = "\n(this line of words only keeps two lines of one long message far away from each other)\n"
MOST = 5_900  # characters of a message
FRAGMENT = 8  # digits in a row; fewer may be kept
MADE_UP = 20_000
SHARES = {"alone": 50, "fields": 50, "model": 400, "parts": 200}
"""Of so many notations, one goes that way, too."""


@dataclass
class Sent:
    """What went in. `kept` is what an entry kept of each notation that it took alone."""

    numbers: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, notation: Notation) -> None:
        self.numbers.add(notation.number)
        self.typed |= {notation.typed, unicodedata.normalize("NFKC", notation.typed).strip()}


async def run(_cases: Path | None, progress: Progress, *, limit: int = COUNT) -> Result:
    started, count, sent = time.perf_counter(), limit or COUNT, Sent()
    found, families = _screened(count, progress)
    others, kinds = _others()
    async with card_site() as site:
        await _all(site, count, sent, progress)
        left = searched(site.left(), frozenset(sent.numbers), sorted(sent.typed))
    for place, what in left.items():
        sent.failures += [Failure(id=place, why=f"left: {len(one)} characters") for one in sorted(what)[:5]]
    bytes_left = sum(len(one.encode()) for what in left.values() for one in what)
    return Result(
        suite="cards",
        model="a recorder",
        cases=count,
        measures={
            "notations": count,
            "refused": found["refused"] / count,
            "leaks": sum(map(len, left.values())) + sent.counts["kept"],
            "bytes_left": bytes_left,
            "false_alarms": others["alarms"] / max(others["asked"], 1),
            "other_messages": others["asked"],
            **{f"through_{way}": sent.counts[way] for way in ("chat", *SHARES)},
        },
        groups=families | kinds,
        failures=tuple(sent.failures[:SHOWN]),
        protocol=f"the finder reads all; every entry takes as many as fit into {SECONDS} s",
        seconds=round(time.perf_counter() - started, 2),
    )


def _screened(count: int, progress: Progress) -> tuple[Counter[str], dict[str, dict[str, float]]]:
    """Each notation through the finder."""
    found, by_family = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for done, notation in enumerate(notations(count), 1):
        hit = not _is_left(notation, screen(notation.text).text)
        found["refused"] += hit
        by_family[notation.family].update(notations=1, refused=hit)
        if done % 1000 == 0:
            progress(done, 2 * count)
    return found, {name: _share(counts, "refused", "notations") for name, counts in by_family.items()}


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


def _is_left(notation: Notation, kept: str) -> bool:
    """Whether the text as it is kept still tells the number."""
    typed = unicodedata.normalize("NFKC", notation.typed).strip()
    digits = re.sub(r"\D", "", kept)
    pieces = (notation.number[at : at + FRAGMENT] for at in range(len(notation.number) - FRAGMENT + 1))
    return typed in kept or any(piece in digits for piece in pieces)


async def _all(site: CardSite, count: int, sent: Sent, progress: Progress) -> None:
    started = time.perf_counter()
    done = 0
    for batch in _batches(count):
        if time.perf_counter() - started > SECONDS:
            break
        await _say(site, APART.join(n.text for n in batch), batch, sent, "chat")
        for notation in batch:
            done += 1
            for way, every in SHARES.items():
                if done % every == 0:
                    await _WAYS[way](site, notation, sent)
        progress(count + done, 2 * count)


def _batches(count: int) -> Iterator[list[Notation]]:
    """As many as fit into a message; those that name a card, or speak of one in reverse, are not mixed with others."""
    open_: dict[tuple[bool, bool], list[Notation]] = defaultdict(list)
    for notation in notations(count):
        key = notation.named, "backwards" in notation.text
        batch = open_[key]
        if sum(len(n.text) + len(APART) for n in batch) + len(notation.text) > MOST:
            yield batch
            batch = open_[key] = []
        batch.append(notation)
    yield from filter(None, open_.values())


async def _say(site: CardSite, text: str, batch: Sequence[Notation], sent: Sent, way: str) -> None:
    path, token = await site.wire.open()
    for notation in batch:
        sent.add(notation)
    await site.wire.post(f"{path}/messages", {"text": text}, token)
    lines = (await site.wire.get(path, token)).json()["lines"]
    sent.counts[way] += len(batch)
    for notation in batch:
        if any(_is_left(notation, line["text"]) for line in lines):
            sent.counts["kept"] += 1
            sent.failures.append(Failure(id=f"{way}: {notation.family}", why="kept in the conversation"))


async def _alone(site: CardSite, notation: Notation, sent: Sent) -> None:
    await _say(site, notation.text, [notation], sent, "alone")


async def _fields(site: CardSite, notation: Notation, sent: Sent) -> None:
    """Where a page or a script sends texts: bodies, addresses, headers."""
    path, token = await site.wire.open()
    typed = quote(notation.typed[:150], safe="")
    sent.add(notation)
    await site.wire.post(f"{path}/messages", {"text": "yes", "confirms": notation.typed[:200]}, token)
    await site.wire.post(f"{path}/cart/lines", {"sku": notation.typed[:200], "quantity": 1}, token)
    await site.wire.post(f"{path}/identity", {"token": notation.typed}, token)
    await site.wire.post(f"{path}/messages", {"text": "hello", notation.typed: notation.text}, token)
    await site.wire.get(f"{path}/orders/{typed}", token)
    await site.wire.get(f"/shop/products/{typed}", notation.number)
    sent.counts["fields"] += 1


async def _model(site: CardSite, notation: Notation, sent: Sent) -> None:
    """A model that makes a card number up, in its calls and in its words."""
    reason = {"reason": notation.text[:300]}
    site.model.steps[:] = [
        calls(("search_products", {"query": notation.text}), ("request_human", reason)),
        says(f"I noted {notation.text}."),
        says("A person will come."),
    ]
    await _say(site, "please look and then fetch somebody", [notation], sent, "model")
    site.model.steps.clear()


async def _parts(site: CardSite, _: Notation, sent: Sent) -> None:
    """Over several messages."""
    [(number, pieces)] = parts(1, seed=sent.counts["parts"])
    path, token = await site.wire.open()
    sent.numbers.add(number)
    sent.counts["parts"] += 1
    for text in pieces:
        await site.wire.post(f"{path}/messages", {"text": text}, token)
    lines = (await site.wire.get(path, token)).json()["lines"]
    whole = Notation("parts", number, number, "", named=True)
    if _is_left(whole, " ".join(line["text"] for line in lines if line["who"] == "shopper")):
        sent.counts["kept"] += 1
        sent.failures.append(Failure(id=f"parts: {len(pieces)}", why="kept in the conversation"))


_WAYS = {"alone": _alone, "fields": _fields, "model": _model, "parts": _parts}
