"""What the shop suggested beside the last answer: known by name from then on, and meant by a yes or "add that too"."""

import re
from dataclasses import replace

from assistant.offline_model.focus import Focus
from assistant.offline_model.slots import read_slots
from assistant.offline_model.transcript import Turn
from assistant.offline_model.understand import Ask

_TAKEN = re.compile(
    r"""^\W*(?:(?:yes|yeah|yep|sure|ok(?:ay)?|please|great|good\sidea|why\snot|oh|and)\b\W*)*
        (?:(?:add|take|include|put|get|throw|i'll\s(?:take|have)|i\s(?:want|would\slike))\s
           (?:it|that|this|them)(?:\sone)?\b\s?
           (?:(?:too|also|as\swell|in|then|please|(?:in)?to\s(?:my|the)\s(?:cart|basket|bag))\b\s?)*)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def takes_it(turn: Turn) -> bool:
    """Whether the message says yes to what was suggested, and nothing else; "another one" is more of the last thing."""
    return turn.suggested is not None and _TAKEN.match(turn.text) is not None


def with_suggestion(focus: Focus, turn: Turn) -> Focus:
    if turn.suggested is None:
        return focus
    known = {**focus.known, str(turn.suggested.get("handle")): turn.suggested}
    return replace(focus, known=known, product=turn.suggested if takes_it(turn) else focus.product)


def taking_it() -> Ask:
    return Ask("add", "add it", read_slots("add it"), agreed=True)
