"""Other names of colours, sizes and kinds of things. General English, no shop's own words."""

import re
from collections.abc import Callable

from assistant.retrieval.reading.words import stems

COLOURS = frozenset(
    stems(
        "red orange yellow green blue purple violet pink brown black white gray beige navy teal turquoise maroon "
        "burgundy lavender lilac gold golden silver khaki olive cream ivory magenta cyan crimson coral mint indigo "
        "charcoal"
    )
)
HUES = frozenset(
    stems(
        "amber aqua aquamarine azure apricot bronze brass cobalt champagne chocolate cherry chestnut copper cinnamon "
        "denim ebony emerald fuchsia ginger honey jade lemon lime mahogany mauve mint mustard ochre onyx orchid peach "
        "pearl pistachio plum platinum raspberry rose ruby rust saffron sage salmon sand sapphire scarlet sepia "
        "sienna slate tan tangerine taupe terracotta topaz umber vermilion walnut wine chartreuse periwinkle puce"
    )
)
OTHER_HUES = frozenset({"rose gold", "white gold"})

SIZES = {
    "xs": ("extra small", "x-small"),
    "s": ("small",),
    "m": ("medium",),
    "l": ("large",),
    "xl": ("extra large", "x-large"),
    "xxl": ("2xl", "xx-large", "double extra large"),
}
SIZE_WORDS = frozenset(word for size, names in SIZES.items() for name in (size, *names) for word in stems(name))

PHRASES = (
    (re.compile(r"\b(?:mobile|cell)(?=[,.!?;]|$| (?:that|with|under|you)\b)"), "cell phone"),
    (re.compile(r"\brecord player"), "turntable"),
    (re.compile(r"\b(?:t-?shirt|tee-? ?shirt)"), "tee"),
    (re.compile(r"\bbathing suit"), "swimsuit"),
    (re.compile(r"\bswim(?:ming)? trunks\b"), "swim shorts"),
    (re.compile(r"\bportable charger"), "power bank"),
    (re.compile(r"\bstocking (?:stuffer|filler)|\bsecret santa(?: (?:gift|present))?"), "gift"),
    (re.compile(r"\bsun(?: ?screen| cream| ?block)\b"), "sun lotion"),
)


def plainly_named(text: str) -> str:
    """Names of two words are given as one that shops use."""
    for phrase, name in PHRASES:
        text = phrase.sub(name, text)
    return text


SAME_THING = """
gilet, bodywarmer, waistcoat, vest
puffer vest, down vest
puffer jacket, down jacket
puffer coat, down coat
windbreaker, windcheater, wind jacket
anorak, cagoule, raincoat, rain jacket
jumper, pullover, sweater
cardi, cardigan
knit sweater, knitted sweater, sweater
hoody, sweatshirt, hoodie
dungarees, overalls
joggers, tracksuit, sweatpants, track pants
long johns, thermal underwear, thermals, base layer
boxers, boxer shorts, boxer briefs
knickers, undies, panties, underpants, underwear
dressing gown, bathrobe, housecoat, robe
pyjamas, pjs, pajamas
nightie, nightgown
swimming costume, cossie, swimsuit
wellies, wellingtons, wellington boots, gumboots, gum boots, rubber boots, rain boots
plimsolls, tennis shoes, sneakers
headtorch, head torch, headlight, headlamp
thermos, thermos flask, vacuum flask, insulated bottle
cool box, icebox, esky, cooler
picnic rug, picnic blanket
air mattress, airbed, air bed, sleeping pad
roll mat, camping mat, sleeping mat, sleeping pad
hiking poles, walking poles, trekking poles
cafetiere, coffee press, press pot, french press
jug, pitcher
moka, stovetop espresso maker
hob, cooktop, stovetop
casserole, casserole pot, cocotte, dutch oven
frypan, frying pan, skillet
chopping board, cutting board
cling film, plastic wrap
liquidiser, smoothie maker, blender
tea towel, dishcloth, dish towel
cutlery, silverware, flatware
crockery, dinnerware, dishes
serviette, napkin
tin opener, can opener
bedsheets, bed sheets, bed linen, sheets
quilt, eiderdown, doona, comforter
pillow slip, pillowcase
settee, couch, loveseat, sofa
nightstand, night stand, bedside table
wardrobe, armoire, closet
chest of drawers, dresser
drapes, curtains
duffel, duffle, holdall, weekend bag, weekender
carryall, tote bag, tote
bum bag, waist pack, fanny pack
rucksack, knapsack, backpack
portable battery, battery pack, powerbank, portable charger, power bank
stereo, hi-fi
wristwatch, watch
telly, television
teddy bear, teddy, stuffed animal, plushie, cuddly toy, plush, soft toy
jigsaw, jigsaw puzzle, puzzle
pushchair, pram, stroller
nappies, diapers
cot, crib
soother, pacifier
sweets, candy
biscuits, cookies
crisps, potato chips
toothpaste, dentifrice
moisturiser, moisturizer, face cream
body cream, body lotion
shower gel, body wash
aftershave, cologne
spanner, wrench
secateurs, pruning shears
trainers, sneakers
solar charger, solar panel
portable phone charger, phone power bank, pocket charger, power bank
thermos mug, insulated mug, travel mug
high heels, heels, heeled sandals, heel sandals
gift voucher, gift certificate, gift token, gift card
"""
_GROUPS = tuple(tuple(name.strip() for name in line.split(",")) for line in SAME_THING.strip().splitlines())
_OTHERS = {name: tuple(other for other in group if other != name) for group in _GROUPS for name in group}
_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _OTHERS), key=len, reverse=True))})\b", re.IGNORECASE)


def other_names(text: str, sold: Callable[[str], bool]) -> str:
    """Names of a thing, of which the shop says one: `gilet` becomes `vest` where vests are sold and gilets are not."""
    return _NAMED.sub(lambda match: _shop_name(match.group(), sold), text)


def _shop_name(name: str, sold: Callable[[str], bool]) -> str:
    others = _OTHERS[name.casefold()]
    return name if sold(name.casefold()) else next((other for other in others if sold(other)), name)
