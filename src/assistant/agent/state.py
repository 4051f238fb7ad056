"""What the graph carries. `messages` outlives the turn; everything in `turn` is made anew for each."""

from typing import Annotated, Any, NotRequired, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages


class TurnRecord(TypedDict):
    """Plain JSON values only: this is what the checkpoint keeps."""

    turn_id: str
    start: int  # how many messages there were before this turn
    recalled: list[dict[str, Any]]
    said: list[str]  # sentences that passed review, in order
    held: list[str]  # sentences that did not
    rewrites: int
    steps: int  # model calls
    outcome: str
    model: str
    fallback: str | None
    input_tokens: int
    output_tokens: int
    decision: dict[str, Any]
    handoff: dict[str, Any] | None
    confirmed: str | None  # the id of the proposal that the shopper said yes to; written by code only
    trusted: NotRequired[bool]  # the last thought is the offline model's, which reads the shopper's words alone
    news: NotRequired[dict[str, Any]]  # what was told of the cart before all else: `text`, and the `ids` of the news


class State(TypedDict):
    """`waiting` is the `Confirmation` that the shopper is being asked about, as `agent/waiting.py` keeps it."""

    messages: Annotated[list[AnyMessage], add_messages]
    turn: TurnRecord
    waiting: NotRequired[dict[str, Any]]


def fresh(turn_id: str, start: int) -> TurnRecord:
    return TurnRecord(
        turn_id=turn_id,
        start=start,
        recalled=[],
        said=[],
        held=[],
        rewrites=0,
        steps=0,
        outcome="answered",
        model="",
        fallback=None,
        input_tokens=0,
        output_tokens=0,
        decision={},
        handoff=None,
        confirmed=None,
    )
