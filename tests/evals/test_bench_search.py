"""The search bench at a tiny size: every system answers the same questions, and finds what brute force finds."""

from pathlib import Path

import pytest

from evals.benches import search_systems
from evals.benches.search_systems import SYSTEMS

VARIANTS = 400


def test_every_system_finds_what_brute_force_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_systems, "MANY", 12)
    folder = tmp_path / str(VARIANTS)
    folder.mkdir()
    figures = {name: system(folder, VARIANTS) for name, system in SYSTEMS.items()}
    assert set(figures.pop("prepared")) == {"index_s", "index_mb"}
    assert figures.pop("in turn")["p95_ratio"] > 0
    assert {name: found["recall_at_10"] for name, found in figures.items()} == pytest.approx(
        dict.fromkeys(figures, 1.0), abs=0.02
    )
    assert figures["pgvector"]["filtered_recall_at_10"] > 0.98
    assert figures["ours"]["answered"] > 0.5
    assert all(0 < found["p50_ms"] <= found["p95_ms"] for found in figures.values())
