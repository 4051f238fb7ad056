"""How people agree, a table for each language. Regular expressions in small letters without accents.

`yes` and `go` agree by themselves, `polite` may stand beside them. `asks` begins a question that is another request,
after the words of `opens`; `limits` are words that take part of a yes back. Words of a proposal's own ("cancel it")
agree only to that proposal: `named` gives what its title must hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Words:
    yes: str
    go: str
    polite: str
    opens: str
    asks: str
    limits: str
    named: Mapping[str, str] = field(default_factory=dict)


_IT = r"(?:it|this|that|them|these|those|everything|all of (?:it|this|that|them))"
_MADE = r"(?:changes?|updates?|modifications?|requests?|cancell?ations?|returns?|exchanges?|refunds?|swaps?|orders?)"
_THAT = rf"(?:(?:the|this|that|these|those|my)(?: (?:whole|entire))? {_MADE}(?: process| request| order)?|{_IT})"
_FINE = r"(?:correct|right|fine|good|great|perfect|ok|okay|all right|alright)"
_DO = r"(?:cancel|change|update|modify|return|exchange|refund|swap|make|process|initiate|submit|complete)"
_MAY = (
    r"(?:(?:you (?:can|may)|i(?:'d| would) (?:like|love)(?: you)? to|i(?:'m| am) (?:ready|happy) to|let'?s|let us|"
    r"i want(?: you)? to|just) )?"
)

ENGLISH = Words(
    yes=rf"yes|yep|yeah|yup|yea|aye|ok|okay|okey|sure(?: thing)?|certainly|absolutely|definitely|of course|"
    rf"by all means|"
    rf"agreed|exactly|affirmative|correct|confirm(?:ed)?|"
    rf"i (?:do )?(?:confirm|agree|accept|approve)(?: (?:to )?{_THAT}| (?:the|these|all(?: the)?) details)?|"
    rf"(?:that|this|it|everything|all|all of (?:it|that|this))(?:'s| is| looks| sounds| seems)(?: all| about|"
    rf" just| very)? "
    rf"{_FINE}|(?:sounds|looks) {_FINE}|(?:the|these|those|all(?: of)?(?: the)?) details (?:are|look) {_FINE}|"
    rf"that(?:'s| is) (?:exactly )?(?:what i want(?:ed)?|it)",
    go=rf"{_MAY}(?:go ahead|proceed|go for it|carry on|continue|get it done|make it so|do (?:it|that|this|so)|"
    rf"please do)"
    rf"(?: with {_THAT})?(?: and {_DO} {_THAT})?|{_MAY}{_DO} {_THAT}",
    polite=r"please|thank you(?: (?:so|very) much| kindly)?(?: for (?:your|the|all your) help)?|many thanks|"
    r"thanks(?: a lot| so much| very much)?(?: for (?:your|the|all your) help)?|thx|cheers|kindly|now|then|for me|"
    r"right away|great|perfect|awesome|excellent|wonderful|lovely|good|fine|right|alright|all right|and|so|oh",
    opens=r"and|also|by the way|btw|now|then|oh",
    asks=r"what(?! about| if)|how(?! about)|when|where|who|do you (?:also )?(?:have|sell|know|offer|ship)|"
    r"(?:can|could|would) you (?:please |also )?(?:tell|show)",
    limits=r"but|only|except|excluding|instead|unless|if|without|not|\w+n't|no|wait|hold|actually|however|rather|"
    r"whether|"
    r"different|other|stop|never",
    named={
        r"cancel\w*": r"\bcancel", r"returns?": r"\breturn", r"exchanges?|swaps?": r"\bexchange|\bchange items",
        r"refunds?": r"\breturn|\bcancel", r"changes?|updates?|modif\w+": r"change|\bpay\b",
    },
)  # fmt: skip

GERMAN = Words(
    yes=r"ja(?:wohl)?|jep|jup|klar|na klar|sicher|gerne?|naturlich|selbstverstandlich|einverstanden|in ordnung|"
    r"ok|okay|"
    r"genau|richtig|korrekt|stimmt(?: so)?|bestatigt|ich bestatige(?: das| es)?|auf jeden fall|passt(?: so)?|"
    r"das (?:ist|sieht|klingt) (?:richtig|korrekt|gut|in ordnung|ok|okay|so richtig)(?: aus)?|das (?:passt|"
    r"stimmt)(?: so)?",
    go=r"mach(?:en sie)? (?:das|es|weiter)(?: so)?|tun sie das|fahren sie fort|fuhren sie (?:das|es) (?:aus|durch)|"
    r"legen sie los|leg los|nur zu",
    polite=r"bitte(?: sehr| schon)?|danke(?: schon| sehr|schon)?|vielen(?: lieben)? dank|besten dank|gut|"
    r"sehr gut|super|"
    r"prima|perfekt|toll|und|dann|jetzt|sofort|so",
    opens=r"und|ubrigens|ausserdem",
    asks=r"was|wie|wann|wo|wer|haben sie|habt ihr|verkaufen sie|gibt es",
    limits=r"aber|nur|ausser|ohne|wenn|falls|nicht|kein\w*|statt\w*|doch|sondern|warte\w*|moment|lieber|"
    r"andere\w*|nein",
)
FRENCH = Words(
    yes=r"oui|ouais|d'accord|ok|okay|bien sur|certainement|absolument|tout a fait|exactement|entendu|volontiers|"
    r"confirme|"
    r"je (?:le )?confirme|je suis d'accord|c'est (?:correct|exact|bon|ca|bien ca|parfait|d'accord)|ca (?:marche|"
    r"me va)",
    go=r"allez-y|vas-y|faites-le|fais-le|procedez|poursuivez|continuez|veuillez (?:proceder|continuer|le faire)|"
    r"vous pouvez (?:y aller|proceder|le faire)",
    polite=r"s'il (?:vous|te) plait|svp|stp|merci(?: beaucoup| bien| d'avance)?|parfait|tres bien|super|et|alors|"
    r"maintenant",
    opens=r"et|au fait|aussi",
    asks=r"qu'est-ce que|quel\w*(?! que)|combien|comment|quand|ou|avez-vous|vendez-vous",
    limits=r"mais|seulement|sauf|sans|si|ne|pas|n'\w+|plutot|attendez|non|autre\w*|uniquement|jamais",
)
SPANISH = Words(
    yes=r"si|claro(?: que si)?|por supuesto|de acuerdo|vale|ok|okay|correcto|es correcto|esta bien|asi es|"
    r"(?:lo )?confirmo|"
    r"confirmado|exacto|desde luego|como no",
    go=r"adelante|hagalo|hazlo|procedan?|procede|continue|continua|siga(?: adelante)?|puede (?:proceder|hacerlo|"
    r"continuar)",
    polite=r"por favor|(?:muchas |mil )?gracias|muy amable|perfecto|muy bien|bien|bueno|y|entonces|ahora|ya",
    opens=r"y|por cierto|tambien",
    asks=r"que|cuanto\w*|cual\w*|como|cuando|donde|quien|tienen|venden",
    limits=r"pero|solo|solamente|excepto|salvo|sin|no|espere|espera|sino|mejor|otr[oa]s?|en vez|en lugar|nunca",
)
ITALIAN = Words(
    yes=r"si|certo|certamente|va bene|d'accordo|ok|okay|esatto|corretto|e corretto|(?:lo )?confermo|confermato|"
    r"senz'altro|"
    r"naturalmente",
    go=r"proceda(?: pure)?|procedi(?: pure)?|(?:vada|vai) avanti|lo faccia|fallo|faccia pure|continui|continua",
    polite=r"per (?:favore|piacere|cortesia)|(?:molte )?grazie(?: mille| tante)?|perfetto|bene|benissimo|ottimo|"
    r"e|allora|ora|"
    r"adesso|subito",
    opens=r"e|a proposito|inoltre",
    asks=r"che cosa|cosa|quanto|qual\w*|come|quando|dove|chi|avete|vendete",
    limits=r"ma|pero|solo|soltanto|tranne|senza|se|non|no|aspetti|aspetta|invece|piuttosto|altr[oaie]|mai",
)
PORTUGUESE = Words(
    yes=r"sim|claro(?: que sim)?|com certeza|certo|correto|esta (?:correto|certo|bem)|de acordo|tudo bem|ok|okay|"
    r"(?:eu )?confirmo|confirmado|exato|isso(?: mesmo)?|pode ser",
    go=r"pode (?:fazer(?: isso)?|prosseguir|continuar|avancar)|prossiga|avance|faca isso|(?:siga|va) em frente|"
    r"continue",
    polite=r"por favor|se faz favor|(?:muito )?obrigad[oa]|perfeito|otimo|muito bem|bem|e|entao|agora|ja",
    opens=r"e|alias|tambem",
    asks=r"o que|que|quanto\w*|qual|quais|como|quando|onde|quem|voces tem|tem",
    limits=r"mas|so|somente|apenas|exceto|menos|sem|se|nao|espere|espera|em vez|outr[oa]s?|nunca|melhor",
)
DUTCH = Words(
    yes=r"ja(?:zeker)?|zeker|natuurlijk|akkoord|oke|ok|okay|klopt|dat klopt|correct|bevestigd|ik bevestig(?: het|"
    r" dat)?|graag|"
    r"(?:dat )?is (?:goed|prima|correct|akkoord)|prima|precies",
    go=r"ga (?:uw gang|je gang|door|verder)|gaat u (?:uw gang|door|verder)|doe (?:het|dat)(?: maar)?|doe maar|"
    r"doet u (?:het|dat)(?: maar)?",
    polite=r"alstublieft|alsjeblieft|a\.?u\.?b|bedankt|dank (?:u|je)(?: wel)?|dankjewel|dankuwel|hartelijk dank|"
    r"fijn|mooi|"
    r"goed|hoor|perfect|en|dan|nu|meteen",
    opens=r"en|trouwens|ook",
    asks=r"wat|hoe|wanneer|waar|wie|heeft u|hebben jullie|verkoopt u",
    limits=r"maar|alleen|behalve|zonder|als|indien|niet|geen|wacht|liever|andere?|nee|slechts|nooit",
)

LANGUAGES: Mapping[str, Words] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "nl": DUTCH,
}
