"""What a policy would have done with past conversations, against what was done. Shows ids; words only when asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assistant.agent.history import before, failed_in_a_row
from assistant.agent.so_far import SETTLED, talk_of
from assistant.agent.stores import Stores
from assistant.bootstrap import open_kept
from assistant.escalation.policy import Decision, decide, decide_after
from assistant.escalation.signals import measure
from assistant.settings import Settings
from assistant.shop.conversations import Turn
from assistant.shop.handoff_policy import Policy, read_policy

PAGE, EXAMPLES = 500, 5


async def show_replay(settings: Settings, file: Path | None, days: int, words: bool, console: Console) -> None:
    async with open_kept(settings) as kept:
        policy = await policy_of(kept.stores, file)
        talks = await talks_since(kept.stores, datetime.now(UTC) - timedelta(days=days))
    print_replay(talks, policy, words, console)


async def policy_of(stores: Stores, file: Path | None) -> Policy:
    """The file's, or without one the policy that stands. Raises `BadSetting`."""
    return read_policy(file) if file else await stores.handoff_policy.policy()


async def talks_since(stores: Stores, since: datetime) -> list[Sequence[Turn]]:
    """Each conversation that had a turn since then, whole."""
    seq, ids = 0, dict[str, None]()
    while events := await stores.desk_log.since(seq, limit=PAGE):
        ids |= {event.conversation_id: None for event in events if event.kind == "turn" and event.at >= since}
        seq = events[-1].seq
    return [await stores.conversations.turns(conversation_id) for conversation_id in ids]


def replayed(turns: Sequence[Turn], policy: Policy) -> list[tuple[Turn, Decision | None]]:
    """Each turn with what the policy decides of it, from the turns before it as they were."""
    return [(turn, _decided(turns[:at], turn, policy)) for at, turn in enumerate(turns)]


def _decided(earlier: Sequence[Turn], turn: Turn, policy: Policy) -> Decision | None:
    called = decide(measure(turn.text, talk_of(earlier, turn.at)), policy, turn.at)
    return called or decide_after(failed_in_a_row(before([*earlier, turn])), policy, turn.at)


def print_replay(talks: Sequence[Sequence[Turn]], policy: Policy, words: bool, console: Console) -> None:
    counts, examples = Counter[str](), dict[str, list[str]]()
    for turn, decision in (pair for turns in talks for pair in replayed(turns, policy)):
        was = turn.reply is not None and turn.reply.outcome in SETTLED
        kind = _kind(decision, was)
        counts[kind] += 1
        shown = f"{turn.conversation_id}" + (f"  {turn.text}" if words else "")
        examples.setdefault(kind, []).append(shown)
    console.print(f"{len(talks)} conversations, {counts.total()} turns.")
    for kind, count in counts.most_common():
        console.print(Text(f"{count} {kind}"))
        for shown in [] if kind == "by neither" else examples[kind][:EXAMPLES]:
            console.print(Text(f"    {shown}"))


def _kind(decision: Decision | None, was: bool) -> str:
    if decision is None:
        return "handed over then, not by this policy" if was else "by neither"
    return f"{'by both' if was else 'by this policy, not then'}: {decision.reason}"
