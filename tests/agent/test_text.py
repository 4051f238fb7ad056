"""Sentences are cut without losing a character; history is trimmed without losing its sense."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.agent.budget import fit, token_counter
from assistant.agent.gather import beside, cited
from assistant.agent.sentences import SentenceStream
from assistant.conversation import Citation
from assistant.shop.catalogue import card
from tests.goods import PRODUCTS


@given(st.lists(st.text(alphabet="aB1.!? \n", max_size=8), max_size=12))
def test_no_character_is_lost_however_the_text_arrives(pieces: list[str]) -> None:
    stream = SentenceStream()
    told = [s for piece in pieces for s in stream.feed(piece)]
    told += stream.flush()
    assert "".join(told).rstrip() == "".join(pieces).rstrip()


def test_sentences_end_where_people_would_end_them() -> None:
    stream = SentenceStream()
    told = stream.feed("It costs $1.50 e.g. here. Nice!\n- one\n- two. And three")
    assert told == ["It costs $1.50 e.g. here. ", "Nice!\n", "- one\n", "- two. "]
    assert stream.flush() == ["And three"]


@pytest.mark.parametrize("piece", ["word ", "e.g. A ", "a. b "])
def test_a_text_without_an_end_costs_no_more_for_each_piece(piece: str) -> None:
    """A model that never ends a sentence must not hold up every other conversation."""
    stream, started = SentenceStream(), time.perf_counter()
    told = [s for _ in range(6000) for s in stream.feed(piece)]
    assert "".join([*told, *stream.flush()]) == piece * 6000
    assert time.perf_counter() - started < 2


def test_tokens_are_counted_by_tiktoken_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    count = token_counter(tmp_path / "tiktoken")
    assert count("The quick brown fox jumps over the lazy dog.") == 10


def test_old_turns_are_dropped_first_and_no_result_is_left_without_its_call() -> None:
    call = AIMessage("", tool_calls=[{"name": "t", "args": {}, "id": "1", "type": "tool_call"}])
    history: list[BaseMessage] = [
        HumanMessage("old " * 50),
        call,
        ToolMessage("x " * 50, tool_call_id="1"),
        AIMessage("fine " * 20),
    ]
    now: list[BaseMessage] = [HumanMessage("and now?"), SystemMessage("a note")]
    kept = fit([*history, *now], 60, lambda text: len(text.split()))
    assert [m.type for m in kept if m.type != "system"] == ["human"]
    assert kept[0].text == "and now?" or kept[-1].text == "and now?"


def test_a_message_that_fits_no_budget_is_sent_all_the_same() -> None:
    kept = fit([HumanMessage("word " * 100)], 5, lambda text: len(text.split()))
    assert len(kept) == 1


def test_instructions_are_kept_whatever_is_dropped() -> None:
    kept = fit(
        [SystemMessage("be kind"), HumanMessage("old"), HumanMessage("word " * 100)], 5, lambda t: len(t.split())
    )
    assert [m.type for m in kept] == ["system", "human"]
    assert kept[1].text.startswith("word")


def test_citations_are_those_that_the_text_follows_narrowed_to_what_it_used() -> None:
    returns = Citation(title="Returns", url="/r", quote="You can return unused items within 30 days. Postage is free.")
    shipping = Citation(title="Shipping", url="/s", quote="Standard shipping costs $5.95.")
    found = cited([returns, shipping], "You can return unused items within 30 days.")
    assert [(c.title, c.quote) for c in found] == [("Returns", "You can return unused items within 30 days.")]


def test_cards_that_the_text_names_come_first() -> None:
    cards = [card(p) for p in PRODUCTS]
    assert beside(cards, "I would take the Hut Four-Person Tent.")[0].handle == "hut-tent"
