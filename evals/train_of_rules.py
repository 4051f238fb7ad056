"""`python -m evals.train_of_rules` learns which messages ask about a shop's rules and writes of_rules.npz.

What is: what shoppers ask of the made-up shops (cases/rules) and of the demo's pages (tests/offline_model/quotes.yaml
and the worked-on half of `run policies`), our own phrases, and Bitext's intents that a page answers. What is not: our
phrases for all else, ProductQA's dev questions, what `run unknown` was worked on with, the store's graded questions,
Bitext's intents that an order answers, and CLINC150's. Prints what is taken for a question about the rules by a model
that saw none of its group.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import yaml
from langchain_core.embeddings import Embeddings
from rich.console import Console

from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.of_rules import LIKELY, OTHER, RULES, WEIGHTS
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.train import phrases
from assistant.retrieval.embedding import MiniLM
from evals.datasets import ROOT, dataset
from evals.loading import load
from evals.suites.policies import CASES as POLICIES
from evals.suites.policies import Case
from evals.suites.unknown import Case as Unknown
from evals.train_answering import QUOTES, Shop
from evals.train_answering import RULES as SHOPS
from evals.train_in_hand import Asked, Row

IN_PAGES = frozenset(
    {
        "check_cancellation_fee", "check_payment_methods", "check_refund_policy", "delivery_options", "delivery_period",
    }
)  # fmt: skip
OF_ORDERS = frozenset(
    {
        "track_order", "cancel_order", "change_order", "track_refund", "change_shipping_address", "complaint",
        "contact_human_agent", "contact_customer_service",
    }
)  # fmt: skip
A_CATEGORY, AN_INTENT, ELSEWHERE, LONGEST = 15, 30, 5, 300
STORE = ROOT / "evals" / "cases" / "store.yaml"
UNKNOWN = ROOT / "evals" / "cases" / "unknown-dev.jsonl"


def rows() -> list[Row]:
    draw = random.Random(5)  # noqa: S311  # training needs the same draw each time, not a secret one
    return [*_of_pages(), *_own(), *_of_goods(draw), *_elsewhere(draw)]


def _of_pages() -> Iterator[Row]:
    for file in sorted(SHOPS.glob("*.yaml")):
        shop = Shop.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        yield from (Row(text, RULES, file.stem, "shops") for text in shop.asked)
    yield from (Row(text, RULES, "demo", "quotes") for text in yaml.safe_load(QUOTES.read_text(encoding="utf-8")))
    yield from (Row(case.ask, RULES, "demo", "policies") for case in load(POLICIES, Case) if case.tuned)


def _own() -> Iterator[Row]:
    for intent, texts in phrases().items():
        label = RULES if intent == "policy" else OTHER
        yield from (Row(str(text), label, f"own {at % 2}", intent) for at, text in enumerate(texts))


def _of_goods(draw: random.Random) -> Iterator[Row]:
    for kind in ("fact_qa", "reasoning_qa", "search_qa"):
        asked = load(dataset("productqa", f"{kind}.dev.jsonl.gz"), Asked, unique=False)
        for group in sorted({row.group for row in asked}):
            mine = [row for row in asked if row.group == group]
            yield from (Row(r.question, OTHER, group, kind) for r in draw.sample(mine, min(A_CATEGORY, len(mine))))
    yield from (Row(case.ask, OTHER, "unknown", "unknown") for case in load(UNKNOWN, Unknown))
    graded = yaml.safe_load(STORE.read_text(encoding="utf-8"))
    yield from (Row(case["question"], OTHER, "store", "store") for case in graded)


def _elsewhere(draw: random.Random) -> Iterator[Row]:
    """Of Bitext what is plainly of a rule or of an order: its other intents may be of either."""
    bitext = load(dataset("bitext_support_intents", "dev.jsonl.gz"), Told, unique=False)
    for intent in sorted(IN_PAGES | OF_ORDERS):
        label = RULES if intent in IN_PAGES else OTHER
        mine = draw.sample([row for row in bitext if row.intent == intent], AN_INTENT)
        yield from (Row(row.text[:LONGEST], label, intent, f"bitext {label}") for row in mine)
    clinc = load(dataset("clinc150_oos", "dev.jsonl.gz"), Told, unique=False)
    for intent in sorted({row.intent for row in clinc}):
        mine = draw.sample([row for row in clinc if row.intent == intent], ELSEWHERE)
        yield from (Row(row.text[:LONGEST], OTHER, intent, "clinc") for row in mine)


class Told(Asked):
    intent: str = ""


def train(learnt: Sequence[Row], embeddings: Embeddings) -> IntentClassifier:
    return IntentClassifier.train([row.text for row in learnt], [row.label for row in learnt], embeddings)


def held_out(every: Sequence[Row], embeddings: Embeddings) -> dict[str, float]:
    groups = sorted({row.group for row in every})
    taken, total = Counter[str](), Counter[str]()
    for part in range(3):
        left = set(groups[part::3])
        model = train([row for row in every if row.group not in left], embeddings)
        asked = [row for row in every if row.group in left]
        likely = model.probabilities([row.text for row in asked])[:, model.labels.index(RULES)]
        total.update(row.source for row in asked)
        taken.update(row.source for row, p in zip(asked, likely, strict=True) if p >= LIKELY)
    return {source: round(taken[source] / total[source], 3) for source in total}


def main() -> None:
    embeddings, every = Remembered(MiniLM(), most=20_000), rows()
    Console().print(f"{len(every)} messages; left out, taken for the rules':", held_out(every, embeddings))
    train(every, embeddings).save(WEIGHTS)


if __name__ == "__main__":
    main()
