"""Whoever asks for a person is heard, in any of the languages; whoever speaks of people is not taken at that word."""

import pytest

from assistant.escalation.signals import measure
from evals.datasets import ROOT
from evals.loading import load
from evals.suites.handoff import Conversation

ASKED = ROOT / "evals" / "handoff" / "asked.jsonl"
LINES = [(talk.language, line) for talk in load(ASKED, Conversation) for line in talk.turns]
MISSED = {"I'd like this looked at by human eyes", "do you guys have real people", "who is available to talk"}


def _heard(text: str) -> bool:
    return measure(text).of("asked for a person") is not None


@pytest.mark.parametrize("language", sorted({language for language, _ in LINES}))
def test_a_person_is_asked_for_in_many_ways(language: str) -> None:
    asked = [line.text for one, line in LINES if one == language and line.label == "explicit"]

    assert {text for text in asked if not _heard(text)} <= MISSED


@pytest.mark.parametrize("language", sorted({language for language, _ in LINES}))
def test_to_speak_of_people_is_not_to_ask_for_one(language: str) -> None:
    spoken = [line.text for one, line in LINES if one == language and line.label == "none"]

    assert spoken
    assert not [text for text in spoken if _heard(text)]


@pytest.mark.parametrize("text", ["HUMAN PLEASEEEE", "humannnn", "agennnt pls", "stop. human. now."])
def test_letters_drawn_out_and_words_alone_are_read(text: str) -> None:
    assert _heard(text)
