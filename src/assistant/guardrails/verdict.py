"""What a check says. `error` means that the check itself failed, which is never read as `allow`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Action = Literal["allow", "block", "error"]


@dataclass(frozen=True)
class Verdict:
    action: Action
    check: str
    evidence: str = ""

    @property
    def passed(self) -> bool:
        return self.action == "allow"


def all_known(check: str, unknown: Sequence[str]) -> Verdict:
    return Verdict("block", check, ", ".join(unknown)) if unknown else Verdict("allow", check)
