"""Words that shoppers say around what they want, which no product has to speak of. General English."""

import re

from assistant.retrieval.reading.words import stems

CHATTER = frozenset(
    stems(
        "recommend recommendation suggest suggestion buy purchase price cost cheap affordable gift present order shop "
        "store available sale offer product item option selection new today know tell interested choice range idea "
        "color size brand budget spend dollar buck around about roughly maximum minimum between money currently right "
        "overspend now great arrival latest outfit gear equipment stuff clothes clothing wear essential nice perfect "
        "someone somebody see search searching after kind sort able possible highly rated "
        "ask answer decide explain fetch gimme grab lemme wonder hope believe think thought mean understand sure "
        "certain maybe perhaps probably possibly exactly specifically particular particularly especially mainly mostly "
        "simply basically essentially actually really honestly frankly seriously literally totally absolutely "
        "completely definitely certainly truly quite rather fairly extremely slightly kinda sorta lot lots tons bunch "
        "plenty couple few several many much enough rid "
        "wish desire crave require requirement criteria criterion condition demand expect preference favourite "
        "favorite love hate enjoy appreciate care mind matter trust rely swear stick loyal fan keen fond partial torn "
        "choose afford pay paying paid spending spent invest save saving strapped broke cheapskate tight limited "
        "bargain worth value match meet satisfy fulfill first second next last same similar different alternative else "
        "other another rest also additionally besides though although however anyway alternatively "
        "hey listen look okay alright huh yeah yes nope buddy mate man dude guy guys folks pal sir madam cheers sorry "
        "gonna gotta wanna dunno yall always never often sometimes usually rarely ever already still yet soon quickly "
        "asap immediately moment while forever once twice again come coming comes going goes went gone "
        "treat nothing above "
        "make made making take took taken taking put give given try tried trying use used using happen feel "
        "seem appear mess messing fuss bother hassle trouble problem issue sick tired bored done "
        "finished over nonsense crap decent solid proper legit bad better best worse worst"
    )
)
MOOD = frozenset(
    stems(
        "warm cozy cosy comfy comfortable cute pretty beautiful elegant stylish fun cool lovely fancy simple useful "
        "practical sturdy durable quality luxurious trendy casual special little"
    )
)
PHRASE = re.compile(
    r"\b(?:shell|fork|dish|pull|dig|pick|cough|splash|drop|throw|hit|hook|point|spot|hunt|track|turn|check|tick|show|hand)"
    r"(?:e?s|ed|ing|ping|ging)? (?:out|up|into|over|down|me|us|through|down on|both|all|those|these|any|one)\b"
    r"|\b(?:comes?|came|springs?|pops?) to mind\b|\bpops? up\b|\bticks?(?: all| both)?(?: the| my| those)? box(?:es)?\b"
    r"|\bchecks?(?: all| both)?(?: the| my| those| these)? box(?:es)?\b|\bfits? the bill\b|\bright up my alley\b"
    r"|\bin (?:your|the) (?:stock|list|catalog(?:ue)?|store|shop|range|inventory)\b|\bon (?:your|the) list\b"
    r"|\ball day\b|\bthese days\b|\bin mind\b|\bno sir\b"
    r"|\blow-key\b|\br[au]n(?:ning)? (?:all |right |completely )?(?:out|low)\b|\byou know\b|\bas well\b"
)
