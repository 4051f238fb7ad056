"""What a question about one product asks for: a yes or no, or a value, and of which concept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.offline_model.focus import Record
from assistant.offline_model.words import content, stem
from assistant.retrieval.reading.numbers import Measure, measures, normalised

_FLAGS = re.IGNORECASE | re.VERBOSE
_YES_NO = re.compile(
    r"^(?:and\s|but\s|so\s)?(?:is|are|does|do|did|can|could|will|would|has|have|was|were|should|may|might)(?:n['’]t)?\b",
    _FLAGS,
)
_VALUE = re.compile(
    r"""^(?:and\s)?(?:what(?:['’]?s|\sis|\sare)?|which|how\s(?:many|much|long|heavy|tall|high|wide|deep|thick|big|large|fast
    |far|old|energy|water|easy)|tell\sme\sthe)\b(?!\s(?:do|does|did|if|happens?|can|could|should|will|would|makes?)\b)""",
    _FLAGS,
)
_COUNTS = re.compile(r"\bhow\s(?:many|much|long|heavy|tall|high|wide|deep|thick|big|large|fast|far|old)\b", _FLAGS)
_AMOUNT = re.compile(r"^(?:and\s)?(?:what|which)\b(?!\s(?:type|kind|sort|brand)\b)", _FLAGS)
_POINTS = re.compile(r"^(?:and\s)?(?:for\s|about\s)?(?:the|that|this)\s(?:[\w-]+\s)?one\s?[,:]\s", _FLAGS)
_POINTED = re.compile(
    r"\b(?:the|that|this)\s(?:first|second|third|fourth|fifth|sixth|last|other|cheaper|cheapest)\b(?:\sones?\b)?",
    _FLAGS,
)
_DENIED = re.compile(
    r"n['’]t\b|\b(?:not|no|never|without|lacks?|lacking|cannot|only|free\sof|free\sfrom|other\sthan|instead|if\sso|else)\b",
    _FLAGS,
)
_TAG = re.compile(
    r",?\s(?:right|correct|yes|no|true|(?:is|does|are|do|has|have|can)(?:n['’]?t)?\s(?:it|they))\s?\W*$", _FLAGS
)
_STATED = re.compile(r"^(?:so\s)?(?:it|this|that)(?:['’]s|\sis)\s", _FLAGS)
_NOT = re.compile(r"\s*(?:n['’]t\b|\b(?:not|no|never|without|free\sof|free\sfrom)\b)\s*", _FLAGS)
_COMPARED = re.compile(
    r"\b(?:than\s(?!\d)|compared|comparable|versus|vs|better|same\sas|similar\sto|both|or)\b", _FLAGS
)
# words that every product question may hold and that name no concept of their own
_PLAIN = frozenset(
    stem(word)
    for word in """product item thing feature featured features function functionality equipped have offer designed
    design type kind sort specific provide provided model device unit capability capabilities capable able
    possible possess present utilize use used technology system option ability piece particular exact
    exactly actually currently stated listed specified according rate rating number many""".split()  # noqa: SIM905  # a list of words reads best as text
)
# words that ask whether there is such a thing at all
_THERE = frozenset(
    stem(word)
    for word in """include included come available support supported operation purchase purchased integrated built
    enabled via contain allow featured permit accompany accompanied part package box present ability attached""".split()  # noqa: SIM905  # a list of words reads best as text
)
_BOUNDS = frozenset(
    stem(word)
    for word in "under over above below more less fewer least most up than at within exact maximum".split()  # noqa: SIM905  # a list of words reads best as text
)
# words of measures and qualities: part of the question even where the product's title has them, too
_MEASURES = frozenset(
    stem(word)
    for word in """life long weight length width height size capacity material color range distance speed time power
    brightness temperature warranty price resolution last fit quality durability""".split()  # noqa: SIM905  # a list of words reads best as text
)
# what a question calls a concept, and the names that attributes have for it
_CALLED: Mapping[str, frozenset[str]] = {
    stem(word): frozenset(map(stem, names.split()))
    for word, names in {
        "long": "length duration life lifetime time playtime runtime warranty",
        "duration": "life lifetime time playtime runtime warranty",
        "period": "warranty",
        "cover": "warranty",
        "last": "life lifetime playtime runtime duration",
        "run": "life playtime runtime",
        "play": "playtime",
        "take": "time",
        "charge": "recharge charging",
        "recharge": "recharge charging charge",
        "install": "installation",
        "tall": "height",
        "high": "height",
        "wide": "width",
        "deep": "depth",
        "thick": "thickness",
        "far": "distance range",
        "fast": "speed",
        "washed": "washing washable wash",
        "connect": "connectivity connection",
        "programmed": "programmability programmable",
    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """`words` are stems without those that name the product; `whole` keeps these; `counted` belong to the numbers."""

    text: str
    words: frozenset[str]
    whole: frozenset[str]
    yes_no: bool
    value: bool
    counts: bool
    denied: bool
    numbers: tuple[Measure, ...]
    counted: frozenset[str]

    def beyond(self, told: frozenset[str], *, there: bool = False) -> frozenset[str]:
        """The words that `told` does not account for: what else is asked. With `there`, not whether there is such."""
        words = self.words - told - (_THERE if there else frozenset())
        return frozenset(word for word in words if not _CALLED.get(word, frozenset()) & told)

    def names(self, name: frozenset[str]) -> frozenset[str]:
        """Those of an attribute's name that the question says, in its own words or in others for the same."""
        return name & (self.whole | self.called)

    @property
    def called(self) -> frozenset[str]:
        return frozenset(other for word in self.whole for other in _CALLED.get(word, ()))


def asked(question: str, product: Record) -> Asked:
    text = _POINTED.sub("it", _POINTS.sub("", " ".join(question.split())))
    named = frozenset(concept(" ".join(str(product.get(field) or "") for field in ("title", "category", "vendor"))))
    named -= _MEASURES | _CALLED.keys()
    whole, plain = concept(text), normalised(text)
    own = _beside_numbers(normalised(str(product.get("title") or "")))
    numbers = tuple(number for number in measures(plain) if not own & _beside_numbers(plain, number.start))
    counted = concept(" ".join(plain[n.start : n.end] for n in numbers))
    return Asked(
        text=text,
        words=whole - named,
        whole=whole,
        yes_no=bool(_YES_NO.match(text)),
        value=bool(_VALUE.match(text)),
        counts=bool(_COUNTS.search(text) or _AMOUNT.search(text)),
        denied=bool(_DENIED.search(text) or _COMPARED.search(text)),
        numbers=numbers,
        counted=counted | _BOUNDS if numbers else frozenset(),
    )


def undenied(question: str) -> str:
    """The plain question behind a denied one: "it's not lined, right?" asks whether it is lined."""
    said = _TAG.sub("", " ".join(question.split()))
    stated = _STATED.match(said)
    return _NOT.sub(" ", f"is it {said[stated.end() :]}" if stated else said).strip()


def _beside_numbers(text: str, at: int | None = None) -> frozenset[tuple[str, str]]:
    """Each number of a normalised text with its neighbours, or only the number that starts `at`.

    A number of the product's own name ("the Gemini-20") asks for nothing; the 4 of "4 modes" does, whatever the name.
    """
    read = [(found.start(), stem(found[0])) for found in re.finditer(r"\d+|[^\W\d_]+", text)]
    pairs = [(one, other) for one, other in pairwise(read) if one[1].isdigit() != other[1].isdigit()]
    return frozenset(
        (one[1], other[1]) for one, other in pairs if at in {None, one[0] if one[1].isdigit() else other[0]}
    )


def concept(text: str) -> frozenset[str]:
    """The stems that carry its meaning. Lightness is not taken for weight: lamps have a light, too."""
    plain = re.sub(r"\b(lights?|lighter)\b", r"\1ing", text.casefold().replace("_", " "))
    return frozenset(content(plain)) - _PLAIN
