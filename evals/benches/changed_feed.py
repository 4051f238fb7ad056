"""A small feed of the demo, and the same feed after a change of every kind: for ingests that are killed."""

import csv
from pathlib import Path

from evals.stage import DEMO

FAMILIES = 8


def write_feed(folder: Path, *, changed: bool) -> None:
    """Families of the demo and three pages; changed: some are new, some gone, half have other words or prices."""
    (folder / "policies").mkdir(parents=True, exist_ok=True)
    with (DEMO / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    handles = list(dict.fromkeys(row["Handle"] for row in rows))[8 if changed else 0 :][:FAMILIES]
    kept = [row for row in rows if row["Handle"] in set(handles)]
    if changed:
        kept = [_changed(row) if handles.index(row["Handle"]) % 2 else row for row in kept]
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    for path in sorted((DEMO / "policies").glob("*.md"))[:3]:
        text = path.read_text(encoding="utf-8")
        (folder / "policies" / path.name).write_text(text + "\nAs of now.\n" * changed, encoding="utf-8")


def _changed(row: dict[str, str]) -> dict[str, str]:
    words = {"Title": f"{row['Title']} II", "Body (HTML)": f"{row['Body (HTML)']}<p>Made anew.</p>"}
    return row | (words if row["Title"] else {}) | {"Variant Price": f"{float(row['Variant Price'] or 0) + 1:.2f}"}
