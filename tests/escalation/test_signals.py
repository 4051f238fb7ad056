"""What calls for a person, and what only sounds like it."""

import json
from typing import get_args

import pytest

from assistant.agent.words import HANDED_OVER
from assistant.escalation.policy import Decision, decide, decide_after, has_failed
from assistant.escalation.signals import Said, Signals, Talk, measure
from assistant.shop.handoff_policy import HandoffReason


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "can I speak with someone please",
        "agent",
        "Get me a manager!",
        "is there a real person I can chat with?",
        "connect me to a representative",
        "i need help speaking to somebody",
        "can i talkk to somone",
        "pls connect me to a represntative",
        "assistance contacting an assistant",
        "are you a bot? I want a human",
        "could you loop in one of your colleagues",
        "anybody but a machine please",
        "how do I bypass this bot",
        "is any agent free right now",
        "could you call me on my mobile?",
        "I bought it last week, is there someone I can talk to",
    ],
)
def test_asking_for_a_person_in_many_words(text: str) -> None:
    decision = decide(measure(text))
    assert decision is not None
    assert decision.reason == "asked for a person"
    assert decision.evidence


@pytest.mark.parametrize(
    "text",
    [
        "This is unacceptable, your service is a complete joke",
        "I am furious, where is my money?",
        "your shop is a scam, worst company ever",
        "WHERE IS MY TERRIBLE ORDER I HATE THIS AWFUL SHOP",
    ],
)
def test_clear_anger_at_the_shop(text: str) -> None:
    decision = decide(measure(text))
    assert decision is not None
    assert decision.reason == "anger"


@pytest.mark.parametrize(
    "text",
    [
        "I'm sick of plastic, show me steel bottles",
        "I hate polyester",
        "a tent for a person over two metres",
        "I've had it up to here with zips, anything with buttons?",
        "human hair brush",
        "do you have a manager's desk lamp",
        "I don’t want to talk to a person, just show me sleeping bags",
        "no need to talk to a person, just tell me the price",
        "SHOW ME RED DRESSES IN SIZE M PLEASE",
        "what a ridiculously nice mug!",
        "am I talking to a real person?",
        "people call me Gary, can you print that on a mug?",
        "I managed to find it, does it come with a person's name",
        "is this worn by someone else in the picture",
        "i manage a team, is there a bulk discount",
        "your colleague was so kind yesterday. is the coat back?",
        "are you a person?",
        "who is your boss?",
        "can someone my size wear it",
    ],
)
def test_shopping_words_call_for_nobody(text: str) -> None:
    assert decide(measure(text)) is None


def test_danger_comes_before_everything() -> None:
    decision = decide(measure("the heater caught fire and I want to speak to a manager"))
    assert decision is not None
    assert decision.reason == "safety"


def test_a_person_is_fetched_after_the_third_failed_turn() -> None:
    assert decide_after(2) is None
    decision = decide_after(3)
    assert decision is not None
    assert decision.reason == "three failed turns"


def test_what_a_record_does_not_state_fails_nobody_until_it_is_asked_again() -> None:
    assert not has_failed("abstained", of_record=True, asked_again=False)
    assert has_failed("abstained", of_record=True, asked_again=True)
    assert has_failed("abstained", of_record=False, asked_again=False)
    assert has_failed("failed", of_record=True, asked_again=False)
    assert not has_failed("answered", of_record=False, asked_again=True)


def test_a_calm_message_gives_no_signal() -> None:
    assert measure("Do you have blue mugs?") == Signals(mood=0.0)


def test_a_decision_comes_back_whole_from_what_a_turn_keeps() -> None:
    decision = Decision(
        "legal", "my lawyer", "managers", "One moment.", "Back later.", "soon", 300, (("legal", 0.9, "my lawyer"),)
    )
    assert Decision.of(json.loads(json.dumps(decision.kept()))) == decision


def test_there_are_words_for_every_reason_the_assistant_hands_over_for() -> None:
    theirs = {"came back", "staff stepped in"}
    assert set(get_args(HandoffReason)) - theirs == set(HANDED_OVER)


@pytest.mark.parametrize(
    "text",
    [
        "ich möchte mit einem Menschen sprechen",
        "je veux parler à un humain",
        "転送してオペレーターにつないでください",
        "转人工",
    ],
)
def test_a_person_can_be_asked_for_in_other_languages(text: str) -> None:
    decision = decide(measure(text))
    assert decision is not None
    assert decision.reason == "asked for a person"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I want to die", "self-harm"),
        ("my lawyer will contact you", "legal"),
        ("someone used my card for an order", "fraud"),
        ("I have opened a chargeback", "chargeback"),
        ("I am a journalist with the Herald", "press"),
        ("do you ship the bear spray to New York", "regulated goods"),
    ],
)
def test_what_only_a_person_may_answer_goes_to_one(text: str, reason: str) -> None:
    decision = decide(measure(text))
    assert decision is not None
    assert (decision.reason, bool(decision.evidence), bool(decision.signals)) == (reason, True, True)


def test_a_question_asked_again_after_two_silences_goes_to_a_person() -> None:
    question = "is the vest machine washable"
    silent = Said(question, "abstained")
    assert decide(measure(f"again: {question}", Talk((Said(question),)))) is None
    decision = decide(measure(f"again: {question}", Talk((silent, silent))))
    assert decision is not None
    assert decision.reason == "frustration"


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("I want to know about my refund or replacement", False),
        ("Are you people delivering products to Leeds?", False),
        ("my refund or I go to the papers", True),
        ("you people never answer", True),
    ],
)
def test_a_few_plain_words_alone_are_no_anger(text: str, called: bool) -> None:
    assert (decide(measure(text)) is not None) == called
