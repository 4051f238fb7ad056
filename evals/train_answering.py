"""`python -m evals.train_answering` fits the blends of offline_model/answering.py and prints them.

It learns from made-up shops (cases/rules: pages, what shoppers ask of them, half of it stated nowhere), from
tests/offline_model/quotes.yaml, and from the worked-on half of `run policies`. Prints the figures of each shop that was
left out, at the thresholds that stand.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from rich.console import Console

from assistant.bootstrap import index_root, open_kept
from assistant.offline_model.answering import CHOOSING, EVIDENCE, NEAR, SURE
from assistant.offline_model.candidates import candidates
from assistant.offline_model.focus import Record
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.rewording import reworded
from assistant.offline_model.support import Features, Support, Told, ahead, rivals_of
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.search import ShopRetriever
from assistant.tools.policies import passage_json
from evals.datasets import ROOT
from evals.loading import load
from evals.stage import ingested, offline_settings
from evals.suites.policies import CASES, Case

RULES = ROOT / "evals" / "cases" / "rules"
QUOTES = ROOT / "tests" / "offline_model" / "quotes.yaml"
DEMO_PAGES = tuple(
    ROOT / "demo" / name for name in ("rules.yaml", "selling.yaml", "policies", "faqs")
)  # both are quoted
WEIGHT = {"quotes": 0.5, "policies": 1.5}
MADE = 0.16
GIVEN, MOST = 6, 25
Floats = NDArray[np.float64]
Blends = tuple[Floats, Floats, float]


class Shop(BaseModel):
    """`pages`: title to Markdown; `asked`: question to words that answer it, "" where no page does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: Mapping[str, str]
    asked: Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One thing that could be quoted."""

    features: Features
    right: bool
    told: Told

    def row(self, names: Sequence[str]) -> list[float]:
        return [self.features[name] for name in names]


@dataclass(frozen=True)
class Question:
    """`stated` tells whether any page answers; one that was `made` from another is never asked, only learnt from."""

    shop: str
    text: str
    stated: bool
    options: Sequence[Option]
    made: bool = False

    @property
    def weight(self) -> float:
        return WEIGHT.get(self.shop, 1.0) * (MADE if self.made else 1.0)


async def questions(embeddings: MiniLM) -> list[Question]:
    support, every = Support(Remembered(embeddings, most=60_000)), list[Question]()
    with tempfile.TemporaryDirectory() as folder:
        for name, pages, asked in _shops(Path(folder)):
            async with _retriever(pages, embeddings, Path(tempfile.mkdtemp(dir=folder))) as retriever:
                for text, words in asked.items():
                    every += _variants(name, text, words, await _passages(text, retriever), support)
    return every


def _shops(folder: Path) -> Iterator[tuple[str, Sequence[Path], Mapping[str, Sequence[str]]]]:
    quoted: Mapping[str, str] = yaml.safe_load(QUOTES.read_text(encoding="utf-8"))
    yield "quotes", DEMO_PAGES, {text: words.split("|") if words else () for text, words in quoted.items()}
    yield "policies", DEMO_PAGES, {case.ask: case.words for case in load(CASES, Case) if case.tuned}
    for file in sorted(RULES.glob("*.yaml")):
        shop = Shop.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        (folder / file.stem).mkdir()
        for title, text in shop.pages.items():
            page = folder / file.stem / f"{title.lower().replace(' ', '-')}.md"
            page.write_text(f"# {title}\n\n{text.removeprefix(f'# {title}')}", encoding="utf-8")
        yield file.stem, [folder / file.stem], {text: [words] if words else () for text, words in shop.asked.items()}


@asynccontextmanager
async def _retriever(pages: Sequence[Path], embeddings: MiniLM, state: Path) -> AsyncIterator[ShopRetriever]:
    settings = offline_settings(state)
    for path in pages:
        await ingested(path, settings)
    async with open_kept(settings) as kept:
        stores = kept.stores
        retriever = ShopRetriever(
            stores.catalogue, stores.library, embeddings, index_root(settings), settings.keyword_weight
        )
        yield retriever
        await retriever.close()


async def _passages(question: str, retriever: ShopRetriever) -> Mapping[str, Sequence[Record]]:
    """By wording, a few more than a turn is given."""
    wordings = dict.fromkeys([question, *filter(None, [reworded(question)])])
    return {w: [passage_json(hit) for hit in await retriever.passages(w, MOST)] for w in wordings}


def _variants(
    shop: str, text: str, words: Sequence[str], found: Mapping[str, Sequence[Record]], support: Support
) -> Iterator[Question]:
    """As it stands, and a stated one again without the passages that answer, and without their sentences that do."""
    told = [word.casefold() for word in words]
    kept = [found]
    if words:
        kept.append({w: [p for p in ps if not _holds(p["text"], told)] for w, ps in found.items()})
        kept.append({w: [cut for p in ps if (cut := _cut(p, told))] for w, ps in found.items()})
    for number, passages in enumerate(kept):
        given = {p["id"]: p for ps in passages.values() for p in ps[:GIVEN]}
        options = [o for w in passages for o in _judged(w, list(given.values()), () if number else told, support)]
        if options:
            yield Question(shop, text, bool(words) and number == 0, options, made=number > 0)


def _holds(text: str, told: Sequence[str]) -> bool:
    return any(word in text.casefold() for word in told)


def _cut(passage: Record, told: Sequence[str]) -> Record | None:
    if not _holds(passage["text"], told):
        return passage
    left = " ".join(s for s in sentences(passage["text"]) if not _holds(s, told))
    return {**passage, "text": left} if left else None


def _judged(question: str, passages: Sequence[Record], told: Sequence[str], support: Support) -> Iterator[Option]:
    found = candidates(question, passages)
    seen = support.features(question, found) if found else []
    for candidate, features, quoted in zip(found, seen, support.told(found), strict=True):
        yield Option(features, _holds(candidate.quotable, told), quoted)


def fitted(learnt: Sequence[Question]) -> Blends:
    """Weights that choose, weights that judge what was chosen, and the latter's prior."""
    choosing = _choosing([q for q in learnt if not q.made])
    judged, bias = _judging([(q, chosen(q, choosing)) for q in learnt])
    return choosing, judged, bias


