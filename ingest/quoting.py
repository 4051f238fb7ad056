"""Pages that quote the shop's rules as `$name`: rendered when they are read, and again when the rules change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from string import Template

from rapidfuzz import process

from assistant.retrieval.library import Document
from assistant.shop.changes.quoting import quotable
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.rules import ShopRules
from assistant.shop.selling.quoting import quotable as selling_quotable
from assistant.shop.selling.rules import SellingRules
from ingest.distinct import key_of
from ingest.plan import Plan
from ingest.rows import Item, Rejected, Row
from ingest.validate import Invalid

Names = Mapping[str, str]


class Page(Template):
    """Every name has an underscore, so that a price, `US$` or `$HOME` is none; such a dollar sign stays as it is."""

    flags = re.ASCII
    idpattern = r"[a-z]+(?:_[a-z0-9]+)+"


class _UnknownName(Invalid):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        meant = process.extractOne(name, list(known), score_cutoff=75)
        guess = f"perhaps ${meant[0]}; " if meant else ""
        hint = f"{guess}they give {', '.join(f'${one}' for one in known)}"
        super().__init__(f"it quotes ${name}, which the shop's rules do not give", hint=hint)
        self.name = name


class Unquotable(Exception):
    """The rules lack what a page of the shop quotes; the text says which page, and what."""

    def __init__(self, page: str, problem: _UnknownName) -> None:
        super().__init__(f"the page {page} stays, and {problem.reason}")
        self.name = problem.name


def rules_of(rows: Iterable[Row], stand: ShopRules) -> ShopRules:
    """Those of the feed, else those that stand."""
    values = [row.value for row in rows if isinstance(row, Item)]
    return ShopRules(
        next((value for value in values if isinstance(value, ChangeRules)), stand.changes),
        next((value for value in values if isinstance(value, SellingRules)), stand.selling),
        next((value for value in values if isinstance(value, Policy)), stand.handoff),
    )


def rendered(rows: Iterable[Row], rules: ShopRules, currency: str) -> list[Row]:
    """Each page with what the rules say in the place of their names; one that names anything else is rejected."""
    names = _quotable(rules, currency)
    return [_row(row, names) for row in rows]


def without_rules(rows: Iterable[Row], problem: Unquotable, stand: ShopRules, currency: str) -> list[Row]:
    """Without the rules that no longer give the name, which those that stand do give."""
    at_fault = SellingRules if problem.name in selling_quotable(stand.selling, currency) else ChangeRules
    hint = "give the rule, or read the page without it first"
    return [
        Rejected(row.source, None, str(problem), key_of(row.value), hint=hint)
        if isinstance(row, Item) and isinstance(row.value, at_fault)
        else row
        for row in rows
    ]


def render_again(plan: Plan[Document], stored: Sequence[Document], rules: ShopRules, currency: str) -> None:
    """The pages that stay in the shop but were not in the feed. Raises `Unquotable`."""
    names, settled = _quotable(rules, currency), {d.id for d in plan.write} | {*plan.unchanged, *plan.removed}
    for page in stored:
        if page.template and page.id not in settled:
            try:
                fresh = replace(page, text=_filled(page.template, names))
            except _UnknownName as problem:
                raise Unquotable(page.source or page.id, problem) from None
            if fresh != page:
                plan.write.append(fresh)
                plan.changed.append(page.id)


def _quotable(rules: ShopRules, currency: str) -> Names:
    return quotable(rules.changes, currency) | selling_quotable(rules.selling, currency)


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
            raise _UnknownName(name, names)
    return page.safe_substitute(names)  # which leaves a lone dollar sign alone
