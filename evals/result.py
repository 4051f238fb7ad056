"""What a suite found, as JSON."""

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

Progress = Callable[[int, int], None]
"""How many are done, of how many."""


class Failure(BaseModel):
    """`id` names the case; a suite may add what helps to see the fault."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str
    why: str


class Result(BaseModel):
    """`measures` and each of `baselines` and `groups` are numbers by name; `prompt` is the system prompt's fingerprint.

    `groups` has the measures again for each kind of case, such as each category of products.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    model: str
    cases: int
    measures: dict[str, float]
    baselines: dict[str, dict[str, float]] = Field(default_factory=dict)
    groups: dict[str, dict[str, float]] = Field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    protocol: str = ""
    prompt: str = ""
    seconds: float = 0

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(indent=2) + "\n", "utf-8")
