"""An owner sees what a policy would have done before it is theirs."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console

from assistant.agent.assistant import Assistant
from assistant.cli.replaying import print_replay, talks_since
from assistant.escalation.rules import Policy, Rule
from assistant.shop.conversations import Turn
from tests.conftest import ask

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def test_a_policy_is_held_against_what_was_done(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "do you have mugs?")
    await ask(assistant, conversation, "my lawyer will contact you")
    talks = await talks_since(assistant.stores, LONG_AGO)
    shown = _shown(talks, Policy())
    assert "1 conversations, 2 turns" in shown
    assert "1 by both: legal" in shown
    assert conversation.id in shown
    assert "my lawyer" not in shown
    without = _shown(talks, Policy(reasons={"legal": Rule(enabled=False)}), words=True)
    assert "1 handed over then, not by this policy" in without
    assert "my lawyer" in without


def _shown(talks: Sequence[Sequence[Turn]], policy: Policy, *, words: bool = False) -> str:
    told = io.StringIO()
    print_replay(talks, policy, words, Console(file=told, width=200))
    return told.getvalue()
