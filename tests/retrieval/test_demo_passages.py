"""The demo shop's policies and FAQs, asked for in shoppers' words; every third question was held out from tuning."""

import pytest

from assistant.retrieval.library import PassageHit
from tests.retrieval.conftest import SearchableShop
from tests.retrieval.demo_questions import PASSAGE_QUESTIONS

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time

HELD_OUT = PASSAGE_QUESTIONS[2::3]
TUNED = tuple(asked for place, asked in enumerate(PASSAGE_QUESTIONS) if place % 3 != 2)


def _answers(hit: PassageHit, right: str) -> bool:
    return any(heading in hit.passage.heading for heading in right.split("|"))


async def _shares(shop: SearchableShop, questions: tuple[tuple[str, str], ...]) -> tuple[float, float]:
    """How many of the questions find an answer first, and how many among the best three."""
    found = [
        [_answers(hit, right) for hit in await shop.retriever.passages(question, limit=3)]
        for question, right in questions
    ]
    return sum(hits[:1] == [True] for hits in found) / len(found), sum(any(hits) for hits in found) / len(found)


async def test_questions_used_for_tuning_find_their_passage(demo_shop: SearchableShop) -> None:
    first, among_three = await _shares(demo_shop, TUNED)
    assert first >= 0.9
    assert among_three >= 0.95


async def test_questions_held_out_find_their_passage(demo_shop: SearchableShop) -> None:
    first, among_three = await _shares(demo_shop, HELD_OUT)
    assert first >= 0.7
    assert among_three >= 0.8


async def test_what_no_page_speaks_of_is_hardly_supported(demo_shop: SearchableShop) -> None:
    hits = await demo_shop.retriever.passages("zebra quantum trombone")
    assert all(hit.score < 0.35 for hit in hits)
