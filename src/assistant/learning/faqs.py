"""Questions that the shop's pages do not answer yet: suggested by staff, decided by the owner, then ingested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from assistant.errors import AssistantError

SOURCE = "/console/questions.csv"
"""What their pages come from: below no folder that an owner feeds, so that no other ingest takes them away."""
FaqStatus = Literal["suggested", "approved", "refused"]


@dataclass(frozen=True)
class Faq:
    """`asked` is what the shopper wrote in the turn it comes from, `question` and `answer` what everybody would read.

    While it is `pending` the shop's pages do not show what was decided; `fault` says why ingest did not take it.
    """

    id: str
    conversation_id: str
    turn_id: str
    asked: str
    question: str
    answer: str
    by: str
    at: datetime
    status: FaqStatus = "suggested"
    decided_by: str = ""
    decided_at: datetime | None = None
    pending: bool = False
    fault: str = ""

    def is_on(self, page_id: str) -> bool:
        """Whether the page of this id, one from `SOURCE`, is its own."""
        return page_id.endswith(f"-{self.id}")


class DecidedMeanwhile(AssistantError):
    """Another owner was quicker."""

    status = 409


class FaqBook(Protocol):
    async def suggest(self, faq: Faq) -> bool:
        """False, and nothing written, when one of this id is there already. Raises `CardNumberRefused`."""
        ...

    async def get(self, faq_id: str) -> Faq | None: ...

    async def all(self) -> Sequence[Faq]:
        """Newest first."""
        ...

    async def lacking(self) -> bool:
        """Whether the pages do not show yet what was decided of any."""
        ...

    async def decide(self, faq: Faq, was: FaqStatus) -> bool:
        """False, and nothing written, when its status is not `was` any more. Raises `CardNumberRefused`."""
        ...

    async def published(self, decided: Sequence[Faq], faults: Mapping[str, str]) -> None:
        """The pages show them as they were decided, but for those with a fault, by id.

        One that was decided anew since stays pending.
        """
        ...
