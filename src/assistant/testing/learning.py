"""What the shop learns from its chats, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.card_numbers import refuse_card
from assistant.learning.cases import FrozenTurn
from assistant.learning.faqs import Faq, FaqStatus


class InMemoryFaqBook:
    def __init__(self) -> None:
        self._faqs: dict[str, Faq] = {}

    async def suggest(self, faq: Faq) -> bool:
        refuse_card(f"{faq.question}\n{faq.answer}")
        return self._faqs.setdefault(faq.id, faq) is faq

    async def get(self, faq_id: str) -> Faq | None:
        return self._faqs.get(faq_id)

    async def all(self) -> Sequence[Faq]:
        return sorted(self._faqs.values(), key=lambda faq: faq.at)[::-1]

    async def lacking(self) -> bool:
        return any(faq.pending for faq in self._faqs.values())

    async def decide(self, faq: Faq, was: FaqStatus) -> bool:
        refuse_card(f"{faq.question}\n{faq.answer}")
        known = self._faqs.get(faq.id)
        if known is None or known.status != was:
            return False
        self._faqs[faq.id] = faq
        return True

    async def published(self, decided: Sequence[Faq], faults: Mapping[str, str]) -> None:
        for faq in decided:
            known = self._faqs[faq.id]
            if known.decided_at == faq.decided_at:
                self._faqs[faq.id] = replace(known, pending=False, fault=faults.get(faq.id, ""))


class InMemoryCaseBook:
    def __init__(self) -> None:
        self._turns: dict[str, FrozenTurn] = {}

    async def freeze(self, turn: FrozenTurn) -> None:
        refuse_card(turn.note)
        self._turns[turn.turn_id] = turn

    async def thaw(self, turn_id: str) -> None:
        self._turns.pop(turn_id, None)

    async def all(self) -> Sequence[FrozenTurn]:
        return sorted(self._turns.values(), key=lambda turn: (turn.at, turn.turn_id))

    async def of(self, conversation_id: str) -> Sequence[FrozenTurn]:
        return [turn for turn in await self.all() if turn.conversation_id == conversation_id]
