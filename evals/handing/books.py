"""What the shop holds of each hand-off at the end, beside what those who drove it know."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.agent.stores import Stores
from assistant.escalation.events import DeskEvent
from assistant.escalation.queue import Handoff
from assistant.shop.conversations import Turn
from evals.handing.life import LATER, Case

ENDED = {"return": "returned", "close": "closed"}
AT_ONCE = 500


async def log_of(stores: Stores) -> list[DeskEvent]:
    events = list[DeskEvent]()
    while found := await stores.desk_log.since(events[-1].seq if events else 0, limit=AT_ONCE):
        events += found
    return events


def by_conversation(events: Sequence[DeskEvent]) -> Mapping[str, list[DeskEvent]]:
    found: dict[str, list[DeskEvent]] = {}
    for event in events:
        found.setdefault(event.conversation_id, []).append(event)
    return found


async def wrong(stores: Stores, case: Case, events: Sequence[DeskEvent]) -> list[str]:
    handoff = await stores.handoffs.get(case.handoff) if case.handoff else None
    if handoff is None:
        return [*case.wrong, "the hand-off is lost"]
    turns = list(await stores.conversations.turns(case.conversation))
    lines = await stores.lines.of(case.conversation)
    said = [line.id for line in lines if line.kind == "said"]
    found = [*case.wrong, *_of_handoff(case, handoff), *_of_turns(case, turns), *_of_events(case, events)]
    return found if len(said) == 1 else [*found, f"{len(said)} lines of the person instead of one"]


def _of_handoff(case: Case, handoff: Handoff) -> Iterator[str]:
    if (handoff.status, handoff.owner) != (ENDED[case.ending], case.owner):
        yield f"it is {handoff.status} of {handoff.owner!r}, not {ENDED[case.ending]} of {case.owner!r}"
    if not (handoff.taken_at and handoff.ended_at and handoff.packet.summary and handoff.packet.moods):
        yield "its packet or its times are not complete"
    if ("shopper", case.ask) not in handoff.transcript:
        yield "its packet does not hold what the shopper asked"
    if [line.sku for line in handoff.cart.lines] != ([case.sku] if case.sku else []):
        yield "its packet does not hold the cart"


def _of_turns(case: Case, turns: Sequence[Turn]) -> Iterator[str]:
    asked = case.failed + 1
    if [turn.text for turn in turns] != [case.ask] * asked + [LATER]:
        yield f"{len(turns)} turns instead of {asked + 1}"
        return
    calls = turns[case.failed].reply
    if not all(turn.reply for turn in turns):
        yield "a turn has no reply"
    elif calls and (calls.handoff is None or calls.handoff.id != case.handoff):
        yield "the reply that called names another hand-off, or none"


def _of_events(case: Case, events: Sequence[DeskEvent]) -> Iterator[str]:
    counted = Counter(event.kind for event in events)
    for kind in ("opened", "taken", "said", ENDED[case.ending]):
        if counted[kind] != 1:  # type: ignore[index]  # one of the kinds
            yield f"{counted[kind]} events of kind {kind}"  # type: ignore[index]  # as above
    order = [event.kind for event in events if event.kind in {"opened", "taken", "returned", "closed"}]
    if order != ["opened", "taken", ENDED[case.ending]]:
        yield f"the events came as {', '.join(order)}"
