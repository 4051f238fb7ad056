"""Number words from 0 to 99, a table for each language, in small letters without accents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

Words = tuple[str, ...]
RUN_TOGETHER = 12
"""Letters from which a word may be several numbers written as one."""


@dataclass(frozen=True, eq=False)
class Language:
    """`numbers` gives the digits of a run of words, `times` how often the next digit is meant."""

    numbers: Mapping[Words, str]
    times: Mapping[str, int]

    @cached_property
    def first(self) -> frozenset[str]:
        return frozenset(words[0] for words in self.numbers)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.numbers))

    def speaks(self, word: str) -> bool:
        return word in self.first or word in self.times or bool(self.run_together(word))

    def run_together(self, word: str) -> str:
        """The digits of number words that were written as one word; empty for any other word."""
        if len(word) < RUN_TOGETHER or not self._several.fullmatch(word):
            return ""
        return "".join(self.numbers[part,] for part in self._one.findall(word))

    @cached_property
    def _one(self) -> re.Pattern[str]:
        single = sorted((words[0] for words in self.numbers if len(words) == 1 < len(words[0])), key=len, reverse=True)
        return re.compile("|".join(single))

    @cached_property
    def _several(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._one.pattern})+")


def _each(numbers: str, first: int = 0) -> Iterator[tuple[str, int]]:
    """Words in the order of their numbers, with `|` between words for the same one."""
    for value, words in enumerate(numbers.split(), first):
        for word in words.split("|"):
            yield word, value


def _language(below_20: str, tens: str, times: str, *, more: Mapping[Words, str]) -> Language:
    numbers: dict[Words, str] = {(word,): str(value) for word, value in _each(below_20)}
    numbers |= {(word,): f"{value}0" for word, value in _each(tens, 2)}
    repeats = {word: value for word, value in _each(times, 2) if word != "-"}
    return Language(numbers | dict(more), repeats)


def _apart(units: str, tens: str, join: Words = ()) -> dict[Words, str]:
    """As in forty two, cuarenta y dos."""
    return {
        (ten, *joined, unit): f"{value}{one}"
        for ten, value in _each(tens, 2)
        for unit, one in _each(units, 1)
        for joined in {(), join}
    }


def _unit_first(units: str, tens: str, join: str) -> dict[Words, str]:
    """As in zweiundvierzig."""
    return {(f"{unit}{join}{ten}",): f"{value}{one}" for ten, value in _each(tens, 2) for unit, one in _each(units, 1)}


def _french() -> dict[Words, str]:
    names = {value: word for word, value in _each(_FR)}
    found = _apart(" ".join(names[n] for n in range(1, 10)), _FR_TENS, ("et",))
    for n in range(10, 20):
        rest = ("dix", names[n - 10]) if n > 16 else (names[n],)
        found |= {("soixante", *rest): str(60 + n), ("quatre", "vingt", *rest): str(80 + n)}
        found |= {rest: str(n)}
    found |= {("quatre", "vingt", names[n]): str(80 + n) for n in range(1, 10)}
    return found | {("soixante", "et", "onze"): "71", ("quatre", "vingt"): "80", ("quatre", "vingts"): "80"}


def _italian() -> dict[Words, str]:
    units = list(_each("uno due tre quattro cinque sei sette otto nove", 1))
    return {
        ((ten[:-1] if unit[0] in "ou" else ten) + unit,): f"{value}{one}"
        for ten, value in _each(_IT_TENS, 2)
        for unit, one in units
    }


_EN_TENS = "twenty thirty forty|fourty fifty sixty seventy eighty ninety"
_DE_TENS = "zwanzig dreissig|dreißig vierzig funfzig|fuenfzig sechzig siebzig achtzig neunzig"
_FR = "zero un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FR_TENS = "vingt trente quarante cinquante soixante septante huitante|octante nonante"
_ES_TENS = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_IT_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"
_PT_TENS = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"
_NL_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"

LANGUAGES: Mapping[str, Language] = {
    "en": _language(
        "zero|oh|o|nought|naught one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen",
        _EN_TENS,
        "double|twice triple|treble|thrice quadruple",
        more=_apart("one two three four five six seven eight nine", _EN_TENS),
    ),
    "de": _language(
        "null eins|ein|eine zwei|zwo drei vier funf|fuenf sechs sieben acht neun zehn elf zwolf|zwoelf dreizehn "
        "vierzehn funfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn",
        _DE_TENS,
        "doppel|doppelte|doppelt|zweimal dreimal|dreifach viermal|vierfach",
        more=_unit_first("ein zwei drei vier funf|fuenf sechs sieben acht neun", _DE_TENS, "und"),
    ),
    "fr": _language(_FR, _FR_TENS, "double triple quadruple", more=_french()),
    "es": _language(
        "cero uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
        "diecisiete dieciocho diecinueve",
        _ES_TENS,
        "doble triple cuadruple",
        more=_apart("uno|un dos tres cuatro cinco seis siete ocho nueve", _ES_TENS, ("y",))
        | {(f"veinti{unit}",): f"2{n}" for unit, n in _each("uno dos tres cuatro cinco seis siete ocho nueve", 1)},
    ),
    "it": _language(
        "zero uno|un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
        "sedici diciassette diciotto diciannove",
        _IT_TENS,
        "doppio|doppia triplo|tripla quadruplo",
        more=_italian(),
    ),
    "pt": _language(
        "zero um|uma dois|duas tres quatro cinco seis|meia sete oito nove dez onze doze treze quatorze|catorze quinze "
        "dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove",
        _PT_TENS,
        "duplo|dobro|duplo triplo quadruplo",
        more=_apart("um dois tres quatro cinco seis sete oito nove", _PT_TENS, ("e",)),
    ),
    "nl": _language(
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
        "achttien negentien",
        _NL_TENS,
        "dubbel|dubbele|tweemaal driemaal|driedubbel viermaal",
        more=_unit_first("een twee drie vier vijf zes zeven acht negen", _NL_TENS, "en"),
    ),
}
