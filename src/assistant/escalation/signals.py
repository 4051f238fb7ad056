"""What a message says about the need for a person. Measured in code, each with its evidence."""

import re
from dataclasses import dataclass
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_WHO = (
    r"(?:human|person|people|agent|representative|rep|manager|supervisor|operator|advisor|adviser|assistant|"
    r"someone|somebody|staff)"
)
_ASK = re.compile(
    rf"\b(?:speak(?:ing)?|talk(?:ing)?|chat(?:ting)?|contact(?:ing)?|connect(?: me)?|transfer(?: me)?|"
    rf"put me through|pass me|hand me over|escalate(?: this)?)\b[^.?!]{{0,25}}\b{_WHO}\b"
    rf"|\b(?:want|need|get me|give me|fetch|call|like|is there|can i (?:get|have))\b[^.?!]{{0,18}}"
    rf"\b(?:(?:real|actual|live|human) {_WHO}|human being|a human)\b(?! (?:hair|size))"
    rf"|\b(?:contact|reach|call|see|find|get|ask)\b[^.?!]{{0,20}}\b(?:human|live|real) (?:agent|person|being)\b"
    rf"|\b(?:want|need|get me|give me|fetch|ask for)\b(?: \w+){{0,2}} "
    rf"(?:manager|supervisor|representative|human|operator)\b"
    rf"|^\W*(?:a )?(?:human|real person|agent|operator|representative|live agent|customer service)"
    rf"(?: please| now)?\W*$",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:do(?:n't| not)|no|without|rather not)\b[^.?!]{0,15}\b(?:speak|talk|human|person|agent)\b", re.IGNORECASE
)
_ANGER = re.compile(
    r"\b(?:furious|livid|outrag\w+|enraged|unacceptable|ridiculous|disgust\w+|appalling|pathetic|incompetent|useless|"
    r"worst (?:shop|store|service|company|experience|customer)|rip[- ]?off|ripped off|scam\w*|thieves|liars?|"
    r"had enough of (?:you|this (?:shop|store|service|nonsense))|"
    r"sick (?:and tired )?of (?:you|this|your|waiting|being)|"
    r"(?:so|very|really|extremely|beyond) (?:angry|mad|upset|frustrated|annoyed|pissed)|fed up with (?:you|this|your)|"
    r"i(?:'m| am) (?:angry|mad|pissed)|wtf|what the (?:hell|fuck)|fuck\w*|bullshit|"
    r"(?:total|utter|complete) (?:joke|disgrace|crap|garbage|waste))\b",
    re.IGNORECASE,
)
_AT_US = re.compile(
    r"\b(?:you|your|this|service|shop|store|order|parcel|package|refund|money|waiting|company)\b", re.IGNORECASE
)
_SAFETY = re.compile(
    r"\b(?:kill(?:ing)? myself|suicid\w+|hurt(?:ing)? myself|end my life|self[- ]harm|"
    r"(?:caught|catch(?:es)?) fire|electric shock|"
    r"went to (?:the )?hospital|injured (?:me|my)|burn(?:t|ed) (?:me|my \w+))\b",
    re.IGNORECASE,
)
_LOUD = 0.6


@dataclass(frozen=True)
class Signals:
    """Each field holds the words that gave the signal away, or is empty. `mood` is VADER's compound, -1..1."""

    asked: str = ""
    anger: str = ""
    safety: str = ""
    mood: float = 0.0


def measure(text: str) -> Signals:
    text = text.replace("’", "'")
    compound = mood(text)
    return Signals(asked=_asked(text), anger=_anger(text, compound), safety=_found(_SAFETY, text), mood=compound)


def mood(text: str) -> float:
    """VADER's compound, -1..1."""
    return float(_analyzer().polarity_scores(text)["compound"])


def _asked(text: str) -> str:
    return "" if _NOT_ASKED.search(text) else _found(_ASK, text)


def _anger(text: str, mood: float) -> str:
    words = _found(_ANGER, text)
    if words and _AT_US.search(text) and mood < 0:
        return words
    return "shouting" if mood <= -_LOUD and _shouted(text) and _AT_US.search(text) else ""


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 20 and sum(c.isupper() for c in letters) / len(letters) > _LOUD


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group().strip().lower() if match else ""


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
