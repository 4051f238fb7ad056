"""What the model asks back or shows. A later message is read as the answer to it by these same words."""

import re

PERSON = "Shall I ask a person from our team to help?"
ORDER_NUMBER = "What is your order number? It stands in the e-mail that confirmed the order."
WHO_ASKS = "Which e-mail address was used?"
WHICH_PRODUCT = "Which one shall I add?"
WHICH_OPTION = "shall I add"
WHICH_LINE = "Which item of your cart do you mean?"
HOW_MANY = "How many would you like?"
ADDED = "Added to your cart:"
WHICH_CODE = "What is the code?"
SOME = "Here are some that may suit."
NEAREST = "The nearest do not fit in every point:"


def showed_list(reply: str) -> bool:
    """Whether cards of several products stood below the reply, which names the first alone."""
    return SOME in reply or NEAREST in reply or bool(re.search(r"\bI found \d+ products\b", reply))


def added(reply: str) -> bool:
    return ADDED in reply


def offered_person(reply: str) -> bool:
    return PERSON in reply


def asked_order_number(reply: str) -> bool:
    return ORDER_NUMBER in reply or WHO_ASKS in reply


def asked_what_to_add(reply: str) -> bool:
    return reply.endswith("?") and WHICH_OPTION in reply.splitlines()[-1]


def offered_one(reply: str) -> bool:
    """Only one was left to choose, so that a yes or a number is enough."""
    return reply.endswith(f"{WHICH_OPTION} it?")


def asked_about_line(reply: str) -> bool:
    return reply.endswith((WHICH_LINE, HOW_MANY))
