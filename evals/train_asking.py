"""`python -m evals.train_asking` learns how a person is asked for and writes escalation/asking.npz.

What asks: sentences put together from handoff/asking.yaml, the wishes of handoff/asked.jsonl and dev.jsonl, and half of
Bitext's requests for a person. What does not: the other sentences of those files, ProductQA's questions, our phrases
for the offline model, and messages of CLINC150, HINT3, Bitext and goemotions in which the rules hear no wish. The score
from which a sentence asks is the one that so few of the messages left out of training reach.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.escalation.asking import SIZE, WEIGHTS, hashed, sentences
from assistant.escalation.cues import plain
from assistant.escalation.signals import by_rules
from assistant.offline_model.train import phrases
from evals.datasets import ROOT, dataset
from evals.loading import load
from evals.suites.handoff import ASKS, DEV, NEAR, Conversation, Message, Utterance
from evals.train_in_hand import Asked

PARTS, LISTED = ROOT / "evals" / "handoff" / "asking.yaml", ROOT / "evals" / "handoff" / "asked.jsonl"
MADE, OUTSIDE, LEFT_OUT = 60, 6000, 0.0015
"""Sentences of one pattern at most; messages of others' of one source at most; and how many of them may be called."""
WEIGHING = 4
"""Of a sentence that somebody wrote as a whole, one that was put together counts once."""
_OF_PEOPLE = ("agent", "call cent", "customer care", "executive", "human", "someone", "person")


def made(draw: random.Random) -> Iterator[tuple[str, bool]]:
    """Patterns with their slots filled."""
    for parts in yaml.safe_load(PARTS.read_text("utf-8")).values():
        lists = {name: text.strip().split("\n") for name, text in parts.items()}
        for name, wish in (("asks", True), ("nones", False)):
            for pattern in lists[name]:
                yield from ((text, wish) for text in _filled(pattern, lists, draw))


def _filled(pattern: str, lists: dict[str, list[str]], draw: random.Random) -> set[str]:
    slots = [name for name in ("p", "s", "d") if f"{{{name}}}" in pattern]
    if not slots:
        return {pattern}
    made_of = lists[slots[0]]
    return {pattern.replace(f"{{{slots[0]}}}", one) for one in draw.sample(made_of, min(MADE, len(made_of)))}


def listed(file: Path) -> Iterator[tuple[str, bool]]:
    """Of what asks, the sentence that the rules hear, where there are several."""
    for talk in load(file, Conversation):
        for line in talk.turns:
            found = sentences(plain(line.text))
            if line.label == "explicit":
                heard = [one for one in found if by_rules(one)] or [" ".join(found)]
                yield heard[0], True
            elif line.label == "none":
                yield from ((one, False) for one in found)


def outside(draw: random.Random) -> list[tuple[str, bool]]:
    """What others wrote, with the wishes that the rules hear left out, and what may be one."""
    bitext = load(dataset("bitext_support_intents", "dev.jsonl.gz"), Utterance, unique=False)
    sources = [
        [row.text for row in bitext if row.intent not in {*ASKS, *NEAR}],
        *(
            [row.text for row in load(dataset(name, "dev.jsonl.gz"), Message, unique=False)]
            for name in ("clinc150_oos", "hint3_retail_intents", "goemotions")
        ),
        [r.question for kind in _QUESTIONS for r in load(dataset("productqa", kind), Asked, unique=False)],
    ]
    texts = [text for source in sources for text in draw.sample(source, min(OUTSIDE, len(source)))]
    found = [one for text in texts if not _doubtful(text) for one in sentences(plain(text))]
    return [(one, False) for one in found if not by_rules(one)]


_QUESTIONS = tuple(f"{kind}.dev.jsonl.gz" for kind in ("fact_qa", "reasoning_qa", "search_qa"))


def _doubtful(text: str) -> bool:
    return bool(by_rules(text)) or (len(text) < 80 and any(word in text.casefold() for word in _OF_PEOPLE))


def matrix(texts: Sequence[str]) -> csr_matrix:
    """A row of unit length for each text."""
    rows = [hashed(text) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in rows])
    return csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), SIZE))


def train(rows: Sequence[tuple[str, bool]]) -> LogisticRegression:
    texts, labels = [text for text, _ in rows], [wish for _, wish in rows]
    return LogisticRegression(C=20, max_iter=3000, class_weight="balanced").fit(matrix(texts), labels)


def scores(model: LogisticRegression, texts: Sequence[str]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = model.decision_function(matrix(texts))
    return found


def main() -> None:
    draw = random.Random(7)  # noqa: S311  # training needs the same draw each time, not a secret one
    bitext = load(dataset("bitext_support_intents", "dev.jsonl.gz"), Utterance, unique=False)
    wishes = [(plain(row.text), True) for row in bitext if row.intent in ASKS][::2]
    own = [(plain(str(text)), False) for intent, texts in phrases().items() if intent != "human" for text in texts]
    written = [row for row in (*listed(LISTED), *listed(DEV)) for _ in range(WEIGHING)]
    ours = [(plain(text), wish) for text, wish in (*made(draw), *written, *wishes, *own)]
    others = outside(draw)
    draw.shuffle(others)
    half = len(others) // 2
    least = float(
        np.quantile(scores(train([*ours, *others[:half]]), [text for text, _ in others[half:]]), 1 - LEFT_OUT)
    )
    model = train([*ours, *others])
    np.savez_compressed(
        WEIGHTS,
        weights=model.coef_[0].astype(np.float16),
        bias=np.float32(model.intercept_[0]),
        least=np.float32(least),
    )
    Console().print(f"{len(ours)} sentences of ours, {len(others)} of others; a wish from {least:.2f} on")


if __name__ == "__main__":
    main()
