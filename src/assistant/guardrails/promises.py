"""What a reply may not promise: nothing remembers it after the turn. Only the shop's own sentences may say it."""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_LATER = r"(?:will|'ll|shall|(?:am|are|is|'m|'re|'s)\ going\ to|promise\ (?:you\ )?to|can\ promise\ to)"
_SOON = r"(?:\ (?:also|then|now|gladly|happily|personally|soon|shortly|certainly|definitely|be\ sure\ to))?"
PROMISES = re.compile(
    rf"""\b(?:i|we|someone|somebody|a\ colleague|(?:our|the|my)\ (?:\w+\ )?(?:team|staff|manager|support|colleagues?))
    \ ?{_LATER}{_SOON}\ (?:
        call|ring|phone|text|e-?mail|mail|contact|reply|get\ back|notify|remind|follow\ up|reach\ out|let\ you\ know
      | be\ in\ touch|refund|reimburse|compensate|credit|waive|match|reserve|hold|keep|set\ aside|upgrade|throw\ in
      | send|ship|dispatch|expedite|deliver|rush|make\ sure|give\ you|offer\ you|take\ .{{1,20}}\ off|cover)\b
    | \byou(?:'ll|\ will|\ can\ expect\ to|\ should)\ (?:soon\ |shortly\ |also\ )?(?:
        be\ (?:called|contacted|e-?mailed|notified|refunded|credited|reimbursed|compensated)
      | (?:get|receive|hear)\ (?:an?\ |your\ |our\ |the\ |from\ )(?:\w+\ ){{0,2}}
        (?:call|e-?mail|text|message|refund|gift|voucher|credit|reply|sms|us|me|colleague|team|discount|money))\b
    | \b(?:expect|await)\ (?:an?|our|my|the)\ (?:\w+\ )?(?:call|e-?mail|text|message|reply|refund)\b
    | \b(?:i|we)\ (?:promise|guarantee|assure)\b | \byou\ have\ my\ word\b | \bguaranteed\b
    | \bconsider\ it\ done\b
    | \b(?:it\ is|it's|you're|you\ are|all|everything\ is)\ (?:all\ )?(?:set|sorted|taken\ care\ of)\b""",
    _FLAGS,
)
UNDER_WAY = re.compile(
    r"""\b(?:refund|payment|return|replacement|exchange|voucher|credit|discount|code|booking|reservation|money)\b
    (?:\ \#?[\w$.]{1,12}){0,3}
    \ (?:is|are|has|have|was|went|just|should\ be)\ (?:already\ |now\ |just\ |all\ |been\ ){0,2}
    (?:on\ (?:its|the|their)\ way|gone\ through|went\ through|through|sorted|booked|arranged|approved|reserved
      |applied|sent|activated|waived)\b
    | ^\W*(?:(?:just|now|successfully|okay|ok|great|sure|good\ news)\W{1,3}){0,2}
      (?:cancelled|canceled|refunded|ordered|reserved|booked|exchanged)\b(?!\ (?:orders?|items?)\b)""",
    _FLAGS,
)
