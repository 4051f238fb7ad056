"""What the shopper still wants of the service desk, turn by turn; read anew from the conversation each time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline_model.serving.acts import Act, Heard, Kind, about_own, read_acts
from assistant.offline_model.serving.questions import topics
from assistant.offline_model.serving.text import plain, sentences

_FLAGS = re.IGNORECASE | re.VERBOSE
_ALSO = re.compile(
    r"\b(?:also|as\swell|too|in\saddition|another\sthing|one\smore|one\slast|next|then|additionally|now)\b", _FLAGS
)
_INSTEAD = re.compile(
    r"\b(?:instead|rather|actually|in\sthat\scase|on\ssecond\sthought|changed\smy\smind|then\si)\b", _FLAGS
)
_NO_MORE = re.compile(
    r"""^\W*(?:no|nope|nah)\W*$ | \b(?:never\s?mind|forget\s(?:it|about)|leave\sit|keep\s(?:it|them
    |the)\b(?!.*\b(?:same|capacity|size)\b)
    |stop\sthat|don't\s(?:do|change|cancel)\s(?:it|that|anything)|more\stime|get\sback\sto\syou|let\syou\sknow|reach\sout
    |that(?:'s|\sis|\sshould\sbe|\swill\sbe)?\sall|all\sset|no,?\sthanks?|no\sthank\syou|everything\sfor\snow|i'll\s(?:check|think|wait)
    |let\sme\s(?:think|check|double-check))\b""",
    _FLAGS,
)
_WHO = re.compile(
    r"""\b(?:my\s(?:\w+\s){0,2}(?:name|zip\s?code|postcode|postal\scode|e-?mail)|zip\scode|postcode|i'?\s?a?m\s[A-Z][a-z]+\s[A-Z]|\(?e-?mail\sgiven|code\sgiven|verify|comfortable|share\smy|proceed)\b""",
    _FLAGS,
)
_THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|perfect|wonderful|alright|awesome|fine)\W+)*(?:thanks?|thank\syou|bye|goodbye|cheers|appreciate)\b[^?]{0,90}$",
    _FLAGS,
)
_ELSEWHERE = re.compile(
    r"""\b(?:cart|basket|checkout|check\sout)\b | ^\W*(?:do\syou\s(?:sell|have|carry|stock|ship)|show\sme|hi
    |hello|hey)\b
    | \b(?:human|manager|supervisor|agent|representative|policy|opening\shours)\b""",
    _FLAGS,
)
_IT = re.compile(r"\b(?:it|them|that|those|these|this|updates?|changes?)\b")
_TELLS_WHICH = re.compile(r"\b(?:sent\sto|with\s(?:the|my|a|two)|contain\w*|the\sone|tracking\snumber)\b(?!.*\#?\d{4})")
_GENERIC = re.compile(r"\b(?:modif|replac|switch|alter|chang|updat|upgrad)\w*\b")


@dataclass(frozen=True)
class Task:
    """One change, or a question, in the words that were said of it, oldest first.

    `lead` is what was said before it was asked for; `refused` after the shop's no; `otherwise` marks what is wanted
    only if the task before it is refused; `settled` are the orders that it was done for.
    """

    kind: Kind
    texts: tuple[str, ...]
    lead: tuple[str, ...] = ()
    refused: bool = False
    otherwise: bool = False
    settled: frozenset[str] = frozenset()

    def adding(self, text: str) -> "Task":
        return replace(self, texts=(*self.texts, text), refused=False)


@dataclass(frozen=True)
class Case:
    """`tasks` in their order; `serving` tells that the last turn was about them; `last` are a closed task's words.

    `done` are the kinds of change that the last turns carried out, until something else is asked for.
    """

    tasks: tuple[Task, ...] = ()
    serving: bool = False
    proved: bool = False
    last: tuple[str, ...] = ()
    done: frozenset[Kind] = frozenset()
    focus: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        return bool(self.tasks)


def heard(case: Case, text: str) -> Case | None:
    """The case with what this message asks for; None when the message is not for the service desk."""
    said = read_acts(text)
    asked = topics(text)
    if said.tentative:
        asked = asked or frozenset({"items"})
    if case.serving and case.open and _gives_up(text, said):
        return replace(case, tasks=(), last=case.tasks[0].texts)
    if case.done and _agrees(text) and not case.tasks and {act.kind for act in said.acts} <= case.done:
        return replace(case, serving=True)
    wanted = bool(said.acts) and (case.open or case.proved or about_own(text))
    if wanted:
        return _asked_for(case, text, said, bool(asked))
    if case.open and case.serving and _goes_on(text):
        return _went_on(case, text, said, bool(asked))
    if asked and (case.proved or asked - {"status", "orders"} or _TELLS_WHICH.search(plain(text))):
        return replace(_without(case, said), tasks=(Task("question", (text,), case.last), *_kept(case)), serving=True)
    return None


