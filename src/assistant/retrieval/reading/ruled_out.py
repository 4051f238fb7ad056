"""Kinds of things that a question wants none of: "a gift, not a mug", "shoes but no boots"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.reading.kinds import HOLDERS, VAGUE_KINDS, Kind
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import STOP, Token, akin, tokens

CUE = re.compile(
    r"(?:,? (?:but|and|just|though|so|please) |, |^| )"
    r"(?:(?<!why )not"
    r"|(?<!with )(?<!have )(?<!has )(?<!had )(?<!got )(?<!own )(?<!is )(?<!are )no(?: more)?"
    r"|except(?: for)?|(?:other|rather) than|instead of|(?:apart|aside) from|(?:any(?:thing|one)?|everything) but"
    r"|(?:i |we )?(?:do not|don't|dont) (?:want|need|like|show me|care for)|(?:i |we )?(?:hate|dislike))"
    r" (?:(?:an?|any|another|more|the|your|those|these) )?"
)
OR = re.compile(r",? (?:or|nor) (?:an? |any )?")
END = re.compile(r"\s*(?:$|[,.;:!?]|(?:and|but|please|thanks|thank you|though|tho|either|again|because|so)\b)")


@dataclass(frozen=True)
class RuledOut:
    """`rest` is the question without the words for what it wants none of."""

    rest: str
    kinds: tuple[Kind, ...] = ()


def ruled_out(question: str, vocabulary: Vocabulary) -> RuledOut:
    """Only of a thing named by itself: "no jackets with a hood" refuses a hood, and "not leather" a material."""
    text = normalised(question)
    reader = _Reader(text, tokens(text), vocabulary)
    found = [(cue, things) for cue in CUE.finditer(text) if (things := reader.things(cue.end()))]
    rest = text
    for cue, things in reversed(found):
        rest = f"{rest[: cue.start()]},{rest[things[-1].end :]}"
    kinds = tuple(thing.kind for _, things in found for thing in things if thing.kind)
    return RuledOut(" ".join(rest.strip(" ,").split()), kinds) if kinds else RuledOut(question)


@dataclass(frozen=True)
class _Thing:
    """`kind` is None for what the shop does not have at all."""

    end: int
    kind: Kind | None


@dataclass(frozen=True)
class _Reader:
    text: str
    words: Sequence[Token]
    vocabulary: Vocabulary

    def things(self, start: int) -> list[_Thing]:
        """Each of "boots or sandals", if the last of them ends what is said; else none."""
        named = list[_Thing]()
        while (thing := self._thing(start)) and (named or thing.kind or OR.match(self.text, thing.end)):
            named.append(thing)
            if END.match(self.text, thing.end):
                return named if thing.kind else []
            if not (other := OR.match(self.text, thing.end)):
                return []
            start = other.end()
        return []

    def _thing(self, start: int) -> _Thing | None:
        """A category by both its words, or one noun."""
        at = next((place for place, word in enumerate(self.words) if word.start == start), None)
        if at is None:
            return None
        first, *others = self.words[at : at + 2]
        if (
            others
            and self.text[first.end : others[0].start] in {" ", "-"}
            and (whole := self._called(first, others[0]))
        ):
            return _Thing(others[0].end, Kind(whole, (), self.text[first.start : others[0].end]))
        return _Thing(first.end, self._kind(first) if self._names_a_kind(first) else None)

    def _called(self, first: Token, second: Token) -> tuple[str, ...]:
        names = self.vocabulary.chooser.names.items()
        return tuple(sorted(name for name, own in names if own == (first.stem, second.stem)))

    def _names_a_kind(self, word: Token) -> bool:
        plain = word.stem in STOP | VAGUE_KINDS | HOLDERS or word.text[0].isdigit()
        return not plain and (bool(self._headed(word)) or word.stem in self.vocabulary.nouns)

    def _kind(self, noun: Token) -> Kind:
        return Kind(self._headed(noun), (noun.stem,), noun.text)

    def _headed(self, noun: Token) -> tuple[str, ...]:
        heads = self.vocabulary.chooser.heads.items()
        return tuple(sorted(name for name, own in heads if any(akin(noun.stem, head) for head in own)))
