"""What a plan may look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline_model.answering import Answering
from assistant.offline_model.focus import Focus
from assistant.offline_model.transcript import Turn


@dataclass(frozen=True)
class Scene:
    """`turns` are the earlier ones, oldest first."""

    focus: Focus
    turns: Sequence[Turn]
    answering: Answering
    shop_name: str

    @property
    def last_reply(self) -> str:
        return self.turns[-1].reply if self.turns else ""
