"""The sentences that code itself says to a shopper."""

from collections.abc import Mapping

from assistant.escalation.policy import Decision

NOT_VERIFIED = (
    "I could not check an answer to that against the shop's own records, so I would rather not say. "
    "Shall I fetch a person? You can also ask me in other words."
)
TOO_MANY_STEPS = (
    "I went round in circles with that one and stopped. Shall I fetch a person, or would you put it another way?"
)
BROKEN = (
    "Sorry, something went wrong on our side, and your last message was not answered. "
    "It is recorded. Please try again, or ask for a person."
)
CHANGED_SINCE = "Something changed since I asked, so nothing was done.\n\n"
NOT_CONFIRMED = "The shopper did not confirm this. Nothing was done."
TOO_LATE = (
    "The shopper's yes came more than ten minutes after the question, so nothing was done. "
    "Call it again to ask anew, if it is still wanted."
)
NO_LONGER = "That question is no longer open, so nothing was done. Please ask for it again."
ONE_AT_A_TIME = (
    "Not done yet: a change waits for the shopper's yes, and only one thing is done at a time. "
    "If this is still wanted, call it again after the other one is settled."
)
ASK_ALONE = (
    "Not done: the shopper did not plainly ask for this, so they must be asked first. "
    "If you think it is wanted, call it again alone, and the shop asks them."
)
ASKS = "{effect}\n\nShall I do that?"
_QUEUE = (
    "Your conversation, your cart and what I have tried so far are in our team's queue now, "
    "so you need not repeat them. I cannot say how long it will take. You can keep asking me things in the meantime."
)
HANDED_OVER: Mapping[str, str] = {
    "asked for a person": f"Of course. {_QUEUE}",
    "anger": f"I am sorry this has gone so badly. I would like a person to look at it. {_QUEUE}",
    "three failed turns": (
        f"I have not been able to help with this, and I am sorry. I would like a person to look at it. {_QUEUE}"
    ),
    "safety": (
        "That matters more than shopping. If you or someone else is in danger or hurt, please call your local "
        f"emergency number now. I would like a person to see this, too. {_QUEUE}"
    ),
    "self-harm": (
        "I am sorry that it is this hard. You matter more than anything in this shop. If you may be in danger, please "
        "call your local emergency number, or a crisis line such as 988 in the United States, now. I would like a "
        f"person to see this, too. {_QUEUE}"
    ),
    "frustration": f"I am sorry that this is so much trouble. I would like a person to look at it. {_QUEUE}",
    "legal": f"A person should answer that, not I. {_QUEUE}",
    "fraud": (
        "That needs a person of the shop. If money was taken that you did not agree to, please tell your bank as well. "
        f"{_QUEUE}"
    ),
    "press": f"A person of the shop speaks to the press, not I. {_QUEUE}",
    "chargeback": f"A person should look at that payment with you. {_QUEUE}",
    "regulated goods": f"A person has to answer that: there are rules about such goods. {_QUEUE}",
    "silence": f"I am sorry that my last answer did not help. I would like a person to look at it. {_QUEUE}",
}
SUGGESTIONS: Mapping[str, tuple[str, ...]] = {
    "search_products": ("Compare the first two", "Tell me more about the first one", "Show me cheaper ones"),
    "product_details": ("Add it to my cart", "Can I return it?"),
    "compare_products": ("Add the cheaper one to my cart", "Tell me more about the first one"),
    "add_to_cart": ("Show my cart", "How much is shipping?"),
    "show_cart": ("How much is shipping?", "Which payment methods do you take?"),
    "order_status": ("Show my recent orders", "How do I return something?"),
}
GREETING = (
    "Hello! I am the shopping assistant of {shop}. I am an AI: I find and compare products, answer questions about "
    "our rules, keep your cart and look up an order. A person is one click away."
)


def handed_over(decision: Decision) -> str:
    """In the owner's words, else in our own; and when people are in again, where nobody is."""
    return f"{decision.message or HANDED_OVER[decision.reason]} {decision.away}".strip()
