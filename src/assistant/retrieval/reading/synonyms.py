"""Other names of colours, sizes and kinds of things. General English, no shop's own words."""

import re

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
        "amber aqua aquamarine azure apricot bronze brass cobalt champagne chocolate cherry copper cinnamon denim "
        "ebony emerald fuchsia ginger honey jade lemon lime mahogany mauve mint mustard ochre onyx orchid peach "
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
    (re.compile(r"\bsun(?: ?screen| cream| ?block)\b"), "sun lotion"),
)


def plainly_named(text: str) -> str:
    """Names of two words are given as one that shops use."""
    for phrase, name in PHRASES:
        text = phrase.sub(name, text)
    return text
