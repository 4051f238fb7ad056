"""What a run did, for people and for machines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest import readiness
from ingest.difference import Change
from ingest.plan import Plan
from ingest.readiness import Readiness
from ingest.rows import Finding, Noted, Rejected, Skipped

KINDS = ("products", "documents", "customers", "orders", "rules", "selling", "handoff")
MOST_SHOWN = 50
FEW = 5


@dataclass(frozen=True)
class Tally:
    """How many items of one kind were touched; `removed_keys` and `kept_keys` name them."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    removed_keys: tuple[str, ...] = ()
    kept_keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: "Plan[Any]") -> "Tally":
        counts = (len(plan.added), len(plan.changed), len(plan.removed), len(plan.unchanged))
        return cls(*counts, removed_keys=tuple(plan.removed), kept_keys=tuple(plan.kept))


@dataclass(frozen=True)
class IndexTally:
    """`embedded` counts products and passages whose texts the model had to read; a heading goes with its passage."""

    revision: str
    products: int
    passages: int
    embedded: int
    reused: int
    went_live: bool


@dataclass(frozen=True)
class Report:
    path: str
    dry_run: bool
    files: int
    products: Tally = field(default_factory=Tally)
    documents: Tally = field(default_factory=Tally)
    customers: Tally = field(default_factory=Tally)
    orders: Tally = field(default_factory=Tally)
    rules: Tally = field(default_factory=Tally)
    selling: Tally = field(default_factory=Tally)
    handoff: Tally = field(default_factory=Tally)
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    noted: tuple[Noted, ...] = ()
    refused: tuple[str, ...] = ()
    differences: tuple[Change, ...] = ()
    readiness: Readiness = field(default_factory=Readiness)
    index: IndexTally | None = None
    seconds: float = 0

    @property
    def changed_anything(self) -> bool:
        touched = any(t.added or t.changed or t.removed for t in map(self.tally, KINDS))
        return touched or (self.index is not None and (self.index.went_live or self.index.embedded > 0))

    def tally(self, kind: str) -> Tally:
        found = getattr(self, kind)
        if not isinstance(found, Tally):
            raise TypeError(kind)
        return found

    def to_json(self) -> str:
        whole = asdict(self) | {"changed_anything": self.changed_anything}
        return json.dumps(whole, indent=2, ensure_ascii=False)


def lines(report: Report) -> Iterator[str]:
    """The report as plain lines."""
    yield f"{'kind':<10}{'added':>8}{'changed':>9}{'removed':>9}{'unchanged':>11}{'kept':>6}"
    for kind in KINDS:
        t = report.tally(kind)
        yield f"{kind:<10}{t.added:>8}{t.changed:>9}{t.removed:>9}{t.unchanged:>11}{len(t.kept_keys):>6}"
    yield from _section("What would change", [line for change in report.differences for line in _change(change)])
    yield from _section("Rejected", _told(report.rejected))
    yield from _section("Skipped", [*_told(f for f in report.skipped if f.row), *_by_reason(report.skipped)])
    yield from _section("Taken with a remark", _told(report.noted))
    removed = [f"{kind}: {key}" for kind in KINDS for key in report.tally(kind).removed_keys]
    yield from _section("Removed", removed)
    kept = [f"{kind}: {key}" for kind in KINDS for key in report.tally(kind).kept_keys]
    yield from _section("Kept as before, though not in the feed", kept)
    yield from _section("Removal refused (run again with --allow-removal if it is meant)", list(report.refused))
    yield from readiness.lines(report.readiness)
    yield ""
    yield from _ending(report)


def _change(change: Change) -> Iterator[str]:
    named = f"{change.action} {change.kind}" + (f" {change.key}" if change.key != change.kind else "")
    if change.action == "changed":
        yield from (f"{named}, {field}" for field in change.fields)
    else:
        yield f"{named}: {change.title}" if change.title else named


def _told(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.place}{finding.field and ', '}{finding.field}: {finding.told}" for finding in findings]


def _by_reason(skipped: Iterable[Skipped]) -> Iterator[str]:
    """Whole files that were passed by, one line a reason: a folder may hold many."""
    files: dict[str, list[str]] = {}
    for finding in skipped:
        if finding.row is None:
            files.setdefault(finding.reason, []).append(finding.source)
    for reason, names in files.items():
        more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
        yield f"{reason}: {', '.join(names[:FEW])}{more}"


def _section(heading: str, entries: list[str]) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"{heading} ({len(entries)})"
    yield from (f"  {entry}" for entry in entries[:MOST_SHOWN])
    if len(entries) > MOST_SHOWN:
        yield f"  … and {len(entries) - MOST_SHOWN} more; --json FILE writes them all"


def _ending(report: Report) -> Iterator[str]:
    if report.index is not None:
        index = report.index
        live = "is live now" if index.went_live else "was live already"
        yield f"Index {index.revision} {live}: {index.products} products, {index.passages} passages."
        yield f"{index.embedded} texts were embedded, {index.reused} vectors reused."
    if report.dry_run:
        yield "Dry run: nothing was written."
    elif not report.changed_anything:
        yield "Nothing changed, nothing was embedded."
    yield f"{report.files} files read in {report.seconds:.1f} s."
