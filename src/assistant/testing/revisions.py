"""Revisions in memory, over the stores in memory."""

from collections.abc import Sequence
from datetime import datetime

from assistant.errors import NothingBefore, Overtaken
from assistant.retrieval.library import Document
from assistant.retrieval.revisions import (
    FIRST_OF_ALL,
    MOST_KEPT,
    OVERTAKEN,
    Former,
    Revision,
    Step,
    counted,
    effective,
    former,
    on_shelves,
    way_back,
)
from assistant.shop.rules import ShopRules
from assistant.testing.changes import InMemoryRuleBook
from assistant.testing.checkouts import InMemorySellingBook
from assistant.testing.handoffs import InMemoryPolicyBook
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary


class InMemoryRevisions:
    def __init__(
        self,
        catalogue: InMemoryCatalogue,
        library: InMemoryLibrary,
        rulebook: InMemoryRuleBook,
        selling: InMemorySellingBook,
        handoff: InMemoryPolicyBook,
    ) -> None:
        self._catalogue, self._library, self._rulebook, self._selling = catalogue, library, rulebook, selling
        self._handoff = handoff
        self._count = 0
        self._kept: dict[int, tuple[Revision, Former]] = {}

    async def publish(self, step: Step, source: str, at: datetime, after: int) -> Revision | None:
        if max(self._kept, default=0) != after:
            raise Overtaken(OVERTAKEN)
        products, documents = await self._catalogue.by_handles(step.handles), await self._documents()
        rules = await self._rules()
        step = on_shelves(step, products, self._catalogue.held)
        step, revision = effective(step, products, documents, rules), None
        if step:
            index_before, counts = await self._library.live_index(), counted(step, products, documents)
            revision = Revision(self._count + 1, at, source, step.index, index_before, *counts)
        await self._write(step)
        if revision:
            self._count = revision.number
            self._kept[revision.number] = (revision, former(step, products, documents, rules))
            self._kept.pop(revision.number - MOST_KEPT, None)
        return revision

    async def kept(self) -> Sequence[Revision]:
        return [revision for revision, _ in reversed(self._kept.values())]

    async def way_back(self, number: int) -> Step:
        if number != max(self._kept, default=0):
            raise Overtaken(OVERTAKEN)
        revision, before = self._kept[number]
        if revision.index_before is None:
            raise NothingBefore(FIRST_OF_ALL)
        now = await self._catalogue.by_handles(before.products)
        step = way_back(before, revision.index_before, now)
        return effective(step, now, await self._documents(), await self._rules())

    async def roll_back(self, number: int, index: str) -> Step:
        step = await self.way_back(number)
        await self._write(step)
        await self._library.go_live(index)
        del self._kept[number]
        return step

    async def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in await self._library.documents()}

    async def _write(self, step: Step) -> None:
        await self._catalogue.replace(step.products, step.removed_products)
        await self._library.replace_documents(step.documents, step.removed_documents)
        await self._library.go_live(step.index)
        if step.rules:
            await self._rulebook.set_rules(step.rules)
        if step.selling:
            await self._selling.set_selling(step.selling)
        if step.handoff:
            await self._handoff.set_policy(step.handoff)

    async def _rules(self) -> ShopRules:
        handoff = await self._handoff.policy()
        return ShopRules(await self._rulebook.rules(), await self._selling.selling(), handoff)
