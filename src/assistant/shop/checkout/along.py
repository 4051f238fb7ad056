"""Writing the order's number into what goes along with a checkout, once the number is given out."""

from dataclasses import replace
from typing import Any

from assistant.shop.checkout.store import Along

NUMBER = "{number}"


def numbered(along: Along, number: str) -> Along:
    once, answer = along.answer or (None, {})
    return Along(
        mails=[replace(m, subject=_said(m.subject, number), body=_said(m.body, number)) for m in along.mails],
        events=[replace(event, data=_said(dict(event.data), number)) for event in along.events],
        entries=[replace(entry, number=number, words=_said(entry.words, number)) for entry in along.entries],
        answer=(once, _said(dict(answer), number)) if once else None,
    )


def _said(value: Any, number: str) -> Any:
    if isinstance(value, str):
        return value.replace(NUMBER, number)
    return {key: _said(part, number) for key, part in value.items()} if isinstance(value, dict) else value
