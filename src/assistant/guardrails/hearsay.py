"""What only the shop's own texts may say, in their words: what others think and buy, how supplies stand, what a
warranty covers, what is thrown in, what prices will do, and what presses a shopper to buy.
"""

import re

from assistant.guardrails.days import spans
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.verdict import Verdict, all_known
from assistant.guardrails.wished import denied

_FLAGS = re.IGNORECASE | re.VERBOSE
_OTHERS = r"""(?:customers?|shoppers?|buyers?|people|everybody|everyone|reviewers?|users?|parents|owners|fans|many
        |most\ (?:people|customers|shoppers|buyers|of)|others)"""
_HEARSAY = re.compile(
    rf"""\bbest[ -]?sell\w* | \btop[ -](?:rated|sell\w+|pick) | \b(?:number|no\.?)\ (?:one|1)\b
    | \bmost\ (?:popular|loved|bought|wanted|ordered|reviewed) | \bpopular\b | \baward\w* | \b(?:re)?view(?:s|ers?
    |ed)\b | \brated\b
    | \bratings?\b | \b(?:stars?|thumbs\ up)\b | \bfavou?rites?\b | \btrend\w* | \bviral\b | \bacclaimed\b
    | \bfeatured\ in\b
    | \b{_OTHERS}\ (?:\w+\ ){{0,2}}(?:say|love|loves|rave|tell|report|agree|buy|bought|swear|like|likes|prefer
    |prefers|recommend\w*
      |order|ordered|return|keep\ telling|come\ back|complain\w*)\b
    | \brecommended\ by\b | \bas\ seen\b | \b(?:expert|doctor|chef|editor)s?'?\ (?:choice|pick|recommend\w*)""",
    _FLAGS,
)
_SUPPLY = re.compile(
    r"""\b(?:on\ )?back-?\ ?order\w* | \bpre-?\ ?orders?\b | \brestock\w* | \bsold\ (?:\w+\ )?\d+ | \bsell(?:s
    |ing)\ (?:\w+\ )?(?:fast|out|like)
    | \bdiscontinued\b | \blimited\ (?:edition|run|stock|time|quantit\w+) | \b(?:the\ )?(?:very\ )?last\ (?:one
    |piece|pair|few|chance)\b
    | \b(?:only\ )?a\ (?:few|handful)\ (?:\w+\ )?left\b | \bhurry\b | \bback\ in\ (?:stock\ )?(?:on|next|soon|by
    |from|in)\b
    | \b(?:comes?|coming|will\ be)\ back\ (?:in\ stock|soon|next) | \bgoing\ fast\b | \bwhile\ (?:stocks?
    |supplies)\ last
    | \b(?:new|next|fresh)\ (?:shipment|delivery|batch|stock)\b | \bin\ (?:our|the)\ warehouse\b
    | \bmade\ to\ order\b | \bone-off\b | \breserved\ for\b | \bphased\ out\b | \bsuppliers?\b | \bnext\ batch\b
    | \bback\ after\b | \b(?:our|the|an)\ ?other\ (?:store|shop|branch|location)\b | \bcritical(?:ly\ low\b|$|[.!,;])
    | \b(?:some\w+|another\ (?:shopper|customer)|people)\ (?:has\ |have\ )?(?:just\ )?(?:bought|ordered)\b
    | \bhalf\ of\ our\b | \b(?:last|final)\ [^.!?]{0,50}\bwe\ have\b | \b(?:we|we've)\ got\ \d+\ new\b
    | \b(?:one|a)\ single\b.{0,60}\bleft\b | \b(?:in\ stock|available|around)\ much\ longer\b
    | \bdrops\ (?:next|in|on)\b
    | \bplenty\b.{0,20}\bleft\b | \bwaiting\ list\b | \bdown\ to\ the\ last\b
    | \b(?:only|just|exclusively)\ (?:\w+\ )?in[ -](?:store|shop|person)s?\b
    | \bin\ (?:some\w+|other\w*|another\ \w+)(?:'s?)?\ (?:\w+'s?\ )?(?:carts?|baskets?)\b
    | \b(?:we|we've|there\ are|there're)\ (?:\w+\ )?(?:hundreds|thousands|dozens|tons|loads|a\ dozen)\b
    | \b(?:a\ dozen|hundreds|thousands|dozens|tons|loads)\ (?:of\ )?[^.!?]{0,60}\b(?:left|waiting|in\ stock
    |on\ hand)\b""",
    _FLAGS,
)
_COVER = re.compile(
    r"""\b(?:life-?\ ?(?:time|long)|extended|unlimited|forever)\b[^.!?]{0,20}\b(?:warrant\w*|guarante\w*|cover\w*)
    | \b(?:warrant\w*|guarante\w*|covered?)\ (?:\w+\ ){0,3}(?:for\ life|forever|life-?time)
    | \b(?:no|without\ an?y?|any\ kind\ of)\ (?:warranty|guarantee)\b | \b(?:is|are|'re|not|isn't|aren't|fully
    |also)\ covered\b
    | \bcovers\b | \bno\ matter\ what\b
    | \b(?:repair|replac|cover|warrant)\w*\b[^.!?]{0,40}\bfor\ good\b | \btransfer\w*\ to\b | \bcan\ be\ extended\b
    | \b(?:no|without(?:\ an?y?)?)\ (?:time\ )?(?:limit|deadline)\b | \bwhenever\ you\ (?:like|want|wish)\b
    | \b(?:bonus|extra|additional|another)\ (?:day|week|month|year)s?\b
    | \b(?:refund|repay|money|deliver|arriv|ship)\w*\b[^.!?]{0,60}\b(?:instant(?:ly)?|within\ the\ hour|at\ once
    |immediately|right\ away)\b
    | \baccidental\b | \bwear\ and\ tear\b | \bno\ questions\ asked\b | \bmoney[ -]back\b""",
    _FLAGS,
)
_FREE = re.compile(
    r"""\b(?:a\ |one\ )?(?:quarter|third|half|fifth|tenth|fraction)\ off\b | \boff\ (?:if|when)\ you\b
    | \b(?:it|they|one|item|pair)\ (?:is|are|comes?|goes?)\ (?:\w+\ )?free\b
    | \bprices?\b(?!\ difference).{0,60}\b(?:will|won't|going\ to)\b | "\W{0,2}(?:says|writes|said|wrote)\b
    | \bkeep\ (?:it|them|the)\b.{0,60}\b(?:refund|return|anyway|free)\w* | \b(?:throw\ in|thrown\ in|on\ us
    |our\ treat)\b
    | \b(?:prices?|cheaper|less|deal)\b[^.!?]{0,40}\b(?:anywhere|elsewhere|on\ the\ market|in\ town
    |(?:any\ )?other\ (?:shop|store)s?)\b | \bnobody\ sells\b | \b(?:paid|covered)\ by\ us\b""",
    _FLAGS,
)

