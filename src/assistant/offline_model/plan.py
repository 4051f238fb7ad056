"""From a conversation to the next tool calls or the reply; each thing asked for has a plan of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.offline_model.answering import Answering
from assistant.offline_model.buying.standing import standing
from assistant.offline_model.buying.wishes import wish_in
from assistant.offline_model.focus import Focus, follow
from assistant.offline_model.in_hand import about_in_hand
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.language import is_foreign
from assistant.offline_model.of_rules import CERTAIN, LIKELY, marked
from assistant.offline_model.plans import asking, carting, finding, keeping, ordering, paying, talking
from assistant.offline_model.plans.at_desk import case_after, wanted
from assistant.offline_model.plans.salvage import salvaged
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.plans.serving import serve
from assistant.offline_model.resume import resumed
from assistant.offline_model.slots import read_slots
from assistant.offline_model.steps import Call, Outcome, Progress, Say, Steps, advance
from assistant.offline_model.suggested import takes_it, taking_it, with_suggestion
from assistant.offline_model.transcript import Result, Turn
from assistant.offline_model.understand import CLEAR, Ask, understand

SERVICE = "order_change"
CHECKOUT = "checkout"
Handler = Callable[[Ask, Scene], Steps]
_HANDLERS: Mapping[str, Handler] = {
    "search": finding.search,
    "compare": finding.compare,
    "product_question": asking.product_question,
    "each": asking.each,
    "policy": asking.policy,
    "unclear": asking.perhaps_policy,
    "add": carting.add,
    "change_quantity": carting.change_quantity,
    "remove": carting.remove,
    "undo_cart": keeping.undo,
    "save_for_later": keeping.save_for_later,
    "move_to_cart": keeping.move_to_cart,
    "note_on_item": keeping.note,
    "show_cart": carting.show_cart,
    "checkout": paying.checkout,
    "order_status": ordering.order_status,
    "recent_orders": ordering.recent_orders,
    "order_change": ordering.order_change,
    "human": talking.human,
    "yes": talking.yes,
}
_GUESSED = frozenset(
    {
        "search",
        "compare",
        "product_question",
        "order_status",
        "recent_orders",
        "order_change",
        "show_cart",
        "remove",
        "change_quantity",
        "checkout",
        "complaint",
        "off_topic",
    }
)
_NEEDS_NO_FOCUS = frozenset(
    {"search", "policy", "order_status", "recent_orders", "order_change", "show_cart", "human", "unclear"}
)


@dataclass(frozen=True)
class Classifiers:
    """`in_hand` tells whether a message asks about the product in hand, `of_rules` whether about the shop's rules."""

    intents: IntentClassifier
    in_hand: IntentClassifier
    of_rules: IntentClassifier


@dataclass(frozen=True)
class Planned:
    """Tool calls to make now, or, when there are none, the reply; `told` are the ids of the calls it speaks of."""

    calls: tuple[Call, ...]
    text: str
    outcome: Outcome
    intent: str
    told: tuple[str, ...] = ()


def plan(
    turns: Sequence[Turn], bound: frozenset[str], classifiers: Classifiers, answering: Answering, shop_name: str
) -> Planned:
    """`turns` is not empty; its last one is answered."""
    *earlier, turn = turns
    before = Focus()
    for past in earlier:
        before = follow(with_suggestion(before, past), past.results, past.reply or None)
    scene = Scene(with_suggestion(before, turn), earlier, answering, shop_name)
    if bought := _buying(turn, scene, bound):
        return bought
    if not is_foreign(turn.text) and (case := wanted(case_after(earlier, bound, scene), turn)):
        return _served(advance(serve(case, turn.text, scene), turn.results, bound))
    asks = _asks(turn, scene, classifiers)
    return _run(asks, turn, scene, bound)


def _buying(turn: Turn, scene: Scene, bound: frozenset[str]) -> Planned | None:
    """Before the service desk, to which "cancel that" and a new address are changes of an order."""
    if turn.note or "show_checkout" not in bound:
        return None
    where = standing(scene.turns)
    wish = wish_in(turn.text, where, scene.focus.cart_lines)
    return _told(advance(paying.pay(wish, where), turn.results, bound)) if wish else None


