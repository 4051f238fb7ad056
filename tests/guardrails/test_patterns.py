"""No message and no sentence can make a pattern backtrack for long."""

import time
from collections.abc import Callable

import pytest

from assistant.escalation.signals import measure
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.inbound import screen
from assistant.guardrails.outbound import review
from assistant.shop.given import read_given

SECONDS = 2.0  # the slowest takes a hundredth of it on a machine that is idle; a quadratic one takes many times that
SEEDS = (
    "a", "0", "1 ", "1,", "1.", "1-", "$", "a@", "a.a", "@a.a", "-", "\n", " ", "one ", "hundred and ", "your order ",
    "#a1", "order no. ", "(", "+1 ", "555-", "www.", "](", "i'll ", "just now already ", "want a b ", "contact ", "no ",
    "ignore ", "<", "a'", "%a", "jan ", "1 of ", "to ", "under your ", "12 34 ", "security code ", "yes, ", "\u200b",
)  # fmt: skip
KNOWN = Evidence(("It costs $1.",), asked=("under $2",))


@pytest.mark.owasp("LLM06:2026", "API4:2023")
@pytest.mark.parametrize(
    "read",
    [measure, screen, lambda text: review(text, KNOWN), lambda text: read_given(text, code_waits=True, late=True)],
    ids=["signals", "inbound", "outbound", "given"],
)
def test_two_thousand_characters_of_malice_are_read_at_once(read: Callable[[str], object]) -> None:
    read("warm")
    slow = {}
    for seed in SEEDS:
        for tail in ("", "!", "x", "left", " cart"):
            text, started = (seed * 2000)[: 2000 - len(tail)] + tail, time.thread_time()
            read(text)
            slow[seed, tail] = time.thread_time() - started
    assert {case: took for case, took in slow.items() if took > SECONDS} == {}
