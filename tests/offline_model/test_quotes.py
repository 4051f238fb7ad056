"""Questions over the demo's policies and FAQs: what is quoted holds the answer, and what no page says is not answered.

The weights were fitted on these questions, too (see evals/train_answering.py), so this guards against regress alone;
`python -m evals run policies` measures on questions that nothing was fitted on.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from assistant.offline_model.answering import Answering
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.rewording import reworded
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.search import ShopRetriever
from assistant.tools.policies import passage_json
from tests.retrieval.conftest import SearchableShop

Judged = Sequence[tuple[str, tuple[bool, bool]]]
QUESTIONS: Mapping[str, str] = yaml.safe_load((Path(__file__).parent / "quotes.yaml").read_text(encoding="utf-8"))


async def _judged(retriever: ShopRetriever, embeddings: MiniLM) -> list[tuple[str, tuple[bool, bool]]]:
    """For each question its words, whether the best quote is sure of itself, and whether it holds them."""
    answering = Answering(Remembered(embeddings))
    return [(words, await _quoted(question, words, retriever, answering)) for question, words in QUESTIONS.items()]


async def _quoted(question: str, words: str, retriever: ShopRetriever, answering: Answering) -> tuple[bool, bool]:
    wordings = [question, *filter(None, [reworded(question)])]
    hits = [hit for wording in wordings for hit in await retriever.passages(wording)]
    passages = list({hit.passage.id: passage_json(hit) for hit in hits}.values())
    quotes = [quote for quote in (answering.best(wording, passages) for wording in wordings) if quote]
    quote = max(quotes, key=lambda found: found.score, default=None)
    return bool(quote and quote.sure), any(
        word in quote.text for word in words.split("|")
    ) if words and quote else False


@pytest.fixture(scope="module")
def judged(demo_shop: SearchableShop, minilm: MiniLM) -> Judged:
    return asyncio.run(_judged(demo_shop.retriever, minilm))


def test_the_passage_that_is_quoted_or_shown_as_nearest_answers(judged: Judged) -> None:
    right = [right for words, (_, right) in judged if words]
    assert sum(right) / len(right) >= 0.88


def test_most_of_what_the_pages_answer_is_quoted_as_the_answer(judged: Judged) -> None:
    both = [sure and right for words, (sure, right) in judged if words]
    assert sum(both) / len(both) >= 0.75


def test_what_is_quoted_as_the_answer_seldom_is_none(judged: Judged) -> None:
    wrong = [sure and not right for words, (sure, right) in judged if words]
    assert sum(wrong) / len(wrong) <= 0.06


def test_hardly_anything_is_quoted_as_the_answer_where_no_page_answers(judged: Judged) -> None:
    assert sum(sure for words, (sure, _) in judged if not words) <= 1