def _told(progress: Progress) -> Planned:
    step = progress.next
    if isinstance(step, Call):
        return Planned((step,), f"{step.remark}\n\n" if step.remark else "", "answered", CHECKOUT)
    return Planned((), step.text, step.outcome, CHECKOUT, tuple(result.id for result in _spoken_of(progress)))


def _served(progress: Progress) -> Planned:
    step = progress.next
    if isinstance(step, Call):
        return Planned((step,), f"{step.remark}\n\n" if step.remark else "", "answered", SERVICE)
    return Planned((), step.text, step.outcome, SERVICE)


def _asks(turn: Turn, scene: Scene, classifiers: Classifiers) -> list[Ask]:
    if turn.note:
        return [Ask("identity", turn.text, read_slots(turn.text))]
    if takes_it(turn):
        return [taking_it()]
    if is_foreign(turn.text):
        return [Ask("foreign", turn.text, read_slots(turn.text))]
    understood = understand(turn.text, classifiers.intents)
    asks = resumed(understood, turn.text, scene)
    if asks != understood:
        return asks
    return marked(about_in_hand(asks, turn.text, scene.focus.product, classifiers.in_hand), classifiers.of_rules)


def _steps(ask: Ask, turn: Turn, scene: Scene) -> Steps:
    if ask.intent == "identity" and turn.note:
        return ordering.identified(turn.note)
    handler = _HANDLERS.get(ask.intent, talking.talk_only)
    if _of_orders_in_general(ask):
        return asking.rules_beside(ask, scene, handler)
    if _may_be_of_rules(ask, scene):
        return asking.rules_first(ask, scene, handler)
    return handler(ask, scene)


def _may_be_of_rules(ask: Ask, scene: Scene) -> bool:
    """A guess that is not sure of itself or sounds like the rules; once products are shown, only what surely does."""
    if ask.intent not in _GUESSED:
        return False
    if scene.focus.product or scene.focus.shown:
        return ask.rules >= CERTAIN and ask.intent != "product_question" and not ask.slots.points
    asks = asking.is_question(ask.text) or asking.tells_something(ask.text)
    return ask.rules >= CERTAIN or (ask.probability < CLEAR and (asks or ask.rules >= LIKELY))


def _of_orders_in_general(ask: Ask) -> bool:
    """Taken for the look-up of an order, though none is named."""
    guessed = ask.intent == "order_status" and ask.probability < 1 and ask.slots.order_number is None
    return guessed and len(ask.text.split()) > asking.MANY_WORDS and not asking.of_own_order(ask.text)


def _run(asks: Sequence[Ask], turn: Turn, scene: Scene, bound: frozenset[str]) -> Planned:
    """Plans whose calls depend on the focus wait for those before them; the others call in the same step."""
    left, focus = list(turn.results), scene.focus
    calls, said = list[Call](), list[Say]()
    for ask in asks:
        free = ask.intent in _NEEDS_NO_FOCUS
        if calls and not free:
            break
        seen = scene if ask.intent == "search" and free else replace(scene, focus=focus)
        progress = advance(_steps(ask, turn, seen), left, bound)
        left = [r for r in left if not any(r is used for used in progress.used)]
        focus = follow(focus, progress.used)
        if isinstance(progress.next, Call):
            calls.append(progress.next)
        else:
            said.append(replace(progress.next, told=_spoken_of(progress)))
    if left:
        calls, said = [], [*said[: len(asks) - 1], *(replace(salvaged(result), told=(result,)) for result in left)]
    if calls:
        return Planned(_distinct(calls), "", "answered", asks[0].intent)
    told = tuple(result.id for s in said for result in s.told or ())
    return Planned((), "\n\n".join(dict.fromkeys(s.text for s in said)), _outcome(said), asks[0].intent, told)


def _spoken_of(progress: Progress) -> tuple[Result, ...]:
    named = progress.next.told if isinstance(progress.next, Say) else None
    return progress.used if named is None else named


def _outcome(said: Sequence[Say]) -> Outcome:
    """A reply that answers one of two things has answered; it failed only when all of it did."""
    outcomes = [s.outcome for s in said]
    return "answered" if "answered" in outcomes else outcomes[0]


def _distinct(calls: Sequence[Call]) -> tuple[Call, ...]:
    return tuple(call for at, call in enumerate(calls) if call not in calls[:at])
