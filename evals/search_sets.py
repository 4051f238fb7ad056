"""The sets of questions under constraints, each with its catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from evals.datasets import ROOT, dataset

UNSEEN = ROOT / "evals" / "cases" / "unseen"
UNSEEN2 = ROOT / "evals" / "cases" / "unseen2"
PUBLISHED = {
    "published BM25": 0.534,
    "published .5 BM25 + .5 e5": 0.563,
    "published constraint parser": 0.94,
}


@dataclass(frozen=True)
class SearchSet:
    """`published` has others' nDCG at 10 by name; of a `closed` set the questions are not to be read, nor shown."""

    files: tuple[Path, ...]
    catalog: Path
    published: Mapping[str, float] = field(default_factory=dict)
    closed: bool = False


def productqa(cases: Path | None = None, catalog: Path | None = None) -> SearchSet:
    """The catalogue is the one given, else the folder `catalog` beside the file of cases, else the data set's."""
    beside = cases.parent / "catalog" if cases else None
    if catalog is None:
        catalog = beside if beside and beside.is_dir() else dataset("productqa", "catalog")
    file = cases or dataset("productqa", "search_qa.dev.jsonl.gz")
    return SearchSet((file,), catalog, PUBLISHED)


def unseen(folder: Path, closed: bool, cases: Path | None = None, catalog: Path | None = None) -> SearchSet:
    files = (cases,) if cases else tuple(sorted(folder.rglob("search_qa.jsonl")))
    return SearchSet(files, catalog or folder, closed=closed)


SETS: Mapping[str, Callable[..., SearchSet]] = {
    "productqa": productqa,
    "unseen": partial(unseen, UNSEEN, True),
    "unseen-dev": partial(unseen, UNSEEN / "dev", False),
    "unseen-held": partial(unseen, UNSEEN / "held", True),
    "unseen2": partial(unseen, UNSEEN2, True),
    "unseen2-dev": partial(unseen, UNSEEN2 / "dev", False),
    "unseen2-held": partial(unseen, UNSEEN2 / "held", True),
}
