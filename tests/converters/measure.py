"""`python -m tests.converters.measure`: counts, time and peak memory of `python -m ingest` on both data sets."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from resource import struct_rusage
from typing import Any

import typer

from tests.converters import aws_retail, tau_retail

HEADS = ("shop", "run", "products", "customers", "orders", "embedded", "seconds", "CPU s", "MB")


def main() -> None:
    typer.echo(line(HEADS))
    measure("aws_retail", aws_retail.write_feed)
    measure("tau_retail", tau_retail.write_feed)


def measure(name: str, write_feed: Callable[[Path], Path]) -> None:
    """The real command in a process of its own, twice."""
    with tempfile.TemporaryDirectory() as folder:
        feed = write_feed(Path(folder, "feed"))
        for run in ("first", "second"):
            report, seconds, used = ingested(feed, Path(folder))
            counts = [report[kind]["added"] + report[kind]["unchanged"] for kind in HEADS[2:5]]
            cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
            costs = (f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}")
            typer.echo(line((name, run, *counts, report["index"]["embedded"], *costs)))


def line(cells: Iterable[object]) -> str:
    return "".join(f"{cell!s:>11}" for cell in cells)


def ingested(feed: Path, folder: Path) -> tuple[dict[str, Any], float, struct_rusage]:
    """(report, wall seconds, what the process used)."""
    out = folder / "report.json"
    own = {
        "ASSISTANT_STATE_DIR": str(folder / "var"),
        "ASSISTANT_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/var/shop.db",
    }
    begun = time.monotonic()
    command = [sys.executable, "-m", "ingest", str(feed), "--json", str(out)]
    process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own command
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"ingest ended with code {process.returncode}")
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report, time.monotonic() - begun, usage


if __name__ == "__main__":
    main()
