"""An owner sees what a policy would have done before it is theirs."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from assistant.agent.assistant import Assistant
from assistant.cli.replaying import policy_of, print_replay, talks_since
from assistant.shop.conversations import Turn
from assistant.shop.handoff_policy import Policy, Rule
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


async def test_without_a_file_the_policy_that_stands_is_replayed(assistant: Assistant, tmp_path: Path) -> None:
    stands = Policy(failed_turns=2)
    await assistant.stores.handoff_policy.set_policy(stands)
    assert await policy_of(assistant.stores, None) == stands
    (tmp_path / "other.yaml").write_text("failed_turns: 5", encoding="utf-8")
    assert await policy_of(assistant.stores, tmp_path / "other.yaml") == Policy(failed_turns=5)


def _shown(talks: Sequence[Sequence[Turn]], policy: Policy, *, words: bool = False) -> str:
    told = io.StringIO()
    print_replay(talks, policy, words, Console(file=told, width=200))
    return told.getvalue()
