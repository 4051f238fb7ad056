"""`python -m tests.house.branches`: after `make test`, every branch of the code that money depends on was run.

Reads what coverage.py kept of that run; fails with the file and its lines and branches that no test reached.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coverage import Coverage

from tests.house.held import MODULES, ROOT, source


def missed(files: Mapping[str, Any]) -> Iterator[str]:
    """`files` is that part of coverage.py's report as JSON."""
    for module in MODULES:
        name = str(source(module).relative_to(ROOT))
        if name not in files or not files[name]["executed_lines"]:
            yield f"{name}: no test runs it"
        elif lines := files[name]["missing_lines"]:
            yield f"{name}: no test runs line {', '.join(map(str, lines))}"
        elif branches := files[name]["missing_branches"]:
            told = (f"{start} to {end}" if end > 0 else f"{start} to the end" for start, end in branches)
            yield f"{name}: no test goes from line {', '.join(told)}"


def main() -> int:
    coverage = Coverage(config_file=str(ROOT / "pyproject.toml"), messages=False)
    coverage.load()
    with TemporaryDirectory() as folder:
        coverage.json_report([str(source(module)) for module in MODULES], str(Path(folder) / "report.json"))
        files = json.loads((Path(folder) / "report.json").read_text("utf-8"))["files"]
    found = list(missed(files))
    sys.stdout.write("\n".join(found or [f"every branch of {len(MODULES)} modules was run"]) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
