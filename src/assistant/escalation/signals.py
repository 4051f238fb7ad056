"""What a message and the talk before it say about the need for a person. Pure, each signal with its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from assistant.escalation.asking import asks
from assistant.escalation.cues import TOPICS, found, plain, without
from assistant.escalation.misspelt import mended
from assistant.escalation.wanted import wanted

BAD = frozenset({"abstained", "failed", "refused", "blocked"})
LOOK_BACK = 6
SAME = 0.5
QUIET = timedelta(minutes=15)
MUCH = 500.0
_LOUD = 0.6
_SHOUTED_FROM = 16
_MARKS = re.compile(r"[!?]{2}")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.?!;\n]+")


@dataclass(frozen=True)
class Signal:
    """`score` is 0..1."""

    name: str
    score: float
    evidence: str


@dataclass(frozen=True)
class Said:
    """A turn that is over. `outcome` is its reply's; "" when none came."""

    text: str
    outcome: str = "answered"
    at: datetime | None = None


@dataclass(frozen=True)
class Talk:
    """What is known beside the message. `value` is what the cart and the orders come to, in the shop's currency."""

    before: tuple[Said, ...] = ()
    value: float = 0.0
    tier: str = ""
    now: datetime | None = None


@dataclass(frozen=True)
class Signals:
    """`mood` is VADER's compound, -1..1, of the message alone; it reads English only."""

    found: tuple[Signal, ...] = field(default=())
    mood: float = 0.0

    def of(self, name: str) -> Signal | None:
        return next((signal for signal in self.found if signal.name == name), None)


_NOTHING_BEFORE = Talk()


def measure(text: str, talk: Talk = _NOTHING_BEFORE) -> Signals:
    compound, low = mood(text.replace("’", "'")), plain(text)
    signals = (*_asked(low), *_topics(low), *_feelings(text, low, compound, talk), *_facts(low, compound, talk))
    return Signals(tuple(signals), compound)


def mood(text: str) -> float:
    """VADER's compound, -1..1."""
    return float(_analyzer().polarity_scores(text)["compound"])


def _asked(low: str) -> Iterator[Signal]:
    spelt = mended(low)
    if asked := _by_rules(low, spelt) or asks(without("not_asked", spelt)):
        yield Signal("asked for a person", 1.0, asked)


def by_rules(low: str) -> str:
    """The words that ask for a person, as it stands or as it is spelt; "" for none. `low` is `plain`."""
    return _by_rules(low, mended(low))


def _by_rules(*ways: str) -> str:
    return next((asked[0] for said in dict.fromkeys(ways) if (asked := _alone(said) or _asked_among(said))), "")


def _alone(low: str) -> list[str]:
    """What asks only as a sentence of its own."""
    return [asked for sentence in _ENDS.split(low) for asked in found("alone", sentence)]


def _asked_among(low: str) -> list[str]:
    rest = without("not_asked", low)
    return found("asked", rest) or [clause for clause in [wanted(rest)] if clause]


def _topics(low: str) -> Iterator[Signal]:
    for topic in TOPICS:
        if words := found(topic, low):
            yield Signal(topic, 0.9, words[0])


def _feelings(text: str, low: str, compound: float, talk: Talk) -> Iterator[Signal]:
    """A joyful word takes the sting out of one strong one, never out of two."""
    strong, weak, calm = found("strong", low), found("weak", low), found("calm", low)
    if strong:
        score = 0.8 + 0.1 * (len(strong) > 1) - 0.5 * (bool(calm) and len(strong) == 1)
        yield Signal("anger", round(score, 2), strong[0])
    parts = [
        (0.2 * min(len(set(weak)), 2), ", ".join(sorted(set(weak))[:2])),
        (0.25 * (compound <= -0.5), "words of displeasure"),
        (0.4 * (_shouted(text) and compound < 0), "shouting"),
        (0.15 * bool(_MARKS.search(text)), "marks in a row"),
        (0.2 * (_failed_last(talk) > 0), "the last answer did not help"),
        (-0.4 * bool(calm), ""),
    ]
    score = sum(part for part, _ in parts)
    if score > 0:
        yield Signal("frustration", round(min(score, 1.0), 2), "; ".join(why for part, why in parts if part > 0))


def _facts(low: str, compound: float, talk: Talk) -> Iterator[Signal]:
    yield from _failure(low, talk)
    earlier = [mood(said.text) for said in talk.before[-LOOK_BACK:]]
    if earlier and (fall := sum(earlier) / len(earlier) - compound) > 0:
        yield Signal("falling mood", round(min(fall / 2, 1.0), 2), f"{fall:.2f} below the messages before")
    last = talk.before[-1] if talk.before else None
    if last and last.outcome in BAD and last.at and talk.now and talk.now - last.at >= QUIET:
        yield Signal("silence", 0.6, "wrote again long after an answer that did not help")
    if talk.value > 0:
        yield Signal("value at stake", round(min(talk.value / MUCH, 1.0), 2), f"{talk.value:.2f}")
    if talk.tier:
        yield Signal("customer tier", 1.0, talk.tier)


def _failure(low: str, talk: Talk) -> Iterator[Signal]:
    """One failure weighs once the same is asked with a word for asking again; two weigh with either."""
    failed = _failed_last(talk)
    if not failed:
        return
    again = found("repeat", low)
    same = any(_alike(low, plain(said.text)) for said in talk.before[-failed:])
    score = 0.2 + 0.25 * (failed > 1) + 0.25 * bool(again) + 0.1 * same
    why = f"{failed} unanswered" + (f"; {again[0]}" if again else "") + ("; the same question" if same else "")
    yield Signal("repeated failure", round(min(score, 1.0), 2), why)


def _failed_last(talk: Talk) -> int:
    count = 0
    for said in reversed(talk.before):
        if said.outcome not in BAD:
            break
        count += 1
    return count


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(mine & theirs) >= SAME * max(min(len(mine), len(theirs)), 1)


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _SHOUTED_FROM and sum(c.isupper() for c in letters) / len(letters) > _LOUD


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
