"""A table in any file: its header tells whose columns these are, and that dialect reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ingest.readers import document_table, google, plain_table, shopify, woocommerce
from ingest.readers.columns import Table, plain
from ingest.rows import Rejected, Row
from ingest.text import is_broken, one_line
from ingest.validate import Invalid, shown


@dataclass(frozen=True)
class Dialect:
    """`marks`: any of these columns names it. `needed`: of each of these groups, one column has to be there."""

    name: str
    marks: frozenset[str]
    needed: tuple[tuple[str, ...], ...]
    read: Callable[[Table], Iterator[Row]]


DIALECTS = (
    Dialect("a Shopify product export", shopify.MARKS, shopify.NEEDED, shopify.read),
    Dialect("a WooCommerce product export", woocommerce.MARKS, woocommerce.NEEDED, woocommerce.read),
    Dialect("a Google Merchant feed", google.MARKS, google.NEEDED, google.read_table),
    Dialect("a table of questions or documents", document_table.MARKS, document_table.NEEDED, document_table.read),
    Dialect("a table of products", frozenset({"price"}), plain_table.NEEDED, plain_table.read),
)
_ALIKE = 75


def read_table(table: Table) -> Iterator[Row]:
    try:
        yield from dialect_of(table.header).read(table)
    except Invalid as problem:
        yield Rejected.of(problem, table.file.source)


def is_table(header: list[str]) -> bool:
    """True when some dialect takes this header."""
    try:
        dialect_of(header)
    except Invalid:
        return False
    return True


def dialect_of(header: list[str]) -> Dialect:
    """Raises `Invalid` with the columns that are there, those that are missing, and what was perhaps meant."""
    names = {plain(one_line(name)) for name in header}
    named = [dialect for dialect in DIALECTS if names & dialect.marks]
    fitting = [dialect for dialect in named if not _missing(dialect, names)]
    if fitting:
        return fitting[0]
    raise _unknown(header, named[0] if named else DIALECTS[-1], names, known=bool(named))


def _missing(dialect: Dialect, names: set[str]) -> list[str]:
    return [group[0] for group in dialect.needed if not names.intersection(group)]


def _unknown(header: list[str], nearest: Dialect, names: set[str], *, known: bool) -> Invalid:
    if any(map(is_broken, header)):
        return Invalid("the first row is not UTF-8 text", hint="save the file as “CSV UTF-8”")
    missing = _missing(nearest, names)
    lacks = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    reason = (
        f"this looks like {nearest.name}, but its first row has no column {lacks}"
        if known
        else f"the first row names no table that is known here: no column {lacks}"
    )
    has = ", ".join(shown(one_line(name)) for name in header[:12] if name.strip())
    guesses = [guess for name in missing if (guess := _guess(name, names))]
    hint = f"it has {has or 'no names at all'}" + (f"; perhaps {', '.join(guesses)}" if guesses else "")
    return Invalid(reason, hint=hint)


def _guess(name: str, names: set[str]) -> str:
    match = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"{shown(match[0])} should be {shown(name)}" if match else ""
