"""The summary that a person reads first. Made by code from the record, so that nothing in it can be invented."""

from collections.abc import Sequence

from assistant.conversation import CartView
from assistant.escalation.policy import Decision
from assistant.escalation.queue import Packet
from assistant.escalation.signals import mood
from assistant.shop.conversations import Turn

MOODS = 12
QUOTED = 160


def packet_of(turns: Sequence[Turn], decision: Decision, cart: CartView, page: str) -> Packet:
    said = [turn.text for turn in turns if turn.text]
    return Packet(
        summary=tuple(_summary(turns, said, decision, cart)),
        moods=tuple(round(mood(text), 2) for text in said[-MOODS:]),
        page=page,
        orders=_orders(turns),
        signals=decision.signals,
    )


def _summary(turns: Sequence[Turn], said: Sequence[str], decision: Decision, cart: CartView) -> list[str]:
    lines = [f"Why: {decision.reason}" + (f" ({decision.evidence})" if decision.evidence else "")]
    if said:
        lines.append(f"First asked: {_quoted(said[0])}")
    if len(said) > 1:
        lines.append(f"Last said: {_quoted(said[-1])}")
    if unanswered := [turn.text for turn in turns if _unanswered(turn)]:
        lines.append(f"Not answered: {_quoted(unanswered[-1])}")
    if done := [turn.reply.receipt.title for turn in turns if turn.reply and turn.reply.receipt]:
        lines.append(f"Done already: {'; '.join(dict.fromkeys(done))}")
    if orders := _orders(turns):
        lines.append(f"Orders proved here: {', '.join(orders)}")
    if cart.count:
        lines.append(f"In the cart: {cart.count} {'thing' if cart.count == 1 else 'things'}, {cart.subtotal.text}")
    return lines


def _unanswered(turn: Turn) -> bool:
    return bool(turn.text) and (turn.reply is None or turn.reply.outcome in {"abstained", "failed", "refused"})


def _orders(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Orders are attached to a reply by code, after proof only."""
    return tuple(dict.fromkeys(order.number for turn in turns if turn.reply for order in turn.reply.orders))


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= QUOTED else plain[: QUOTED - 1] + '…'}”"
