"""Who gets a chat that nobody picked somebody for."""

from collections.abc import Iterable, Mapping

from assistant.escalation.staff import Staff


def freest(staff: Iterable[Staff], load: Mapping[str, int], queue: str) -> Staff | None:
    """The one with the least to do for what they can carry, among who is present, answers this queue and has room.

    Of two with as much to do it is always the same one. `load` is how many chats each has now, by id.
    """
    able = [one for one in staff if _answers(one, queue) and load.get(one.id, 0) < one.most]
    return min(
        able, key=lambda one: (load.get(one.id, 0) / one.most, load.get(one.id, 0), one.name, one.id), default=None
    )


def _answers(one: Staff, queue: str) -> bool:
    return one.active and not one.away and one.role != "qa" and (not one.skills or not queue or queue in one.skills)