_SURELY = r"(?:absolutely|definitely|certainly|totally|really)"
_BUY = r"(?:buy|get|have|own|order|grab|take|try|see|go\ for|pick|choose|visit|book|treat|snap|jump)"
_PRESSED = re.compile(
    rf"""\b(?:should|must|ought\ to|need\ to|have\ to|'d\ better|had\ better)\ {_SURELY}\ {_BUY}\b
    | \b{_SURELY}\ (?:must|ought\ to|need\ to|have\ to|should)\ {_BUY}\b
    | \bmust-(?:have|buy|see|own|get)s?\b | \ban?\ (?:absolute\ )?must\b
    | \b(?:don't|do\ not|never|can't\ afford\ to)\ (?:let|miss)\ (?:it|this|that|out|them|these)\b
    | \byou\ ?(?:'ll\ never|will\ never|won't|will\ not)\ (?:regret|forgive|find\ an?\ better|find\ anything)\b
    | \byou(?:'d|\ would)\ be\ (?:crazy|mad|silly|foolish)\b | \bno[ -]brainer\b | \bworth\ (?:every|each)\ \w+
    | \btrust\ me\b | \bwhat\ are\ you\ waiting\ for\b | \btoo\ good\ to\b | \bunbeatable\b | \bunmissable\b
    | \bonce[ -]in[ -]a[ -]lifetime\b | \bact\ (?:fast|now|quickly|today)\b | \b(?:an?|such\ a)\ steal\b""",
    _FLAGS,
)
_ORIGIN = re.compile(
    r"\b(?i:made|manufactured|produced|designed|built|assembled|sewn|woven|knitted|ships?|shipped|sent|comes?|imported"
    r"|sourced) (?i:from|in|out of) (?i:the )?(?P<place>[A-Z][a-zà-ÿ]+)"
)


def hearsay(sentence: str, known: Evidence) -> Verdict:
    if sentence.rstrip().endswith("?"):
        return Verdict("allow", "hearsay")
    found = [m for words in (_HEARSAY, _SUPPLY, _COVER, _FREE, _PRESSED) for m in words.finditer(sentence)]
    said = [m.group().casefold().strip() for m in found if not denied(sentence[: m.start()])]
    said += [m["place"].casefold() for m in _ORIGIN.finditer(sentence) if not denied(sentence[: m.start()])]
    if not said:
        return Verdict("allow", "hearsay")
    covered = bool(set(spans(sentence)) & {span for topic, span in known.terms if topic == "warranty"})
    return all_known("hearsay", [w for w in said if w not in known.words and not (covered and w.endswith("covered"))])
