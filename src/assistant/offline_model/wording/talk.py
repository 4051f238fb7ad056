"""Fixed sentences: greetings, boundaries, honest limits."""

from assistant.offline_model.wording.offers import PERSON

CAN_DO = (
    "I can find and compare products, answer questions about them and about our rules, "
    "keep your cart and look up an order."
)
THANKS = "You're welcome. Is there anything else?"
BYE = "Goodbye, and thank you for stopping by."
YES_TO_NOTHING = "Good. What shall I do next?"
NO = "All right. What else can I do for you?"
OFF_TOPIC = f"That is outside what I can help with. I only know this shop. {CAN_DO}"
REFUSED = (
    "I can't do that. Prices, discounts, orders and other people's data follow the shop's rules, "
    "and a message cannot change them. I am glad to help with products, our rules, your cart or your own order."
)
SORRY = f"I am sorry about that. Tell me what went wrong and I will try to put it right. {PERSON}"
UNCLEAR = f"I am not sure what you mean. Could you say it in other words? {CAN_DO}"
FOREIGN = f"I'm sorry, I speak English best and may misread other languages. {PERSON}"
CHECKOUT = (
    "I cannot take a payment or place an order in this chat. "
    "Your cart is kept: open it to review it and to go on from there."
)
WHAT_TO_CHANGE = (
    "I can cancel an order, change its address, items or way to pay, and take items back or exchange them. "
    "What shall I do, and with which item or order?"
)
NOT_IN_PAGES = f"I could not find that in our pages, so I won't guess. {PERSON}"
WAITING = (
    "Your conversation is in our team's queue now, and it stays here for them to read. "
    "You can keep asking me things in the meantime."
)
WHICH_PRODUCT = "Which product do you mean? Give me its name, or tell me what you are looking for."
WHAT_TO_COMPARE = "Which products shall I compare? Tell me what you are looking for and I will show you some."
WHAT_TO_FIND = "What are you looking for? Name a product, an occasion or a budget."


def greeting(shop: str) -> str:
    return f"Hello! I am the AI shopping assistant of {shop}. {CAN_DO} What are you looking for?"


def about(shop: str) -> str:
    return (
        f"I am the AI assistant of {shop}, not a person. I work by rules and a small classifier, "
        f"with no language model behind me. {CAN_DO} You can ask for a person at any time."
    )


def not_stated(title: str, nearest: str = "") -> str:
    """`nearest` is a fact that does not answer, and is said not to."""
    related = f" The nearest it does state, which does not settle it: {nearest}." if nearest else ""
    return f"The shop does not state that for {title}, so I won't guess.{related} {PERSON}"


def nearest(*found: tuple[str, str]) -> str:
    """Titles of pages, and what they say."""
    told = ", and ".join(f"from “{title}”: “{text}”" for title, text in found)
    return f"I could not find exactly that in our pages. The nearest I have is {told} {PERSON}"


def failed(error: str) -> str:
    return error if error.endswith((".", "!", "?")) else f"{error}."
