"""What a reply says that it did, or that somebody will do: of all verbs only the harmless ones need no proof.

`claims.py` knows what proves those deeds that a tool can do. Every other deed is one that nobody did.
"""

import re
from collections.abc import Iterator

from assistant.guardrails.evidence import Evidence

_FLAGS = re.IGNORECASE | re.VERBOSE
_STAFF = r"(?:team|staff|warehouse|manager|boss|support|people|colleagues?|supervisor|supplier|store|shop)"
_WHO = rf"\b(?:i|we|(?:my|our|the)\ (?:\w+\ )?{_STAFF})"
_HOW = r"""(?:\ (?:just|now|already|also|then|soon|shortly|gladly|happily|personally|certainly|definitely
    |successfully|gone\ ahead\ and
    |went\ ahead\ and|have|all|even|always|be\ sure\ to|make\ sure\ to|immediately|quickly))*"""
_DID = re.compile(rf"{_WHO}(?:'ve|\ have|\ has|'d|\ had)?{_HOW}\ (?P<verb>[a-z]+(?:-[a-z]+)?)\b", _FLAGS)
_WILL = re.compile(
    rf"{_WHO}(?:'ll|\ will|\ shall|(?:'[mr]e?|\ am|\ are|\ is)\ going\ to){_HOW}\ (?P<verb>[a-z]+(?:-[a-z]+)?)\b",
    _FLAGS,
)
_PAST = frozenset(
    """sent told spoke spoken made gave given got put set kept held took taken wrote written paid bought brought left
    went gone threw thrown rang rung sold let found saw seen chose chosen read thought understood shown had
    meant""".split()  # noqa: SIM905  # a list of words reads best as text
)
_HARMLESS = frozenset(
    """found located
    looked searched compared checked listed picked chosen chose seen saw read gone understood thought noticed
    suggested gathered shown showed pulled mentioned told named described linked quoted narrowed sorted limited used
    based loved liked hoped tried got had meant went wanted needed related detailed
    varied""".split()  # noqa: SIM905  # a list of words reads best as text
)
_HARMLESS_LATER = frozenset(
    """help assist guide look show compare check find search tell explain list need be see say stick stay ask try start
    go walk narrow pull describe point mention have know love""".split()  # noqa: SIM905  # a list of words reads best as text
)
_WITH_OTHERS = re.compile(
    r"""\b(?:with|to)\ (?:the|my|our|a)\ (?:\w+\ )?(?:team|staff|warehouse|manager|boss|supplier|maker|colleagues?
        |carrier|store)\b""",
    _FLAGS,
)
_BY_TOOLS = re.compile(
    r"""(?:add|put|plac|remov|tak|took|empt|clear|undo|undid|undone|revert|restor|br(?:ing|ought)|sav|mov|set|keep
    |kept|writ|wrote
    |attach|not(?:e|ed|ing)$|includ|chang|updat|pass|hand|transfer|connect|forward|cancel|order|reserv|appl|refund
    |credit|exchang
    |swap|switch|replac|charg|arrang|start|request|creat|regist|initiat|process|submit|book|modif|amend|issu|ship
    |waiv|get|got
    |fetch|call|bring|proceed)""",
    _FLAGS,
)
_YOURS = re.compile(
    r"""\byour\ (?!(?:\w+\ )?(?:order|refund|return|exchange|payment)\b)(?:\w+\ ){1,2}
    (?:is|are|has\ been|have\ been|was|were)\ (?:now\ |already\ |just\ |all\ )*
    (?P<what>(?!need|requir|limit|interest|bas|us|suppos|expect|want)[a-z]+ed|set|sent|paid|done|held|on\ file
    |up\ to\ date)\b""",
    _FLAGS,
)
_CAME_OF_IT = re.compile(
    r"""\byour\ (?:transaction|payment|order|refund|return|request|card|purchase|exchange)\b[^.!?]{0,60}
    \ (?:was|is|has\ been)\ (?:\w+\ )?
    (?P<what>approved|accepted|authori[sz]ed|declined|received|completed|captured)\b""",
    _FLAGS,
)
_NUMBERED = re.compile(
    r"""\b(?:case|ticket|reference|confirmation|tracking|booking|request|claim|return)\ (?:number|no\.?|id
    |code)\b\W{0,4}
    (?:is\W{1,3}|for\W.{0,30}is\W{1,3})?(?P<what>[a-z]{0,4}-?\d[\w-]*)""",
    _FLAGS,
)
_ONLY_IF = re.compile(
    r"""\b(?:please\ confirm
    |say\ the\ word|just\ say|say\ so|let\ me\ know|tell\ me|if|once|when|as\ soon\ as|after\ you
    |(?:would|shall|should)\ (?:you|i))\b""",
    _FLAGS,
)

_NO_DEED = re.compile(
    r"\bhow\ (?:many|much)\ (?:of\ \w+\ )?we\ have\ left$"
    rf"|\b(?:what|whatever|all|anything|nothing)\ (?:that\ )?(?:our|the|this)\ {_STAFF}(?:\ has|\ have)?\ \w+$",
    _FLAGS,
)


def unproved_deeds(sentence: str, known: Evidence) -> list[str]:
    """The shop's own sentences may say of the shop what they like."""
    if sentence.rstrip().endswith("?"):
        return []
    found = [*_done(sentence, known), *_later(sentence), *_of_yours(sentence, known)]
    return [claim for claim in found if claim.casefold().strip() not in known.words]


def _done(sentence: str, known: Evidence) -> Iterator[str]:
    for claim in _DID.finditer(sentence):
        verb = claim["verb"].casefold()
        if not (verb in _PAST or (verb.endswith("ed") and len(verb) > 4)) or _NO_DEED.search(sentence[: claim.end()]):
            continue
        if verb in _HARMLESS:
            if _WITH_OTHERS.match(sentence[claim.end() :].lstrip()) or _WITH_OTHERS.search(sentence[claim.end() :]):
                yield claim.group()
        elif not (known.effects and _BY_TOOLS.match(verb)):
            yield claim.group()


def _later(sentence: str) -> Iterator[str]:
    """What a tool can do may be offered under a condition."""
    for claim in _WILL.finditer(sentence):
        verb = claim["verb"].casefold()
        offered = _BY_TOOLS.match(verb) and _ONLY_IF.search(sentence)
        if verb not in _HARMLESS_LATER and not offered:
            yield claim.group()


def _of_yours(sentence: str, known: Evidence) -> Iterator[str]:
    """But for what becomes of orders, which `claims.py` holds against their records."""
    for claim in (*_YOURS.finditer(sentence), *_CAME_OF_IT.finditer(sentence)):
        told = known.effects or claim["what"].casefold() in known.words or _ONLY_IF.search(sentence[: claim.start()])
        if not told:
            yield claim.group()
    for claim in _NUMBERED.finditer(sentence):
        if claim["what"].casefold() not in known.words:
            yield claim.group()
