"""Where a question describes the thing itself: in front of its noun, and after "with", "in", "by" and the like."""

import re
from collections.abc import Iterator, Sequence

from assistant.retrieval.reading.kinds import HOLDERS, asked_noun, requested
from assistant.retrieval.reading.values import Question
from assistant.retrieval.reading.words import STOP, Token, akin

WITH = re.compile(
    r"\b(?:with|featuring|having|(?:has|comes with)(?= an? )|made (?:of|from|out of)"
    r"|(?:that|which) (?:is|are|has|have)|that'?s|thats)\s"
    r"(?:(?:an?|some|the|its own|built[ -]in)\s)*(?!me\b|my\b|our\b|his\b|her\b|friend|kid|child)"
)
AND = re.compile(r"(?:,| and|, and| &) (?:an? |some )?")
TO_DO = re.compile(r"\w+ to\b")  # "that is allowed to crease" says nothing of being allowed
IN = re.compile(r" in (?:an? )?")
DETERMINED = re.compile(
    r"(?:^|[.,;:!?] ?|\b(?:an?|any|some|the|your|new|another|cheap|good|nice|sell|have|stock|carry|offer|got|get|buy"
    r"|find|want|need|after) )$"
)
MADE_BY = re.compile(r"\b(?:by|from|(?:the )?brand|maker|called|stock|carry)\s(?:the (?:brand\s)?)?$")
CLOSED = re.compile(r"^[ -]?$")
OF_PEOPLE = re.compile(r"\b(?:people|person|men|women|man|woman|kids|children|adults|some(?:one|body)|those|folks)\s$")
LONGEST = 3
FEW_WORDS = 6
SHORT_QUESTION = 12


def in_front(question: Question, heads: Sequence[str]) -> Iterator[Token]:
    """Words of the unbroken run before each head noun, and before the noun that is asked for."""
    words = question.words
    own = [head for head in heads if head not in HOLDERS]
    nouns = [place for place, token in enumerate(words) if any(akin(token.stem, head) for head in own)]
    asked = asked_noun(question.text, words)
    told = len(words) <= SHORT_QUESTION or asked in requested(question.text, words)
    if asked and told and words.index(asked) not in nouns:
        nouns.append(words.index(asked))
    for noun in nouns:
        first = noun
        while first and _joined(question, first - 1) and words[first - 1].stem not in STOP:
            first -= 1
        if DETERMINED.search(question.text[: words[first].start]) or len(words) <= FEW_WORDS:
            yield from words[first:noun]


def after_with(question: Question, heads: Sequence[str]) -> Iterator[list[Token]]:
    """Runs of up to three words that "with", "made of" or "that is" speak of, or an "in" after the noun."""
    for match in WITH.finditer(question.text):
        if OF_PEOPLE.search(question.text[: match.start()]):
            continue  # what people have is not what the thing has
        run = [] if TO_DO.match(question.text, match.end()) else list(_run(question, match.end(), LONGEST))
        yield run
        if run and (joined := AND.match(question.text, run[-1].end)):
            yield list(_run(question, joined.end(), LONGEST))
    for token in question.words:
        inside = IN.match(question.text, token.end)
        if inside and any(akin(token.stem, head) for head in heads):
            yield list(_run(question, inside.end(), LONGEST))


def behind(question: Question, heads: Sequence[str]) -> Iterator[Token]:
    """Words that follow a head noun without a break: the queen size of "mattress queen size"."""
    for token in question.words if len(question.words) <= SHORT_QUESTION else ():
        if any(akin(token.stem, head) for head in heads):
            yield from _run(question, token.end, LONGEST)


def makers(question: Question) -> Iterator[list[Token]]:
    """Each name that follows "by", "from" or "brand", as far as its words are joined."""
    for place, token in enumerate(question.words):
        said = MADE_BY.search(question.text[: token.start]) and token.stem not in STOP
        before = question.words[max(0, place - 1)]
        begins = token.stem in question.names and (before.stem in STOP or before.stem not in question.names)
        if said or begins or (not place and token.stem in question.names):
            yield _named(question, place)


def _named(question: Question, place: int) -> list[Token]:
    """A run of capitals, with an "and" inside; one word where there are none."""
    run = [question.words[place]]
    for token in question.words[place + 1 :]:
        between = question.text[run[-1].end : token.start]
        if token.stem not in question.names or not re.fullmatch(r" | ?& ?", between):
            break
        run.append(token)
    return run


def _run(question: Question, start: int, longest: int) -> Iterator[Token]:
    end = start
    for token in [token for token in question.words if token.start >= start][:longest]:
        if token.stem in STOP or not re.fullmatch(r"[ -]{0,2}", question.text[end : token.start]):
            return
        yield token
        end = token.end


def _joined(question: Question, place: int) -> bool:
    return bool(CLOSED.match(question.text[question.words[place].end : question.words[place + 1].start]))
