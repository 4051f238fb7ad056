"""Pages that quote the shop's rules as `$name`: rendered when they are read, and again when the rules change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from string import Template

from rapidfuzz import process

from assistant.retrieval.library import Document
from assistant.shop.changes.quoting import quotable
from assistant.shop.changes.rules import ChangeRules
from ingest.plan import Plan
from ingest.rows import RULES, Item, Rejected, Row
from ingest.validate import Invalid

Names = Mapping[str, str]


class Page(Template):
    """Every name has an underscore, so that a price, `US$` or `$HOME` is none; such a dollar sign stays as it is."""

    flags = re.ASCII
    idpattern = r"[a-z]+(?:_[a-z0-9]+)+"


class Unquotable(Exception):
    """The rules lack what a page of the shop quotes; the text says which page, and what."""


def rules_of(rows: Iterable[Row]) -> ChangeRules | None:
    found = (row.value for row in rows if isinstance(row, Item))
    return next((value for value in found if isinstance(value, ChangeRules)), None)


def rendered(rows: Iterable[Row], rules: ChangeRules, currency: str) -> list[Row]:
    """Each page with what the rules say in the place of their names; one that names anything else is rejected."""
    names = quotable(rules, currency)
    return [_row(row, names) for row in rows]


def without_rules(rows: Iterable[Row], problem: Unquotable) -> list[Row]:
    hint = "give the rule, or read the page without it first"
    return [
        Rejected(row.source, None, str(problem), RULES, hint=hint)
        if isinstance(row, Item) and isinstance(row.value, ChangeRules)
        else row
        for row in rows
    ]


def render_again(plan: Plan[Document], stored: Sequence[Document], rules: ChangeRules, currency: str) -> None:
    """The pages that stay in the shop but were not in the feed. Raises `Unquotable`."""
    names, settled = quotable(rules, currency), {d.id for d in plan.write} | {*plan.unchanged, *plan.removed}
    for page in stored:
        if page.template and page.id not in settled:
            try:
                fresh = replace(page, text=_filled(page.template, names))
            except Invalid as problem:
                raise Unquotable(f"the page {page.source or page.id} stays, and {problem.reason}") from None
            if fresh != page:
                plan.write.append(fresh)
                plan.changed.append(page.id)


def _row(row: Row, names: Names) -> Row:
    if not isinstance(row, Item) or not isinstance(row.value, Document):
        return row
    page = row.value
    try:
        _require_plain(page.title)
        text = _filled(page.text, names)
    except Invalid as problem:
        return Rejected.of(problem, row.source, row.row, key=page.id)
    return replace(row, value=replace(page, text=text, template=page.text)) if text != page.text else row


def _require_plain(title: str) -> None:
    if Page(title).get_identifiers():
        raise Invalid("its title quotes the shop's rules, which only the text can", hint="write the title out")


def _filled(text: str, names: Names) -> str:
    page = Page(text)
    if not (quoted := page.get_identifiers()):
        return text
    for name in quoted:
        if name not in names:
            meant = process.extractOne(name, list(names), score_cutoff=75)
            guess = f"perhaps ${meant[0]}; " if meant else ""
            known = ", ".join(f"${known}" for known in names)
            raise Invalid(f"it quotes ${name}, which the shop's rules do not give", hint=f"{guess}they give {known}")
    return page.safe_substitute(names)  # which leaves a lone dollar sign alone
