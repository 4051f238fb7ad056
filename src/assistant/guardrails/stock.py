"""What is said of stock, clause by clause, held against what the shop's records say of that product."""

import re

from assistant.guardrails.evidence import Evidence

_CLAUSE = re.compile(r"[,;:!?()\n–—]|\.(?!\d)|\b(?:but|while|whereas|and)\b", re.IGNORECASE)
_HERE = re.compile(r"\b(?:in stock|low stock)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:out of stock|sold out|not in stock|no longer in stock|unavailable|not available|no longer available"
    r"|(?:cannot|can't|can no longer|could not|couldn't) be (?:ordered|bought)|(?:ran|run|are|were) out of)\b"
    r"|n't (?:in stock|available(?! in (?!stock|store))|be in stock)\b",
    re.IGNORECASE,
)
_NOT_SOLD = re.compile(r"\b(?:no longer|don't|do not) (?:carry|stock|sell)\b", re.IGNORECASE)
_FEW = re.compile(
    r"\b(?:almost|nearly|practically|soon) (?:gone|sold out|out of stock)\b|\brunning (?:low|out)\b|\bshort supply\b"
    r"|\bscarce\b|\bstocks? (?:of [^,.;]{1,60} )?(?:is|are|gets?|getting) (?:getting )?low\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?<!\d )\b(\d+|one|two|three|four|five) (?:(?:pieces?|pairs?|items?|units?|more|of them|of these) )?"
    r"(?:is |are )?left\b",
    re.IGNORECASE,
)
_SUPPLY = re.compile(
    r"\b(?:left|remain\w*|available|availability|pieces?|pcs|pairs?|units?|on the (?:shelf|shelves)|on hand|in stock"
    r"|to go|stock|inventory|counter shows|to spare|to be had|final|our system|(?:i|we) (?:see|count)(?= \d)|down to"
    r"|waiting|gone|and then)\b",
    re.IGNORECASE,
)
_SIZES = re.compile(r"\bsizes?\b", re.IGNORECASE)
_COUNT = re.compile(
    r"(?<![\w$€£.,#-])(\d{1,6})(?![\w%]|[.,]\d| (?:colou?r|size|option|version|variant|style|finish)s?\b)"
)
_NO_COUNT = r"(?! ?(?:×|x )?(?: ?of\b| ?(?:_| )*(?:left|remain|piece|pcs|pair|unit|more|available|in stock|on |to )))"
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def unsupported_stock(sentence: str, known: Evidence) -> list[str]:
    """A clause that names no product goes on about the one before it. The shop's own sentence is the newest word."""
    if sentence.strip().casefold() in known.words:
        return []
    faults, about = [], ""
    for clause in _CLAUSE.split(sentence):
        named = _named(clause, known)
        faults += _unsupported(clause if named else f"{about} {clause}", known)
        about = clause if named else about
    return faults


def _unsupported(clause: str, known: Evidence) -> list[str]:
    few = _FEW.search(clause)
    gone = None if few else _GONE.search(clause) or (_NOT_SOLD.search(clause) if _named(clause, known) else None)
    here = None if gone else _HERE.search(clause)
    words = _records(clause, known)
    faults = []
    if few and "low stock" not in words:
        faults.append(few.group())
    if gone and "out of stock" not in words:
        faults.append(gone.group())
    if here and not words & {"in stock", "low stock"}:
        faults.append(here.group())
    counts = [*_LEFT.finditer(clause), *_supplies(clause, known)]
    return faults + [m.group() for m in counts if not _counted(m[1], clause, known)]


def _supplies(clause: str, known: Evidence) -> list[re.Match[str]]:
    if not (_SUPPLY.search(clause) and _COUNT.search(clause)) or _SIZES.search(clause):
        return []
    return [m for m in _COUNT.finditer(_uncounted(clause, known)) if not _told_so(m[1], clause, known)]


def _uncounted(clause: str, known: Evidence) -> str:
    """A number of a title counts nothing, nor does one of an option, unless the clause counts with it."""
    ledger = known.ledger
    about = {title for _, _, title in ledger.named(clause)} or ledger.records.keys()
    clause = ledger.without_titles(clause)
    for value in {option for title in about for option in ledger.records[title].options}:
        end = _NO_COUNT if value.isdigit() else ""
        clause = re.sub(rf"(?<!\w){re.escape(value)}(?!\w){end}", " ", clause, flags=re.IGNORECASE)
    return clause


def _told_so(count: str, clause: str, known: Evidence) -> bool:
    """With the word behind it ("3 pieces") in the shop's own text."""
    behind = re.search(rf"\b{count} ?-?\w+", clause)
    return behind is not None and behind.group().casefold() in known.words


def _named(clause: str, known: Evidence) -> bool:
    return any(title.casefold() in clause.casefold() for title in known.stock)


def _records(clause: str, known: Evidence) -> frozenset[str]:
    """Of the products that the clause names; of all that were shown where it names none."""
    said = clause.casefold()
    named = [words for title, words in known.stock.items() if title.casefold() in said]
    anywhere = [w for w in ("in stock", "low stock", "out of stock") if w in known.words or w in known.noted]
    return frozenset().union(*named) if named else frozenset(anywhere).union(*known.stock.values())


def _counted(count: str, clause: str, known: Evidence) -> bool:
    """Of the products that the clause names; a count of another is none of theirs."""
    digits, ledger = _WORDS.get(count.casefold(), count), known.ledger
    named = {title for _, _, title in ledger.named(clause)}
    words = "\n".join([ledger.free.casefold(), *(ledger.records[title].words for title in named)])
    told = words if named else known.words + known.noted
    return bool(re.search(rf"\bleft: {digits}\b|\b{digits}\b[^.\n]{{0,80}}\bleft\b", told))
