"""What hosted models were used for, in memory."""

from collections.abc import Mapping
from datetime import date

from assistant.agent.spending import Use


class InMemoryUseBook:
    def __init__(self) -> None:
        self._uses: dict[str, tuple[Use, date]] = {}

    async def add(self, subjects: Mapping[str, Use], day: date) -> None:
        for subject, use in subjects.items():
            before, _ = self._uses.get(subject, (Use(), day))
            added = Use(
                before.tokens_in + use.tokens_in, before.tokens_out + use.tokens_out, before.micros + use.micros
            )
            self._uses[subject] = (added, day)

    async def of(self, subjects: tuple[str, ...]) -> dict[str, Use]:
        return {subject: self._uses[subject][0] for subject in subjects if subject in self._uses}

    async def forget(self, prefix: str, before: date) -> None:
        self._uses = {
            subject: kept
            for subject, kept in self._uses.items()
            if not (subject.startswith(prefix) and kept[1] < before)
        }
