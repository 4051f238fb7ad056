"""What was approved at the console, taken in as one more feed of the shop's."""

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.learning.faqs import SOURCE, Faq
from assistant.retrieval.embedding import Embedder
from ingest.publish import Progress, Stores, quiet
from ingest.report import Report
from ingest.run import Options, ingest

NAME = "from-the-console.csv"


async def publish_faqs(
    stores: Stores, embeddings: Embedder, root: Path, *, options: Options, progress: Progress = quiet
) -> Report:
    """All that is approved, and nothing that is not any more. Raises `Overtaken`."""
    found = await stores.faqs.all()
    approved = [faq for faq in reversed(found) if faq.status == "approved"]
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder) / NAME, approved)
        own = replace(options, source=SOURCE, allow_removal=True)
        report = await ingest(path, stores, embeddings, root, options=own, progress=progress)
    if not options.dry_run and not any(one.whole_file for one in report.rejected):
        await stores.faqs.published([faq for faq in found if faq.pending], _faults(approved, report))
    return report


def _written(path: Path, approved: Sequence[Faq]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "question", "answer"))
        rows.writerows((faq.id, faq.question, faq.answer) for faq in approved)
    return path


def _faults(approved: Sequence[Faq], report: Report) -> dict[str, str]:
    """By id, which the key of a page ends with."""
    return {faq.id: one.told for one in report.rejected for faq in approved if faq.is_on(one.key)}
