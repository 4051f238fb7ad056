"""What a question refuses: cues such as "no", "without", "tired of", and how far each of them reaches."""

import re
from collections.abc import Iterator

REACH = 70

CUE_PATTERNS = (
    r"n't|\b(?:not|no|never|none|without|except|cannot|cant|dont|isnt|arent|doesnt|didnt|wont|neither|nor|minus|besides(?!,)|non|anti)\b",
    r"\b(?:avoid|exclud|ditch|refus|dislik|detest|skipp?|hat)(?:e[sd]?|ing|es|s|ed)?\b|\b(?:despise|loathe)\b",
    r"\b(?:other than|rather than|instead of|aside from|apart from|far from|away from|nothing to do with)\b",
    r"\bany\w*(?: \w+)? but\b|\bsteer\w* clear\b|\b(?:leave|rule) out\b|\bforget\b|\ballergic\b",
    r"\b(?:sick|tired|fed up|weary|wary|bored|had (?:it|my fill)|had enough|done|over) (?:it )?(?:of|with)\b",
    r"\b(?:issues?|problems?|trouble|bad luck|beef) with\b|\b(?:up to here) with\b",
    r"\b(?:bad|poor|terrible|awful|horrible|worst|rough)[\w ]{0,12} experiences? with\b",
    r"\b(?:thing|something|nothing|grudge|am|'m) against\b|\benough (?:of|with)\b",
    r"\b(?:spare me|hold the|scratch|bann?(?:ed|ing)?|get rid of|steer away)\b",
    r"\b(?:so|totally|completely) over\b(?! [$\d])",
    r"\b(?:swear|swore|sworn) off\b|\bg(?:ive|ave|iven) up on\b|\b(?:done|through) with\b",
    r"\bkeep\b(?=[\w'& ]{1,30}\b(?:out|away|off)\b)",
    r"\bnothing(?! fancy| special| more fancy| too)\b|\b(?:couldn't|could not) care less about\b",
)
CUES = re.compile("|".join(CUE_PATTERNS))

NO_CUE_PATTERNS = (
    r"(?:not|n't|no) (?:\w+ ){0,2}?(?:picky|fussy|care(?! for| about| less)|mind|matter|particular|sure)",
    r"(?:not|n't|no) (?:\w+ ){0,2}?(?:just|only|whether)",
    r"(?:care|hoot|fussed|bothered|damn)[\w ]{0,12}(?:whether|if)",
    r"(?:n't|not) (?:care|give a \w+)[\w ]{0,10}whether",
    r"other brands? (?:except|but|besides|other than)|nothing (?:but|other than|except)",
    r"anything (?:else|less) (?:but|than)",
    r"(?:n't|not|never|refuse|nothing)\b[\w' ]{0,30}\bany\w*(?: \w+)? (?:but|other than|except)",
    r"(?:n't|cannot) (?:go wrong|live without|resist|help|wait|decide|choose)|why not",
    r"no[- ](?:matter|problem|fuss|go\b|frills|nonsense|idea|doubt|pro|expert)",
    r"(?:no|not) (?:more|less|fewer) than\b|(?:no|not) (?:over|under)\b",
)
NO_CUE = re.compile("|".join(NO_CUE_PATTERNS))

