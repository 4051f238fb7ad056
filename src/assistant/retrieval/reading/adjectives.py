"""Adjectives that stand for much or little of a quantity, by the words in an attribute's name. General English."""

from collections.abc import Iterable
from functools import cache, lru_cache

from assistant.retrieval.reading.units import QUANTITIES, quantity_of
from assistant.retrieval.reading.words import stem, stems

Ends = tuple[frozenset[str], frozenset[str]]

_FAST = "fast quick speedy rapid snappy swift responsive"
_STRONG = "powerful strong beefy mighty capable potent"
_ENDS: tuple[tuple[str, str, str], ...] = (
    ("ram", f"big large fast {_STRONG}", "small little"),
    ("memory storage disk drive", "roomy big large spacious", "small little"),
    ("processor cpu core gpu clock frequency rpm fps mbps bandwidth refresh rate speed", f"{_FAST} {_STRONG}", "slow"),
    ("power watt wattage horsepower torque suction amp amperage voltage output btu thrust", _STRONG, "weak economical"),
    ("magnification zoom", f"{_STRONG} close big high", "low"),
    ("time", "slow long", f"{_FAST} short easy"),
    ("runtime playtime playback life battery standby burn lifespan", "long lasting enduring durable", "short"),
    ("view angle field width", "wide broad panoramic", "narrow slim"),
    ("diameter aperture bore opening", "wide big large", "narrow thin fine small"),
    ("tip point nib line stroke", "bold broad thick wide", "fine thin slim sharp"),
    ("thickness gauge ply", "thick sturdy chunky", "thin slim skinny sleek"),
    ("pressure psi bar compression", f"{_STRONG} tight firm", "gentle weak light loose"),
    ("noise decibel sound loudness", "loud noisy", "quiet silent"),
    ("volume", "loud big large roomy", "quiet small"),
    ("resolution megapixel dpi ppi pixel definition", "sharp crisp clear detailed high-res fine", "blurry"),
    ("brightness lumen light candela nit", "bright powerful luminous", "dim dark soft"),
    ("capacity volume storage tank basket size", "big large roomy spacious huge generous", "small compact tiny little"),
    ("size dimension", "big large huge great", "small compact tiny little mini"),
    ("length cord cable strap reach range distance inseam", "long far extended", "short"),
    ("depth", "deep", "shallow"),
    ("height heel rise", "tall high", "short low flat"),
    ("weight mass", "heavy hefty weighty", "light lightweight feathery featherweight portable"),
    ("load limit", "strong sturdy heavy", ""),
    ("warranty guarantee", "long reliable lengthy dependable trustworthy", "short"),
    ("temperature", "hot warm toasty", "cold cool chilly"),
    ("year release model", "new recent late modern young", "old vintage"),
    ("age", "old", "young"),
    ("rating star review score", "good popular nice well-rated", "bad poor"),
    ("count thread density fill", "dense soft fine warm", "coarse"),
    ("efficiency", "efficient economical", "wasteful"),
    ("consumption", "hungry", "efficient economical frugal"),
    ("precision accuracy tolerance resolution", "accurate precise exact", "rough"),
    ("hardness firmness", "hard firm tough", "soft"),
    ("spf protection", "strong protective high", "low"),
)  # fmt: skip
_LASTING = frozenset(stems("play run burn standby listen talk flight battery retention warranty use life"))
_VERBS: tuple[tuple[str, str], ...] = (
    ("capacity volume storage memory basket tank", "hold make carry store fit contain brew pack take"),
    ("runtime playtime life battery lifespan", "last run play burn endure"),
    ("distance range reach beam throw", "shine reach throw travel go"),
    ("speed rate", "print charge run work go"),
    ("brightness lumen", "shine glow"),
    ("power wattage suction torque", "pull suck push"),
)
_COLD = frozenset(stems("temperature rating"))
_NOISE = frozenset(stems("noise decibel loudness"))
_HELD = frozenset(stems("capacity limit load rating support max"))


@cache
def degrees() -> frozenset[str]:
    """Every adjective that stands for much or little of something."""
    told = [f"{much} {little}" for _, much, little in _ENDS]
    return frozenset(" ".join(told).split()).union(*(q.much | q.little for q in QUANTITIES.values()))


@lru_cache(maxsize=4096)
def ends(name_stems: tuple[str, ...]) -> Ends:
    """(adjectives of much, adjectives of little) for an attribute with these stems in its name."""
    quantity = quantity_of(name_stems)
    much, little = set(quantity.much), set(quantity.little)
    if _LASTING & set(name_stems):
        much, little = much - {"slow"} | {"long"}, little - {"quick", "fast", "speedy"}
    for names, more, less in _ENDS:
        lasting = names == "time" and _LASTING & set(name_stems)
        if not lasting and any(stem(name) in name_stems for name in names.split()):
            much |= set(more.split())
            little |= set(less.split())
    return frozenset(much - little), frozenset(little - much) - _of_own_weight(name_stems)


def small_is_good(name_stems: tuple[str, ...]) -> bool:
    """Of a weight, a waiting time or the cold that is borne, not of a weight limit or a running time."""
    if set(name_stems) >= _COLD:
        return True
    return bool({"light", "fast"} & ends(name_stems)[1]) or bool(_NOISE & set(name_stems))


@lru_cache(maxsize=4096)
def verbs(name_stems: tuple[str, ...]) -> frozenset[str]:
    """Stems of what a product does with much of the quantity: it holds the most, it lasts the longest."""
    found = (does for names, does in _VERBS if any(stem(name) in name_stems for name in names.split()))
    return frozenset(word for does in found for word in stems(does))


def _of_own_weight(name_stems: Iterable[str]) -> frozenset[str]:
    """A weight capacity is what a thing can bear: nothing is light by it."""
    return frozenset({"light", "lightweight"}) if _HELD & set(name_stems) else frozenset()
