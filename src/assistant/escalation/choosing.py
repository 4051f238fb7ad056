"""Who gets a chat that nobody picked somebody for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from assistant.escalation.staff import Staff


class Queued(Protocol):
    @property
    def queue(self) -> str: ...


Q = TypeVar("Q", bound=Queued)


def freest(staff: Iterable[Staff], load: Mapping[str, int], queue: str, now: datetime) -> Staff | None:
    """The one with the least to do for what they can carry, among who is here, answers this queue and has room.

    Of two with as much to do it is always the same one. `load` is how many chats each has now, by id.
    """
    able = [one for one in staff if _answers(one, queue, now) and load.get(one.id, 0) < one.most]
    return min(
        able, key=lambda one: (load.get(one.id, 0) / one.most, load.get(one.id, 0), one.name, one.id), default=None
    )


def dealt(
    chats: Iterable[Q], staff: Iterable[Staff], load: Mapping[str, int], now: datetime
) -> Iterator[tuple[Q, Staff]]:
    """Each chat with who gets it, in their order, as long as somebody has room for it."""
    people, carried = list(staff), Counter(load)
    for chat in chats:
        if chosen := freest(people, carried, chat.queue, now):
            carried[chosen.id] += 1
            yield chat, chosen


def _answers(one: Staff, queue: str, now: datetime) -> bool:
    works = one.active and one.role != "qa" and one.is_here(now)
    return works and (not one.skills or not queue or queue in one.skills)