TURNS = re.compile(
    r"[.;!?:,]|\b(?:but|however|yet|though|although|so|because|while|unless|only|just|prefer\w*|trust|gotta|must|since"
    r"|which|instead(?! of)|can you|could you|what's|got any|gimme"
    r"|(?:find|show|give|get|hit|tell|point|hook|fetch|help) me"
    r"|and (?:i\b|i'[dm]|it|has|have|need|want|definitely|the|we|get|find|show|should)"
    r"|(?<!do )i (?:want|need|like|love)|i'm (?:after|looking))\b"
    r"|(?<!in )(?<!want )(?<!need )(?<!a )\bsize $"
)
LISTED = re.compile(
    r",\s*(?:or|nor|and)?\s*(?!(?:from|by|with|for|in|made|under)\b)[\w-]+(?: [\w&-]+)?\s*(?:,|\bor\b|\band\b|$)"
)
AMOUNT = re.compile(r"[$€£] ?\d|\d+ ?(?:dollars|bucks|inch|gb|mah|hours|ounces|yards|minutes|k\b|mp\b|ppm|buttons)")
OR_ANY = re.compile(r"\bor (?:[a-z]+ ){0,3}?any(?:thing|one)?\b")
SHORT_REACH = frozenset({"no", "without", "minus"})
ENDS_SHORT = re.compile(r" (?:and|with|that|to|for|in|on) ")
STILL_SHORT = re.compile(r" (?:use|need|interest|time|love|patience|desire|way)\b")
DISMISSALS = (
    r"-free\b|nonsense|junk|crap|mumbo jumbo|no[- ]go|won't (?:cut|do)|let me down|off my list|out of the question",
    r"(?:do|does)n't (?:float|work for|cut|do it)|(?:gets?|has gotten|got) on my nerves",
    r"(?:is|are|has)n't (?:really )?(?:cutting|working|doing) (?:it|for)",
    r"(?:is|are)(?: not|n't) (?:my|for me|an option)",
    r"(?:is|are)(?:n't| not)? (?:out|off)\b|,? ?not (?:really )?my cup|,? totally over",
    r",? so (?:leave|keep|count) (?:them|it|those) out",
    r"(?:(?:is|are)(?:n't| not)|ain't) (?:\w+ )?(?:my (?:style|thing|bag|jam)|on my list|cutting|doing it|working)",
    r"(?:do|does)n't (?:sit well|agree with|sit right)",
    r"and (?:i|me) (?:do not|don't) (?:\w+ )?(?:get along|mix|agree|see)",
    r"(?:is|are) (?:\w+ )?(?:junk|banned|rubbish|trash|garbage|overrated)\b|too \w+ for (?:me|us|my|our)\b",
    r"(?:is|are) (?:just |both |all )?(?:nothing to write home|a (?:hard |clear )?no)\b",
    r",? (?:excluded|aside)\b|can (?:stay|sit|wait|take a hike|keep)\b",
)
DISMISSED = re.compile(r"[\w ]{0,15}(?:" + "|".join(DISMISSALS) + ")")
RELATIVE = re.compile(r"\b(?:that|which|who|without|unless)\b[\w ]{0,12}$")


class Refusals:
    """Asks of any span of one normalised question whether it stands under a refusal."""

    def __init__(self, text: str) -> None:
        self._text = text
        muted = [match.span() for match in NO_CUE.finditer(text)]
        self._cues = [m for m in CUES.finditer(text) if not any(s <= m.start() < e for s, e in muted)]

    def cover(self, start: int, end: int) -> bool:
        return self.before(start, end) or self.dismissed(end)

    def dismissed(self, end: int) -> bool:
        """By what follows: "anything over 20 pounds is out"."""
        told = DISMISSED.match(self._text[end : end + 40])
        return bool(told) and not re.search(r"\b(?:never|not once)\b", told.group() if told else "")

    def before(self, start: int, end: int, *, within_and: bool = False) -> bool:
        """By the nearest cue in front that reaches; with `within_and` an "and" ends its reach."""
        for cue in self._nearest(start):
            gap = self._text[cue.end() : start]
            if self._ends_early(cue, gap):
                continue
            if self._measured(gap) or len(gap) > REACH or (within_and and " and " in gap) or self._turns(cue, gap, end):
                return False
            return not self._doubled(cue)
        return False

    @staticmethod
    def _measured(gap: str) -> bool:
        """An amount ends what is refused, but for "not over 3 dollars or anything heavier than 3 ounces"."""
        amount = AMOUNT.search(gap)
        return bool(amount) and not OR_ANY.search(gap[amount.end() if amount else 0 :])

    def _nearest(self, start: int) -> Iterator[re.Match[str]]:
        return (cue for cue in reversed(self._cues) if cue.end() <= start)

    @staticmethod
    def _ends_early(cue: re.Match[str], gap: str) -> bool:
        word = cue.group()
        if word in {"non", "anti"}:
            return len(gap) > 2
        return word in SHORT_REACH and bool(ENDS_SHORT.search(gap)) and not STILL_SHORT.match(gap)

    def _turns(self, cue: re.Match[str], gap: str, end: int) -> bool:
        turns = [m for m in TURNS.finditer(gap) if m.start() > 1 or m.group() in {".", ";", "!", "?"}]
        return any(not self._listing(cue, gap, turn, end) for turn in turns)

    def _listing(self, cue: re.Match[str], gap: str, turn: re.Match[str], end: int) -> bool:
        """A comma of "no wool, silk or nylon" does not end the refusal."""
        if turn.group() != "," or len(gap) - turn.start() >= 25:
            return False
        return bool(LISTED.match(gap[turn.start() :])) and bool(
            re.search(r"\bn?or\b", self._text[cue.end() : end + 20])
        )

    def _doubled(self, cue: re.Match[str]) -> bool:
        """Two cues joined by a relative clause cancel out: "nothing that isn't leather"."""
        earlier = [other for other in self._cues if other.end() <= cue.start()][-1:]
        if not earlier or cue.group() == "without":
            return False
        between = self._text[earlier[0].end() : cue.start()]
        return len(between) < 45 and bool(RELATIVE.search(between)) and not TURNS.search(between[1:])
