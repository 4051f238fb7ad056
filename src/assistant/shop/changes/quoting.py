"""What a shop's pages may quote of its rules, so that the text shoppers read and the code that decides agree."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.shop.changes.rules import ChangeRules, Season


def quotable(rules: ChangeRules, currency: str) -> dict[str, str]:
    """In words, by name. What the rules do not say, such as a fee where there is none, has no name."""
    return dict(_names(rules, currency))


def _names(rules: ChangeRules, currency: str) -> Iterator[tuple[str, str]]:
    for name in ("cancel", "address", "payment", "items", "returns", "exchanges"):
        yield f"{name}_statuses", _either([f'"{status}"' for status in getattr(rules, name).statuses])
    for name in ("cancel", "returns"):
        if reasons := getattr(rules, name).reasons:
            yield f"{name}_reasons", _either(reasons)
    for name in ("returns", "exchanges"):
        if (days := getattr(rules, name).days) is not None:
            yield f"{name}_days", str(days)
    for to in rules.returns.refund_to:
        if (fee := rules.return_fee(to, currency)).minor:
            yield f"returns_fee_{to.replace(' ', '_')}", str(fee)
    for number, season in enumerate(rules.returns.seasons, 1):
        yield from _season(season, "season" if number == 1 else f"season_{number}")
    yield "refund_gift_card", rules.refunds.gift_card.removeprefix("in ")
    yield "refund_other", rules.refunds.other.removeprefix("in ")


def _season(season: Season, name: str) -> Iterator[tuple[str, str]]:
    """The first day's year is left out where the last day's is the same: "November 1 and December 24, 2026"."""
    begin, end = season.placed_from, season.placed_to
    yield f"{name}_from", f"{begin:%B} {begin.day}" if begin.year == end.year else _day(begin)
    yield f"{name}_to", _day(end)
    yield f"{name}_until", _day(season.until)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
