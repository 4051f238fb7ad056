"""Questions about demo products in a shopper's own words: what is stated is told, and what is not is not guessed."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.offline_model.facts import answer
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.stated import StatedFacts
from assistant.retrieval.embedding import MiniLM
from tests.demo.files import Listing, listings

QUESTIONS: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "product_questions.yaml").read_text(encoding="utf-8")
)
SILENCES: Mapping[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).parent / "product_silences.yaml").read_text(encoding="utf-8")
)


def _record(listing: Listing) -> dict[str, Any]:
    facts = {name.split(" (")[0]: value for name, value in listing.head.items() if "metafields" in name and value}
    told = re.sub(r"<[^>]+>", " ", listing.head["Body (HTML)"]).strip()
    return {"title": listing.head["Title"], "description": told, "attributes": facts}


@pytest.fixture(scope="module")
def answered(minilm: MiniLM) -> Sequence[tuple[str, str]]:
    """What each answer has to hold, and what was told ("" for nothing)."""
    facts, records = StatedFacts(Remembered(minilm)), {found.head["Handle"]: _record(found) for found in listings()}
    asked = [(handle, *pair) for handle, questions in QUESTIONS.items() for pair in questions.items()]
    found = [(words, facts.nearest(question, records[handle])) for handle, question, words in asked]
    return [(words, fact.text if fact else "") for words, fact in found]


def test_most_of_what_is_stated_is_found_in_other_words(answered: Sequence[tuple[str, str]]) -> None:
    stated = [any(word in told for word in str(words).split("|")) for words, told in answered if words]
    assert sum(stated) / len(stated) >= 0.85


def test_what_is_not_stated_is_hardly_ever_answered(answered: Sequence[tuple[str, str]]) -> None:
    told = [told for words, told in answered if not words]
    assert len(told) >= 15
    assert sum(bool(answer) for answer in told) <= 1


def test_a_wrong_fact_is_hardly_ever_told(answered: Sequence[tuple[str, str]]) -> None:
    wrong = [told for words, told in answered if words and told and not any(w in told for w in words.split("|"))]
    assert len(wrong) <= 1


def test_likeness_to_another_fact_never_answers_for_a_named_quantity_or_part(minilm: MiniLM) -> None:
    facts, records = StatedFacts(Remembered(minilm)), {found.head["Handle"]: _record(found) for found in listings()}
    asked = [(handle, question) for handle, questions in SILENCES.items() for question in questions]
    assert len(asked) >= 25
    assert [(question, told) for handle, question in asked if (told := answer(question, records[handle], facts))] == []
