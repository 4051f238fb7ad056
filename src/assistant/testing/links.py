"""Which conversation of an outside tool stands for which hand-off, in memory."""

from assistant.escalation.bridge import Link


class InMemoryLinks:
    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    async def keep(self, link: Link) -> None:
        self._links[link.handoff_id] = link

    async def of_handoff(self, handoff_id: str) -> Link | None:
        return self._links.get(handoff_id)

    async def of_remote(self, remote: int) -> Link | None:
        return next((link for link in self._links.values() if link.remote == remote), None)

    async def of_conversation(self, conversation_id: str) -> list[Link]:
        return [link for link in self._links.values() if link.conversation_id == conversation_id]
