"""Turns that need no look into the shop, and fetching a person."""

from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.steps import Call, Outcome, Say, Steps, say
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import talk
from assistant.offline_model.wording.offers import offered_person

_FIXED: dict[str, tuple[str, Outcome]] = {
    "thanks": (talk.THANKS, "answered"),
    "bye": (talk.BYE, "answered"),
    "no": (talk.NO, "answered"),
    "complaint": (talk.SORRY, "answered"),
    "off_topic": (talk.OFF_TOPIC, "refused"),
    "injection": (talk.REFUSED, "refused"),
    "unclear": (talk.UNCLEAR, "abstained"),
    "foreign": (talk.FOREIGN, "abstained"),
}


def talk_only(ask: Ask, scene: Scene) -> Steps:
    if ask.intent == "greeting":
        return say(talk.greeting(scene.shop_name))
    if ask.intent == "about_bot":
        return say(talk.about(scene.shop_name))
    return say(*_FIXED[ask.intent])


def yes(ask: Ask, scene: Scene) -> Steps:
    if offered_person(scene.last_reply):
        return (yield from human(ask, scene))
    return Say(talk.YES_TO_NOTHING)


def human(ask: Ask, scene: Scene) -> Steps:
    about = ask.text if ask.intent == "human" else next((t.text for t in reversed(scene.turns) if t.text), ask.text)
    result = yield Call("request_human", {"reason": about[:200] or "asked for a person"})
    return Say(talk.failed(result.error), "abstained") if result.error else Say(talk.WAITING)