_AGREES = re.compile(
    r"""^\W*(?:(?:oh|ah|great|perfect|alright|wonderful|awesome|and)\W+)*(?:yes|yeah|yep|sure|correct|i\s(?:do\s)?confirm|go\sahead
    |please\s(?:go\sahead|proceed)|that\s(?:sounds|looks|is\scorrect)|let's\s(?:go|proceed))\b""",
    _FLAGS,
)


def _agrees(text: str) -> bool:
    """Whether it says yes once more to what is done, and asks for nothing new."""
    low = plain(text)
    return bool(_AGREES.search(low)) and not _ALSO.search(low) and "?" not in text


def _gives_up(text: str, said: Heard) -> bool:
    return bool(_NO_MORE.search(plain(text))) and not said.acts


def _goes_on(text: str) -> bool:
    """Whether words that ask for no change answer what was asked about one."""
    low = plain(text)
    return not (_THANKS.match(low) or _ELSEWHERE.search(low)) and not is_foreign_topic(low)


def is_foreign_topic(low: str) -> bool:
    return bool(re.match(r"^\W*how\slong\b|^\W*what\s(?:is|are|'s)\syour\b", low))


def _without(case: Case, said: Heard) -> Case:
    kept = tuple(task for task in case.tasks if task.kind not in said.dropped)
    return replace(case, tasks=kept)


def _kept(case: Case) -> tuple[Task, ...]:
    return tuple(task for task in case.tasks if task.kind != "question")


def _went_on(case: Case, text: str, said: Heard, asked: bool) -> Case:
    """Words without a new act: they belong to what waits first."""
    case = _without(case, said)
    if identity_only(text) or not case.tasks:
        return replace(case, serving=True)
    head, *others = case.tasks
    head = head.adding(text)
    question = (Task("question", (text,), case.last),) if asked and head.kind != "question" else ()
    return replace(case, tasks=(*question, head, *others), serving=True)


def identity_only(text: str) -> bool:
    return all(_WHO.search(part) or len(part.split()) < 3 for part in sentences(text)) and bool(_WHO.search(text))


def _asked_for(case: Case, text: str, said: Heard, asked: bool) -> Case:
    case = _without(case, said)
    earlier = _kept(case)
    acts = [_referring(act, earlier[0].kind if earlier else None) for act in said.acts]
    if earlier and _replaces(earlier, acts, text):
        case = replace(case, tasks=earlier[1:], last=(*earlier[0].lead, *earlier[0].texts))
    else:
        case = replace(case, tasks=earlier)
    lead = said.lead
    for act in acts:
        case = _with(case, act, text, lead)
        lead = f"{lead}\n{act.text}".strip()
    return replace(case, tasks=(*_question(text, said, asked), *case.tasks), serving=True)


def _question(text: str, said: Heard, asked: bool) -> tuple[Task, ...]:
    return (Task("question", (text,)),) if asked and said.acts else ()


def _referring(act: Act, head: Kind | None) -> Act:
    """What goes on with the task that waits: "change it to my visa", "add the cheapest", "pay it by gift card"."""
    if act.kind == "swap" and head in {"address", "payment", "default address"} and _points_back(act.text):
        return replace(act, kind=head)
    if act.kind == "add" and head in {"remove", "swap"}:
        return replace(act, kind="swap")
    if act.kind == "payment" and head in {"swap", "return"} and not _PAYMENT_OF.search(act.text):
        return replace(act, kind=head)
    return act


_PAYMENT_OF = re.compile(r"\bpayment\smethod\s(?:of|for|on)\b")


def _points_back(text: str) -> bool:
    return bool(_GENERIC.search(text)) and bool(_IT.search(text)) and not re.search(r"\bexchang", text)


def _replaces(earlier: Sequence[Task], acts: Sequence[Act], text: str) -> bool:
    """Whether the new wish takes the place of the one that waits, rather than standing beside it."""
    head = earlier[0]
    if any(act.kind == head.kind for act in acts):
        return False
    return head.refused or bool(_INSTEAD.search(text)) or not _ALSO.search(text)


def _with(case: Case, act: Act, text: str, lead: str) -> Case:
    said = act.text
    known = next((task for task in case.tasks if task.kind == act.kind), None)
    if known is not None:
        more = f"{lead}\n{said}".strip() if lead not in known.texts else said
        tasks = tuple(task.adding(more) if task is known else task for task in case.tasks)
        return replace(case, tasks=tasks)
    # where to send something, or how to pay, is often said beside the change
    around = (text,) if act.kind in {"address", "default address", "payment"} and len(text) > len(said) else ()
    before = (*case.last, *around, *((lead,) if lead else ()))
    return replace(case, tasks=(*case.tasks, Task(act.kind, (said,), before, otherwise=act.otherwise)))