def _choosing(learnt: Sequence[Question]) -> Floats:
    """Conditional logit: what is right before what is not, pair by pair."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # seconds to import

    gaps, weights = list[list[float]](), list[float]()
    for question in learnt:
        good = [o.row(list(CHOOSING)) for o in question.options if o.right]
        bad = [o.row(list(CHOOSING)) for o in question.options if not o.right]
        if not good or not bad:
            continue
        gaps += [[g - b for g, b in zip(one, other, strict=True)] for one in good for other in bad]
        weights += [question.weight / (len(good) * len(bad))] * (len(good) * len(bad))
    rows, twice = np.array([*gaps, *([-gap for gap in row] for row in gaps)]), [*weights, *weights]
    model = LogisticRegression(C=20, fit_intercept=False, max_iter=500)
    model.fit(rows, [1] * len(gaps) + [0] * len(gaps), twice)
    return np.asarray(model.coef_[0])


def _judging(pairs: Sequence[tuple[Question, Option]]) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # seconds to import

    model = LogisticRegression(C=2, max_iter=500)
    rows = [option.row(list(EVIDENCE)) for _, option in pairs]
    model.fit(rows, [option.right for _, option in pairs], [question.weight for question, _ in pairs])
    return np.asarray(model.coef_[0]), float(model.intercept_[0])


def chosen(question: Question, weights: Floats) -> Option:
    scores = [float(np.dot(option.row(list(CHOOSING)), weights)) for option in question.options]
    at = max(range(len(scores)), key=scores.__getitem__)
    best = question.options[at]
    gap = ahead(scores[at], [scores[rival] for rival in rivals_of(at, [o.told for o in question.options])])
    return replace(best, features={**best.features, "ahead": gap})


def held_out(every: Sequence[Question], shop: str) -> dict[str, float]:
    """Shares of the stated questions, and of those that no page answers."""
    choosing, judging, bias = fitted([q for q in every if q.shop != shop])
    mine = [(q, chosen(q, choosing)) for q in every if q.shop == shop and not q.made]
    told = [(q, o, 1 / (1 + np.exp(-bias - np.dot(o.row(list(EVIDENCE)), judging)))) for q, o in mine]
    stated, unstated = [t for t in told if t[0].stated], [t for t in told if not t[0].stated]
    return {
        "right and sure": _share(o.right and p >= SURE for _, o, p in stated),
        "right and shown": _share(o.right and p >= NEAR for _, o, p in stated),
        "sure and wrong": _share(not o.right and p >= SURE for _, o, p in told),
        "sure where nothing is stated": _share(p >= SURE for _, _, p in unstated),
    }


def _share(judged: Iterator[bool]) -> float:
    each = [bool(one) for one in judged]
    return round(sum(each) / len(each), 3) if each else 0.0


def main() -> None:
    every = asyncio.run(questions(MiniLM()))
    for shop in dict.fromkeys(question.shop for question in every):
        Console().print(f"{shop} left out:", held_out(every, shop))
    choosing, judging, bias = fitted(every)
    for name, names, weights in (("CHOOSING", CHOOSING, choosing), ("EVIDENCE", EVIDENCE, judging)):
        Console().print(name, dict(zip(names, weights.round(2).tolist(), strict=True)))
    Console().print("PRIOR", round(bias, 2))


if __name__ == "__main__":
    main()
