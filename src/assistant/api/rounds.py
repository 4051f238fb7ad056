"""What is done with nobody asking: end old holds, pay back what is owed, tell what happened, forget what is over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import structlog

from assistant.agent.assistant import Assistant
from assistant.api.events import EventDelivery, EventsEndpoint
from assistant.errors import StillInFlight
from assistant.observability import failure
from assistant.payments.demo import DemoPayments
from assistant.shop.checkout.store import Once

SECONDS = 5
TYPING_KEPT = timedelta(minutes=1)


class Rounds:
    """One process of a shop at a time makes a round; who died in the middle of one is not waited for long."""

    def __init__(self, assistant: Assistant, delivery: EventDelivery | None = None) -> None:
        self._assistant, self._delivery = assistant, delivery

    async def run(self, every: float = SECONDS) -> None:
        """Runs until it is cancelled; what fails is tried again in the next round."""
        while True:
            await asyncio.sleep(every)
            await self._tried(self.once)

    async def once(self) -> bool:
        """False when another process is at it."""
        answers, turn = self._assistant.stores.answers, Once("rounds", "payments", "", uuid4().hex)
        try:
            await answers.claim(turn, self._assistant.now())
        except StillInFlight:
            return False
        try:
            for step in (self._tell, self._sweep, self._pay_back, self._deliver, self._tidy):
                await self._tried(step)
        finally:
            await answers.drop(turn)
        return True

    async def _tell(self) -> None:
        till = self._assistant.checkout.till
        if isinstance(till.payments, DemoPayments):
            await till.payments.tell(till.listener(self._assistant.now))

    async def _sweep(self) -> None:
        await self._assistant.checkout.till.sweep(self._assistant.now())

    async def _pay_back(self) -> None:
        await self._assistant.checkout.till.pay_back(self._assistant.now())

    async def _tidy(self) -> None:
        now = self._assistant.now()
        await self._assistant.stores.desk_log.forget(now - TYPING_KEPT)
        if meter := self._assistant.models.meter:
            await meter.tidy()

    async def _deliver(self) -> None:
        if self._delivery is not None:
            await self._delivery.deliver_due()

    async def _tried(self, step: Callable[[], Awaitable[object]]) -> None:
        try:
            await step()
        except Exception as error:  # noqa: BLE001  # one step that fails must not keep the others from their work
            structlog.get_logger("assistant.payments").error("round_failed", **failure(error))


@asynccontextmanager
async def rounds_in_background(assistant: Assistant, endpoint: EventsEndpoint | None) -> AsyncIterator[None]:
    delivery = EventDelivery(assistant.stores.events, endpoint) if endpoint else None
    task = asyncio.create_task(Rounds(assistant, delivery).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
